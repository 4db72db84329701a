"""A quarter's published tables as a page and a sheet show them: words beside numbers, and nothing that is not there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from casework.figures import chart
from casework.figures.chart import Chart
from casework.figures.kept import Quarter, Words
from casework.figures.population import REST, UNSAID
from casework.figures.publishing import APART, FEW, Line, Shown
from casework.settings import N_

from .text import _, listed

YES = "yes"


class Label(NamedTuple):
    """`short`: over a column, where the legend says it in full."""

    short: str
    full: str


class Row(NamedTuple):
    label: Label
    all: int
    cells: list[str]


class Figure(NamedTuple):
    """`columns` stand over the cells of rows. `mean`: in words, where every point has a number of its own."""

    id: str
    title: str
    columns: list[str]
    rows: list[Row]
    chart: Chart | None = None
    mean: str = ""


def figures(quarter: Quarter, group: str) -> Iterator[Figure]:
    """Those by one group, or over everybody; the choices of one question together."""
    words = quarter.words
    tables = [table for table in quarter.published.tables if table.group == group]
    together: dict[str, list[Shown]] = {}
    for table in tables:
        if of := words[table.axis].of:
            together.setdefault(of, []).append(table)
    for table in tables:
        if of := words[table.axis].of:
            if (themes := together.pop(of, None)) and (figure := _themes(of, themes, words)):
                yield figure
        else:
            yield _by_group(table, words) if group else _of_everybody(table, words)


def left_out(quarter: Quarter, group: str) -> list[tuple[str, list[str]]]:
    """Why, and which: of the questions that everybody is asked in this view."""
    reasons = {
        FEW: N_("Too few people to divide, five at least for each number"),
        APART: N_("Together with the tables that are shown it would single people out, or say too much of too few"),
    }
    found = []
    for why, sentence in reasons.items():
        names = [name.partition("/") for name in (quarter.published.left_out or {}).get(why, ())]
        titles = dict.fromkeys(_title(axis, quarter.words) for axis, _slash, of in names if of == group)
        if titles:
            found.append((_(sentence), list(titles)))
    return found


def sheet(quarter: Quarter) -> Iterator[tuple[str, ...]]:
    """Every published number on a line of its own, under a line of headings."""
    yield tuple(map(_, (N_("Quarter"), N_("Question"), N_("By"), N_("Group"), N_("Answer"), N_("People"))))
    words = quarter.words
    for table in quarter.published.tables:
        title, by = _title(table.axis, words), _(words[table.group].text) if table.group else ""
        for line in table.lines:
            of = _label(words.get(table.group), line.of).full if table.group else ""
            cells = zip(table.columns, line.counts, strict=True) if line.counts else ()
            for values, count in cells:
                yield quarter.name, title, by, of, _label(words[table.axis], values).full, str(count)
            if not line.counts:
                yield quarter.name, title, by, of, _("all, not divided"), str(line.all)


def _title(axis: str, words: Mapping[str, Words]) -> str:
    of = words[axis]
    return f"{_(of.text)} {_(of.values[YES])}" if of.of else _(of.text)


def _of_everybody(table: Shown, words: Mapping[str, Words]) -> Figure:
    axis, [line] = words[table.axis], table.lines
    labels = [_label(axis, values) for values in table.columns]
    lines = [(label.full, _share(count, line.all), count) for label, count in zip(labels, line.counts, strict=True)]
    rows = [Row(label, count, [_share(count, line.all)]) for label, count in zip(labels, line.counts, strict=True)]
    drawn = chart.simple(_id(table.axis), _(axis.text), _says(lines), lines, line.all)
    return Figure(_id(table.axis), _(axis.text), [_("share")], rows, drawn, _mean(axis, table, line))


def _by_group(table: Shown, words: Mapping[str, Words]) -> Figure:
    axis, of = words[table.axis], words[table.group]
    labels = [_label(axis, values) for values in table.columns]
    columns = [label.short for label in labels]
    rows = [
        Row(_label(of, line.of), line.all, list(map(str, line.counts)) or ["–"] * len(columns)) for line in table.lines
    ]
    lines = [(row.label.full, str(row.all), line.counts) for row, line in zip(rows, table.lines, strict=True)]
    says = _("A bar for each group, divided by what they said; the numbers stand in the table below.")
    drawn = chart.divided(_id(table.axis), _(axis.text), says, lines, [label.full for label in labels])
    return Figure(_id(table.axis), _(axis.text), columns, rows, drawn)


def _themes(of: str, tables: Sequence[Shown], words: Mapping[str, Words]) -> Figure | None:
    """One line a choice, or a group: how many named it."""
    named = [(table, _named(table)) for table in tables]
    shown = [(table, counts) for table, counts in named if counts]
    if not shown:
        return None
    group, title = shown[0][0].group, _(words[shown[0][0].axis].text)
    if not group:
        whole = shown[0][0].lines[0].all
        lines = [(_(words[table.axis].values[YES]), counts[()]) for table, counts in shown]
        bars = [(label, _share(count, whole), count) for label, count in lines]
        rows = [Row(Label(label, label), count, [_share(count, whole)]) for label, count in lines]
        return Figure(_id(of), title, [_("share")], rows, chart.simple(_id(of), title, _says(bars), bars, whole))
    sizes = {line.of: line.all for table, _counts in shown for line in table.lines}
    columns = [_(words[table.axis].values[YES]) for table, _counts in shown]
    rows = [
        Row(_label(words[group], values), size, [str(counts.get(values, "–")) for _table, counts in shown])
        for values, size in sizes.items()
    ]
    return Figure(_id(of), title, columns, rows)


def _named(table: Shown) -> dict[tuple[str, ...], int]:
    """By group, how many named it: where these are counted by themselves."""
    if (YES,) not in table.columns:
        return {}
    at = table.columns.index((YES,))
    return {line.of: line.counts[at] for line in table.lines if line.counts}


def _label(words: Words | None, values: Sequence[str]) -> Label:
    said = [_word(words, value) for value in values]
    if len(said) == 1:
        return Label(said[0], said[0])
    if words is not None and words.ordered:
        points = [value for value in values if value != UNSAID]
        span = f"{points[0]}–{points[-1]}" if len(points) > 1 else points[0]
        span = _("%(points)s, or not said", points=span) if UNSAID in values else span
        return Label(span, span)
    return Label(_("%(num)s together", num=len(said)), listed(said))


def _word(words: Words | None, value: str) -> str:
    if value == UNSAID:
        return _("not said, or not asked")
    if value == REST:
        return _("all others")
    return _(words.values[value]) if words is not None and value in words.values else value


def _mean(axis: Words, table: Shown, line: Line) -> str:
    """Of those who said a point: only what everybody can work out from the table."""
    points = [values for values in table.columns if UNSAID not in values]
    if not axis.ordered or sorted(points) != sorted((value,) for value in axis.values):
        return ""
    said = [(int(v[0]), n) for v, n in zip(table.columns, line.counts, strict=True) if v != (UNSAID,)]
    mean = sum(point * number for point, number in said) / sum(number for _point, number in said)
    return _("%(mean)s of %(most)s on average", mean=f"{mean:.1f}", most=len(axis.values))


def _share(count: int, whole: int) -> str:
    return f"{100 * count / whole:.0f} %"


def _says(lines: Sequence[tuple[str, str, int]]) -> str:
    return "; ".join(f"{label}: {share}" for label, share, _number in lines)


def _id(axis: str) -> str:
    return f"of-{axis}"
