from django.apps import AppConfig


class QualityLabelsConfig(AppConfig):
    name = "quality_labels"
    label = "quality_labels"
    verbose_name = "Stamping centre"

    def ready(self) -> None:
        """Register what the stamping centre does when something was committed."""
        from quality_labels import handlers  # noqa: F401, PLC0415  (models must be ready first)
