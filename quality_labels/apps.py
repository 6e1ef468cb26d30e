from django.apps import AppConfig


class QualityLabelsConfig(AppConfig):
    name = "quality_labels"
    label = "quality_labels"
    verbose_name = "Stamping centre"
