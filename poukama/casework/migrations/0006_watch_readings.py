
import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0005_receipt_codes'),
        ('clients', '0016_open_in_an_emergency'),
        ('organisation', '0010_students_and_substitutes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OddReading',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('oddity', models.CharField(choices=[('same_name', 'The reader has the same surname'), ('long_closed', 'The episode ended over a year ago'), ('other_work_form', 'Opened in an emergency, from another work form')], max_length=20)),
                ('week_starts_on', models.DateField()),
                ('times', models.PositiveIntegerField()),
                ('found_at', models.DateTimeField()),
                ('finding', models.CharField(blank=True, choices=[('part_of_work', 'Part of the work'), ('mistake', 'A slip'), ('not_allowed', 'Not part of the work')], max_length=20)),
                ('conclusion', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=1000, null=True, tied_to='reader')),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.family')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
            ],
            options={
                'indexes': [models.Index(fields=['checked_at', 'week_starts_on'], name='casework_oddreading_unchecked')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('client', None), ('family__isnull', False)), models.Q(('client__isnull', False), ('family', None)), _connector='OR'), name='casework_oddreading_is_of_a_client_or_a_family'), models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('checked_by', None), ('conclusion', None), ('finding', '')), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('conclusion__isnull', False), models.Q(('finding', ''), _negated=True)), _connector='OR'), name='casework_oddreading_is_checked_with_a_conclusion'), models.UniqueConstraint(condition=models.Q(('family__isnull', False)), fields=('week_starts_on', 'reader', 'oddity', 'work_form', 'family'), name='casework_oddreading_of_a_family_once_a_week'), models.UniqueConstraint(condition=models.Q(('client__isnull', False)), fields=('week_starts_on', 'reader', 'oddity', 'work_form', 'client'), name='casework_oddreading_of_a_client_once_a_week')],
            },
        ),
    ]
