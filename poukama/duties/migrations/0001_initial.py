import django.db.models.deletion
import uuid
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
            name='Duty',
            fields=[
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=120)),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('done_on', None), ('voided_at', None)), fields=['owner', 'due_on'], name='duties_duty_mine'), models.Index(condition=models.Q(('deputy__isnull', False), ('done_on', None), ('voided_at', None)), fields=['deputy', 'due_on'], name='duties_duty_of_deputy'), models.Index(condition=models.Q(('done_on', None), ('voided_at', None)), fields=['work_form', 'due_on'], name='duties_duty_of_work_form'), models.Index(fields=['due_on'], name='duties_duty_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='duties_duty_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('done_on', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('done_on__isnull', False)), _connector='OR'), name='duties_duty_done_on_at_and_by_together'), models.CheckConstraint(condition=models.Q(('deputy', None), ('owner__isnull', False), _connector='OR'), name='duties_duty_deputy_only_beside_an_owner'), models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('kind', 'key'), name='duties_duty_opened_once')],
            },
        ),
    ]
