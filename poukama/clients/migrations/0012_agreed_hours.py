
import poukama.toolkit.sealing.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0011_consent'),
    ]

    operations = [
        migrations.AddField(
            model_name='safecontact',
            name='times',
            field=poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known'),
        ),
    ]
