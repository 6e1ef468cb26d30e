import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = ("foreign_stamp_ends_once", "foreign_stamp_never_deleted", "stamped_elsewhere_is_recorded")


class Migration(migrations.Migration):
    """A piece that another centre has stamped is recorded with its card."""

    dependencies = [
        ("catalogue", "1009_stamped_elsewhere"),
        ("quality_labels", "0016_sheets_from_the_road"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="state",
            field=models.CharField(
                choices=[
                    ("submitted", "waiting for the centre"),
                    ("returned", "sent back to the shop"),
                    ("accepted", "waiting for inspection"),
                    ("evaluated", "waiting for a decision"),
                    ("granted", "granted"),
                    ("refused", "refused"),
                    ("recorded", "stamped by another centre, and recorded"),
                ],
                default="submitted",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="ForeignStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "centre",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "the stamping centre of Tlemcen"),
                            (2, "the stamping centre of Tipaza"),
                            (3, "the stamping centre of Ghardaïa"),
                            (4, "the stamping centre of Tébessa"),
                        ]
                    ),
                ),
                ("card_number", models.CharField(max_length=40)),
                ("photo", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=500)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foreign_stamps",
                        to="catalogue.product",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("product",),
                        name="foreign_stamp_once_per_piece",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("centre", "card_number"),
                        name="foreign_card_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="foreign_stamp_ends_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
