import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clients', '0001_initial'),
        ('organisation', '0001_initial'),
        ('organisation', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=50)),
                ('destroyed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='clients.client')),
                ('destroyed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='clients.family')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'starts_on'], name='workforce_match_when'), models.Index(fields=['work_form', 'ends_on'], name='workforce_match_ends')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='workforce_match_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='workforce_match_ended_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('destroyed_at', None), ('destroyed_by', None)), models.Q(('destroyed_at__isnull', False), ('destroyed_by__isnull', False)), _connector='OR'), name='workforce_match_destroyed_at_and_by_together'), models.CheckConstraint(condition=models.Q(('client__isnull', False), ('family__isnull', False), _connector='OR'), name='workforce_match_is_with_someone'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ends_on', None)), models.Q(('ends_on__gte', models.F('starts_on')), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='workforce_match_end_date_and_reason_together')],
            },
        ),
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_name', models.CharField(max_length=40)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code_name',), name='workforce_volunteer_code_name_unique')],
            },
        ),
        migrations.CreateModel(
            name='MatchVolunteer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='volunteers', to='workforce.match')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='workforce.volunteer')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='workforce_matchvolunteer_voided_at_and_by_together'), models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('match', 'volunteer'), name='workforce_matchvolunteer_once_in_a_match'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='workforce_matchvolunteer_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='VolunteerRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('role', models.CharField(max_length=50)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='workforce.volunteer')),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='volunteer_roles', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'starts_on'], name='workforce_volunteerrole_when'), models.Index(condition=models.Q(('ends_on', None), ('voided_at', None)), fields=['-starts_on', '-id'], name='workforce_volunteerrole_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='workforce_volunteerrole_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='workforce_volunteerrole_ended_at_and_by_together'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='workforce_volunteerrole_ends_after_it_starts')],
            },
        ),
    ]
