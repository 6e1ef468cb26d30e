from oscar.apps.shipping import apps


class ShippingConfig(apps.ShippingConfig):
    name = "marketplace.shipping"
    verbose_name = "Delivery"

    def ready(self) -> None:
        """Import none of Oscar's views and receivers: pages and stock movements are ours."""
