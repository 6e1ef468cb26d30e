from oscar.apps.partner import apps


class PartnerConfig(apps.PartnerConfig):
    name = "shops.partner"
    verbose_name = "Shops and stock"

    def ready(self) -> None:
        """Import none of Oscar's views and receivers: pages and stock movements are ours."""
