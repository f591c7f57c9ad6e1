from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0001_initial'),
        ('organisation', '0006_endings_say_when'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='knownin',
            index=models.Index(fields=['work_form', 'id'], name='clients_knownin_lately'),
        ),
    ]
