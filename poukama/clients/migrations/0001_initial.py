
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Family',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_name', models.CharField(max_length=40)),
                ('search_key', models.CharField(db_index=True, max_length=40)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Client',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_name', models.CharField(blank=True, max_length=40)),
                ('search_key', models.CharField(blank=True, db_index=True, max_length=40)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('identification', models.CharField(choices=[('coded', 'By code name'), ('anonymous', 'Anonymous')], max_length=10)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clients', to='clients.family')),
            ],
        ),
        migrations.CreateModel(
            name='KnownIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since_on', models.DateField()),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='known_in', to='clients.client')),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='known_in', to='clients.family')),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='known', to='organisation.workform')),
            ],
        ),
        migrations.AddConstraint(
            model_name='family',
            constraint=models.UniqueConstraint(fields=('code_name',), name='clients_family_code_name_unique'),
        ),
        migrations.AddConstraint(
            model_name='client',
            constraint=models.UniqueConstraint(condition=models.Q(('code_name', ''), _negated=True), fields=('code_name',), name='clients_client_code_name_unique'),
        ),
        migrations.AddConstraint(
            model_name='client',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code_name', ''), ('family', None), ('identification', 'anonymous')), models.Q(('identification', 'coded'), models.Q(('code_name', ''), _negated=True)), _connector='OR'), name='clients_client_has_code_name_unless_anonymous'),
        ),
        migrations.AddIndex(
            model_name='knownin',
            index=models.Index(fields=['work_form', 'client'], name='clients_knownin_clients'),
        ),
        migrations.AddIndex(
            model_name='knownin',
            index=models.Index(fields=['work_form', 'family'], name='clients_knownin_families'),
        ),
        migrations.AddConstraint(
            model_name='knownin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('client', None), ('family__isnull', False)), models.Q(('client__isnull', False), ('family', None)), _connector='OR'), name='clients_knownin_is_of_a_client_or_a_family'),
        ),
        migrations.AddConstraint(
            model_name='knownin',
            constraint=models.UniqueConstraint(condition=models.Q(('client__isnull', False)), fields=('client', 'work_form'), name='clients_knownin_client_once_in_a_work_form'),
        ),
        migrations.AddConstraint(
            model_name='knownin',
            constraint=models.UniqueConstraint(condition=models.Q(('family__isnull', False)), fields=('family', 'work_form'), name='clients_knownin_family_once_in_a_work_form'),
        ),
    ]
