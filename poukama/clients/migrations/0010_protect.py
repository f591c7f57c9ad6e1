
import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0009_families_over_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProtectionOrder',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('non_disclosure', 'Non-disclosure order'), ('care', 'Place of care kept secret'), ('restraining', 'Restraining order')], max_length=15)),
                ('against', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('action', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=400, null=True, tied_to='known')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('ended_because', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=400, null=True, tied_to='known')),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='clients.knownin')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('renews', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.protectionorder')),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProtectionExemption',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=400, null=True, tied_to='client')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='clients.protectionorder')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProtectionReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readers', to='clients.protectionorder')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Whereabouts',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('municipality', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=120, null=True, tied_to='known')),
                ('home', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=300, null=True, tied_to='known')),
                ('school', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=120, null=True, tied_to='known')),
                ('daycare', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=120, null=True, tied_to='known')),
                ('workplace', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=120, null=True, tied_to='known')),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.whereabouts')),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='whereabouts', to='clients.knownin')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='protectionorder',
            index=models.Index(fields=['ends_on'], name='clients_protection_ends'),
        ),
        migrations.AddConstraint(
            model_name='protectionorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_protectionorder_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='protectionorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='clients_protectionorder_ended_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='protectionorder',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('voided_at', None)), fields=('known', 'kind'), name='clients_protectionorder_one_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='protectionorder',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='clients_protectionorder_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='protectionexemption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_protectionexemption_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='protectionexemption',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('order', 'client'), name='clients_protectionexemption_once'),
        ),
        migrations.AddConstraint(
            model_name='protectionreader',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_protectionreader_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='protectionreader',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('order', 'user'), name='clients_protectionreader_once'),
        ),
        migrations.AddConstraint(
            model_name='whereabouts',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_whereabouts_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='whereabouts',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('known',), name='clients_whereabouts_one_in_a_work_form'),
        ),
        migrations.AddConstraint(
            model_name='whereabouts',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='clients_whereabouts_end_after_they_begin'),
        ),
    ]
