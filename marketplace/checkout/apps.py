from oscar.apps.checkout import apps


class CheckoutConfig(apps.CheckoutConfig):
    name = "marketplace.checkout"
    verbose_name = "Checkout"

    def ready(self) -> None:
        """Import none of Oscar's views and receivers: pages and stock movements are ours."""
