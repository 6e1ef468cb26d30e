from django.db import migrations

from marketplace.guards import install, remove

NAMES = ("unit_held_once_insert", "unit_held_once_update")


class Migration(migrations.Migration):
    """Put on what the database itself must hold: see marketplace/guards.py."""

    dependencies = [("shops", "0001_bodies_and_artisans")]

    operations = [migrations.RunPython(install(*NAMES), remove(*NAMES))]
