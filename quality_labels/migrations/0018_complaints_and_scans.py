import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = (
    "append_only_quality_labels_complaintchange",
    "complaint_answered_by_others",
    "complaint_said_once",
    "complaint_never_deleted",
)


class Migration(migrations.Migration):
    """Strangers tell of a label that does not fit its piece, and in how many places its QR was read is counted."""

    dependencies = [
        ("quality_labels", "0017_stamped_elsewhere"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
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
                            ("open", "waits for an answer"),
                            ("upheld", "it was right"),
                            ("dismissed", "it was not right"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mismatch", "the piece is not the one of the label"),
                            ("broken", "label or seal is torn, opened or stuck on anew"),
                            ("danger", "the piece may be dangerous in use"),
                            ("other", "something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120)),
                ("text", models.CharField(blank=True, max_length=500)),
                ("photo", models.CharField(blank=True, max_length=100)),
                ("contact", models.CharField(blank=True, max_length=120)),
                ("language", models.CharField(max_length=2)),
                ("made_at", models.DateTimeField()),
                ("place_in_hour", models.CharField(max_length=40, unique=True)),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="quality_labels.label",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ComplaintChange",
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
                        to="quality_labels.complaint",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("device", models.CharField(max_length=24)),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scans",
                        to="quality_labels.label",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["made_at"], name="complaint_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.UniqueConstraint(fields=("label", "week", "device"), name="scan_once_a_week"),
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
