
import django.db.models.deletion
import poukama.toolkit.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0010_protect'),
        ('organisation', '0008_grounds_for_telling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('to_words', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('what', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('purpose', models.CharField(choices=[('support', 'Support goes on'), ('safety', 'Safety'), ('health', 'Health and care'), ('child', "A child's everyday life"), ('housing', 'Home and livelihood'), ('other', 'Something else')], max_length=10)),
                ('purpose_words', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('how', models.CharField(choices=[('in_person', 'Face to face'), ('in_writing', 'In writing'), ('by_phone', 'By phone')], max_length=10)),
                ('given_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.knownin')),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='clients.knownin')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('renews', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.consent')),
                ('to_partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.partner')),
                ('to_work_form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('to_words', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('what', poukama.toolkit.sealing.fields.SealedTextField(blank=True, editable=True, max_length=200, null=True, tied_to='known')),
                ('told_on', models.DateField()),
                ('law', models.CharField(blank=True, max_length=50)),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='clients.consent')),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='clients.knownin')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.partner')),
                ('to_work_form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.workform')),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['known', 'expires_on'], name='clients_consent_in_force'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_consent_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('to_partner__isnull', False), ('to_words', None), ('to_work_form', None)), models.Q(('to_partner', None), ('to_words', None), ('to_work_form__isnull', False)), models.Q(('to_partner', None), ('to_words__isnull', False), ('to_work_form', None)), _connector='OR'), name='clients_consent_to_one'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('what__isnull', False)), name='clients_consent_says_what'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('purpose', 'other'), _negated=True), ('purpose_words__isnull', False), _connector='OR'), name='clients_consent_says_what_for'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('given_on'))), name='clients_consent_ends_after_it_was_given'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('renews',), name='clients_consent_renewed_once'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(fields=['known', '-told_on'], name='clients_disclosure_told'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='clients_disclosure_voided_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('to_partner__isnull', False), ('to_words', None), ('to_work_form', None)), models.Q(('to_partner', None), ('to_words', None), ('to_work_form__isnull', False)), models.Q(('to_partner', None), ('to_words__isnull', False), ('to_work_form', None)), _connector='OR'), name='clients_disclosure_to_one'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('consent', None), ('law', ''), _connector='XOR'), name='clients_disclosure_has_one_ground'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('what__isnull', False), ('to_work_form__isnull', False), _connector='OR'), name='clients_disclosure_says_what'),
        ),
    ]
