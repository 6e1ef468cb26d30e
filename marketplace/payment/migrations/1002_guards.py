from django.db import migrations

from marketplace.guards import install, remove

NAMES = ("append_only_payment_paymentattemptchange",)


class Migration(migrations.Migration):
    """Put on what the database itself must hold: see marketplace/guards.py."""

    dependencies = [("payment", "1001_attempts")]

    operations = [migrations.RunPython(install(*NAMES), remove(*NAMES))]
