import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0002_find_those_known_lately'),
        ('organisation', '0006_endings_say_when'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_names', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=120, null=True, tied_to='client')),
                ('last_name', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=120, null=True, tied_to='client')),
                ('born_on', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=10, null=True, tied_to='client')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identities', to='clients.client')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.identity')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NameMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.BinaryField(max_length=8)),
                ('identity', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='clients.identity')),
                ('work_form', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_identity_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('client', 'work_form'), name='clients_identity_one_in_a_work_form'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.CheckConstraint(condition=models.Q(('first_names__isnull', False), ('last_name__isnull', False), _connector='OR'), name='clients_identity_has_a_name'),
        ),
        migrations.AddIndex(
            model_name='namemark',
            index=models.Index(fields=['work_form', 'mark', 'id'], name='clients_namemark_found'),
        ),
        migrations.AddConstraint(
            model_name='namemark',
            constraint=models.UniqueConstraint(fields=('identity', 'mark'), name='clients_namemark_once_an_identity'),
        ),
    ]
