"""Codes of the organisation; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is here for. What each may do is in the rules of every app."""

    WORKER = "worker", _("Worker")
    STUDENT = "student", _("Student")
    LEAD = "lead", _("Team lead")
    DIRECTOR = "director", _("Executive director")
    BOARD = "board", _("Board member")
    OFFICE = "office", _("Office")
    GATEKEEPER = "gatekeeper", _("Gatekeeper of walls")
    ADMINISTRATOR = "administrator", _("System administrator")


class AssignmentKind(TextChoices):
    """For how long a role is held: as long as the work goes on, or in somebody's place until a day."""

    REGULAR = "regular", _("One's own post")
    SUBSTITUTE = "substitute", _("Substitute")


class Regime(TextChoices):
    """Under which law and whose register a work form runs (domain facts 3.2)."""

    STATE_SHELTER = "R1", _("State-funded shelter, kept for THL")
    PURCHASED = "R2", _("Bought by wellbeing services counties")
    OWN = "R3", _("The association's own, grant-funded")
    OPEN = "R4", _("Open and anonymous, only counted")
    CIVIC = "R5", _("Volunteers, staff and partners")
    WHISTLEBLOWING = "R6", _("Protected reports")
    FEDERATION = "R7", _("The federation's platforms")


class Identification(TextChoices):
    """How the people of a work form are known to the system."""

    NAMED = "named", _("Named")
    CODED = "coded", _("By code name")
    COUNTED = "counted", _("Only counted")


class NotesKept(TextChoices):
    """Whether a work form keeps what is written of those it serves, or only where the official record is."""

    NOTES = "notes", _("Notes are written and kept here")
    REFERENCE = "reference", _("Only a reference to the official record")


class PartnershipKind(TextChoices):
    """In what capacity a partner works with us."""

    NETWORK = "network", _("Member of a network")
    FAMILY_CENTRE = "family_centre_actor", _("Family centre actor")
    COOPERATION = "cooperation", _("Cooperation")


class TermList(TextChoices):
    """The lists of words that the work is recorded in; the words themselves come from the pack."""

    PHASE = "phase", _("Phases of support")
    MEMBER_ROLE = "member_role", _("Roles of family members")
    CONTACT_KIND = "contact_kind", _("Kinds of contact")
    OCCASION_KIND = "occasion_kind", _("Kinds of occasion")
    PEOPLE_CATEGORY = "people_category", _("Categories of people")
    THEME = "theme", _("Themes")
    OUTREACH_PLACE = "outreach_place", _("Places of outreach")
    CHAT_SERVICE = "chat_service", _("Chats")
    VOLUNTEER_ROLE = "volunteer_role", _("Roles of volunteers")
    END_REASON = "end_reason", _("Reasons for ending")
    ESTIMATE_BASIS = "estimate_basis", _("Grounds of an estimate")
    FUNDER = "funder", _("Funders")
    PROCESS_STEP = "process_step", _("Steps of work")
    DISCLOSURE_GROUND = "disclosure_ground", _("Grounds by law for telling")
    GOAL_MARK = "goal_mark", _("How a goal went")
    PLAN_SECTION = "plan_section", _("Sections of a family's plan")
    REFERRAL_SOURCE = "referral_source", _("Where a request comes from")
    NEED = "need", _("Needs")
    DECISION_REASON = "decision_reason", _("Reasons for a decision on a request")
    NOTE_HEADING = "note_heading", _("Headings of notes")
    OBSERVATION = "observation", _("Observations to tap")
    SERVICE_TASK = "service_task", _("Service tasks")
    RETENTION_CLASS = "retention_class", _("Retention times")


class Language(TextChoices):
    """Languages of the screens."""

    FINNISH = "fi", "Suomi"
    SWEDISH = "sv", "Svenska"
    ENGLISH = "en", "English"
