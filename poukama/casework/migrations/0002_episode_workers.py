import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_who_was_named(apps, schema_editor):
    """Whoever is the key worker of an episode has been so from its first day, and was until its last."""
    Episode = apps.get_model('casework', 'Episode')
    EpisodeWorkers = apps.get_model('casework', 'EpisodeWorkers')
    rows = Episode.objects.filter(key_worker__isnull=False, workers_named=None).order_by('pk')
    EpisodeWorkers.objects.bulk_create(
        (
            EpisodeWorkers(
                episode=row,
                key_worker_id=row.key_worker_id,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                ended_at=row.closed_at,
                ended_by_id=row.closed_by_id,
                recorded_at=row.recorded_at,
                recorded_by_id=row.recorded_by_id,
                voided_at=row.voided_at,
                voided_by_id=row.voided_by_id,
            )
            for row in rows.iterator(chunk_size=500)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_initial'),
        ('clients', '0001_initial'),
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EpisodeWorkers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='episode',
            name='pair_worker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(('pair_worker', None), models.Q(('key_worker__isnull', False), models.Q(('pair_worker', models.F('key_worker')), _negated=True)), _connector='OR'), name='casework_episode_pair_is_two'),
        ),
        migrations.AddField(
            model_name='episodeworkers',
            name='ended_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='episodeworkers',
            name='episode',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workers_named', to='casework.episode'),
        ),
        migrations.AddField(
            model_name='episodeworkers',
            name='instead_of',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.episodeworkers'),
        ),
        migrations.AddField(
            model_name='episodeworkers',
            name='key_worker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='episodeworkers',
            name='pair_worker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='episodeworkers',
            name='recorded_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='episodeworkers',
            name='voided_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='episodeworkers',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='casework_episodeworkers_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='episodeworkers',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='casework_episodeworkers_ended_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='episodeworkers',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='casework_episodeworkers_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='episodeworkers',
            constraint=models.CheckConstraint(condition=models.Q(('pair_worker', None), models.Q(('key_worker__isnull', False), models.Q(('pair_worker', models.F('key_worker')), _negated=True)), _connector='OR'), name='casework_episodeworkers_pair_is_two'),
        ),
        migrations.AddConstraint(
            model_name='episodeworkers',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('voided_at', None)), fields=('episode',), name='casework_episodeworkers_one_row_at_a_time'),
        ),
        migrations.RunPython(keep_who_was_named, migrations.RunPython.noop),
    ]
