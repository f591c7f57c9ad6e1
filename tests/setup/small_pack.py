"""A small pack written into a folder, for tests that spoil it."""

from pathlib import Path

PACK = """\
format: 1
name: harbour
version: "1"
association:
  name: Harbour Association
  short_name: Harbour
"""

HOUSE = """\
areas:
  - {key: families, name: Perheet}
sites:
  - {key: house, name: Talo}
teams:
  - key: families
    name: Perhetiimi
    area: families
    positions:
      - key: lead
        name: Esihenkilö
        role: lead
        work_forms: [groups]
      - key: worker
        name: Työntekijä
        count: 2
work_forms:
  - key: groups
    name: {fi: Ryhmät, sv: Grupper, en: Groups}
    areas: [families]
    regime: R3
    controller: Harbour Association
    identification: coded
    funding: {stea: 100}
terms:
  phase:
    - {key: start, name: Alku, work_forms: [groups]}
  funder:
    - {key: stea, name: STEA}
"""

PLAN = """\
plans:
  - year: 2024
    title: Suunnitelma
    work_forms:
      - work_form: groups
        owner: lead
        goals:
          - {code: G1, goal: Perheet jaksavat., result: Perheet jaksoivat.}
        targets:
          - {code: T1, label: Perheet, aim: 10, unit: family, measure: families_in_phase, filters: {work_form: groups, phase: start}, goal: G1}
    budget:
      - {key: stea, label: STEA, amount: 1000}
    staff:
      - {key: families, label: Perhetiimi, team: families, count: 3}
"""

FILES = {"house.yaml": HOUSE, "pack.yaml": PACK, "plan.yaml": PLAN}


def small_pack(folder: Path, **changed: tuple[str, ...]) -> Path:
    """Write the small pack; `house=(old, new)` replaces a text in `house.yaml`; more pairs may follow."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        pairs = changed.get(name.removesuffix(".yaml"), ())
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new, 1)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
