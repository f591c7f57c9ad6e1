
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clients', '0001_initial'),
        ('organisation', '0002_remember_what_a_pack_said'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=50)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_episodes', to='clients.client')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='clients.family')),
                ('key_worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='organisation.workform')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EpisodeMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('role', models.CharField(max_length=50)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='clients.client')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='casework.episode')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(max_length=50)),
                ('happened_on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('took_place', models.BooleanField(default=True)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='casework.episode')),
                ('present', models.ManyToManyField(blank=True, related_name='contacts', to='casework.episodemember')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EpisodePhase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('phase', models.CharField(max_length=50)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phases', to='casework.episode')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('happened_on', models.DateField()),
                ('people', models.PositiveSmallIntegerField(default=0)),
                ('families', models.PositiveSmallIntegerField(default=0)),
                ('professionals', models.PositiveSmallIntegerField(default=0)),
                ('themes', models.JSONField(blank=True, default=list)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'happened_on'], name='casework_consultation_when'), models.Index(fields=['recorded_by', 'recorded_at'], name='casework_consultation_recorded')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='casework_consultation_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('people__gt', 0), ('families__gt', 0), ('professionals__gt', 0), _connector='OR'), name='casework_consultation_counts_someone')],
            },
        ),
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(fields=['work_form', 'starts_on'], name='casework_episode_when'),
        ),
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(fields=['work_form', 'ends_on'], name='casework_episode_ends'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='casework_episode_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ends_on', None)), models.Q(('ends_on__gte', models.F('starts_on')), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='casework_episode_end_date_and_reason_together'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='casework_episode_closed_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(('family', None), ('client', None), _connector='OR'), name='casework_episode_is_of_a_family_or_a_person'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('family__isnull', False), ('voided_at', None)), fields=('family', 'work_form'), name='casework_episode_family_open_once'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.UniqueConstraint(condition=models.Q(('client__isnull', False), ('ends_on', None), ('voided_at', None)), fields=('client', 'work_form'), name='casework_episode_person_open_once'),
        ),
        migrations.AddIndex(
            model_name='episodemember',
            index=models.Index(fields=['role', 'starts_on'], name='casework_episodemember_when'),
        ),
        migrations.AddConstraint(
            model_name='episodemember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='casework_episodemember_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='episodemember',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='casework_episodemember_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='episodemember',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('voided_at', None)), fields=('episode', 'client'), name='casework_episodemember_once_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['happened_on'], name='casework_contact_when'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['episode', 'happened_on'], name='casework_contact_of_episode'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['recorded_by', 'recorded_at'], name='casework_contact_recorded'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='casework_contact_voided_at_and_by_together'),
        ),
        migrations.AddIndex(
            model_name='episodephase',
            index=models.Index(fields=['phase', 'starts_on'], name='casework_episodephase_when'),
        ),
        migrations.AddConstraint(
            model_name='episodephase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='casework_episodephase_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='episodephase',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='casework_episodephase_ends_after_it_starts'),
        ),
    ]
