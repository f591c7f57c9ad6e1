from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def tell_of_children(apps: Any, schema_editor: Any) -> None:
    """Of which children the notes tell that are written already, as their parts say."""
    words = apps.get_model("organisation", "Term").objects.using(schema_editor.connection.alias)
    told = apps.get_model("casework", "NotePart").tells_of.through
    children = apps.get_model("casework", "Note").children.through
    roles = [
        term.key
        for term in words.filter(list="member_role").order_by("pk")
        if term.attributes.get("icon") in ("baby", "child")
    ]
    rows = told.objects.using(schema_editor.connection.alias).filter(episodemember__role__in=roles)
    pairs = rows.order_by().values_list("notepart__note", "episodemember").distinct()
    children.objects.using(schema_editor.connection.alias).bulk_create(
        (children(note_id=note, episodemember_id=member) for note, member in pairs.iterator()), batch_size=1000
    )


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0003_what_was_written_of_all_is_gone_through'),
        ('clients', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='followup',
            name='known',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='clients.knownin'),
        ),
        migrations.AddField(
            model_name='note',
            name='children',
            field=models.ManyToManyField(blank=True, related_name='+', to='casework.episodemember'),
        ),
        migrations.RunPython(tell_of_children, migrations.RunPython.noop),
    ]
