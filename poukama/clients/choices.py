"""Codes of clients; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClientIdentification(TextChoices):
    """How a client is known: by a code name that finds them again, or not at all, or not any more."""

    CODED = "coded", _("By code name")
    ANONYMOUS = "anonymous", _("Anonymous")
    FORGOTTEN = "forgotten", _("No more than a number")


class WallSide(TextChoices):
    """The two sides of a wall. Which is which says nothing of anyone."""

    ONE = "one", _("One side")
    OTHER = "other", _("Other side")

    @property
    def opposite(self) -> "WallSide":
        """The side beyond the wall."""
        return WallSide.OTHER if self is WallSide.ONE else WallSide.ONE


class AlertKind(TextChoices):
    """What an alert is about; it decides how loud it looks."""

    SAFETY = "safety", _("Safety")
    CARE = "care", _("Health and care")


class Channel(TextChoices):
    """Ways of reaching somebody. Each is allowed only when they have said so."""

    CALL = "call", _("Call")
    VOICEMAIL = "voicemail", _("Voicemail")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    POST = "post", _("Letter")


class Kinship(TextChoices):
    """What somebody is to somebody. Said from the one side here, from the other in `queries.ties`."""

    PARENT = "parent", _("Parent of")
    GUARDIAN = "guardian", _("Guardian of")
    PARTNER = "partner", _("Partner of")
    FORMER_PARTNER = "former_partner", _("Former partner of")
    SIBLING = "sibling", _("Sibling of")
    OTHER_KIN = "other_kin", _("Other kin of")
    USED_VIOLENCE = "used_violence", _("Has used violence against")
    MUST_NOT_CONTACT = "must_not_contact", _("Must not contact")


class Outcome(TextChoices):
    """How the waiting for a child ended."""

    BORN = "born", _("Is born")
    LOST = "lost", _("The waiting has ended")


class WhyWall(TextChoices):
    """Why a wall is proposed, in a word."""

    MUST_NOT_CONTACT = "must_not_contact", _("One must not contact the other")
    VIOLENCE = "violence", _("Violence between them was recorded")
    PROTECTION_ORDER = "protection_order", _("A protection order is in force")


class OrderKind(TextChoices):
    """What somebody is protected by. All but the restraining order hide where they are."""

    NON_DISCLOSURE = "non_disclosure", _("Non-disclosure order")
    CARE = "care", _("Place of care kept secret")
    RESTRAINING = "restraining", _("Restraining order")


class HowGiven(TextChoices):
    """In what way somebody said yes."""

    IN_PERSON = "in_person", _("Face to face")
    IN_WRITING = "in_writing", _("In writing")
    BY_PHONE = "by_phone", _("By phone")


class Purpose(TextChoices):
    """What telling is for."""

    SUPPORT = "support", _("Support goes on")
    SAFETY = "safety", _("Safety")
    HEALTH = "health", _("Health and care")
    CHILD = "child", _("A child's everyday life")
    HOUSING = "housing", _("Home and livelihood")
    OTHER = "other", _("Something else")


class AskPurpose(TextChoices):
    """Why somebody asks whether another team knows a person."""

    SERVICE = "service", _("They ask us for help now")
    SAFETY = "safety", _("Somebody may be in danger")
    DUTY = "duty", _("The law obliges us to find out")


class EmergencyWhy(TextChoices):
    """Why what another work form keeps of somebody was opened in an emergency."""

    DANGER = "danger", _("Somebody is in danger")
    CHILD = "child", _("A child's safety")
    ILLNESS = "illness", _("Sudden illness")
    CAME = "came", _("They came or called, and cannot wait")


class CheckPlace(TextChoices):
    """As whose an emergency is checked: what was opened is kept there, or whoever opened it works there."""

    FILE = "file", _("What was opened is yours")
    OWN = "own", _("Whoever opened it works with you")


class OwnSection(TextChoices):
    """Under what a client finds something in their own data."""

    WHO = "who", _("Who you are to us")
    REACH = "reach", _("How you may be reached")
    PLACE = "place", _("Where you are found")
    SAFETY = "safety", _("What keeps you safe")
    TIES = "ties", _("Who is what to you")
    TOLD = "told", _("What may be told of you, and what was told")
    SERVICE = "service", _("What you have been served with")
    MEETINGS = "meetings", _("When we have met")
    NOTES = "notes", _("What is written of you")
    GOALS = "goals", _("Goals and plans")
    PAPERS = "papers", _("Attachments")
    OPENED = "opened", _("Who has opened what is kept of you")


class WithheldGround(TextChoices):
    """Why something of one's own data is not given (GDPR 15(4); 1050/2018 § 34; 703/2023 § 11)."""

    OTHERS = "others", _("It tells of somebody else")
    DANGER = "danger", _("It would put somebody in danger")
    HEALTH = "health", _("It would seriously harm your health or care")
    CRIME = "crime", _("It would hinder finding out a crime")
