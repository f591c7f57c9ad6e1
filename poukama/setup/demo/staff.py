"""The invented people who work here: one for each post, a board, an administrator of the system and a gatekeeper of walls."""

from dataclasses import dataclass
from datetime import date, time
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment, Position, User, WorkForm
from poukama.toolkit import clock

FIRST_NAMES = (
    "Aamu Aarni Ahti Aino Airi Armas Ahti Eedit Eelis Eino Elna Elvi Esteri Hilja Hilma Ilmi Impi Into "
    "Jalo Kaino Kauko Kerttu Lempi Lyyli Mielikki Nyyrikki Oiva Onerva Rauha Saima Selma Senja Sisko Soini "
    "Sulo Taisto Tapio Tellervo Toivo Tyyne Uljas Unto Urho Väinö Vellamo Venla Viljo Vilma Impi Ester Lahja"
).split()
SURNAMES = (
    "Keksitty Kuviteltu Satunen Tarunen Esimerkki Mallinen Olematon Luulola Kuvitelma Harhanen Runokas "
    "Loruinen Satukas Unelma Aavistus Muisto"
).split()

PASSWORD = "merenlahti-2024"  # noqa: S105  # opens nothing but invented data
DOMAIN = "poukama.example"
LONG_AGO = date(2019, 1, 1)


@dataclass(frozen=True)
class Staff:
    """Who works in which work form, and who stands outside them."""

    workers: dict[int, list[User]]
    director: User

    def of(self, work_form: WorkForm) -> list[User]:
        """Those who record in a work form; in one without posts of its own, the director's deputy does."""
        return self.workers.get(work_form.pk) or [self.director]


def employ() -> Staff:
    """Create whoever is missing and give each a post; doing it again changes nothing."""
    workers: dict[int, list[User]] = {}
    director: User | None = None
    positions = Position.objects.prefetch_related("work_forms").order_by("order", "pk")
    for number, position in enumerate(positions):
        user = _person(number, position.key)
        for work_form in position.work_forms.all():
            _assign(user, position.role, work_form, position)
            if position.role in (Role.WORKER, Role.LEAD):
                workers.setdefault(work_form.pk, []).append(user)
        if not position.work_forms.all():
            _assign(user, position.role, None, position)
        if position.role == Role.DIRECTOR:
            director = user
    for number in range(1, 6):
        _assign(_person(100 + number, f"johtokunta-{number}"), Role.BOARD, None, None)
    _assign(_person(120, "yllapito"), Role.ADMINISTRATOR, None, None)
    _assign(_person(121, "portinvartija"), Role.GATEKEEPER, None, None)
    if director is None:
        raise NobodyDirects
    return Staff(workers, director)


class NobodyDirects(Exception):
    """The pack has no post with the role of executive director."""


def _person(number: int, key: str) -> User:
    email = f"{key}@{DOMAIN}"
    found = User.objects.filter(email=email).first()
    if found:
        return found
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {SURNAMES[number % len(SURNAMES)]}"
    initials = "".join(part[0] for part in name.split())
    user = User.objects.create_user(email=email, name=name, initials=initials)
    user.password = _password()
    user.save(update_fields=["password"])
    return user


@cache
def _password() -> str:
    """One hash for all of them: their password is the same and public, and each hash takes long on purpose."""
    return make_password(PASSWORD)


def _assign(user: User, role: str, work_form: WorkForm | None, position: Position | None) -> None:
    Assignment.objects.get_or_create(
        user=user,
        role=role,
        work_form=work_form,
        position=position,
        defaults={"starts_on": LONG_AGO, "assigned_at": clock.local(LONG_AGO, time(8))},
    )


def who_can_sign_in() -> str:
    """Some of them and the password that all have, a line each."""
    some = {
        "toiminnanjohtaja": _("the executive director"),
        "perhetupa-ohjaaja": _("at the door of the family café"),
        "erotyontekija-1": _("a worker with clients"),
        "jannika-esihenkilo": _("a team lead"),
        "johtokunta-1": _("a member of the board"),
        "portinvartija": _("the gatekeeper, who sets walls between parties"),
        "yllapito": _("the system's administrator, who sees no client"),
    }
    head = _("Sign in for example as (password %(password)s):") % {"password": PASSWORD}
    return "\n".join([head, *(f"  {key}@{DOMAIN}  {who}" for key, who in some.items())])
