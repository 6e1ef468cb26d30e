from django.apps import AppConfig


class QualityLabelsConfig(AppConfig):
    name = "quality_labels"
    label = "quality_labels"
    verbose_name = "Stamping centre"

    def ready(self) -> None:
        """Register our handlers, and hand the catalog what a product page shows of a stamp."""
        from catalog import seams  # noqa: PLC0415  (models must be ready first)
        from quality_labels import handlers, queries  # noqa: F401, PLC0415

        seams.provide(stamp=queries.sheet_of)
