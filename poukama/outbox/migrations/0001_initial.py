import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clients', '0001_initial'),
        ('organisation', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('call', 'Call'), ('voicemail', 'Voicemail'), ('text', 'Text message'), ('email', 'E-mail'), ('post', 'Letter')], max_length=10)),
                ('template', models.CharField(choices=[('call', 'Please call when it suits you'), ('time', 'A reminder of the agreed time')], max_length=10)),
                ('language', models.CharField(choices=[('fi', 'Suomi'), ('sv', 'Svenska'), ('en', 'English')], max_length=2)),
                ('state', models.CharField(choices=[('sending', 'Leaving'), ('sent', 'Sent'), ('not_sent', 'Not sent')], max_length=10)),
                ('why', models.CharField(blank=True, choices=[('not_agreed', 'nothing has been agreed with them'), ('expired', 'what was agreed has expired'), ('not_allowed', 'they have not said yes to this way'), ('outside', 'it is outside the agreed hours'), ('no_service', 'the house has no service for this way'), ('failed', 'it could not be delivered'), ('uncertain', 'it is not known whether it left')], max_length=12)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.knownin')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('settled_at', None)), fields=['-recorded_at', 'id'], name='outbox_message_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='outbox_message_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('state', 'not_sent'), ('why', ''), _connector='XOR'), name='outbox_message_says_why_it_was_not_sent')],
            },
        ),
    ]
