"""Charts for those who would rather look than read, drawn as SVG, each with its data as a table.

Widths are percents and heights pixels, so that a chart fits any screen and its words keep their
size. A bar or a point is a link to its cell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from audit.address import Address
from audit.report.figures import about, number
from audit.texts import LANGUAGES, Language

Said = dict[Language, str]
_EDGE = Decimal(150)  # percent beyond which a point is put on the edge of the plot
_COARSE_LEVELS = ("program", "kegiatan", "sub_kegiatan")
_FINE_LEVELS = ("sub_kegiatan", "kegiatan", "program")
_MOST_BARS = 40
_MOST_PAGES = 120  # of longer documents only the pages with findings have a bar
#: Columns of a budget chart, the first pair that a table has; what it is then called and shows.
_CEILINGS: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {
    ("pagu_sebelum", "pagu"): ("anggaran", ("pagu_sebelum", "pagu_setelah")),
    ("pagu", "pagu_maju"): ("anggaran_maju", ("pagu", "pagu_maju")),
    ("pagu",): ("anggaran_tahun", ("pagu",)),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar or point.

    Attributes:
        at: where it links to, an anchor; ``""`` for nowhere.
        share: lengths (or x and y) in percent of the plot.
        said: what stands beside it, for each of ``share``.
        edge: it lies outside the plot and is shown on its edge.
    """

    label: str
    at: str
    share: tuple[str, ...]
    said: tuple[Said, ...]
    edge: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: ``name`` chooses its texts and template, ``series`` names the readings of a mark."""

    name: str
    series: tuple[str, ...]
    marks: list[Mark] = field(default_factory=list)
    level: str = ""
    left_out: int = 0


def charts(model: dict[str, Any]) -> list[Chart]:
    """The charts a document has the figures for."""
    made = [_budget(model["tables"]), _progress(model["tables"]), _places(model)]
    return [chart for chart in made if chart is not None and chart.marks]


# Budget by program, before and after


def _budget(tables: Iterable[dict[str, Any]]) -> Chart | None:
    """Ceilings of the plan; where it is a change, those before beside them."""
    for table in tables:
        if table["kind"] != "rencana_kerja":
            continue
        names = next(filter(None, (_present(table, pair) for pair in _CEILINGS)), ())
        if not names:
            continue
        level, rows = _rows(table, names, _COARSE_LEVELS)
        widest = max((value for _, values in rows for value in values if value), default=Decimal(0))
        if widest <= 0:
            continue
        marks = [
            Mark(
                _label(row),
                _anchor(table, row, names[-1]),
                tuple(_percent(max(value or Decimal(0), Decimal(0)) / widest) for value in values),
                tuple(map(_said, values)),
            )
            for row, values in rows[:_MOST_BARS]
        ]
        return Chart(*_CEILINGS[names], marks, level, len(rows) - len(marks))
    return None


# What was spent against what was done


def _progress(tables: Iterable[dict[str, Any]]) -> Chart | None:
    """Percent of the budget spent over percent of the target reached.

    As printed; reckoned from what was realised and the target where no percent is.
    """
    for table in tables:
        if table["kind"] != "evaluasi_renja":
            continue
        for level in _FINE_LEVELS:
            rows = [row for row in table["rows"] if row["level"] == level]
            marks = [mark for row in rows if (mark := _point(table, row)) is not None]
            if marks:
                return Chart("serapan", ("capaian_renja_k", "capaian_renja_rp"), marks, level)
    return None


def _point(table: dict[str, Any], row: dict[str, Any]) -> Mark | None:
    done, spent = _reached(table, row, "k"), _reached(table, row, "rp")
    if done is None or spent is None:
        return None
    values = done, spent
    return Mark(
        _label(row),
        _anchor(table, row, _column(table, "capaian_renja_rp", "realisasi_renja_rp")),
        tuple(_percent(min(max(value, Decimal(0)), _EDGE) / _EDGE) for value in values),
        tuple({lang: f"{number(value, lang)} %" for lang in LANGUAGES} for value in values),
        edge=max(values) > _EDGE or min(values) < 0,
    )


def _reached(table: dict[str, Any], row: dict[str, Any], reading: str) -> Decimal | None:
    """Percent of the year's target, ``reading`` being ``k`` or ``rp``."""
    printed = _figure(table, row, f"capaian_renja_{reading}")
    if printed is not None:
        return printed
    done = _figure(table, row, f"realisasi_renja_{reading}")
    target = _figure(table, row, f"target_renja_{reading}")
    if done is None or not target:
        return None
    return (done / target * 100).quantize(Decimal("0.01"))


# Where the findings are


def _places(model: dict[str, Any]) -> Chart | None:
    """Findings by page: contradictions of the source, and doubts of reading above them."""
    source: Counter[int] = Counter()
    doubt: Counter[int] = Counter()
    money: defaultdict[int, Decimal] = defaultdict(Decimal)
    for finding in model["findings"]:
        page = finding["halaman"]
        if page is None:
            continue
        (source if finding["kelas"] == "sumber" else doubt)[page] += 1
        if finding["uang"] and finding["kelas"] == "sumber" and finding["selisih"]:
            money[page] += abs(Decimal(finding["selisih"]))
    if not source and not doubt:
        return None
    highest = Decimal(max(source[page] + doubt[page] for page in {*source, *doubt}))
    marks = [
        Mark(
            str(page["n"]),
            f"#hal={page['n']}",
            tuple(_percent(by[page["n"]] / highest) for by in (source, doubt)),
            (_counted(source[page["n"]]), _counted(doubt[page["n"]]), _said(money[page["n"]])),
        )
        for page in model["pages"]
        if len(model["pages"]) <= _MOST_PAGES or source[page["n"]] or doubt[page["n"]]
    ]
    return Chart("letak", ("sumber", "ragu", "uang"), marks)


def _present(table: dict[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    known = {column["name"] for column in table["columns"]}
    return names if known.issuperset(names) else ()


def _rows(
    table: dict[str, Any], names: tuple[str, ...], levels: tuple[str, ...]
) -> tuple[str, list[tuple[dict[str, Any], list[Decimal | None]]]]:
    """The rows of the first of the levels that has any with one of the figures."""
    for level in levels:
        rows = [
            (row, values)
            for row in table["rows"]
            if row["level"] == level
            and (values := [_figure(table, row, name) for name in names])
            and any(value is not None for value in values)
        ]
        if rows:
            return level, rows
    return "", []


def _figure(table: dict[str, Any], row: dict[str, Any], name: str) -> Decimal | None:
    """The value of a row in a column; ``None`` where there is none, or no such column."""
    for column, cell in zip(table["columns"], row["c"], strict=True):
        if column["name"] == name:
            return None if cell is None or cell[0] is None else Decimal(cell[0])
    return None


def _column(table: dict[str, Any], *names: str) -> str:
    """The first of the columns that the table has."""
    return next((name for name in names if _present(table, (name,))), names[-1])


def _label(row: dict[str, Any]) -> str:
    return " ".join(part for part in (row["kode"], row["nama"]) if part) or str(row["n"])


def _anchor(table: dict[str, Any], row: dict[str, Any], column: str) -> str:
    return Address(table["kind"], table["tabel"], row["n"], column).anchor


def _percent(share: Decimal) -> str:
    return f"{(share * 100).quantize(Decimal('0.01'))}%"


def _said(value: Decimal | None) -> Said:
    if value is None:
        return dict.fromkeys(LANGUAGES, "–")
    return {language: about(value, language) for language in LANGUAGES}


def _counted(value: int) -> Said:
    return {language: number(value, language) for language in LANGUAGES}
