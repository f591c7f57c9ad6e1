
import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0007_tie_families'),
        ('organisation', '0007_gatekeepers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='familytie',
            name='kind',
            field=models.CharField(choices=[('parent', 'Parent of'), ('guardian', 'Guardian of'), ('partner', 'Partner of'), ('former_partner', 'Former partner of'), ('sibling', 'Sibling of'), ('other_kin', 'Other kin of'), ('used_violence', 'Has used violence against'), ('must_not_contact', 'Must not contact')], max_length=16),
        ),
        migrations.CreateModel(
            name='WallProposal',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('why', models.CharField(choices=[('must_not_contact', 'One must not contact the other'), ('violence', 'Violence between them was recorded'), ('protection_order', 'A protection order is in force')], max_length=20)),
                ('dismissed_because', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=1000, null=True)),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.partywall')),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('decided_at', None), ('voided_at', None)), fields=['-recorded_at'], name='clients_wallproposal_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_wallproposal_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('client__lt', models.F('other'))), name='clients_wallproposal_in_one_order'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('wall', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='clients_wallproposal_decided_at_and_by_together'), models.UniqueConstraint(condition=models.Q(('decided_at', None), ('voided_at', None)), fields=('client', 'other'), name='clients_wallproposal_waits_once')],
            },
        ),
    ]
