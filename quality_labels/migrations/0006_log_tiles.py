import django.db.models.deletion
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = ("append_only_quality_labels_logtile", "append_only_quality_labels_cosignature")


class Migration(migrations.Migration):
    """The hashes of full tiles, and the cosignatures of witnesses."""

    dependencies = [
        ("quality_labels", "0005_trust"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogTile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("position", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("level", "position"),
                "constraints": [models.UniqueConstraint(fields=("level", "position"), name="log_tile_once")],
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("witness", models.CharField(max_length=120)),
                ("line", models.CharField(max_length=400)),
                ("cosigned_at", models.DateTimeField()),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="quality_labels.checkpoint",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checkpoint", "witness"), name="cosignature_once_per_witness"
                    )
                ],
            },
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
