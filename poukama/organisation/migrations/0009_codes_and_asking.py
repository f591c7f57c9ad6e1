
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0008_grounds_for_telling'),
    ]

    operations = [
        migrations.AddField(
            model_name='association',
            name='blind_match',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='workform',
            name='identity_codes',
            field=models.BooleanField(default=False),
        ),
    ]
