
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0004_audit_trail_refuses_truncation'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='auditevent',
            name='access_auditevent_action',
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['action', 'happened_at', 'id'], name='access_auditevent_action'),
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['happened_at', 'id'], name='access_auditevent_when'),
        ),
    ]
