
import django.db.models.deletion
import poukama.toolkit.sealing.fields
import poukama.toolkit.sealing.files
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0014_keep_identity_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=120, null=True, tied_to='known')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('jpeg', 'Photo (JPEG)'), ('png', 'Picture (PNG)'), ('docx', 'Word document')], max_length=4)),
                ('size', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=12, null=True, tied_to='known')),
                ('content', poukama.toolkit.sealing.files.SealedFileField(editable=False, max_length=32, tied_to='known')),
                ('voided_because', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='clients.knownin')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['known', 'recorded_at'], name='clients_attachment_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_attachment_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(('size__isnull', False), ('title__isnull', False), models.Q(('content', ''), _negated=True)), name='clients_attachment_says_what_it_is'), models.UniqueConstraint(fields=('content',), name='clients_attachment_a_file_of_its_own')],
            },
        ),
    ]
