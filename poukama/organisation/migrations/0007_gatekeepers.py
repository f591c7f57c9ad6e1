from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0006_endings_say_when'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assignment',
            name='role',
            field=models.CharField(choices=[('worker', 'Worker'), ('lead', 'Team lead'), ('director', 'Executive director'), ('board', 'Board member'), ('office', 'Office'), ('gatekeeper', 'Gatekeeper of walls'), ('administrator', 'System administrator')], max_length=20),
        ),
        migrations.AlterField(
            model_name='position',
            name='role',
            field=models.CharField(choices=[('worker', 'Worker'), ('lead', 'Team lead'), ('director', 'Executive director'), ('board', 'Board member'), ('office', 'Office'), ('gatekeeper', 'Gatekeeper of walls'), ('administrator', 'System administrator')], default='worker', max_length=20),
        ),
    ]
