import django.db.models.deletion
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = ("append_only_quality_labels_keydirectory", "append_only_quality_labels_statuslistversion")


class Migration(migrations.Migration):
    """Keys of three purposes, the directory that tells of them, and the status list."""

    dependencies = [
        ("quality_labels", "0004_chain_of_changes"),
        ("shops", "0005_applications_and_destinations"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyDirectory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(unique=True)),
                ("note", models.TextField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("version",),
            },
        ),
        migrations.CreateModel(
            name="StatusListVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="signingkey",
            name="compromised_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signingkey",
            name="log_size_then",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signingkey",
            name="purpose",
            field=models.CharField(
                choices=[("label", "labels"), ("status", "status list"), ("log", "log")],
                default="label",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="signingkey",
            name="state",
            field=models.CharField(
                choices=[
                    ("active", "in use"),
                    ("retired", "signs no more"),
                    ("compromised", "left its owner's hands"),
                ],
                default="active",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="signingkey",
            name="centre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signing_keys",
                to="shops.body",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("centre__isnull", False), ("purpose", "label")),
                    models.Q(models.Q(("purpose", "label"), _negated=True), ("centre__isnull", True)),
                    _connector="OR",
                ),
                name="key_of_labels_has_a_centre",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("compromised_at__isnull", False),
                        ("log_size_then__isnull", False),
                        ("state", "compromised"),
                    ),
                    models.Q(
                        models.Q(("state", "compromised"), _negated=True),
                        ("compromised_at__isnull", True),
                        ("log_size_then__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="compromised_key_says_since_when",
            ),
        ),
        migrations.AddField(
            model_name="statuslistversion",
            name="log_entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="status_list",
                to="quality_labels.logentry",
            ),
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
