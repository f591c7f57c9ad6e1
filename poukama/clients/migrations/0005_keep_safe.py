import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0004_set_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('safety', 'Safety'), ('care', 'Health and care')], max_length=10)),
                ('what', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=120, null=True, tied_to='known')),
                ('action', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=400, null=True, tied_to='known')),
                ('ends_on', models.DateField()),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.alert')),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='clients.knownin')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['known', 'ends_on'], name='clients_alert_in_force')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_alert_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('action__isnull', False), ('what__isnull', False)), name='clients_alert_says_what_and_what_to_do')],
            },
        ),
        migrations.CreateModel(
            name='SafeContact',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('by_call', models.BooleanField(default=False)),
                ('by_voicemail', models.BooleanField(default=False)),
                ('by_text', models.BooleanField(default=False)),
                ('by_email', models.BooleanField(default=False)),
                ('by_post', models.BooleanField(default=False)),
                ('phone', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=40, null=True, tied_to='known')),
                ('email', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=254, null=True, tied_to='known')),
                ('address', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=300, null=True, tied_to='known')),
                ('hours', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('say', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('code_word', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=40, null=True, tied_to='known')),
                ('language', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=40, null=True, tied_to='known')),
                ('interpreter', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('note', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=400, null=True, tied_to='known')),
                ('confirmed_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.safecontact')),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='safe_contacts', to='clients.knownin')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_safecontact_voided_at_and_by_together'), models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('known',), name='clients_safecontact_one_in_a_work_form'), models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('confirmed_on'))), name='clients_safecontact_expires_after_it_was_confirmed')],
            },
        ),
    ]
