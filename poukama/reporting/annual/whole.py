"""What is told of the whole association: focus areas, staff, volunteers, partners and money."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.governance.facts import BudgetSide, PlannedStaffLine
from poukama.organisation.models import Network, Position
from poukama.reporting import words
from poukama.reporting.annual.numbers import indicator_code
from poukama.reporting.annual.work import Telling, mark_of, reference
from poukama.toolkit import formatting
from poukama.toolkit.papers import blocks
from poukama.toolkit.papers.blocks import Block


def _figure_row(telling: Telling, code: str) -> list[list[Block]]:
    if code not in telling.numbers.extras:
        return []
    extra, figure = telling.numbers.extras[code]
    return [
        [
            blocks.cell(extra.label),
            blocks.cell(words.said(figure), strong=True),
            blocks.cell(words.unit_name(figure.unit)),
            blocks.cell(mark_of(figure)),
            blocks.cell(reference(code, figure)),
        ]
    ]


def _figure_columns(first: str) -> list[Block]:
    return [
        blocks.column(first, 4.0),
        blocks.column(_("Came true"), 1.4, numeric=True),
        blocks.column(_("Unit"), 1.8),
        blocks.column(_("Source"), 1.2),
        blocks.column(_("Reference"), 1.3),
    ]


def tell_focus_areas(telling: Telling, number: int) -> list[Block]:
    """Each focus area with its indicators and how its development went."""
    if not telling.plan.focus_areas:
        return []
    told = [blocks.heading(1, blocks.numbered(number, _("Focus areas")))]
    for at, area in enumerate(telling.plan.focus_areas, start=1):
        told.append(blocks.heading(2, f"{number}.{at} {area.title}"))
        if area.development:
            told.append(blocks.named(_("To be developed"), area.development))
            told += telling.asked(f"focus:{area.key}")
        rows = [
            row
            for place in range(1, len(area.indicators) + 1)
            for row in _figure_row(telling, indicator_code(at, place))
        ]
        if rows:
            told.append(
                blocks.table(
                    _("%(name)s: what it is followed by") % {"name": area.title},
                    _figure_columns(_("Indicator")),
                    rows,
                )
            )
        for place, indicator in enumerate(area.indicators, start=1):
            asked = telling.asked(f"indicator:{area.key}:{place}")
            if asked:
                told += [blocks.named(_("Indicator"), indicator.title), *asked]
    return told


def tell_staff(telling: Telling, number: int) -> list[Block]:
    """Posts by team as they are, against what the plan says."""
    posts = dict(Position.objects.order_by("team__key").values_list("team__key").annotate(Count("pk")))
    in_areas = Position.objects.filter(team__area__isnull=False).order_by("team__area__key")
    by_area = dict(in_areas.values_list("team__area__key").annotate(Count("pk")))
    whole = sum(posts.values())
    if not telling.plan.staff and not whole:
        return []
    rows = [
        _staff_row(line, posts.get(line.team, 0) if line.team else by_area.get(line.key))
        for line in telling.plan.staff
    ]
    stated = _stated_in_all(telling.plan.staff, by_area)
    rows.append(
        [
            blocks.cell(_("In all"), strong=True),
            blocks.cell(formatting.number(stated), strong=True),
            blocks.cell(formatting.number(whole), strong=True),
            blocks.cell(_signed(whole - stated)),
        ]
    )
    columns = [
        blocks.column(_("Team"), 4.0),
        blocks.column(_("Posts in the plan"), 2.2, numeric=True),
        blocks.column(_("Posts now"), 1.6, numeric=True),
        blocks.column(_("Difference"), 1.2, numeric=True),
    ]
    said = _("The association has %(n)s posts. A post is counted once, also when nobody holds it.") % {
        "n": formatting.number(whole)
    }
    return [
        blocks.heading(1, blocks.numbered(number, _("Staff"))),
        blocks.paragraph(said),
        blocks.table(_("Posts by team"), columns, rows),
    ]


def _stated_in_all(lines: tuple[PlannedStaffLine, ...], by_area: Mapping[str, int]) -> int:
    """The plan's own total: its lines of teams, and those of areas that have no line of a team."""
    return sum(line.stated_count for line in lines if line.team or line.key not in by_area)


def _staff_row(line: PlannedStaffLine, posts: int | None) -> list[Block]:
    return [
        blocks.cell(line.label, strong=not line.team),
        blocks.cell(formatting.number(line.stated_count)),
        blocks.cell(formatting.number(posts)),
        blocks.cell(_signed(posts - line.stated_count) if posts is not None else "\N{EN DASH}"),
    ]


def _signed(number: int | Decimal) -> str:
    return f"+{formatting.number(number)}" if number > 0 else formatting.number(number)


def tell_volunteers(telling: Telling, number: int) -> list[Block]:
    """Volunteers as they were counted, in all and by role; somebody may have several roles."""
    codes = [code for code in telling.numbers.extras if code == "VAP" or code.startswith("VAP-")]
    told = [code for code in codes if not _is_nobody(telling, code) or code == "VAP"]
    rows = [row for code in told for row in _figure_row(telling, code)]
    if not rows:
        return []
    return [
        blocks.heading(1, blocks.numbered(number, _("Volunteers"))),
        blocks.paragraph(
            _(
                "Each volunteer is counted once in all, and once in every role, so the roles do not add up to the whole."
            )
        ),
        blocks.table(_("Volunteers by role"), _figure_columns(_("Who")), rows),
    ]


def _is_nobody(telling: Telling, code: str) -> bool:
    return telling.numbers.extras[code][1].value == 0


def tell_partners(telling: Telling, number: int) -> list[Block]:
    """Partners as they were counted, and the networks we take part in."""
    rows = _figure_row(telling, "KUM")
    networks = list(Network.objects.prefetch_related("work_forms").order_by("name", "pk"))
    if not rows and not networks:
        return []
    told = [blocks.heading(1, blocks.numbered(number, _("Partners and networks")))]
    if rows:
        told.append(blocks.table(_("Partners"), _figure_columns(_("What")), rows))
    if networks:
        many = len(networks)
        told.append(
            blocks.paragraph(
                ngettext("We take part in %(n)s network:", "We take part in %(n)s networks:", many)
                % {"n": formatting.number(many)}
            )
        )
        told.append(blocks.bullets([_network(each) for each in networks]))
    return told


def _network(network: Network) -> str:
    forms = sorted(network.work_forms.all(), key=lambda form: form.order)
    if not forms:
        return network.label()
    return f"{network.label()} ({', '.join(form.label() for form in forms)})"


def tell_money(telling: Telling, number: int) -> list[Block]:
    """The plan's lines, their sum, the total that the plan states, and the difference said."""
    plan = telling.plan
    if not plan.budget:
        return []
    told = [blocks.heading(1, blocks.numbered(number, _("Money")))]
    told += telling.asked("money")
    columns = [blocks.column(_("Line"), 5.0), blocks.column(_("In the plan"), 2.0, numeric=True)]
    for side, caption in (
        (BudgetSide.INCOME, _("Income by line")),
        (BudgetSide.EXPENSE, _("Expenses by line")),
    ):
        lines = [line for line in plan.budget if line.side is side]
        if not lines:
            continue
        total = sum((line.amount for line in lines), Decimal(0))
        rows = [[blocks.cell(line.label), blocks.cell(formatting.euros(line.amount))] for line in lines]
        rows.append(
            [
                blocks.cell(_("Sum of the lines"), strong=True),
                blocks.cell(formatting.euros(total), strong=True),
            ]
        )
        if side is BudgetSide.INCOME and plan.stated_income is not None:
            rows.append(
                [
                    blocks.cell(_("Total that the plan states")),
                    blocks.cell(formatting.euros(plan.stated_income)),
                ]
            )
        told.append(blocks.table(caption, columns, rows))
        if side is BudgetSide.INCOME:
            told += _difference(total, plan.stated_income)
    return told


def _difference(total: Decimal, stated: Decimal | None) -> list[Block]:
    if stated is None or total == stated:
        return []
    words_of = (
        _("The lines come to %(euros)s more than the total that the plan states.")
        if total > stated
        else _("The lines come to %(euros)s less than the total that the plan states.")
    )
    return [blocks.paragraph(words_of % {"euros": formatting.euros(abs(total - stated))})]
