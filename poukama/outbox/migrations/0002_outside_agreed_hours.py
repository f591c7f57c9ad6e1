
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='why',
            field=models.CharField(blank=True, choices=[('not_agreed', 'nothing has been agreed with them'), ('expired', 'what was agreed has expired'), ('not_allowed', 'they have not said yes to this way'), ('outside', 'it is outside the agreed hours'), ('no_service', 'the house has no service for this way'), ('failed', 'it could not be delivered'), ('uncertain', 'it is not known whether it left')], max_length=12),
        ),
    ]
