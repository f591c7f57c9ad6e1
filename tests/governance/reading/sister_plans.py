"""Plans of associations that do not exist, built the way such plans are built, as text, DOCX and PDF.

Everything is drawn from one random generator: services, labels, numbers, sentences and line breaks.
"""

import io
import json
import random
import re
from dataclasses import dataclass, field, replace

import docx
import typst

VOWELS = "aeiouyäö"
STARTS = "ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo".split()
MIDDLES = "li la lu ri ra ni na ma mi si sa ti ta vi va ho ki ka le re".split()
ENDS = "nen to ta sti us os mi ri la na tta ssa lla kko".split()
VERBS = "vahvistuu lisääntyy kehittyy paranee kasvaa vähenee toteutuu vakiintuu löytyy tavoittaa".split()
GROUPS = "Perheet Vanhemmat Lapset Nuoret Aikuiset Isät Äidit Vapaaehtoiset Ammattilaiset Ryhmät Illat Käyntikerrat".split()
ACTIONS = "osallistuvat tavoitetut mukana tuetut".split()
PLACES = ("Sorvala", "Kuusjoki", "Hirvelä", "Lehto-Aho", "Pajula")


@dataclass(frozen=True)
class Form:
    """One work form of a plan."""

    title: str
    pairs: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, int], ...]
    numeric: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Plan:
    """A whole plan: chapters with their work forms, and the lines of a budget."""

    year: int
    chapters: tuple[tuple[str, tuple[Form, ...]], ...]
    budget: tuple[tuple[str, int], ...]
    total: int

    @property
    def forms(self) -> list[Form]:
        return [form for _title, forms in self.chapters for form in forms]

    @property
    def expected_pairs(self) -> list[tuple[str, str, str]]:
        pairs = []
        for form in self.forms:
            pairs += [(form.title, goal, result) for goal, result in form.pairs]
            pairs += [(form.title, goal, f"{value} {label}") for goal, label, value in form.numeric]
        return pairs

    @property
    def expected_targets(self) -> list[tuple[str, str, int]]:
        found = []
        for form in self.forms:
            found += [(form.title, label, value) for _goal, label, value in form.numeric]
            found += [(form.title, label, value) for label, value in form.targets]
        return found


@dataclass
class Invention:
    """Words, sentences and numbers out of one random generator."""

    chance: random.Random
    used: set[str] = field(default_factory=set)

    def word(self, parts: int | None = None) -> str:
        middle = self.chance.choices(MIDDLES, k=self.chance.randint(0, 2) if parts is None else parts)
        return self.chance.choice(STARTS) + "".join(middle) + self.chance.choice(ENDS)

    def compound(self) -> str:
        first, second = self.word(1), self.word(1)
        return f"{first}-{second}" if first[-1] == second[0] and first[-1] in VOWELS else first + second

    def sentence(self, *, dot: bool = True, least: int = 4, most: int = 13) -> str:
        words = [
            self.word() if self.chance.random() < 0.7 else self.compound()
            for _ in range(self.chance.randint(least, most))
        ]
        if self.chance.random() < 0.25:
            words.insert(self.chance.randint(2, len(words)), self.chance.choice(PLACES) + "n")
        if self.chance.random() < 0.15:
            words.insert(2, self.word() + "- ja " + self.word())
        words.append(self.chance.choice(VERBS))
        return " ".join([words[0].capitalize(), *words[1:]]) + ("." if dot else "")

    def text(self, *, dot: bool, most: int = 3) -> str:
        sentences = [self.sentence() for _ in range(self.chance.randint(0, most - 1))]
        return " ".join([*sentences, self.sentence(dot=dot)])

    def title(self) -> str:
        while True:
            title = self.chance.choice(
                [
                    self.word().capitalize(),
                    f"{self.word().capitalize()} {self.word().capitalize()}",
                    f"{self.word().capitalize()} {self.word()} -{self.word()}",
                ]
            )
            if title not in self.used:
                self.used.add(title)
                return title

    def label(self) -> str:
        chance = self.chance
        while True:
            label = chance.choice(
                [
                    chance.choice(GROUPS),
                    f"{chance.choice(GROUPS)} ja {chance.choice(GROUPS).lower()}",
                    f"{self.compound().capitalize()} {chance.choice(GROUPS).lower()}",
                    f"{self.word().capitalize()} {self.word()}, {self.word()} ja {self.compound()} ({self.word()})",
                    f"{self.word().capitalize()}-toimintaan {chance.choice(ACTIONS)} {chance.choice(GROUPS).lower()}",
                    f"{self.compound().capitalize()} {self.word()}; {self.word()}- ja {self.compound()} {self.word()} {self.compound()}",
                    f"Alle 3-vuotiaat {self.word()}",
                    f"{self.compound().capitalize()} / {self.word()} {chance.choice(GROUPS).lower()} {chance.choice(ACTIONS)} {self.word()}",
                ]
            )
            if label not in self.used:
                self.used.add(label)
                return label

    def value(self) -> int:
        return self.chance.choice(
            [
                self.chance.randint(0, 9),
                self.chance.randint(10, 99),
                self.chance.randint(100, 999),
                self.chance.randint(1000, 9999),
                self.chance.randint(10_000, 99_000),
            ]
        )

    def form(self) -> Form:
        chance = self.chance
        numeric: tuple[tuple[str, str, int], ...] = ()
        pairs: tuple[tuple[str, str], ...] = ()
        if chance.random() < 0.2:
            numeric = tuple(
                (
                    self.sentence(dot=False, least=2, most=4),
                    f"{self.word()} {self.word()}",
                    chance.randint(0, 300),
                )
                for _ in range(chance.randint(2, 4))
            )
        else:
            pairs = tuple(
                (self.text(dot=chance.random() < 0.75), self.text(dot=chance.random() < 0.9))
                for _ in range(chance.randint(1, 5))
            )
        targets = tuple((self.label(), self.value()) for _ in range(chance.randint(1, 6)))
        return Form(self.title(), pairs, targets, numeric)


def invent(seed: int) -> Plan:
    """A plan for a seed."""
    invention = Invention(random.Random(seed))
    chance = invention.chance
    chapters = tuple(
        (invention.title(), tuple(invention.form() for _ in range(chance.randint(1, 3))))
        for _ in range(chance.randint(1, 3))
    )
    budget = tuple(
        (f"{invention.word().capitalize()} {invention.word()}", chance.randint(1, 1_900_000))
        for _ in range(3)
    )
    total = sum(amount for _label, amount in budget)
    return Plan(chance.randint(2024, 2027), chapters, budget, total)


# --- plain text -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """How a text file is set."""

    column: int = 50
    body: int = 105
    double: bool = False
    break_pages: bool = True
    feed: str = " "
    trailing: bool = True
    share_lines: bool = True
    early_ends: bool = False


def setting(seed: int) -> Setting:
    """A way to set a text for a seed. Without empty space between cells, a cell must end before its line does."""
    chance = random.Random(seed * 7 + 1)
    double = chance.random() < 0.25
    return Setting(
        column=chance.randint(38, 60),
        body=chance.randint(90, 112),
        double=double,
        break_pages=not double and chance.random() < 0.7,
        feed=chance.choice([" ", "\f"]),
        trailing=chance.random() < 0.6,
        share_lines=not double,
        early_ends=double,
    )


def settled(plan: Plan, how: Setting, chance: random.Random) -> Plan:
    """The plan with cells whose last line leaves room for a word, where nothing else tells cells apart."""
    if not how.early_ends:
        return plan
    invention = Invention(chance)

    def padded(text: str) -> str:
        while len(wrap(text, how.column)[-1]) > how.column * 0.5:
            text = f"{text.rstrip('.')} {invention.word()} {VERBS[0]}{'.' if text.endswith('.') else ''}"
        return text

    def form(one: Form) -> Form:
        pairs = tuple((padded(goal), padded(result)) for goal, result in one.pairs)
        return replace(one, pairs=pairs, numeric=())

    return replace(plan, chapters=tuple((title, tuple(map(form, forms))) for title, forms in plan.chapters))


def syllable_cuts(word: str) -> list[int]:
    """Where Finnish lets a word be broken: before a consonant with a vowel after it."""
    return [
        at
        for at in range(2, len(word) - 2)
        if word[at].lower() not in VOWELS + "-"
        and word[at].isalpha()
        and word[at + 1].lower() in VOWELS
        and word[at - 1].isalpha()
        and word[at - 2].isalpha()
    ]


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` letters, words broken as a word processor breaks them."""
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if len(joined) <= width:
            line = joined
            continue
        room = width - len(line) - 2
        hyphen = word.rfind("-", 1, max(1, room + 1))
        cuts = [at for at in syllable_cuts(word) if at <= room]
        if 1 < hyphen < len(word) - 2:
            lines.append(f"{line} {word[: hyphen + 1]}".strip())
            line = word[hyphen + 1 :]
        elif cuts:
            lines.append(f"{line} {word[: cuts[-1]]}-".strip())
            line = word[cuts[-1] :]
        else:
            if line:
                lines.append(line)
            line = word
    return [*lines, line]


def as_text(plan: Plan, how: Setting, chance: random.Random) -> str:
    """The plan as a word processor's text export leaves it: cells one after another, columns lost."""
    out: list[str] = []
    text = _TextWriter(out, how, chance)
    invention = Invention(chance)
    text.heading("1 Toiminnan tarkoitus")
    text.body(" ".join(invention.sentence() for _ in range(8)))
    for number, (title, forms) in enumerate(plan.chapters, start=2):
        text.heading(f"{number} {title}")
        text.body(" ".join(invention.sentence() for _ in range(5)))
        for at, form in enumerate(forms, start=1):
            text.heading(f"{number}.{at} {form.title}")
            text.body(" ".join(invention.sentence() for _ in range(6)))
            text.pairs(plan.year, form)
            text.targets(plan.year, form)
    text.heading(f"{len(plan.chapters) + 2} Talous")
    text.body("Talousarvion tuotot muodostuvat seuraavasti:")
    for label, amount in [*plan.budget, ("Tuotot yhteensä", plan.total)]:
        out.append(f"{label} {amount:,} €".replace(",", chance.choice([".", " "])))
        out.append("")
    text.body(invention.sentence())
    return "\n".join(out)


class _TextWriter:
    def __init__(self, out: list[str], how: Setting, chance: random.Random) -> None:
        self.out = out
        self.how = how
        self.chance = chance
        self.written = 0

    def line(self, text: str, *, feed: bool = False) -> None:
        if self.how.trailing and not text.endswith("-"):
            text += " " * self.chance.randint(1, 3)
        self.out.append(self.how.feed + text if feed else text)

    def blank(self) -> None:
        self.out.extend(self.chance.choice([[""], [""], [" ", ""], [""]]) if not self.how.double else [""])

    def heading(self, text: str) -> None:
        feed = self.chance.random() < 0.3 and bool(self.out)
        self.line(text, feed=feed)
        self.blank()

    def body(self, text: str) -> None:
        for line in wrap(text, self.how.body):
            self.line(line)
            self.out.append("")

    def pairs(self, year: int, form: Form) -> None:
        self.line(f"Strategian mukaiset päätavoitteet ja -tulokset vuodelle {year}")
        if self.how.double:
            self.blank()
        self.line("Tavoitteet Tulokset")
        self.blank()
        rows = [*form.pairs, *((goal, f"{value} {label}") for goal, label, value in form.numeric)]
        for goal, result in rows:
            self.row(wrap(goal, self.how.column), wrap(result, self.how.column))

    def row(self, goal: list[str], result: list[str]) -> None:
        if self.how.share_lines and len(goal) == 1:
            self.cell([f"{goal[0]} {result[0]}", *result[1:]])
            self.blank()
            return
        cut = self._page_cut(goal, result)
        for part, (left, right) in enumerate(self._parts(goal, result, cut)):
            if left:
                self.cell(left, feed=part > 0)
                self.blank()
            if right:
                self.cell(right, feed=part > 0 and not left)
                if part > 0 or cut is None:
                    self.blank()

    def _parts(
        self, goal: list[str], result: list[str], cut: int | None
    ) -> list[tuple[list[str], list[str]]]:
        return [(goal, result)] if cut is None else [(goal[:cut], result[:cut]), (goal[cut:], result[cut:])]

    def _page_cut(self, goal: list[str], result: list[str]) -> int | None:
        """A page may end in the middle of a row, where the sentences of its unfinished cells run on."""
        if not self.how.break_pages or self.chance.random() > 0.25:
            return None
        cuts = [
            cut
            for cut in range(1, len(result))
            if all(cut >= len(cell) or cell[cut][0].islower() for cell in (goal, result))
            and (cut < len(goal) or goal[-1].endswith("."))
        ]
        return self.chance.choice(cuts) if cuts else None

    def cell(self, lines: list[str], *, feed: bool = False) -> None:
        for at, line in enumerate(lines):
            if at and self.how.double:
                self.out.append("")
            self.line(line, feed=feed and at == 0)

    def targets(self, year: int, form: Form) -> None:
        self.line(f"Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna {year}")
        if self.how.double:
            self.blank()
        for label, value in form.targets:
            shown = written(value, self.chance)
            lines = wrap(label, self.how.column)
            if len(lines) > 1 or self.chance.random() < 0.1:
                self.cell(lines)
                self.blank()
                self.cell([shown])
            elif self.how.trailing:
                self.cell([f"{lines[0]}{' ' * self.chance.randint(1, 2)}{shown}"])
            else:
                self.cell([f"{lines[0]} {shown}"])
            self.blank()


def written(value: int, chance: random.Random) -> str:
    """A number as somebody types it."""
    separator = chance.choice([" ", ".", "", "\u00a0"]) if value >= 1000 else ""
    return f"{value:,}".replace(",", separator)


# --- Word and PDF -----------------------------------------------------------------------------------------------------


def as_docx(plan: Plan, chance: random.Random) -> bytes:
    """The plan as a Word document with real headings and tables."""
    document = docx.Document()
    numbered, tables = chance.random() < 0.5, chance.random() < 0.7
    invention = Invention(chance)
    for number, (title, forms) in enumerate(plan.chapters, start=1):
        document.add_heading(f"{number} {title}" if numbered else title, 1)
        document.add_paragraph(invention.text(dot=True))
        for at, form in enumerate(forms, start=1):
            document.add_heading(f"{number}.{at} {form.title}" if numbered else form.title, 2)
            document.add_paragraph(invention.text(dot=True))
            rows = [*form.pairs, *((goal, f"{value} {label}") for goal, label, value in form.numeric)]
            _word_table(document, [("Tavoitteet", "Tulokset"), *rows])
            document.add_paragraph(f"Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna {plan.year}")
            counts = [(label, written(value, chance)) for label, value in form.targets]
            if tables:
                _word_table(document, counts)
            else:
                for label, shown in counts:
                    document.add_paragraph(f"{label}{chance.choice([chr(9), ' '])}{shown}")
    document.add_heading("Talous", 1)
    document.add_paragraph("Talousarvion tuotot:")
    _word_table(document, [(label, f"{amount:,} €".replace(",", " ")) for label, amount in plan.budget])
    document.add_paragraph(f"Tuotot yhteensä\t{plan.total:,} €".replace(",", " "))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _word_table(document: "docx.document.Document", rows: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2)
    for left, right in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right


TEMPLATE = """
#let plan = json(bytes(sys.inputs.plan))
#set document(title: "Plan")
#set page(width: 210mm, height: plan.height * 1mm, margin: 22mm, numbering: if plan.numbering { "1" } else { none })
#set text(size: 11pt, lang: "fi", hyphenate: true)
#set par(justify: plan.justify)
#let lines = if plan.bordered { 0.5pt } else { none }
#for chapter in plan.chapters [
  #text(size: 16pt, weight: "bold", chapter.title)

  #chapter.body
  #for form in chapter.forms [
    #v(4mm)
    #text(size: 13pt, weight: "bold", form.title)

    #form.body

    #table(columns: (1fr, 1fr), stroke: lines, inset: 5pt,
      strong[Tavoitteet], strong[Tulokset], ..form.pairs.flatten())

    *Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna #plan.year*

    #table(columns: (plan.label, 30mm), stroke: lines, inset: 5pt, ..form.targets.flatten())
  ]
]
#text(size: 16pt, weight: "bold")[Talous]

Talousarvion tuotot muodostuvat seuraavasti:

#table(columns: (90mm, 40mm), stroke: none, ..plan.budget.flatten())
"""


def as_pdf(plan: Plan, chance: random.Random) -> bytes:
    """The plan as a PDF whose tables mostly have no borders and break over low pages."""
    invention = Invention(chance)
    data = {
        "year": str(plan.year),
        "height": chance.choice([120, 160, 297]),
        "numbering": chance.random() < 0.5,
        "justify": chance.random() < 0.5,
        "bordered": chance.random() < 0.3,
        "label": chance.choice(["60mm", "80mm"]),
        "chapters": [
            {
                "title": f"{number} {title}",
                "body": invention.text(dot=True),
                "forms": [
                    {
                        "title": f"{number}.{at} {form.title}",
                        "body": invention.text(dot=True),
                        "pairs": [
                            *form.pairs,
                            *((goal, f"{value} {label}") for goal, label, value in form.numeric),
                        ],
                        "targets": [(label, written(value, chance)) for label, value in form.targets],
                    }
                    for at, form in enumerate(forms, start=1)
                ],
            }
            for number, (title, forms) in enumerate(plan.chapters, start=1)
        ],
        "budget": [
            (label, f"{amount:,} €".replace(",", " "))
            for label, amount in [*plan.budget, ("Tuotot yhteensä", plan.total)]
        ],
    }
    template = TEMPLATE.replace("(plan.label, 30mm)", f"({data['label']}, 30mm)")
    compiled = typst.compile(template.encode(), format="pdf", sys_inputs={"plan": json.dumps(data)})
    assert isinstance(compiled, bytes)
    return compiled


def bare(text: str) -> str:
    """A text without what a page may change in it: spaces around hyphens."""
    return re.sub(r"\s+", " ", text).strip()
