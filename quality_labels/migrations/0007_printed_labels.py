from django.db import migrations, models

from marketplace.guards import install, remove

REMADE = (
    "label_bytes_fixed",
    "label_never_deleted",
)  # SQLite remakes the table, and its triggers go with the old one
NEW = ("signing_key_fixed", "signing_key_never_deleted")


class Migration(migrations.Migration):
    """A label is printed before it is fixed to its piece; a key only ever ends."""

    dependencies = [
        ("quality_labels", "0006_log_tiles"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="label",
            name="label_one_standing_per_piece",
        ),
        migrations.AlterField(
            model_name="label",
            name="state",
            field=models.CharField(
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
                default="signed",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("signed", "printed", "active", "suspended"))),
                fields=("product",),
                name="label_one_standing_per_piece",
            ),
        ),
        migrations.RunPython(remove(*REMADE), migrations.RunPython.noop),
        migrations.RunPython(install(*REMADE, *NEW), remove(*NEW)),
    ]
