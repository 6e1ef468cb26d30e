import django.db.models.deletion
from django.db import migrations, models

from marketplace.guards import install, remove

REMADE = (  # SQLite makes a table anew to alter it, and drops its triggers
    "append_only_quality_labels_applicationchange",
    "append_only_quality_labels_labelchange",
    "label_bytes_fixed",
    "label_never_deleted",
)
CHANGES = ("applicationchange", "labelchange")
LEAVES = [
    (1, "a label was signed"),
    (2, "a label changed its state"),
    (3, "a scheme was adopted"),
    (4, "a key was made or ended"),
    (5, "an accreditation was given or ended"),
    (6, "a status list was signed"),
]


class Migration(migrations.Migration):
    """Room for the log, and beside each step of a request or label its device and its place in a chain."""

    dependencies = [("quality_labels", "0002_guards")]

    operations = [
        migrations.RunPython(remove(*REMADE), install(*REMADE)),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(unique=True)),
                ("root", models.CharField(max_length=64)),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={"ordering": ("size",)},
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.PositiveSmallIntegerField(choices=LEAVES)),
                ("data", models.BinaryField()),
                ("leaf_hash", models.CharField(max_length=64)),
                ("position", models.PositiveBigIntegerField(blank=True, null=True, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={"ordering": ("pk",)},
        ),
        *(
            migrations.AddField(
                model_name=change,
                name=name,
                field=models.CharField(blank=True, default="", max_length=length),
            )
            for change in CHANGES
            for name, length in (("device", 60), ("digest", 64), ("previous_digest", 64))
        ),
        migrations.AddField(
            model_name="label",
            name="log_entry",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="label",
                to="quality_labels.logentry",
            ),
        ),
    ]
