"""Make the synthetic year, timing each part."""

import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from poukama.setup.demo.diary import Diary
from poukama.setup.demo.making import make_years

PARTS = {"door": "door", "together": "groups and occasions", "met": "outreach, chats, advice, answers"}
PARTS |= {"care": "episodes and contacts", "beside": "volunteers, matches, partners"}


def run(scale: float) -> dict[str, Any]:
    """The seconds it took, the seconds of its parts, and how many events were made."""
    spent: Counter[str] = Counter()
    plain_add = Diary.add

    def timed_add(diary: Diary, moment: Any, event: Any) -> None:
        module = type(event).__module__ if not hasattr(event, "__module__") else event.__module__
        part = PARTS.get(str(module).rsplit(".", 1)[-1], "other")

        def timed() -> None:
            start = time.perf_counter()
            event()
            spent[part] += time.perf_counter() - start  # type: ignore[assignment]

        plain_add(diary, moment, timed)

    began, began_working = time.perf_counter(), time.process_time()
    with patch.object(Diary, "add", timed_add):
        made = make_years(
            pack=Path("packs/lahti-2024"), last_year=2024, scale=scale, until=date(2024, 12, 29)
        )
    seconds, working = time.perf_counter() - began, time.process_time() - began_working
    spent["planning and saving"] = seconds - sum(spent.values())  # type: ignore[assignment]
    return {"seconds": seconds, "processor": working, "parts": dict(spent), "events": made.events}
