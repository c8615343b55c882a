"""Everything a table's own figures must satisfy, as a list of checkable identities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal

from cleaning import formulas
from cleaning.formulas import (
    HUNDRED,
    Node,
    Op,
    RowRule,
    additive,
    evaluate,
    refs,
    rules_of,
    swapped,
)
from cleaning.levels import RANK
from cleaning.scanned import is_scanned
from tables.model import CleanRow, CleanTable, Level
from tables.spec import TableSpec

Place = tuple[int, str]  # baris, kolom
Get = Callable[[Place], Decimal | None]
Kind = Literal["rumus", "anak", "total", "rata_rata"]


@dataclass(frozen=True, slots=True)
class Identity:
    """``target`` must equal what is computed from ``terms``.

    Attributes:
        rule: the row rule behind a ``rumus``, else ``None``.
        expected: the computed value under given readings; ``None`` where it cannot be computed.
        other: further values that also satisfy it (an average beside a sum, a ratio of totals).
        slack: largest difference that rounding explains, under given readings.
        exact: a sum of money, which must hold to the last digit.
    """

    kind: Kind
    target: Place
    terms: tuple[Place, ...]
    expected: Callable[[Get], Decimal | None]
    slack: Callable[[Get], Decimal]
    other: Callable[[Get], list[Decimal]]
    text: str
    exact: bool
    rule: RowRule | None = None

    def holds(self, get: Get) -> bool | None:
        """Whether it holds; ``None`` where a figure it needs is missing."""
        printed, expected = get(self.target), self.expected(get)
        if printed is None or expected is None:
            return None
        slack = self.slack(get)
        return any(abs(printed - value) <= slack for value in (expected, *self.other(get)))

    def holds_exactly(self, get: Get) -> bool:
        """A money identity that holds with figures that are not all zero."""
        if not self.exact or self.holds(get) is not True:
            return False
        values = [get(place) for place in (self.target, *self.terms)]
        return any(values) and get(self.target) is not None


def getter(table: CleanTable) -> Get:
    """Reads the table's values."""
    rows = {row.baris: row for row in table.rows}
    return lambda place: rows[place[0]].value(place[1])


def identities(table: CleanTable, spec: TableSpec) -> list[Identity]:
    """All identities of a table, in the order of its rows: formulas, children, totals, averages."""
    rules = row_rules(table, spec)
    found: list[Identity] = []
    for row in table.rows:
        plain = row.level in RANK or row.level == "indikator"
        fitting = [r for r in rules if plain or (row.level == "total" and r.type == "uang")]
        found += (of_row(rule, row, table) for rule in fitting)
    found += _children(table, spec)
    found += _totals(table, spec, rules)
    found += _averages(table, rules)
    return found


def row_rules(table: CleanTable, spec: TableSpec) -> list[RowRule]:
    """The formulas every row of a table should satisfy."""
    return settle(_as_obeyed(rules_of(table, spec), table, spec), table)


def _as_obeyed(rules: Sequence[RowRule], table: CleanTable, spec: TableSpec) -> Sequence[RowRule]:
    """Of a scanned table the form's own formula where the one read in the number row is not it.

    A misread digit there makes another formula, which most rows then break.
    """
    entries = (entry for row in table.rows for entry in row.entries.values())
    if not any(is_scanned(entry.cell) for entry in entries):
        return rules
    usual = {rule.target: rule for rule in formulas.rules_of_form(table, spec)}
    kept = []
    for rule in rules:
        other = usual.get(rule.target)
        held, checked = share(rule, table)
        if rule.printed and other is not None and 2 * held < checked:
            better, of = share(other, table)
            kept.append(other if better > held and 2 * better > of else rule)
        else:
            kept.append(rule)
    return kept


def settle(rules: Sequence[RowRule], table: CleanTable) -> list[RowRule]:
    """``8=7/6`` printed over a percent column: with or without ``* 100``, whichever fits more rows.

    Nothing else of the printed formula is ever changed.
    """
    settled = []
    for rule in rules:
        node = rule.expression
        if rule.type == "persen" and not _has_constant(node):
            scaled = Op("*", node, formulas.Literal(HUNDRED))
            plain, percent = share(rule, table)[0], share(_with(rule, scaled), table)[0]
            settled.append(rule if plain > percent else _with(rule, scaled))
        else:
            settled.append(rule)
    return settled


def _with(rule: RowRule, node: Node) -> RowRule:
    text = f"{rule.target} = {formulas.show(node)}"
    return RowRule(rule.target, node, text, rule.printed, rule.type)


def turned(rule: RowRule) -> RowRule | None:
    """The rule with its division turned over, ``None`` where it has none."""
    node = swapped(rule.expression)
    return None if node is None else _with(rule, node)


def _has_constant(node: Node) -> bool:
    if isinstance(node, Op):
        return _has_constant(node.left) or _has_constant(node.right)
    return isinstance(node, formulas.Literal)


def share(rule: RowRule, table: CleanTable, level: Level | None = None) -> tuple[int, int]:
    """In how many rows (of one level) a rule holds, and in how many it can be checked."""
    get = getter(table)
    levels = (level,) if level else (*RANK, "indikator")
    rows = [row for row in table.rows if row.level in levels]
    verdicts = [of_row(rule, row, table).holds(get) for row in rows]
    return verdicts.count(True), len(verdicts) - verdicts.count(None)


# --- row formulas --------------------------------------------------------------------------


def of_row(rule: RowRule, row: CleanRow, table: CleanTable) -> Identity:
    """The identity a row rule makes for one row."""
    names = refs(rule.expression)
    exact = rule.type == "uang" and additive(rule.expression)
    return Identity(
        kind="rumus",
        target=(row.baris, rule.target),
        terms=tuple((row.baris, name) for name in names),
        expected=partial(_formula, rule.expression, row.baris, names),
        slack=partial(_formula_slack, rule, row, _scale(table, rule.target), names),
        other=partial(_average_instead, rule, row.baris, names),
        text=rule.printed or rule.text,
        exact=exact,
        rule=rule,
    )


def _values(get: Get, baris: int, names: Sequence[str]) -> dict[str, Decimal | None]:
    return {name: get((baris, name)) for name in names}


def _formula(node: Node, baris: int, names: Sequence[str], get: Get) -> Decimal | None:
    return evaluate(node, _values(get, baris, names))


def ulp(value: Decimal) -> Decimal:
    """One unit of the last printed digit."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def _formula_slack(
    rule: RowRule, row: CleanRow, scale: int, names: Sequence[str], get: Get
) -> Decimal:
    """Rounding of the target and of every rounded operand."""
    printed = get((row.baris, rule.target))
    values = _values(get, row.baris, names)
    if rule.type == "uang" and additive(rule.expression):
        return _money_slack([printed, *values.values()], scale)
    slack = ulp(printed) if printed is not None else Decimal(0)
    centre = evaluate(rule.expression, values)
    for name, value in values.items():
        if value is None or centre is None or value == value.to_integral_value():
            continue
        moved = evaluate(rule.expression, {**values, name: value + ulp(value) / 2})
        slack += abs(moved - centre) if moved is not None else Decimal(0)
    return slack


def _money_slack(values: Sequence[Decimal | None], scale: int) -> Decimal:
    """Nothing for whole rupiah; one unit where amounts are in thousands or carry hidden cents."""
    if scale > 1:
        return Decimal(scale)
    cents = any(v is not None and v != v.to_integral_value() for v in values)
    return Decimal("0.99") if cents else Decimal(0)


def _average_instead(rule: RowRule, baris: int, names: Sequence[str], get: Get) -> list[Decimal]:
    """Percentages in a kinerja column are averaged where amounts are added."""
    if rule.type != "kinerja":
        return []
    if not additive(rule.expression):
        return _average_of_substituted(rule, baris, names, get)
    filled = [v for v in _values(get, baris, names).values() if v is not None]
    return [sum(filled, Decimal(0)) / len(filled)] if len(filled) > 1 else []


def _average_of_substituted(
    rule: RowRule, baris: int, names: Sequence[str], get: Get
) -> list[Decimal]:
    total = _formula(rule.expression, baris, names, get)
    return [total / 2] if total is not None and _terms_added(rule.expression) == 2 else []


def _terms_added(node: Node) -> int:
    if isinstance(node, Op) and node.sign == "+":
        return _terms_added(node.left) + _terms_added(node.right)
    return 1


def _scale(table: CleanTable, column: str) -> int:
    use = table.use(column)
    return use.scale if use else 1


# --- children, totals, averages ------------------------------------------------------------


def _summed(
    kind: Kind, target: Place, terms: Sequence[Place], table: CleanTable, text: str
) -> Identity:
    return Identity(
        kind=kind,
        target=target,
        terms=tuple(terms),
        expected=partial(_sum, tuple(terms)),
        slack=partial(_sum_slack, target, tuple(terms), _scale(table, target[1])),
        other=_nothing,
        text=text,
        exact=True,
    )


def _sum(terms: tuple[Place, ...], get: Get) -> Decimal | None:
    values = [v for place in terms if (v := get(place)) is not None]
    return sum(values, Decimal(0)) if values else None


def _sum_slack(target: Place, terms: tuple[Place, ...], scale: int, get: Get) -> Decimal:
    return _money_slack([get(target), *(get(place) for place in terms)], scale)


def _nothing(get: Get) -> list[Decimal]:
    return []


def _children(table: CleanTable, spec: TableSpec) -> Iterator[Identity]:
    below: dict[int, list[CleanRow]] = {}
    for row in table.rows:
        if row.parent is not None:
            below.setdefault(row.parent, []).append(row)
    for parent in table.rows:
        children = below.get(parent.baris, [])
        for name in spec.sums:
            if table.use(name) is None or parent.value(name) is None:
                continue
            terms = [(child.baris, name) for child in children if child.value(name) is not None]
            if terms:
                text = f"{name} {parent.level} = jumlah {len(terms)} baris di bawahnya"
                yield _summed("anak", (parent.baris, name), terms, table, text)


def _totals(table: CleanTable, spec: TableSpec, rules: Sequence[RowRule]) -> Iterator[Identity]:
    for row in table.rows:
        if row.level != "total":
            continue
        above = [r for r in table.rows if r.baris < row.baris]
        for name in spec.sums:
            if table.use(name) is None or row.value(name) is None:
                continue
            terms = _top(above, name)
            if len(terms) > 1:
                text = f"{name} total = jumlah {len(terms)} baris tertinggi"
                yield _summed("total", (row.baris, name), terms, table, text)
        for name in _percents(table):
            if row.value(name) is not None:
                yield _average(row, name, [r for r in above if r.level == "program"], rules)


def _top(rows: Sequence[CleanRow], name: str) -> list[Place]:
    """The rows a grand total adds: the programs, or the kegiatan where programs carry no money."""

    def has(row: CleanRow) -> bool:
        return row.value(name) is not None

    for level in ("program", "kegiatan", "sub_kegiatan"):
        filled = [r for r in rows if (r.level == level or _further(r)) and has(r)]
        nonzero = [r for r in filled if r.value(name)]
        if len(nonzero) > 1 or (filled and level == "sub_kegiatan"):
            return [(r.baris, name) for r in filled]
    return []


def _further(row: CleanRow) -> bool:
    """A further line of a program, with money of its own (another source of funds)."""
    return row.level == "indikator" and row.parent is None


def _percents(table: CleanTable) -> list[str]:
    return [use.name for use in table.columns if use.type == "persen"]


def _averages(table: CleanTable, rules: Sequence[RowRule]) -> Iterator[Identity]:
    for row in table.rows:
        if row.level != "rata_rata":
            continue
        terms = _averaged(row, table)
        for name in _percents(table):
            if row.value(name) is not None:
                yield _average(row, name, terms, rules)


def _averaged(row: CleanRow, table: CleanTable) -> list[CleanRow]:
    """The rows an average row speaks of: the level it names, else the group it closes."""
    text = row.text("uraian").lower()
    above = [r for r in table.rows if r.baris < row.baris]
    level: Level | None = None
    if "program" in text:
        level = "program"
    elif "kegiatan" in text:
        level = "sub_kegiatan" if re.search(r"\bsub\b", text) else "kegiatan"
    if level is not None:
        return [r for r in above if r.level == level]
    start = max((r.baris for r in above if r.level in ("program", "rata_rata")), default=0)
    return [r for r in above if r.baris > start and r.level in ("kegiatan", "sub_kegiatan")]


def _average(
    row: CleanRow, name: str, of: Sequence[CleanRow], rules: Sequence[RowRule]
) -> Identity:
    terms = tuple((r.baris, name) for r in of if r.value(name) is not None)
    ratios = [r for r in rules if r.target == name]
    return Identity(
        kind="rata_rata",
        target=(row.baris, name),
        terms=terms,
        expected=partial(_mean, terms, 0),
        slack=partial(_target_ulp, (row.baris, name)),
        other=partial(_other_averages, row, terms, len(of), ratios),
        text=f"{name} = rata-rata {len(terms)} baris",
        exact=False,
    )


def _target_ulp(place: Place, get: Get) -> Decimal:
    value = get(place)
    return ulp(value) if value is not None else Decimal(0)


def _mean(terms: tuple[Place, ...], count: int, get: Get) -> Decimal | None:
    total = _sum(terms, get)
    return None if total is None else total / (count or len(terms))


def _other_averages(
    row: CleanRow, terms: tuple[Place, ...], rows: int, ratios: Sequence[RowRule], get: Get
) -> list[Decimal]:
    """Empty cells counted, zeros left out, the row's own ratio, or a sum where it says no average.

    A total row may mean each of them.
    """
    nonzero = tuple(place for place in terms if get(place))
    values = [_mean(terms, rows, get), _mean(nonzero, 0, get)]
    if row.level == "total" and "rata" not in row.text("uraian").lower():
        values.append(_sum(terms, get))
    values += [_formula(r.expression, row.baris, refs(r.expression), get) for r in ratios]
    return [value for value in values if value is not None]
