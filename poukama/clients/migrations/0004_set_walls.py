import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0003_know_people_by_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PartyWall',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=1000, null=True)),
                ('taken_down_because', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=1000, null=True)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BehindWall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('one', 'One side'), ('other', 'Other side')], max_length=5)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.family')),
                ('wall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='behind', to='clients.partywall')),
            ],
        ),
        migrations.CreateModel(
            name='SideWorker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('side', models.CharField(choices=[('one', 'One side'), ('other', 'Other side')], max_length=5)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workers', to='clients.partywall')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='partywall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_partywall_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='behindwall',
            constraint=models.UniqueConstraint(fields=('wall', 'side'), name='clients_behindwall_one_on_a_side'),
        ),
        migrations.AddConstraint(
            model_name='behindwall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('client', None), ('family__isnull', False)), models.Q(('client__isnull', False), ('family', None)), _connector='OR'), name='clients_behindwall_is_of_a_client_or_a_family'),
        ),
        migrations.AddConstraint(
            model_name='sideworker',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_sideworker_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='sideworker',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('wall', 'user'), name='clients_sideworker_on_one_side_only'),
        ),
    ]
