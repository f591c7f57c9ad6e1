"""What cannot be so between relatives: a parent who is too young, somebody who is their own ancestor."""

from datetime import date

from django.db.models import Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import Kinship
from poukama.clients.models import Client, FamilyTie, Identity
from poukama.clients.rules import Action
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

YOUNGEST_PARENT = 10
"""Years between the birth years of parent and child; a mother of sixteen is welcome, and one of twelve exists."""
MOST_GENERATIONS = 20
"""How far a circle is looked for."""


class TooYoungToBeParent(Exception):
    """By the birth years the parent would be younger than the child, or a small child."""


class OwnAncestor(Exception):
    """The one who would be the parent is a child, grandchild or further descendant of the other."""


class BeforeTheBirth(Exception):
    """The tie would begin in a year before one of the two was born: `year` of the birth."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class BornAfterATie(Exception):
    """A tie of theirs began in a year before that in which they would be born."""


def refuse_impossible(
    *, work_form: WorkForm, client: Client, other: Client, kind: Kinship, starts_on: date | None, by: User
) -> None:
    """Refuse what cannot be so, by the birth years and by the ties that `by` may see in the work form."""
    born = [each.birth_year for each in (client, other) if each.birth_year is not None]
    if starts_on is not None and born and starts_on.year < max(born):
        raise BeforeTheBirth(max(born))
    if kind != Kinship.PARENT:
        return
    refuse_too_young(year_of(client, work_form), year_of(other, work_form))
    if _descends(client, other, work_form, by):
        raise OwnAncestor


def refuse_too_young(parent: int | None, child: int | None) -> None:
    """Refuse birth years of a parent and a child that cannot both be right."""
    if parent is not None and child is not None and child - parent < YOUNGEST_PARENT:
        raise TooYoungToBeParent


def year_of(client: Client, work_form: WorkForm) -> int | None:
    """The birth year on the card, or that of the birthday told to the work form with the name. One query at most.

    It decides only what cannot be; it is shown to nobody.
    """
    if client.birth_year is not None:
        return client.birth_year
    told = Identity.objects.filter(client=client, work_form=work_form, voided_at=None).order_by("pk").first()
    return date.fromisoformat(told.born_on).year if told and opens(told) and told.born_on else None


def refuse_birth_year(client: Client, year: int, work_form: WorkForm, by: User) -> None:
    """Refuse a birth year by which somebody would be too young for a child, or too old for a parent, of theirs.

    Only ties that `by` may see are looked at: a refusal tells that there is one.
    """
    ties = _seen(work_form, by).filter(Q(client=client) | Q(other=client), kind=Kinship.PARENT)
    for tie in ties.select_related("client", "other").order_by("pk"):
        is_parent = tie.client_id == client.pk
        parent = year if is_parent else year_of(tie.client, work_form)
        child = year_of(tie.other, work_form) if is_parent else year
        refuse_too_young(parent, child)


def refuse_year_after_a_tie(client: Client, year: int, work_form: WorkForm, by: User) -> None:
    """Refuse a birth year after the first day of a tie of theirs that `by` may see."""
    ties = _seen(work_form, by).filter(Q(client=client) | Q(other=client), starts_on__year__lt=year)
    if ties.exists():
        raise BornAfterATie


def _descends(person: Client, ancestor: Client, work_form: WorkForm, by: User) -> bool:
    """Whether somebody is a child, grandchild or further descendant of another, as far as `by` may see."""
    seen = _seen(work_form, by).filter(kind=Kinship.PARENT).order_by()
    generation, met = {person.pk}, {person.pk}
    for _ in range(MOST_GENERATIONS):
        generation = set(seen.filter(other__in=generation).values_list("client", flat=True)) - met
        if ancestor.pk in generation:
            return True
        if not generation:
            return False
        met |= generation
    return False


def _seen(work_form: WorkForm, by: User) -> QuerySet[FamilyTie]:
    """The ties of a work form that somebody may see."""
    ties = FamilyTie.objects.filter(work_form=work_form, voided_at=None)
    return visible(Actor(by, clock.today()), Action.READ_TIE, ties)
