import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('organisation', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('respondent', models.CharField(choices=[('parent', 'Parent'), ('parent_for_baby', 'Parent on behalf of the baby'), ('child', 'Child'), ('adult', 'Adult client'), ('volunteer', 'Volunteer'), ('professional', 'Professional'), ('sender', 'Referring agency')], max_length=20)),
                ('is_active', models.BooleanField(default=True)),
                ('work_forms', models.ManyToManyField(blank=True, related_name='forms', to='organisation.workform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='outcomes_form_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='ReceivedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('happened_on', models.DateField()),
                ('channel', models.CharField(choices=[('paper', 'On paper'), ('tablet', 'On a tablet'), ('link', 'Through a link'), ('spoken', 'Spoken')], max_length=10)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='outcomes.form')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'happened_on'], name='outcomes_receivedanswer_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='outcomes_receivedanswer_voided_at_and_by_together')],
            },
        ),
    ]
