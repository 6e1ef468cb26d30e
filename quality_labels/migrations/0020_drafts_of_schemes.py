import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = ("scheme_draft_ends_once",)


class Migration(migrations.Migration):
    """Rules on their way: a draft that one person edits and another adopts."""

    dependencies = [
        ("quality_labels", "0019_alike_photos"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SchemeDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.JSONField()),
                ("why", models.CharField(blank=True, max_length=500)),
                ("edited_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quality_labels.schemeversion",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="quality_labels.scheme",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="quality_labels.schemeversion",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("scheme",),
                        name="scheme_draft_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_by__isnull", True),
                            models.Q(("adopted_by", models.F("edited_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="scheme_adopted_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted_by__isnull", True), ("version__isnull", True)),
                            models.Q(
                                ("adopted_by__isnull", False),
                                ("ended_at__isnull", False),
                                ("version__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="scheme_draft_adopted_whole",
                    ),
                ],
            },
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
