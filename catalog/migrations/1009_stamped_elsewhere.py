from django.db import migrations, models


class Migration(migrations.Migration):
    """Which other centre has stamped a piece; a column that may be empty is added without making the table anew."""

    dependencies = [
        ("catalogue", "1008_stamp_in_doubt"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="stamped_elsewhere",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (1, "the stamping centre of Tlemcen"),
                    (2, "the stamping centre of Tipaza"),
                    (3, "the stamping centre of Ghardaïa"),
                    (4, "the stamping centre of Tébessa"),
                ],
                editable=False,
                null=True,
            ),
        ),
    ]
