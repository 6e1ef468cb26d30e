from django.core.management import call_command
from django.db import migrations

TABLE = "accounts_limits"


def make(apps, schema_editor):
    """Make the table of the cache in which tries are counted (settings.CACHES["limits"])."""
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users")]

    operations = [migrations.RunPython(make, drop)]
