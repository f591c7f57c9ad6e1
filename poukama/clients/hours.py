"""At which hours somebody may be contacted: on weekdays from one time to another, at weekends from one to another."""

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

_SATURDAY = 5


@dataclass(frozen=True)
class Window:
    """From a time of day to another; one that ends before it begins goes on past midnight."""

    starts: time
    ends: time

    @property
    def goes_past_midnight(self) -> bool:
        """Whether its end is on the next day."""
        return self.ends < self.starts

    def __str__(self) -> str:
        return f"{_told(self.starts)}\N{EN DASH}{_told(self.ends)}"


@dataclass(frozen=True)
class Hours:
    """The hours of weekdays and of weekends. Where one is said, the other is allowed only if it is said too."""

    weekdays: Window | None = None
    weekend: Window | None = None

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.weekend)

    def allow(self, moment: datetime) -> bool:
        """Whether a moment is within them, by local clocks. Where no hours are said, every hour is."""
        if not self:
            return True
        here = timezone.localtime(moment)
        now, today = here.time(), self._of(here)
        if today and today.starts <= now and (now < today.ends or today.goes_past_midnight):
            return True
        night = self._of(here - timedelta(days=1))
        return night is not None and night.goes_past_midnight and now < night.ends

    def _of(self, day: datetime) -> Window | None:
        return self.weekend if day.weekday() >= _SATURDAY else self.weekdays

    def __str__(self) -> str:
        if not self:
            return ""
        said = [
            _("weekdays %(hours)s") % {"hours": self.weekdays} if self.weekdays else _("never on weekdays"),
            _("weekends %(hours)s") % {"hours": self.weekend} if self.weekend else _("never at weekends"),
        ]
        return ", ".join(said)

    def written(self) -> str:
        """As it is sealed; empty where no hours are said."""
        pairs = {"weekdays": self.weekdays, "weekend": self.weekend}
        found = {
            name: [each.starts.isoformat("minutes"), each.ends.isoformat("minutes")]
            for name, each in pairs.items()
            if each
        }
        return json.dumps(found) if found else ""


def read(text: str | None) -> Hours:
    """The hours that were sealed."""
    found = json.loads(text) if text else {}
    windows = {
        name: Window(*(time.fromisoformat(each) for each in pair))
        for name, pair in found.items()
        if name in ("weekdays", "weekend")
    }
    return Hours(**windows)


def _told(at: time) -> str:
    return f"{at.hour}.{at.minute:02}"
