import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('organisation', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='FigureCache',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=10)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('version', models.TextField()),
                ('payload', models.JSONField()),
                ('kept_on', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['kept_on'], name='reporting_figurecache_kept')],
                'constraints': [models.UniqueConstraint(fields=('starts_on', 'ends_on', 'kind', 'key'), name='reporting_figurecache_once')],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target_code', models.CharField(max_length=20)),
                ('plan_year', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=200)),
                ('measure', models.CharField(max_length=60)),
                ('measure_title', models.CharField(max_length=120)),
                ('measure_text', models.TextField()),
                ('definition_version', models.PositiveSmallIntegerField()),
                ('filters', models.JSONField(blank=True, default=dict)),
                ('unit', models.CharField(choices=[('person', 'people'), ('family', 'families'), ('visit', 'visits'), ('contact', 'contacts'), ('participation', 'participations'), ('volunteer', 'volunteers'), ('event', 'occasions'), ('group', 'groups'), ('match', 'matches'), ('response', 'answers'), ('reached', 'people reached'), ('partner', 'partners'), ('step', 'steps')], max_length=20)),
                ('direction', models.CharField(blank=True, choices=[('at_least', 'At least'), ('at_most', 'At most'), ('exactly', 'Exactly')], max_length=10)),
                ('aim', models.PositiveIntegerField(blank=True, null=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('value', models.BigIntegerField()),
                ('estimated', models.BigIntegerField(default=0)),
                ('mark', models.CharField(choices=[('collected', 'Collected: counted from the records'), ('sample', 'Sample: counted from a part of the records'), ('estimate', 'Estimate: some of it was estimated by someone')], max_length=10)),
                ('left_out', models.JSONField(blank=True, default=list)),
                ('unjoinable', models.BigIntegerField(default=0)),
                ('stamp_version', models.TextField()),
                ('purpose', models.CharField(choices=[('board', 'The board'), ('funder', 'A funder'), ('annual_report', 'The annual report'), ('federation', 'The federation'), ('own', 'Own follow-up')], max_length=20)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('taken_at', models.DateTimeField()),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
            options={
                'indexes': [models.Index(fields=['plan_year', 'target_code', 'taken_at'], name='reporting_snapshot_target')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='reporting_snapshot_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan_year', models.PositiveSmallIntegerField()),
                ('version', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('final', 'Final')], max_length=10)),
                ('ends_on', models.DateField()),
                ('content', models.JSONField()),
                ('figures', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('snapshots', models.ManyToManyField(related_name='reports', to='reporting.snapshot')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan_year', 'version'), name='reporting_annualreport_version'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('plan_year',), name='reporting_annualreport_one_draft')],
            },
        ),
        migrations.CreateModel(
            name='ReportAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan_year', models.PositiveSmallIntegerField()),
                ('question', models.CharField(max_length=80)),
                ('text', models.TextField()),
                ('is_left_out', models.BooleanField()),
                ('written_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan_year', 'question'), name='reporting_reportanswer_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reporting_reportanswer_says_something')],
            },
        ),
    ]
