import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0005_keep_safe'),
    ]

    operations = [
        migrations.AddField(
            model_name='client',
            name='came_with',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='companions', to='clients.client'),
        ),
    ]
