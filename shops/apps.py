from django.apps import AppConfig


class ShopsConfig(AppConfig):
    name = "shops"
    label = "shops"
    verbose_name = "Bodies, artisans and cards"

    def ready(self) -> None:
        """Read the handlers of this app."""
        from shops import handlers  # noqa: F401, PLC0415  (models must be ready first)
