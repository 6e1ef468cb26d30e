from django.apps import AppConfig


class QualityLabelsConfig(AppConfig):
    name = "quality_labels"
    label = "quality_labels"
    verbose_name = "Stamping centre"

    def ready(self) -> None:
        """Hand the catalog what a product page shows of a stamp."""
        from catalog import seams  # noqa: PLC0415  (models must be ready first)
        from quality_labels import queries  # noqa: PLC0415

        seams.provide(stamp=queries.sheet_of)
