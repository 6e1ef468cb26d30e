import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = tuple(f"append_only_quality_labels_{name}" for name in ("printrun", "printedlabel", "affixing"))


class Migration(migrations.Migration):
    """What was printed, and how labels came to their pieces."""

    dependencies = [
        ("quality_labels", "0008_doubts"),
        ("shops", "0005_applications_and_destinations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "layout",
                    models.CharField(
                        choices=[
                            ("sheet", "A4 sheet, to cut and fold"),
                            ("roll", "roll of 58 mm, for cloth"),
                            ("tag", "small tag, for jewellery"),
                        ],
                        max_length=8,
                    ),
                ),
                ("stock_from", models.PositiveIntegerField(blank=True, null=True)),
                ("printed_at", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="print_runs",
                        to="shops.body",
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Affixing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("affixed_at", models.DateTimeField()),
                ("scanned", models.BooleanField(default=False)),
                ("seal_no", models.CharField(blank=True, max_length=20)),
                ("photo", models.CharField(blank=True, max_length=100)),
                (
                    "affixed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "label",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affixing",
                        to="quality_labels.label",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("seal_no", ""), _negated=True),
                        fields=("seal_no",),
                        name="seal_used_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintedLabel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "label",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printed",
                        to="quality_labels.label",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printed",
                        to="quality_labels.printrun",
                    ),
                ),
            ],
            options={
                "ordering": ("run", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("run", "position"), name="printed_label_position")
                ],
            },
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
