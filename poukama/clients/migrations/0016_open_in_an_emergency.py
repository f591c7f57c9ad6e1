
import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0015_keep_attachments'),
        ('organisation', '0010_students_and_substitutes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EmergencyAccess',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('why', models.CharField(choices=[('danger', 'Somebody is in danger'), ('child', "A child's safety"), ('illness', 'Sudden illness'), ('came', 'They came or called, and cannot wait')], max_length=10)),
                ('reason', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=1000, null=True, tied_to='recorded_by')),
                ('ends_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('note', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=1000, null=True, tied_to='recorded_by')),
                ('noted_at', models.DateTimeField(blank=True, null=True)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.family')),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmergencyCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('file', 'What was opened is yours'), ('own', 'Whoever opened it works with you')], max_length=4)),
                ('to_director', models.BooleanField(default=False)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('access', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='clients.emergencyaccess')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
        ),
        migrations.AddIndex(
            model_name='emergencyaccess',
            index=models.Index(fields=['recorded_by', 'noted_at'], name='clients_emergency_without_note'),
        ),
        migrations.AddConstraint(
            model_name='emergencyaccess',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_emergencyaccess_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='emergencyaccess',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('client', None), ('family__isnull', False)), models.Q(('client__isnull', False), ('family', None)), _connector='OR'), name='clients_emergencyaccess_is_of_a_client_or_a_family'),
        ),
        migrations.AddConstraint(
            model_name='emergencyaccess',
            constraint=models.CheckConstraint(condition=models.Q(('reason__isnull', False)), name='clients_emergencyaccess_says_why'),
        ),
        migrations.AddConstraint(
            model_name='emergencyaccess',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('recorded_at'))), name='clients_emergencyaccess_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='emergencyaccess',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='clients_emergencyaccess_closed_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='emergencyaccess',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('note', None), ('noted_at', None), ('noted_by', None)), models.Q(('note__isnull', False), ('noted_at__isnull', False), ('noted_by__isnull', False)), _connector='OR'), name='clients_emergencyaccess_noted_at_and_by_together'),
        ),
        migrations.AddIndex(
            model_name='emergencycheck',
            index=models.Index(fields=['work_form', 'checked_at'], name='clients_emergency_unchecked'),
        ),
        migrations.AddConstraint(
            model_name='emergencycheck',
            constraint=models.UniqueConstraint(fields=('access', 'work_form', 'place'), name='clients_emergencycheck_once_a_place'),
        ),
        migrations.AddConstraint(
            model_name='emergencycheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('checked_by', None)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='clients_emergencycheck_checked_at_and_by_together'),
        ),
    ]
