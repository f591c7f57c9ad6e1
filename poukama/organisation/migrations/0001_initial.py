import django.db.models.deletion
import poukama.organisation.models.structure
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_network_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=120)),
                ('initials', models.CharField(max_length=4)),
                ('language', models.CharField(choices=[('fi', 'Suomi'), ('sv', 'Svenska'), ('en', 'English')], default='fi', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
                ('date_joined', models.DateTimeField(blank=True, null=True)),
                ('session_epoch', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('email',), name='organisation_user_email_unique')],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_area_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='Association',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('short_name', models.CharField(max_length=60)),
                ('federation', models.CharField(blank=True, max_length=120)),
                ('county', models.CharField(blank=True, max_length=120)),
                ('business_id', models.CharField(blank=True, max_length=9)),
                ('pack_name', models.CharField(blank=True, max_length=60)),
                ('pack_version', models.CharField(blank=True, max_length=64)),
                ('blind_match', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='organisation_association_is_the_only_one')],
            },
        ),
        migrations.CreateModel(
            name='PackItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160)),
                ('content', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_packitem_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('kind', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_partner_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('is_secret', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_site_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='organisation.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_team_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='WorkForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('regime', models.CharField(choices=[('R1', 'State-funded shelter, kept for THL'), ('R2', 'Bought by wellbeing services counties'), ('R3', "The association's own, grant-funded"), ('R4', 'Open and anonymous, only counted'), ('R5', 'Volunteers, staff and partners'), ('R6', 'Protected reports'), ('R7', "The federation's platforms")], max_length=2)),
                ('controller', models.CharField(max_length=120)),
                ('legal_basis', models.CharField(blank=True, max_length=200)),
                ('identification', models.CharField(choices=[('named', 'Named'), ('coded', 'By code name'), ('counted', 'Only counted')], max_length=10)),
                ('identity_codes', models.BooleanField(default=False)),
                ('retention_class', models.CharField(blank=True, max_length=60)),
                ('self_monitoring', models.BooleanField(default=False)),
                ('door_counter', models.BooleanField(default=False)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('keeps_notes', models.CharField(choices=[('notes', 'Notes are written and kept here'), ('reference', 'Only a reference to the official record')], default='notes', max_length=10)),
                ('late_note_hours', models.PositiveSmallIntegerField(default=24)),
                ('child_unseen_days', models.PositiveSmallIntegerField(default=7)),
                ('funding', models.JSONField(blank=True, default=dict)),
                ('intake', models.JSONField(blank=True, default=poukama.organisation.models.structure.usual_intake)),
                ('active_from', models.DateField(blank=True, null=True)),
                ('active_until', models.DateField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisation.workform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_workform_key_unique'), models.CheckConstraint(condition=models.Q(('active_from', None), ('active_until', None), ('active_until__gte', models.F('active_from')), _connector='OR'), name='organisation_workform_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('capacity', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('capacity_unit', models.CharField(blank=True, max_length=30)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organisation.site')),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organisation.workform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_unit_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('list', models.CharField(choices=[('phase', 'Phases of support'), ('member_role', 'Roles of family members'), ('contact_kind', 'Kinds of contact'), ('occasion_kind', 'Kinds of occasion'), ('people_category', 'Categories of people'), ('theme', 'Themes'), ('outreach_place', 'Places of outreach'), ('chat_service', 'Chats'), ('volunteer_role', 'Roles of volunteers'), ('end_reason', 'Reasons for ending'), ('estimate_basis', 'Grounds of an estimate'), ('funder', 'Funders'), ('process_step', 'Steps of work'), ('disclosure_ground', 'Grounds by law for telling'), ('goal_mark', 'How a goal went'), ('plan_section', "Sections of a family's plan"), ('referral_source', 'Where a request comes from'), ('need', 'Needs'), ('decision_reason', 'Reasons for a decision on a request'), ('note_heading', 'Headings of notes'), ('observation', 'Observations to tap'), ('service_task', 'Service tasks'), ('retention_class', 'Retention times')], max_length=20)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('work_forms', models.ManyToManyField(blank=True, related_name='terms', to='organisation.workform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('list', 'key'), name='organisation_term_key_unique_in_its_list')],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('role', models.CharField(choices=[('worker', 'Worker'), ('student', 'Student'), ('lead', 'Team lead'), ('director', 'Executive director'), ('board', 'Board member'), ('office', 'Office'), ('gatekeeper', 'Gatekeeper of walls'), ('administrator', 'System administrator')], default='worker', max_length=20)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='organisation.team')),
                ('work_forms', models.ManyToManyField(blank=True, related_name='positions', to='organisation.workform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='organisation_position_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='Partnership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('network', 'Member of a network'), ('family_centre_actor', 'Family centre actor'), ('cooperation', 'Cooperation')], max_length=20)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='organisation.network')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='organisation.partner')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='organisation.workform')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_form', 'starts_on'], name='organisation_partnership_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='organisation_partnership_voided_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='organisation_partnership_ended_at_and_by_together'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='organisation_partnership_ends_after_it_starts')],
            },
        ),
        migrations.AddField(
            model_name='network',
            name='work_forms',
            field=models.ManyToManyField(blank=True, related_name='networks', to='organisation.workform'),
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('worker', 'Worker'), ('student', 'Student'), ('lead', 'Team lead'), ('director', 'Executive director'), ('board', 'Board member'), ('office', 'Office'), ('gatekeeper', 'Gatekeeper of walls'), ('administrator', 'System administrator')], max_length=20)),
                ('kind', models.CharField(choices=[('regular', "One's own post"), ('substitute', 'Substitute')], default='regular', max_length=10)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('assigned_at', models.DateTimeField()),
                ('awaits_confirmation', models.BooleanField(default=False)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('assigned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('position', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisation.position')),
                ('work_form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisation.workform')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'starts_on'], name='organisation_assignment_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='organisation_assignment_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('awaits_confirmation', False), ('confirmed_at', None), _connector='OR'), name='organisation_assignment_waits_or_is_confirmed'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', False), models.Q(('kind', 'regular'), models.Q(('role', 'student'), _negated=True)), _connector='OR'), name='organisation_assignment_for_a_while_has_a_last_day'), models.CheckConstraint(condition=models.Q(('supervisor__isnull', True), ('role', 'student'), _connector='XOR'), name='organisation_assignment_of_a_student_is_supervised')],
            },
        ),
        migrations.CreateModel(
            name='WorkFormArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisation.area')),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisation.workform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'work_form'), name='organisation_workformarea_once_in_an_area')],
            },
        ),
        migrations.AddField(
            model_name='workform',
            name='areas',
            field=models.ManyToManyField(related_name='work_forms', through='organisation.WorkFormArea', to='organisation.area'),
        ),
    ]
