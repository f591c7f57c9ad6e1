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
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved by the board'), ('ended', 'Replaced')], default='draft', max_length=10)),
                ('stated_income', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('created_at', models.DateTimeField()),
                ('approved_on', models.DateField(blank=True, null=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.plan')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('year', 'version'), name='governance_plan_version_unique'), models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('year',), name='governance_plan_one_in_force_a_year'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('year',), name='governance_plan_one_draft_a_year'), models.CheckConstraint(condition=models.Q(models.Q(('approved_on', None), ('state', 'draft')), ('approved_on__isnull', False), _connector='OR'), name='governance_plan_approved_when_and_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('goal', models.TextField()),
                ('result', models.TextField(blank=True)),
                ('evidence', models.CharField(blank=True, max_length=200)),
                ('assessment', models.TextField(blank=True)),
                ('assessed_at', models.DateTimeField(blank=True, null=True)),
                ('assessed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goals_owned', to='organisation.position')),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='organisation.workform')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='governance.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'code'), name='governance_goal_code_unique_in_plan')],
            },
        ),
        migrations.CreateModel(
            name='FocusArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=300)),
                ('development', models.TextField(blank=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focus_areas', to='governance.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'key'), name='governance_focusarea_key_unique_in_plan')],
            },
        ),
        migrations.CreateModel(
            name='FindingAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('place', models.CharField(max_length=120)),
                ('reason', models.CharField(max_length=300)),
                ('accepted_at', models.DateTimeField()),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepted_findings', to='governance.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'code', 'place'), name='governance_findingacceptance_once')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('side', models.CharField(choices=[('income', 'Income'), ('expense', 'Expense')], default='income', max_length=10)),
                ('label', models.CharField(max_length=200)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='governance.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'key'), name='governance_budgetline_key_unique_in_plan')],
            },
        ),
        migrations.CreateModel(
            name='PlanChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=20)),
                ('about_code', models.CharField(max_length=50)),
                ('field', models.CharField(max_length=40)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('reason', models.CharField(max_length=300)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='governance.plan')),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('file_type', models.CharField(max_length=10)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('read_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'Being gone through'), ('done', 'Gone through'), ('dropped', 'Put aside')], default='open', max_length=10)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='governance.plan')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('section', 'Section'), ('work_form', 'Work form'), ('goal', 'Goal and result'), ('target', 'Target'), ('budget', 'Budget line'), ('staff', 'Staff line'), ('rhythm', 'Date or rhythm')], max_length=10)),
                ('payload', models.JSONField()),
                ('decided', models.JSONField(blank=True, default=dict)),
                ('place', models.CharField(max_length=40)),
                ('source_text', models.TextField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('corrected', 'Corrected'), ('dropped', 'Dropped')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='governance.reading')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reading', 'order'), name='governance_proposal_order_unique'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='governance_proposal_decided_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('name', models.CharField(max_length=120)),
                ('name_sv', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('every', models.CharField(max_length=40)),
                ('detail', models.JSONField(blank=True, default=dict)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('work_form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rhythms', to='organisation.workform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='governance_rhythm_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='StaffLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('label', models.CharField(max_length=200)),
                ('stated_count', models.PositiveSmallIntegerField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff_lines', to='governance.plan')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'key'), name='governance_staffline_key_unique_in_plan')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('label', models.CharField(max_length=200)),
                ('aim', models.PositiveIntegerField()),
                ('direction', models.CharField(choices=[('at_least', 'At least'), ('at_most', 'At most'), ('exactly', 'Exactly')], default='at_least', max_length=10)),
                ('unit', models.CharField(blank=True, choices=[('person', 'people'), ('family', 'families'), ('visit', 'visits'), ('contact', 'contacts'), ('participation', 'participations'), ('volunteer', 'volunteers'), ('event', 'occasions'), ('group', 'groups'), ('match', 'matches'), ('response', 'answers'), ('reached', 'people reached'), ('partner', 'partners'), ('step', 'steps')], max_length=20)),
                ('is_ambiguous', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('is_result', models.BooleanField(default=False)),
                ('measure', models.CharField(blank=True, max_length=60)),
                ('filters', models.JSONField(blank=True, default=dict)),
                ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='targets', to='governance.goal')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets_owned', to='organisation.position')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='governance.plan')),
                ('work_form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='organisation.workform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'code'), name='governance_target_code_unique_in_plan')],
            },
        ),
        migrations.CreateModel(
            name='FocusIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=200)),
                ('measure', models.CharField(blank=True, max_length=60)),
                ('filters', models.JSONField(blank=True, default=dict)),
                ('focus_area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='governance.focusarea')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('focus_area', 'order'), name='governance_focusindicator_order_unique')],
            },
        ),
    ]
