from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('actor', models.BigIntegerField(null=True)),
                ('action', models.CharField(max_length=60)),
                ('about', models.CharField(blank=True, max_length=60)),
                ('about_id', models.CharField(blank=True, max_length=40)),
                ('work_form', models.CharField(blank=True, max_length=50)),
                ('detail', models.JSONField(default=dict)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['about', 'about_id', 'id'], name='access_auditevent_about'), models.Index(fields=['actor', 'id'], name='access_auditevent_actor'), models.Index(fields=['action', 'happened_at', 'id'], name='access_auditevent_action'), models.Index(fields=['happened_at', 'id'], name='access_auditevent_when')],
            },
        ),
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_id', models.BigIntegerField(default=0)),
                ('last_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='access_chainhead_is_the_only_one')],
            },
        ),
    ]
