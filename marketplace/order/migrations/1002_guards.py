from django.db import migrations

from marketplace.guards import install, remove

NAMES = ("append_only_order_shoporderchange",)


class Migration(migrations.Migration):
    """Put on what the database itself must hold: see marketplace/guards.py."""

    dependencies = [("order", "1001_shop_orders")]

    operations = [migrations.RunPython(install(*NAMES), remove(*NAMES))]
