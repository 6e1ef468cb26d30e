import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

OF_LABELS = ("label_bytes_fixed", "label_never_deleted")  # SQLite makes the table anew, without its triggers
GUARDS = (
    "append_only_quality_labels_replacement",
    "replaced_once_it_has_ended",
    "label_once_unless_replaced",
)


class Migration(migrations.Migration):
    """A label that was spoilt, torn or lost is replaced by another one of the same decision, and labels may expire."""

    dependencies = [
        ("quality_labels", "0012_minutes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove(*OF_LABELS), install(*OF_LABELS)),
        migrations.AddField(
            model_name="label",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="label",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="labels",
                to="quality_labels.decision",
            ),
        ),
        migrations.CreateModel(
            name="Replacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "label",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="quality_labels.label",
                    ),
                ),
            ],
        ),
        migrations.RunPython(install(*OF_LABELS), remove(*OF_LABELS)),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
