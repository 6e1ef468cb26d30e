from oscar.apps.order import apps


class OrderConfig(apps.OrderConfig):
    name = "marketplace.order"
    verbose_name = "Orders"

    def ready(self) -> None:
        """Import none of Oscar's views and receivers: pages and stock movements are ours."""
