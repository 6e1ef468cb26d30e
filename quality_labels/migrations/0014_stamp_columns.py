from django.db import migrations

from marketplace.guards import install, remove

GUARDS = (
    "stamp_begins_with_a_label",
    "stamp_is_its_labels",
    "stamp_doubt_is_its_labels",
    "labelled_maker_fixed",
)


class Migration(migrations.Migration):
    """The stamp on a piece is that of its label, whoever writes the row.

    A later migration that makes the tables of pieces or labels anew takes these guards off and puts them on again.
    """

    dependencies = [
        ("quality_labels", "0013_replacements"),
        ("catalogue", "1008_stamp_in_doubt"),
    ]

    operations = [migrations.RunPython(install(*GUARDS), remove(*GUARDS))]
