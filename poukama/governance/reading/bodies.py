"""Authorities and bodies that have ended, with the day and what took their place: data, to be kept up to date."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EndedBody:
    """A body that no longer exists from `gone_from` on. `names` matches its inflected names."""

    key: str
    names: str
    gone_from: date
    replaced_by: str
    source: str

    def pattern(self) -> re.Pattern[str]:
        """The names as one expression, at word borders."""
        return re.compile(rf"(?<!\w)(?:{self.names})(?!\w)", re.I)


ENDED_BODIES: tuple[EndedBody, ...] = (
    EndedBody(
        key="joint-municipal-authority",
        names=r"\w*kuntayhtym\w+|\w*samkommun\w*",
        gone_from=date(2023, 1, 1),
        replaced_by="hyvinvointialue",
        source="616/2021",
    ),
    EndedBody(
        key="hospital-district",
        names=r"\w*sairaanhoitopiir\w+|\w*erityishuoltopiir\w+|\w*sjukvårdsdistrikt\w*",
        gone_from=date(2023, 1, 1),
        replaced_by="hyvinvointialue",
        source="616/2021",
    ),
    EndedBody(
        key="valvira",
        names=r"valvira\w*|sosiaali- ja terveysalan lupa- ja valvontavirasto\w*"
        r"|tillstånds- och tillsynsverket för social- och hälsovården",
        gone_from=date(2026, 1, 1),
        replaced_by="Lupa- ja valvontavirasto",
        source="HE 13/2025 vp",
    ),
    EndedBody(
        key="regional-state-administrative-agency",
        names=r"aluehallintovirasto\w*|avi(?:n|lle|sta|in)?|regionförvaltningsverk\w*",
        gone_from=date(2026, 1, 1),
        replaced_by="Lupa- ja valvontavirasto",
        source="HE 13/2025 vp",
    ),
    EndedBody(
        key="ely-centre",
        names=r"ely-keskus\w*|ely-keskuk\w+|elinkeino-, liikenne- ja ympäristökesku\w+|ntm-centralen",
        gone_from=date(2026, 1, 1),
        replaced_by="elinvoimakeskus",
        source="HE 13/2025 vp",
    ),
    EndedBody(
        key="te-office",
        names=r"te-toimisto\w*|te-palvelu\w*|työ- ja elinkeinotoimisto\w*|te-byrån",
        gone_from=date(2025, 1, 1),
        replaced_by="työllisyysalue",
        source="380/2023",
    ),
    EndedBody(
        key="ray",
        names=r"raha-automaattiyhdisty\w+|penningautomatföreningen",
        gone_from=date(2017, 1, 1),
        replaced_by="STEA",
        source="1286/2016",
    ),
    EndedBody(
        key="magistrate",
        names=r"maistraat\w+|väestörekisterikesku\w+|magistrat(?:en)?",
        gone_from=date(2020, 1, 1),
        replaced_by="Digi- ja väestötietovirasto",
        source="304/2019",
    ),
)
