import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = (
    "append_only_quality_labels_photohash",
    "alike_told_once",
    "alike_never_deleted",
    "alike_compared_first",
)


class Migration(migrations.Migration):
    """Photos that look alike, and who compared the pieces they show."""

    dependencies = [
        ("catalogue", "1009_stamped_elsewhere"),
        ("quality_labels", "0018_complaints_and_scans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PhotoHash",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("dhash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AlikePiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("distance", models.PositiveSmallIntegerField()),
                ("found_at", models.DateTimeField()),
                ("is_another", models.BooleanField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alike",
                        to="quality_labels.application",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.product"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("application", "other"), name="alike_piece_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_another__isnull", True),
                                ("told_at__isnull", True),
                                ("told_by__isnull", True),
                            ),
                            models.Q(
                                ("is_another__isnull", False),
                                ("told_at__isnull", False),
                                ("told_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="alike_piece_told_whole",
                    ),
                ],
            },
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
