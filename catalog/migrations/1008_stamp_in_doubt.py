from django.db import migrations, models


class Migration(migrations.Migration):
    """A piece whose stamp is in doubt leaves the listing."""

    dependencies = [
        ("catalogue", "1007_views_per_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="stamp_suspended_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="product",
            name="paused_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("shop", "its shop is suspended or closed"),
                    ("card", "the artisan card has expired"),
                    ("stamp", "its stamp is suspended or withdrawn"),
                    ("owner", "paused by the shop"),
                ],
                editable=False,
                max_length=8,
            ),
        ),
    ]
