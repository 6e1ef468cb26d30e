import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = (
    "append_only_quality_labels_appealchange",
    "appeal_read_by_others",
    "appeal_decided_by_others",
)


class Migration(migrations.Migration):
    """A refusal is answered by others: appeals, and who may not take part in one."""

    dependencies = [
        ("quality_labels", "0009_printing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("lodged", "waiting for another reader"),
                            ("reading", "being read by others"),
                            ("upheld", "appeal upheld"),
                            ("rejected", "appeal rejected"),
                        ],
                        default="lodged",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(max_length=500)),
                ("lodged_at", models.DateTimeField()),
                (
                    "first",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="quality_labels.application",
                    ),
                ),
                (
                    "lodged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="quality_labels.application",
                    ),
                ),
            ],
            options={
                "ordering": ("lodged_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="AppealChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_state", models.CharField(blank=True, max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=500)),
                ("device", models.CharField(blank=True, max_length=60)),
                ("previous_digest", models.CharField(blank=True, max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="quality_labels.appeal",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("second__isnull", True), ("state", "lodged")),
                    models.Q(models.Q(("state", "lodged"), _negated=True), ("second__isnull", False)),
                    _connector="OR",
                ),
                name="appeal_reads_once_begun",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("first", models.F("second")), _negated=True), name="appeal_reads_anew"
            ),
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
