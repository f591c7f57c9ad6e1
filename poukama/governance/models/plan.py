from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.governance.choices import BudgetSide, Direction, PlanState, TargetUnit
from poukama.organisation.models import Position, Team, WorkForm
from poukama.toolkit.privacy import Retention, classified

_USER = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """What the association promises for a year (toimintasuunnitelma). One version at a time is in force."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="year version title state based_on created_at approved_at approved_on stated_income",
        personal="created_by approved_by",
    )

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stated_income = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="governance_plan_version_unique"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="approved"), name="governance_plan_one_in_force_a_year"
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="draft"), name="governance_plan_one_draft_a_year"
            ),
            models.CheckConstraint(
                name="governance_plan_approved_when_and_by_whom",
                condition=Q(state="draft", approved_on=None) | Q(approved_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FocusArea(models.Model):
    """A focus area that runs through the whole association for a year."""

    privacy = classified(Retention.CONFIGURATION, none="plan key order title development")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="focus_areas")
    key = models.SlugField(max_length=50, db_index=False)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    development = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="governance_focusarea_key_unique_in_plan"),
        ]


class FocusIndicator(models.Model):
    """What a focus area is followed by; with a measure where one counts it already."""

    privacy = classified(Retention.CONFIGURATION, none="focus_area order title measure filters")

    focus_area = models.ForeignKey(FocusArea, on_delete=models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=60, blank=True)
    filters = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["focus_area", "order"], name="governance_focusindicator_order_unique"
            ),
        ]


class Goal(models.Model):
    """A goal of a work form with the result intended, and at the year's end how it went, in words."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="plan work_form code order goal result owner evidence assessment assessed_at",
        personal="assessed_by",
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="goals")
    code = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    goal = models.TextField()
    result = models.TextField(blank=True)
    owner = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="goals_owned"
    )
    evidence = models.CharField(max_length=200, blank=True)
    assessment = models.TextField(blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="governance_goal_code_unique_in_plan"),
        ]


class Target(models.Model):
    """A number promised: what is counted (measure and filters), how many, and which way is good."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="plan work_form goal code order label aim direction unit is_ambiguous note is_result measure "
        "filters owner",
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="targets")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="targets")
    code = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=200)
    aim = models.PositiveIntegerField()
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.AT_LEAST)
    unit = models.CharField(max_length=20, choices=TargetUnit, blank=True)
    is_ambiguous = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    is_result = models.BooleanField(default=False)
    measure = models.CharField(max_length=60, blank=True)
    filters = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="targets_owned"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="governance_target_code_unique_in_plan"),
        ]


class BudgetLine(models.Model):
    """A line of the year's budget, in euros."""

    privacy = classified(Retention.CONFIGURATION, none="plan key order side label amount")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_lines")
    key = models.SlugField(max_length=50, db_index=False)
    order = models.PositiveSmallIntegerField(default=0)
    side = models.CharField(max_length=10, choices=BudgetSide, default=BudgetSide.INCOME)
    label = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="governance_budgetline_key_unique_in_plan"),
        ]


class StaffLine(models.Model):
    """How many posts a team has in the plan, as stated."""

    privacy = classified(Retention.CONFIGURATION, none="plan key order label team stated_count")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="staff_lines")
    key = models.SlugField(max_length=50, db_index=False)
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=200)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stated_count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="governance_staffline_key_unique_in_plan"),
        ]


class PlanChange(models.Model):
    """A change made to a plan after the board approved it: shown as such wherever the plan is shown."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="plan about about_code field before after reason changed_at",
        personal="changed_by",
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    about = models.CharField(max_length=20)
    about_code = models.CharField(max_length=50)
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")


class FindingAcceptance(models.Model):
    """A finding of the plan's checks that somebody has accepted as it is, and why."""

    privacy = classified(
        Retention.CONFIGURATION, none="plan code place reason accepted_at", personal="accepted_by"
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="accepted_findings")
    code = models.CharField(max_length=60)
    place = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code", "place"], name="governance_findingacceptance_once"
            ),
        ]
