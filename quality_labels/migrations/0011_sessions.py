import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = (
    "append_only_quality_labels_sessionchange",
    "session_fixed",
    "session_ends_with_its_pieces",
    "session_never_deleted",
    "session_seat_taken_in_time",
    "session_seat_left_once",
    "session_seat_never_deleted",
    "session_piece_announced_in_time",
    "session_piece_ended_once",
    "session_piece_never_deleted",
)


class Migration(migrations.Migration):
    """Work comes as sessions: a day, a place, a team, and the pieces that are announced."""

    dependencies = [
        ("quality_labels", "0010_appeals"),
        ("shops", "0005_applications_and_destinations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StampingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField()),
                ("begins", models.TimeField(blank=True, null=True)),
                ("venue", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stamping_sessions",
                        to="shops.body",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stamping_sessions",
                        to="shops.place",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("held_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SessionSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "leads the session"),
                            ("reader", "reads the pieces"),
                            ("clerk", "writes the minutes"),
                        ],
                        max_length=8,
                    ),
                ),
                ("seated_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "left_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="quality_labels.stampingsession",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="SessionPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("announced_at", models.DateTimeField()),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("released", "taken off the list"),
                            ("held", "the session was held"),
                            ("cancelled", "the session was cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "announced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="session_pieces",
                        to="quality_labels.application",
                    ),
                ),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="quality_labels.stampingsession",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="SessionChange",
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
                        to="quality_labels.stampingsession",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="stampingsession",
            index=models.Index(fields=["centre", "state", "held_on"], name="session_by_day"),
        ),
        migrations.AddConstraint(
            model_name="sessionseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)), fields=("session", "person"), name="session_seat_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None), ("role", "head")),
                fields=("session",),
                name="session_led_by_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionpiece",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ending", "")),
                fields=("application",),
                name="session_piece_announced_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionpiece",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ending", "")),
                    models.Q(models.Q(("ending", ""), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="session_piece_ends_once",
            ),
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
