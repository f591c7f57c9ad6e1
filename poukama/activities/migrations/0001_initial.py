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
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=50)),
                ('is_open', models.BooleanField(default=False)),
                ('self_run', models.BooleanField(default=False)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'starts_on'], name='activities_group_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='activities_group_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='activities_group_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(max_length=50)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('happened_on', models.DateField()),
                ('starts_at', models.TimeField(blank=True, null=True)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='held', max_length=10)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='occasions', to='activities.group')),
                ('led_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occasions', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'happened_on', 'kind'], name='activities_occasion_when'), models.Index(fields=['happened_on', 'id'], name='activities_occasion_newest'), models.Index(fields=['recorded_by', 'recorded_at'], name='activities_occasion_recorded')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='activities_occasion_voided_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='Headcount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('category', models.CharField(max_length=50)),
                ('people', models.PositiveIntegerField(default=0)),
                ('families', models.PositiveIntegerField(default=0)),
                ('is_estimate', models.BooleanField(default=False)),
                ('basis', models.CharField(blank=True, max_length=50)),
                ('basis_text', models.CharField(blank=True, max_length=200)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headcounts', to='activities.occasion')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='activities_headcount_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('people__gt', 0), ('families__gt', 0), _connector='OR'), name='activities_headcount_counts_someone'), models.CheckConstraint(condition=models.Q(models.Q(('basis', ''), ('is_estimate', False)), models.Q(('is_estimate', True), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='activities_headcount_estimate_has_basis'), models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('occasion', 'category'), name='activities_headcount_category_once')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('role', models.CharField(blank=True, max_length=50)),
                ('destroyed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='clients.client')),
                ('destroyed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='clients.family')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='activities.occasion')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='activities_attendance_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('destroyed_at', None), ('destroyed_by', None)), models.Q(('destroyed_at__isnull', False), ('destroyed_by__isnull', False)), _connector='OR'), name='activities_attendance_destroyed_at_and_by_together'), models.CheckConstraint(condition=models.Q(('client__isnull', False), ('family__isnull', False), _connector='OR'), name='activities_attendance_is_of_someone'), models.UniqueConstraint(condition=models.Q(('client__isnull', False), ('voided_at', None)), fields=('occasion', 'client'), name='activities_attendance_client_once'), models.UniqueConstraint(condition=models.Q(('client', None), ('voided_at', None)), fields=('occasion', 'family'), name='activities_attendance_family_once')],
            },
        ),
        migrations.CreateModel(
            name='Outreach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('place', models.CharField(max_length=50)),
                ('happened_on', models.DateField()),
                ('people', models.PositiveSmallIntegerField(default=0)),
                ('families', models.PositiveSmallIntegerField(default=0)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('themes', models.JSONField(blank=True, default=list)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outreach', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'happened_on'], name='activities_outreach_when'), models.Index(condition=models.Q(('voided_at', None)), fields=['-happened_on', '-id'], name='activities_outreach_newest'), models.Index(fields=['recorded_by', 'recorded_at'], name='activities_outreach_recorded')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='activities_outreach_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('people__gt', 0), ('families__gt', 0), _connector='OR'), name='activities_outreach_met_someone')],
            },
        ),
        migrations.CreateModel(
            name='ChatDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('service', models.CharField(max_length=50)),
                ('happened_on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('contacts', models.PositiveSmallIntegerField()),
                ('themes', models.JSONField(blank=True, default=list)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chat_duties', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'happened_on'], name='activities_chatduty_when'), models.Index(condition=models.Q(('voided_at', None)), fields=['-happened_on', '-id'], name='activities_chatduty_newest'), models.Index(fields=['recorded_by', 'recorded_at'], name='activities_chatduty_recorded')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='activities_chatduty_voided_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='DoorCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('token', models.UUIDField()),
                ('happened_on', models.DateField()),
                ('visitor', models.CharField(blank=True, choices=[('adult', 'Adult'), ('child', 'Child')], max_length=5)),
                ('quantity', models.SmallIntegerField(default=1)),
                ('first_time', models.BooleanField(default=False)),
                ('is_correction', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='door_counts', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'happened_on', 'visitor', 'voided_at', 'quantity'], name='activities_doorcount_when'), models.Index(fields=['recorded_by', 'recorded_at'], name='activities_doorcount_recorded')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='activities_doorcount_voided_at_and_by_together'), models.UniqueConstraint(fields=('token',), name='activities_doorcount_token_unique'), models.CheckConstraint(condition=models.Q(models.Q(('is_correction', False), ('quantity', 1), ('reason', '')), models.Q(('is_correction', True), models.Q(('quantity', 0), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='activities_doorcount_tap_is_one_and_correction_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('visitor', ''), _negated=True), ('voided_at__isnull', False), _connector='OR'), name='activities_doorcount_in_force_has_visitor')],
            },
        ),
    ]
