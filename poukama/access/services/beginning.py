"""The first account of an installation: nobody is there yet who could invite them."""

from django.db import transaction

from poukama.access import audit
from poukama.access.rules import Action
from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment, User
from poukama.toolkit import clock


class AccountsExist(Exception):
    """There are accounts already: whoever looks after them invites the others."""


@transaction.atomic
def begin_account(*, email: str, name: str, initials: str, language: str) -> User:
    """Make the account of the system's administrator, where there is none at all.

    Asked again with the same address before they have signed in once, it is the same account: its link was lost.
    """
    email = email.strip().lower()
    first = User.objects.select_for_update().order_by("pk").first()
    if first is not None:
        is_theirs = first.email == email and first.last_login is None
        if not is_theirs or User.objects.exclude(pk=first.pk).exists():
            raise AccountsExist
        audit.record(Action.RESEND_INVITATION, by=None, about=first)
        return first
    person = User.objects.create_user(email=email, name=name, initials=initials)
    person.language, person.date_joined = language, clock.now()
    person.save(update_fields=["language", "date_joined"])
    audit.record(Action.INVITE_PERSON, by=None, about=person)
    role = Assignment.objects.create(
        user=person, role=Role.ADMINISTRATOR, starts_on=clock.today(), assigned_at=clock.now()
    )
    detail = {"assignment": role.pk, "role": str(role.role), "from": str(role.starts_on), "waits": False}
    audit.record(Action.ASSIGN_ROLE, by=None, about=person, detail=detail)
    return person
