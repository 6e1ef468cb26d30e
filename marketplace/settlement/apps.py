from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "marketplace.settlement"
    label = "settlement"
    verbose_name = "Settlement"

    def ready(self) -> None:
        """Register our handlers, and hand the day's rates, and who gets what of a price, to the catalog's pages."""
        from catalog import seams  # noqa: PLC0415  (models must be ready first)
        from marketplace.settlement import handlers, queries, rules  # noqa: F401, PLC0415

        seams.provide(rates=queries.public_rates, split=rules.split_of)
