
import poukama.toolkit.sealing.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0013_link_same_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='identity',
            name='code',
            field=poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=11, null=True, tied_to='client'),
        ),
    ]
