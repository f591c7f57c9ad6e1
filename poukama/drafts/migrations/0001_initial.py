import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=60)),
                ('written_at', models.DateTimeField(editable=False)),
                ('page', models.UUIDField(editable=False)),
                ('turn', models.PositiveIntegerField(editable=False)),
                ('typed', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200000, null=True, tied_to='written_by')),
                ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'key', 'written_at'], name='drafts_draft_beside'), models.Index(fields=['written_at'], name='drafts_draft_too_old')],
                'constraints': [models.UniqueConstraint(fields=('written_by', 'kind', 'key'), name='drafts_draft_one_of_each'), models.CheckConstraint(condition=models.Q(('typed__isnull', False)), name='drafts_draft_holds_something')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=60)),
                ('seen_at', models.DateTimeField(editable=False)),
                ('seen_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key', 'seen_by'), name='drafts_presence_one_of_each')],
            },
        ),
    ]
