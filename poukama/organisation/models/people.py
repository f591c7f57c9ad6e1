from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from poukama.organisation.choices import AssignmentKind, Language, Role
from poukama.organisation.models.structure import Area, Titled, WorkForm
from poukama.toolkit.privacy import Retention, classified


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, since nobody stands above the rules."""

    def create_user(self, *, email: str, name: str, initials: str, password: str | None = None) -> "User":
        """Create someone who can sign in (without a password, only once they have set one)."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, initials=initials)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who works here or sits on the board, and can sign in."""

    privacy = classified(
        Retention.EMPLOYMENT,
        none="is_active language date_joined last_login session_epoch",
        personal="email name initials",
        secret="password",
    )

    email = models.EmailField()
    name = models.CharField(max_length=120)
    initials = models.CharField(max_length=4)
    language = models.CharField(max_length=2, choices=Language, default=Language.FINNISH)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "initials"]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email"], name="organisation_user_email_unique")]

    def __str__(self) -> str:
        return self.initials

    def get_full_name(self) -> str:
        """The name, as libraries ask for it."""
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: a new password, or the next epoch, ends every session."""
        return salted_hmac(
            "poukama.organisation.User",
            f"{self.password}{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Team(Titled):
    """A work group with its positions (työryhmä)."""

    privacy = classified(Retention.CONFIGURATION, none="key name name_sv name_en area order")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="teams")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="organisation_team_key_unique")]


class Position(Titled):
    """A post in a team: what the association has, whoever holds it. Posts alike are told apart by number."""

    privacy = classified(
        Retention.CONFIGURATION, none="key name name_sv name_en team number role work_forms order"
    )

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="positions")
    number = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=20, choices=Role, default=Role.WORKER)
    work_forms = models.ManyToManyField(WorkForm, blank=True, related_name="positions")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="organisation_position_key_unique"),
        ]


class Assignment(models.Model):
    """A person in a role, in one work form or (without one) in the whole association, for a time.

    While it awaits confirmation by somebody else it is not in force, whatever its days say. A substitute and a student
    have a last day, after which it ends by itself; a student also somebody who works there and supervises them.
    """

    privacy = classified(
        Retention.EMPLOYMENT,
        none="role kind work_form position starts_on ends_on assigned_at awaits_confirmation confirmed_at ended_at",
        personal="user supervisor assigned_by confirmed_by ended_by",
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role)
    work_form = models.ForeignKey(
        WorkForm, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    kind = models.CharField(max_length=10, choices=AssignmentKind, default=AssignmentKind.REGULAR)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    awaits_confirmation = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_assignment_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="organisation_assignment_waits_or_is_confirmed",
                condition=Q(awaits_confirmation=False) | Q(confirmed_at=None),
            ),
            models.CheckConstraint(
                name="organisation_assignment_for_a_while_has_a_last_day",
                condition=Q(ends_on__isnull=False) | (Q(kind="regular") & ~Q(role="student")),
            ),
            models.CheckConstraint(
                name="organisation_assignment_of_a_student_is_supervised",
                condition=Q(supervisor__isnull=True) ^ Q(role="student"),
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on"], name="organisation_assignment_user")]
