
import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0008_propose_walls'),
        ('organisation', '0007_gatekeepers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='client',
            name='is_unborn',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Expecting',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('due_on', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=10, null=True, tied_to='client')),
                ('came_on', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=10, null=True, tied_to='client')),
                ('outcome', models.CharField(blank=True, choices=[('born', 'Is born'), ('lost', 'The waiting has ended')], max_length=4)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expected', to='clients.client')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.expecting')),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mother', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expects', to='clients.client')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_expecting_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='clients_expecting_ended_at_and_by_together'), models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('client', 'work_form'), name='clients_expecting_one_in_a_work_form'), models.CheckConstraint(condition=models.Q(('client', models.F('mother')), _negated=True), name='clients_expecting_is_not_oneself'), models.CheckConstraint(condition=models.Q(('outcome', ''), ('ended_at__isnull', False), _connector='OR'), name='clients_expecting_has_an_outcome_when_it_ended')],
            },
        ),
        migrations.CreateModel(
            name='OtherHome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='other_homes', to='clients.client')),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('there', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_otherhome_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='clients_otherhome_ended_at_and_by_together'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='clients_otherhome_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('there', None), models.Q(('client', models.F('there')), _negated=True), _connector='OR'), name='clients_otherhome_is_of_two'), models.UniqueConstraint(condition=models.Q(('ends_on', None), ('voided_at', None)), fields=('client', 'work_form'), name='clients_otherhome_goes_on_once')],
            },
        ),
        migrations.CreateModel(
            name='Parting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('former_code_name', models.CharField(max_length=40)),
                ('parted_on', models.DateField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partings', to='clients.client')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.family')),
                ('former', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parted_from', to='clients.family')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_parting_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('former', models.F('family')), _negated=True), name='clients_parting_into_another_family')],
            },
        ),
    ]
