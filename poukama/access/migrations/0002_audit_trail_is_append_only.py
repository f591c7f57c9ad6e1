from typing import Any

from django.db import migrations

_REFUSAL = "the audit trail is append-only"


def lay(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION access_auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER access_auditevent_refuse BEFORE UPDATE OR DELETE ON access_auditevent "
            "FOR EACH ROW EXECUTE FUNCTION access_auditevent_refuse()"
        )
        schema_editor.execute(
            "CREATE TRIGGER access_auditevent_refuse_truncate BEFORE TRUNCATE ON access_auditevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION access_auditevent_refuse()"
        )
        return
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER access_auditevent_refuse_{event.lower()} BEFORE {event} ON access_auditevent "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def lift(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER access_auditevent_refuse_truncate ON access_auditevent")
        schema_editor.execute("DROP TRIGGER access_auditevent_refuse ON access_auditevent")
        schema_editor.execute("DROP FUNCTION access_auditevent_refuse()")
        return
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER access_auditevent_refuse_{event}")


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [migrations.RunPython(lay, lift)]
