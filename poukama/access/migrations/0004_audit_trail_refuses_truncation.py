from typing import Any

from django.db import migrations


def lay(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE TRIGGER access_auditevent_refuse_truncate BEFORE TRUNCATE ON access_auditevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION access_auditevent_refuse()"
        )


def lift(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER access_auditevent_refuse_truncate ON access_auditevent")


class Migration(migrations.Migration):
    dependencies = [("access", "0003_shared_cache")]

    operations = [migrations.RunPython(lay, lift)]
