"""Budget lines with the totals that the document states."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from poukama.governance.reading.numerals import NUMERAL, THIN, number
from poukama.governance.reading.structure import Line
from poukama.governance.reading.vocabulary import MONEY_TOTAL, MONEY_WORDS
from poukama.governance.reading.writing import BULLET, ends_sentence

LONGEST_LINE = 200
AMOUNT = rf"[-–−]?\s?{NUMERAL}"
WITH_CURRENCY = re.compile(
    rf"(?P<label>.*?\S)\s+(?P<amount>{AMOUNT})\s*(?:€|euroa|EUR|eur|euro|e)\s*\.?", re.I
)
WITHOUT_CURRENCY = re.compile(
    rf"(?P<label>.*?\S)\s+(?P<amount>[-–−]?\d{{1,3}}(?:[ .{THIN}]\d{{3}})+(?:,\d\d)?)"
)
ONLY_AMOUNT = re.compile(rf"(?P<amount>{AMOUNT})\s*(?:€|euroa|EUR|euro|e)?", re.I)


@dataclass(frozen=True, slots=True)
class Sum:
    """A labelled sum of money at a line of the document."""

    label: str
    amount: int | float
    is_total: bool
    index: int
    confidence: float


def read_money(lines: Sequence[Line]) -> list[Sum]:
    """Every labelled sum that stands in a list of sums, not in prose."""
    sums: list[Sum] = []
    near_money = -100
    for index, line in enumerate(lines):
        if MONEY_WORDS.search(line.text):
            near_money = index
        found = _sum_at(lines, index, close=index - near_money <= 30)
        if found is not None:
            sums.append(found)
            near_money = index
    has_total = any(one.is_total for one in sums)
    return [one for one in sums if has_total or one.confidence > 0.7]


def _sum_at(lines: Sequence[Line], index: int, *, close: bool) -> Sum | None:
    line = lines[index]
    if (
        line.cells
        and (found := ONLY_AMOUNT.fullmatch(line.cells[-1]))
        and re.search(r"[^\W\d]", line.cells[0])
    ):
        marked = line.cells[-1].rstrip().lower().endswith(("€", "euroa", "eur", "e", "euro"))
        if marked or (close and WITHOUT_CURRENCY.fullmatch("x " + line.cells[-1])):
            return _sum(line.cells[0], found["amount"], index, 1.0 if marked else 0.8)
        return None
    if line.is_row or len(line.text) > LONGEST_LINE:
        return None
    found = WITH_CURRENCY.fullmatch(line.text)
    confidence = 0.95
    if found is None and close:
        found, confidence = WITHOUT_CURRENCY.fullmatch(line.text), 0.6
    if found is None or not found["label"][0].isupper() and not BULLET.match(line.text):
        return None
    if not re.search(r"[^\W\d]", found["label"]) or _in_prose(lines, index):
        return None
    return _sum(found["label"], found["amount"], index, confidence)


def _in_prose(lines: Sequence[Line], index: int) -> bool:
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    return ends_sentence(lines[index].text) or after[:1].islower()


def _sum(label: str, amount: str, index: int, confidence: float) -> Sum:
    negative = amount.lstrip()[:1] in "-–−"
    value = number(re.sub(r"^[-–−\s]+", "", amount))
    tidy = BULLET.sub("", label).strip(" .:…")
    return Sum(tidy, -value if negative else value, bool(MONEY_TOTAL.search(tidy)), index, confidence)
