from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_initial'),
        ('clients', '0001_initial'),
        ('organisation', '0003_sessions_end_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(condition=models.Q(('ends_on', None), ('voided_at', None)), fields=['-starts_on', '-id'], name='casework_episode_newest_open'),
        ),
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(fields=['recorded_by', 'recorded_at'], name='casework_episode_recorded'),
        ),
    ]
