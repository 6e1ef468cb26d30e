import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = ("label_change_takes_two", "label_proposal_fixed", "label_proposal_never_deleted")


class Migration(migrations.Migration):
    """Why a label changed its state, and what takes two persons."""

    dependencies = [
        ("quality_labels", "0007_printed_labels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="label",
            name="state_reason",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (1, "It was fixed to its piece."),
                    (2, "A complaint is being looked into."),
                    (3, "Its QR was seen in several places."),
                    (4, "A piece was found that does not match its label."),
                    (5, "The piece may be dangerous in use."),
                    (6, "The centre made a mistake."),
                    (7, "The doubt was cleared up."),
                    (8, "Its time has passed."),
                    (9, "Another label took its place."),
                    (10, "It was spoilt before it came to its piece."),
                ],
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="LabelProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("signed", "signed, not yet on the piece"),
                            ("printed", "printed, not yet on the piece"),
                            ("active", "valid"),
                            ("suspended", "suspended"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                            ("superseded", "replaced by a new label"),
                            ("voided", "spoilt, never used"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "It was fixed to its piece."),
                            (2, "A complaint is being looked into."),
                            (3, "Its QR was seen in several places."),
                            (4, "A piece was found that does not match its label."),
                            (5, "The piece may be dangerous in use."),
                            (6, "The centre made a mistake."),
                            (7, "The doubt was cleared up."),
                            (8, "Its time has passed."),
                            (9, "Another label took its place."),
                            (10, "It was spoilt before it came to its piece."),
                        ]
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=500)),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="quality_labels.label",
                    ),
                ),
                (
                    "proposed_by",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="label_proposal_takes_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_state__in", ("active", "withdrawn"))),
                        name="label_proposal_of_two_kinds",
                    ),
                ],
            },
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
