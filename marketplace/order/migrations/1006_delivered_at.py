from django.db import migrations, models


class Migration(migrations.Migration):
    """When a part arrived."""

    dependencies = [
        ("order", "1005_packed_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="shoporder",
            name="delivered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
