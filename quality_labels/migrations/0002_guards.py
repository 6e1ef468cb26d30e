from django.db import migrations

from marketplace.guards import install, remove

NAMES = (
    "append_only_quality_labels_schemeversion",
    "append_only_quality_labels_evaluation",
    "append_only_quality_labels_reading",
    "append_only_quality_labels_decision",
    "append_only_quality_labels_applicationchange",
    "append_only_quality_labels_labelchange",
    "decider_took_no_reading",
    "decider_reads_no_more",
    "label_bytes_fixed",
    "label_never_deleted",
)


class Migration(migrations.Migration):
    """Put on what the database itself must hold: see marketplace/guards.py."""

    dependencies = [("quality_labels", "0001_schemes_and_labels")]

    operations = [migrations.RunPython(install(*NAMES), remove(*NAMES))]
