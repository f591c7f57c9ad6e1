"""Finnish personal identity codes: what is one, and what is wrong with what is not."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fi import hetu

LENGTH = 11
CENTURIES = {"+": 1800, **dict.fromkeys("-UVWXY", 1900), **dict.fromkeys("ABCDEF", 2000)}
"""The century by its sign; the reform of 2023 gave each century more signs, and a code keeps the one it was given."""
_HYPHENS = dict.fromkeys(map(ord, "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}"), "-")
_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_TOO_LONG_TO_LOOK_AT = 4 * LENGTH


class NotACode(Exception):
    """What was written is no personal identity code. Holds nothing of what was written."""


class CodeLength(NotACode):
    """A code has eleven characters."""


class CenturySign(NotACode):
    """The seventh character is no sign of a century."""


class NotDigits(NotACode):
    """Something stands where a digit belongs; letters and digits that only look right, too."""


class NoSuchBirthday(NotACode):
    """The first six digits are no day."""


class CheckCharacter(NotACode):
    """The last character does not agree with the digits: one of them is wrong."""


class NeverGiven(NotACode):
    """The number is one that nobody is given for good."""


@dataclass(frozen=True)
class IdentityCode:
    """A code that can be somebody's, as it is kept, and the birthday that it tells."""

    text: str
    born_on: date


def checked_code(text: str) -> IdentityCode:
    """The code; refuses what cannot be one. In a demonstration temporary codes (900 and up) stand for real ones."""
    if len(text) > _TOO_LONG_TO_LOOK_AT:
        raise CodeLength
    code = "".join(text.translate(_HYPHENS).split()).upper()
    if len(code) != LENGTH:
        raise CodeLength
    if code[6] not in CENTURIES:
        raise CenturySign
    digits = code[:6] + code[7:10]
    if not (code.isascii() and digits.isdigit()):
        raise NotDigits
    try:
        born_on = birthday_of(code)
    except ValueError:
        raise NoSuchBirthday from None
    try:
        hetu.validate(code, allow_temporary=settings.DEMO)
    except InvalidChecksum:
        raise CheckCharacter from None
    except ValidationError:
        raise (NeverGiven if code[10] in _CHECK else CheckCharacter) from None
    return IdentityCode(code, born_on)


def birthday_of(code: str) -> date:
    """The birthday that a code tells; ValueError when there is no such day."""
    return date(CENTURIES[code[6]] + int(code[4:6]), int(code[2:4]), int(code[:2]))


def as_code(text: str) -> IdentityCode | None:
    """The code that a search text is; None for any other text."""
    try:
        return checked_code(text)
    except NotACode:
        return None
