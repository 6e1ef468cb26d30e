from django.db import migrations

from marketplace.guards import install, remove

NAMES = ("append_only_settlement_transfer",)


class Migration(migrations.Migration):
    """Put on what the database itself must hold: see marketplace/guards.py."""

    dependencies = [("settlement", "0001_rates_and_ledger")]

    operations = [migrations.RunPython(install(*NAMES), remove(*NAMES))]
