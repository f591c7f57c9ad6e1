"""Why a recording is refused, each in words for whoever tried."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A recording that cannot be true or may not be made. `words` say why, for people."""

    code = "refused"
    words: str | Promise = _("This could not be recorded.")
    about = ""
    """What of the recording is wrong, where it is one thing: how services and forms call it."""


class NotYetHappened(Refused):
    """The day is still to come."""

    code = "not_yet_happened"
    about = "happened_on"
    words = _("The day is still to come. Only what has happened can be recorded.")


class TooLongAgo(Refused):
    """A tap of the door counter from a day that is too far back; it is recorded as a correction instead."""

    code = "too_long_ago"
    words = _("The visit is from too long ago. Add it as a correction of that day.")


class NoDoorHere(Refused):
    """The work form has no door counter."""

    code = "no_door_here"
    words = _("Visits are not counted at a door here.")


class TokenIsTaken(Refused):
    """The token belongs to a tap of somebody else or of another door."""

    code = "token_is_taken"
    words = _("This tap was made by somebody else or at another door.")


class NotAVisitor(Refused):
    """Neither an adult nor a child."""

    code = "not_a_visitor"
    words = _("A visitor is an adult or a child.")


class TodayIsTapped(Refused):
    """A correction of today: today is counted by tapping and undoing."""

    code = "today_is_tapped"
    about = "happened_on"
    words = _("Only earlier days are corrected. Today, use the counter and its undo.")


class ReasonMissing(Refused):
    """A correction without a reason."""

    code = "reason_missing"
    about = "reason"
    words = _("Say why the day is corrected.")


class NothingToCorrect(Refused):
    """A correction by nothing, or by more than a door can see in a day."""

    code = "nothing_to_correct"
    about = "quantity"
    words = _("Give how many visits to add or take away: at least 1, at most 500.")


class BelowZero(Refused):
    """A correction that would leave fewer than no visits."""

    code = "below_zero"
    about = "quantity"
    words = _("There are not that many visits on that day to take away.")


class UnknownTerm(Refused):
    """A word that is not on the work form's list."""

    code = "unknown_term"
    words = _("This choice is not used in this work form.")

    def __init__(self, which: str = "", key: str = "") -> None:
        super().__init__(which, key)
        self.which, self.key = which, key


class NameMissing(Refused):
    """A group without a name."""

    code = "name_missing"
    about = "name"
    words = _("Give the group a name.")


class WrongWorkForm(Refused):
    """A group, an occasion or a client of another work form."""

    code = "wrong_work_form"
    words = _("This belongs to another work form.")


class GroupNotMeeting(Refused):
    """A session on a day when the group had not begun or had ended."""

    code = "group_not_meeting"
    about = "happened_on"
    words = _("The group does not meet on that day: it had not begun or had ended.")


class GroupAlreadyEnded(Refused):
    """Ending a group twice."""

    code = "group_already_ended"
    words = _("This group has already ended.")


class EndsBeforeItMet(Refused):
    """A last day before the group's first day or before a session that was held."""

    code = "ends_before_it_met"
    about = "ends_on"
    words = _("The group met after that day. Give a later last day.")


class GroupHasMet(Refused):
    """Undoing a group that has met or has sessions planned."""

    code = "group_has_met"
    words = _("The group has sessions, so it cannot be undone. Give it a last day instead.")


class PlannedInThePast(Refused):
    """Planning for a day that has gone by."""

    code = "planned_in_the_past"
    about = "happened_on"
    words = _("The day has gone by. Record what was held instead.")


class NotPlanned(Refused):
    """Holding or cancelling what is not waiting to be held."""

    code = "not_planned"
    words = _("This is no longer waiting to be held.")


class AlreadyVoided(Refused):
    """Changing what has been undone."""

    code = "already_voided"
    words = _("This recording has been undone.")


class NobodyCounted(Refused):
    """Nobody was counted, so there is nothing to record."""

    code = "nobody_counted"
    words = _("Nobody has been counted. Mark who came or how many there were.")


class CountedTwice(Refused):
    """The same category or the same person twice in one recording."""

    code = "counted_twice"
    words = _("The same category is counted twice.")


class NotKnownHere(Refused):
    """A client or a family whom the work form does not know."""

    code = "not_known_here"
    words = _("This person or family is not known in this work form.")


class EstimateWithoutGround(Refused):
    """An estimate that does not say how it was made."""

    code = "estimate_without_ground"
    about = "basis"
    words = _("Say how the number was estimated.")


class MustBeEstimate(Refused):
    """A category whose number can only be estimated, such as the general public, given as if counted."""

    code = "must_be_estimate"
    words = _("This number can only be an estimate. Say how it was estimated.")


class GroundWithoutEstimate(Refused):
    """A ground for a number that is no estimate."""

    code = "ground_without_estimate"
    words = _("A counted number needs no ground of estimation.")


class NotThatLong(Refused):
    """A duration that no day holds."""

    code = "not_that_long"
    about = "minutes"
    words = _("The duration must be between 1 minute and 24 hours.")


class TooMany(Refused):
    """A number larger than can be true."""

    code = "too_many"
    words = _("The number is too large.")
