import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which label was read on a stamped piece as it went into the parcel."""

    dependencies = [
        ("order", "1004_counter_days_and_calls"),
        ("quality_labels", "0018_complaints_and_scans"),
    ]

    operations = [
        migrations.AddField(
            model_name="line",
            name="packed_label",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="quality_labels.label",
            ),
        ),
    ]
