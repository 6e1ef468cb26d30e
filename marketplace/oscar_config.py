"""Oscar's root config without its URLs: the house mounts pages of its own."""

from oscar.config import Shop


class MarketShop(Shop):
    """Oscar's shop with no forms, no views and no addresses."""

    name = "oscar"
    default = False

    def ready(self) -> None:
        """Register Oscar's system checks; its apps are read by nobody here."""
        import oscar.checks  # noqa: F401, PLC0415  (registers itself when imported, and must not before apps are ready)

    def get_urls(self) -> list:
        """Mount nothing."""
        return []
