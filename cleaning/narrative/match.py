"""Each amount of a sentence -> the table cell it repeats, or must repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cleaning.narrative.figures import SLIPS, Figure, Figures, Place, rounded_alike, telling
from cleaning.narrative.roles import Change, Told
from tables.model import AmountStatus
from tables.narrative import words

_ENOUGH = 7  # digits of an amount that means the cell of the same value wherever it stands
_TOP = ("total", "program", "kegiatan")


@dataclass(slots=True)
class Pair:
    """An amount and its table cell.

    Attributes:
        rule: id of the rule that doubts the amount, ``""`` where none does.
        against: the cell the rule compares with, where that is not ``figure``.
    """

    told: Told
    status: AmountStatus = "tak_berpasangan"
    figure: Figure | None = None
    rule: str = ""
    against: Figure | None = None

    @property
    def value(self) -> Decimal | None:
        return self.told.found.value


@dataclass(slots=True)
class Context:
    """What a sentence speaks of.

    Attributes:
        rows: rows it names, itself or by the heading above.
        plan: the one row of a plan with money before and after that it names, if it is one.
    """

    rows: list[Place] = field(default_factory=list)
    plan: Place | None = None


def context(named: list[Place], told: Sequence[Change], figures: Figures) -> Context:
    """What the named rows are good for.

    Amounts that are another row's before and after belong to that row, whatever was named last;
    but told of a row of the same level they are a contradiction.
    """
    plans = [place for place in named if _changes(place, figures)]
    plan = plans[0] if len(plans) == 1 else None
    for change in told:
        proven = [f.place for f in figures.equal(change.before.found.value or Decimal(-1))]
        for place in proven:
            if place is None or not _tells(place, change, figures):
                continue
            if plan is None or place.row.level != plan.row.level:
                return Context([place, *named], place)
    return Context(named, plan)


def _changes(place: Place, figures: Figures) -> bool:
    """Whether a row prints money before and after a change."""
    return all(figures.of(place, column) for column in ("pagu_sebelum", "pagu"))


def _tells(place: Place, change: Change, figures: Figures) -> bool:
    before, after = figures.of(place, "pagu_sebelum"), figures.of(place, "pagu")
    pair = (change.before.found.value, change.after.found.value)
    return bool(before and after) and pair == (
        before and before.ref.nilai,
        after and after.ref.nilai,
    )


def pair(
    told: Sequence[Told], found: Sequence[Change], spoken: Context, figures: Figures
) -> list[Pair]:
    """Every amount of money with its cell; percents and counts are left for their own checks."""
    members = {id(t) for change in found for t in change.members}
    pairs = []
    for each in told:
        if each.found.unit != "rp":
            pairs.append(Pair(each))
        elif each.found.rounded:
            pairs.append(_rounded(each, spoken, figures))
        elif id(each) in members and spoken.plan is not None:
            pairs.append(_against_plan(each, spoken, figures))
        else:
            pairs.append(_anywhere(each, spoken, figures))
    return pairs


def _rounded(told: Told, spoken: Context, figures: Figures) -> Pair:
    equal = _equal(told, spoken, figures)
    return Pair(told, "cocok", equal) if equal else Pair(told)


def _against_plan(told: Told, spoken: Context, figures: Figures) -> Pair:
    """An amount of a change of a row that the text names: it must be what the plan prints."""
    assert spoken.plan is not None
    due = _expected(told.role, [spoken.plan], figures)
    equal = _equal(told, spoken, figures)
    value = told.found.value
    if value is None:
        meant = next((f for f in due if _same(f, told.found.others)), due[0] if due else None)
        return Pair(told, "rusak", meant, "nominal_rusak")
    match = next((f for f in due if _same(f, (value,))), None)
    if match or not due or due[0].ref.nilai is None:
        shown = match or equal
        return Pair(told, "cocok" if shown else "tak_berpasangan", shown)
    if rounded_alike(value, due[0].ref.nilai):
        return Pair(told)
    rule = _difference(value, due[0].ref.nilai)
    if equal and equal.place and any(_is(equal.place, row) for row in spoken.rows):
        return Pair(told, "cocok", equal, rule, against=due[0])
    return Pair(told, "beda", due[0], rule)


def _anywhere(told: Told, spoken: Context, figures: Figures) -> Pair:
    value = told.found.value
    equal = _equal(told, spoken, figures)
    if value is None:
        return Pair(told, "rusak", equal, "nominal_rusak")
    if equal:
        return Pair(told, "cocok", equal)
    near = figures.nearly(value)
    if len(near) == 1:
        return Pair(told, "beda", _best(told, figures.equal(near[0]), spoken), "nominal_mirip")
    return Pair(told)


def _difference(value: Decimal, due: Decimal) -> str:
    """Which rule tells of ``value`` in place of ``due``."""
    printed, meant = str(int(abs(value))), str(int(abs(due)))
    shorter = {meant[:n] + meant[n + 3 :] for n in range(len(meant) - 3, 0, -3)}
    if len(meant) >= _ENOUGH and printed in shorter:
        return "nominal_kurang_kelompok"
    wrong = sum(a != b for a, b in zip(printed, meant, strict=False))
    return "nominal_mirip" if len(printed) == len(meant) and wrong <= SLIPS else "nominal_beda"


def _equal(told: Told, spoken: Context, figures: Figures) -> Figure | None:
    """The figure with the amount's value, or with one of those a misprint may mean."""
    values = (told.found.value,) if told.found.value is not None else told.found.others
    due = _expected(told.role, spoken.rows, figures)
    for value in values:
        if value is None:
            continue
        candidates = [*(f for f in due if _same(f, (value,))), *figures.equal(value)]
        known = [f for f in candidates if f.place and any(_is(f.place, r) for r in spoken.rows)]
        if known:
            return _best(told, known, spoken)
        if candidates and telling(value) and len(str(abs(int(value)))) >= _ENOUGH:
            return _best(told, candidates, spoken)
    return None


def _best(told: Told, candidates: list[Figure], spoken: Context) -> Figure | None:
    """Of figures of one value the one in a named row, in the role's column, highest up."""

    def rank(figure: Figure) -> tuple[bool, bool, int]:
        columns = words().columns.get(figure.ref.kind, {}).get(told.role, [])
        named = figure.place is not None and any(_is(figure.place, r) for r in spoken.rows)
        level = _TOP.index(figure.level) if figure.level in _TOP else len(_TOP)
        return not named, figure.ref.kolom not in columns, level

    return min(candidates, key=rank, default=None)


def _expected(role: str, rows: Sequence[Place], figures: Figures) -> list[Figure]:
    """What the rows print in the column of a role; a change also as after minus before."""
    found: list[Figure] = []
    for place in rows:
        columns = words().columns.get(place.table.kind, {}).get(role, [])
        made = (figures.of(place, column) for column in columns)
        printed = next((figure for figure in made if figure), None)
        if printed:
            found.append(printed)
        if role == "selisih":
            found += _reckoned(place, figures)
    return found


def _reckoned(place: Place, figures: Figures) -> list[Figure]:
    before, after = figures.of(place, "pagu_sebelum"), figures.of(place, "pagu")
    if not before or not after or before.ref.nilai is None or after.ref.nilai is None:
        return []
    moved = after.ref.nilai - before.ref.nilai
    ref = replace(after.ref, kolom="perubahan", nilai=moved)
    return [replace(after, ref=ref, sure=before.sure and after.sure, reckoned=True)]


def _same(figure: Figure, values: Sequence[Decimal]) -> bool:
    return figure.ref.nilai is not None and abs(figure.ref.nilai) in {abs(v) for v in values}


def _is(one: Place, other: Place) -> bool:
    return one.number == other.number and one.row.baris == other.row.baris
