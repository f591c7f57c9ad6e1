from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, schema_editor: Any) -> None:
    """The table of the cache that all web workers share: rate limits of signing in are counted there."""
    call_command("createcachetable", "access_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("access", "0002_audit_trail_is_append_only")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
