"""What the style guide reads from the theme itself: colours, contrasts, icons. And the tone of voice, in pairs."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from poukama.toolkit import formatting


@dataclass(frozen=True)
class Colour:
    """A colour by its own name, its token, and what it is for."""

    name: str | Promise
    token: str
    use: str | Promise

    @property
    def light(self) -> str:
        """Its value in light."""
        return _theme("light")[self.token]

    @property
    def dark(self) -> str:
        """Its value in dark."""
        return _theme("dark")[self.token]


COLOURS = (
    Colour(
        _("Water"),
        "accent-base-default",
        _("Action, work done, links. The only colour that asks to be pressed."),
    ),
    Colour(_("Morning mist"), "accent-surface-tinted", _("Chosen, agreed, your turn.")),
    Colour(_("Shore"), "neutral-background-tinted", _("The menu, the ground of a public page.")),
    Colour(_("Sand"), "neutral-surface-tinted", _("A background on which nothing is decided.")),
    Colour(_("Paper"), "neutral-surface-default", _("Where one works: a form, a card.")),
    Colour(_("Ink"), "neutral-text-default", _("Text. Warm, not black.")),
    Colour(
        _("Ochre"),
        "warning-base-default",
        _("Something should be done. Always with a word and a shape."),
    ),
    Colour(_("Berry"), "danger-base-default", _("Only danger and the quick exit. Never a missed target.")),
)


@dataclass(frozen=True)
class Contrast:
    """Two colours that meet, with their ratio in both looks and the least that WCAG 2.2 AA allows."""

    name: str | Promise
    light: str
    dark: str
    least: str
    is_enough: bool


_PAIRS = (
    (_("Text"), "neutral-text-default", "neutral-background-default", 4.5),
    (_("Quiet text"), "neutral-text-subtle", "neutral-background-default", 4.5),
    (_("Quiet text on sand"), "neutral-text-subtle", "neutral-surface-tinted", 4.5),
    (_("Link"), "accent-text-subtle", "neutral-background-default", 4.5),
    (_("Button"), "accent-base-contrast-default", "accent-base-default", 4.5),
    (_("Water tag"), "accent-text-default", "accent-surface-tinted", 4.5),
    (_("Attention"), "warning-text-subtle", "neutral-background-default", 4.5),
    (_("Attention, in a box"), "warning-text-default", "warning-surface-tinted", 4.5),
    (_("Danger"), "danger-text-subtle", "neutral-background-default", 4.5),
    (_("Leave quickly"), "danger-base-contrast-default", "danger-base-default", 4.5),
    (_("Edge of a field"), "neutral-border-default", "neutral-surface-default", 3.0),
    (_("Bar on its track"), "accent-base-default", "neutral-surface-tinted", 3.0),
)


def contrasts() -> list[Contrast]:
    """Every pair of the theme, counted from the colours that are served."""
    found = []
    for name, front, behind, least in _PAIRS:
        light, dark = (_ratio(_theme(look)[front], _theme(look)[behind]) for look in ("light", "dark"))
        found.append(
            Contrast(name, _said(light), _said(dark), _said(least), is_enough=min(light, dark) >= least)
        )
    return found


def icons() -> list[str]:
    """The names of the sprite's icons."""
    return re.findall(r'<symbol id="([^"]+)"', _served("poukama/icons.svg"))


TONE = (
    (_("The target is 19 children short."), _("Target missed by 24%.")),
    (
        _("The figure is a sample: we asked every tenth person."),
        _("N≈ estimate, see methodology."),
    ),
    (_("Did not come. Shall we agree on a call?"), _("The client neglected the visit (no-show).")),
    (_("Has experienced violence. Has used violence."), _("Victim. Perpetrator.")),
    (
        _("What you wrote is kept. The connection will soon be back."),
        _("Error 503. The operation failed!"),
    ),
    (_("Choose whom the text is about."), _("Required field. Invalid input.")),
    (_("Undo"), _("Are you sure you want to delete this record?")),
    (_("Fewer than five, not shown."), _("0–4* (suppressed)")),
    (_("Page title: The family's page – Poukama"), _("Page title: Smith, shelter stay")),
    (
        _("Message: A reminder of your time, Tue at 2 pm. You can cancel by phone."),
        _("Message: Your violence counselling at the Shelter"),
    ),
)
"""So, and not so."""


def _said(ratio: float) -> str:
    return f"{formatting.number(ratio, 1)} : 1"


def _served(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    return Path(path).read_text(encoding="utf-8")


@cache
def _theme(look: str) -> dict[str, str]:
    block = re.search(rf'\[data-color-scheme="{look}"\] \{{(.*?)\}}', _served("poukama/theme.css"), re.DOTALL)
    if block is None:
        raise LookupError(look)
    return dict(re.findall(r"--ds-color-([a-z-]+): (#[0-9A-Fa-f]{6});", block[1]))


def _ratio(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
