
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0009_codes_and_asking'),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='kind',
            field=models.CharField(choices=[('regular', "One's own post"), ('substitute', 'Substitute')], default='regular', max_length=10),
        ),
        migrations.AddField(
            model_name='assignment',
            name='supervisor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workform',
            name='phone',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='role',
            field=models.CharField(choices=[('worker', 'Worker'), ('student', 'Student'), ('lead', 'Team lead'), ('director', 'Executive director'), ('board', 'Board member'), ('office', 'Office'), ('gatekeeper', 'Gatekeeper of walls'), ('administrator', 'System administrator')], max_length=20),
        ),
        migrations.AlterField(
            model_name='position',
            name='role',
            field=models.CharField(choices=[('worker', 'Worker'), ('student', 'Student'), ('lead', 'Team lead'), ('director', 'Executive director'), ('board', 'Board member'), ('office', 'Office'), ('gatekeeper', 'Gatekeeper of walls'), ('administrator', 'System administrator')], default='worker', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', False), models.Q(('kind', 'regular'), models.Q(('role', 'student'), _negated=True)), _connector='OR'), name='organisation_assignment_for_a_while_has_a_last_day'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('supervisor__isnull', True), ('role', 'student'), _connector='XOR'), name='organisation_assignment_of_a_student_is_supervised'),
        ),
    ]
