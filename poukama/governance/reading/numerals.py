"""Numbers as people type them: 1 300, 1.300, 2,5."""

import re

THIN = "\u00a0\u202f\u2009"
NUMERAL = rf"(?:\d{{1,3}}(?:[ .{THIN}]\d{{3}})+(?!\d)|\d+)(?:,\d{{1,2}})?"


def number(text: str) -> int | float:
    """The value of a numeral matched by `NUMERAL`."""
    whole, _comma, part = re.sub(rf"[ .{THIN}]", "", text).partition(",")
    return float(f"{whole}.{part}") if part.strip("0") else int(whole)
