from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "marketplace.settlement"
    label = "settlement"
    verbose_name = "Settlement"

    def ready(self) -> None:
        """Register our handlers."""
        from marketplace.settlement import handlers  # noqa: F401, PLC0415  (models must be ready first)
