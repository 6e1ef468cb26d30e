from oscar.apps.payment import apps


class PaymentConfig(apps.PaymentConfig):
    name = "marketplace.payment"
    verbose_name = "Payment"

    def ready(self) -> None:
        """Import none of Oscar's views and receivers: pages and stock movements are ours."""
