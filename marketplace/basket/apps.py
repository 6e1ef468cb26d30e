from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    name = "marketplace.basket"
    verbose_name = "Basket"

    def ready(self) -> None:
        """Import none of Oscar's views and receivers: pages and stock movements are ours."""
