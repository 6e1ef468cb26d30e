import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

OF_SHEETS = (  # SQLite makes the table of sheets anew, without its triggers, and minds those that read it
    "append_only_quality_labels_evaluation",
    "decider_reads_no_more",
    "appeal_read_by_others",
    "decider_took_no_reading",
    "appeal_decided_by_others",
)
GUARDS = (
    "append_only_quality_labels_centrepolicy",
    "append_only_quality_labels_accreditation",
    "append_only_quality_labels_accreditationend",
    "append_only_quality_labels_interestdeclaration",
    "correction_is_ones_own",
)


class Migration(migrations.Migration):
    """Who may read which craft, who declared a part in a shop, what a centre has settled, and sheets corrected."""

    dependencies = [
        ("partner", "1003_state_reason"),
        ("quality_labels", "0014_stamp_columns"),
        ("shops", "0005_applications_and_destinations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove(*OF_SHEETS), install(*OF_SHEETS)),
        migrations.CreateModel(
            name="Accreditation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "craft",
                    models.CharField(
                        choices=[
                            ("carpet", "carpets and weaving"),
                            ("pottery", "pottery"),
                            ("jewellery", "jewellery"),
                            ("palm", "palm work"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("evidence", models.CharField(max_length=500)),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="AccreditationEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_at", models.DateTimeField()),
                ("why", models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="CentrePolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("printer_apart", models.BooleanField(default=False)),
                ("fixer_apart", models.BooleanField(default=False)),
                ("readers_alternate", models.BooleanField(default=False)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "centre policies",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="InterestDeclaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("kin", "a relative works there"),
                            ("owner", "I own a part of it, or did"),
                            ("adviser", "I advise it or am paid by it, or was"),
                            ("other", "another part"),
                        ],
                        max_length=12,
                    ),
                ),
                ("declared_at", models.DateTimeField()),
                ("until_on", models.DateField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="evaluation",
            name="evaluation_once_per_inspector",
        ),
        migrations.AddField(
            model_name="evaluation",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="quality_labels.evaluation",
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="why",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True)),
                fields=("application", "inspector"),
                name="evaluation_once_per_inspector",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True), models.Q(("why", ""), _negated=True), _connector="OR"
                ),
                name="correction_says_why",
            ),
        ),
        migrations.AddField(
            model_name="accreditation",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="accreditations", to="shops.body"
            ),
        ),
        migrations.AddField(
            model_name="accreditation",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="accreditation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accreditations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="accreditationend",
            name="accreditation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="end",
                to="quality_labels.accreditation",
            ),
        ),
        migrations.AddField(
            model_name="accreditationend",
            name="ended_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="centrepolicy",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stamp_policies", to="shops.body"
            ),
        ),
        migrations.AddField(
            model_name="centrepolicy",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="interestdeclaration",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stamp_interests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="interestdeclaration",
            name="shop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="declared_interests",
                to="partner.partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_by", models.F("person")), _negated=True),
                name="accreditation_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("from_on"))), name="accreditation_has_days"
            ),
        ),
        migrations.RunPython(install(*OF_SHEETS), remove(*OF_SHEETS)),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
