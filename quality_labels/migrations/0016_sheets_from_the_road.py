import django.db.models.deletion
from django.db import migrations, models

from marketplace.guards import install, remove

OF_SHEETS = (  # SQLite makes the table of sheets anew, without its triggers, and minds those that read it
    "append_only_quality_labels_evaluation",
    "decider_reads_no_more",
    "appeal_read_by_others",
    "correction_is_ones_own",
    "decider_took_no_reading",
    "appeal_decided_by_others",
)
GUARDS = ("append_only_quality_labels_evaluationphoto",)


class Migration(migrations.Migration):
    """Sheets that were filled without network, and the photos of who read."""

    dependencies = [
        ("quality_labels", "0015_people_of_the_centre"),
    ]

    operations = [
        migrations.RunPython(remove(*OF_SHEETS), install(*OF_SHEETS)),
        migrations.AddField(
            model_name="evaluation",
            name="draft",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="EvaluationPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("file", models.CharField(max_length=100)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="quality_labels.evaluation",
                    ),
                ),
            ],
            options={
                "ordering": ("evaluation", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "position"), name="evaluation_photo_position"
                    )
                ],
            },
        ),
        migrations.RunPython(install(*OF_SHEETS), remove(*OF_SHEETS)),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
