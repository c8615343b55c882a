"""Formulas as the number row prints them (``15=14/9*100``), over column names.

Parsed to a small tree and evaluated with exact decimals; nothing is ever passed to ``eval``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tables.model import CleanTable, ColumnUse
from tables.spec import Formula, TableSpec

HUNDRED = Decimal(100)
_TOKEN = re.compile(r"\s*(?:(\d+(?:[.,]\d+)?)\s*%?|([a-z_]\w*)|([-+*/()×÷:]))")
_SIGNS = {"×": "*", "÷": "/", ":": "/"}


class FormulaError(ValueError):
    """The text is not a formula over columns."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Ref:
    """A column: its printed number, or its name after :func:`rules_of`."""

    name: str


@dataclass(frozen=True, slots=True)
class Op:
    """``left sign right`` with sign one of ``+ - * /``."""

    sign: str
    left: Node
    right: Node


Node = Literal | Ref | Op


@dataclass(frozen=True, slots=True)
class RowRule:
    """What a row must satisfy: ``target = expression``.

    Attributes:
        target: contract column name.
        text: the formula in column names, for people.
        printed: the formula as the number row prints it, ``""`` where it comes from the spec.
        type: type of the target column.
    """

    target: str
    expression: Node
    text: str
    printed: str
    type: str


def parse(text: str) -> Node:
    """Parse the right-hand side of a formula; ``8 = (7/6)`` is taken from its last ``=`` on.

    Raises:
        FormulaError: it is none. An unclosed bracket is tolerated, nothing else is.
    """
    body = text.rsplit("=", 1)[-1].lower()
    body = re.sub(r"(?<=[\d)%])\s*x\s*(?=[\d(])", "*", body)
    tokens = list(_tokens(body))
    node, rest = _sum(tokens)
    if [token for token in rest if token != ")"]:
        raise FormulaError(text)
    return node


def _tokens(body: str) -> Iterator[str]:
    place = 0
    body = body.strip().rstrip(".;%")
    while place < len(body):
        found = _TOKEN.match(body, place)
        if found is None:
            raise FormulaError(body)
        yield found[1] or found[2] or _SIGNS.get(found[3], found[3])
        place = found.end()


def _sum(tokens: list[str]) -> tuple[Node, list[str]]:
    node, rest = _product(tokens)
    while rest and rest[0] in "+-":
        right, after = _product(rest[1:])
        node, rest = Op(rest[0], node, right), after
    return node, rest


def _product(tokens: list[str]) -> tuple[Node, list[str]]:
    node, rest = _atom(tokens)
    while rest and rest[0] in "*/":
        right, after = _atom(rest[1:])
        node, rest = Op(rest[0], node, right), after
    return node, rest


def _atom(tokens: list[str]) -> tuple[Node, list[str]]:
    if not tokens:
        raise FormulaError("unfinished formula")
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        node, rest = _sum(rest)
        return node, rest[1:] if rest[:1] == [")"] else rest
    if first[0].isdigit():
        value = Decimal(first.replace(",", "."))
        return (Literal(value) if value >= HUNDRED or "." in str(value) else Ref(first)), rest
    if re.match(r"[a-z_]", first):
        return Ref(first), rest
    raise FormulaError(first)


def refs(node: Node) -> tuple[str, ...]:
    """The columns a formula uses, in order."""
    if isinstance(node, Op):
        return refs(node.left) + refs(node.right)
    return (node.name,) if isinstance(node, Ref) else ()


def additive(node: Node) -> bool:
    """Only plus and minus over columns: exact for money."""
    if isinstance(node, Op):
        return node.sign in "+-" and additive(node.left) and additive(node.right)
    return isinstance(node, Ref)


def evaluate(node: Node, values: Mapping[str, Decimal | None]) -> Decimal | None:
    """The value of a formula; ``None`` where a column is empty or a divisor is zero.

    An empty column counts as zero in a sum that has at least one filled column.
    """
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Ref):
        return values.get(node.name)
    left, right = evaluate(node.left, values), evaluate(node.right, values)
    if node.sign in "+-":
        if left is None and right is None:
            return None
        left, right = left or Decimal(0), right or Decimal(0)
        return left + right if node.sign == "+" else left - right
    if left is None or right is None or (node.sign == "/" and right == 0):
        return None
    return left * right if node.sign == "*" else left / right


def swapped(node: Node) -> Node | None:
    """The formula with its one division turned over; ``None`` where it has not exactly one."""
    if isinstance(node, Op):
        if node.sign == "/" and isinstance(node.left, Ref) and isinstance(node.right, Ref):
            return Op("/", node.right, node.left)
        left = swapped(node.left)
        if left is not None and swapped(node.right) is None:
            return Op(node.sign, left, node.right)
    return None


def show(node: Node) -> str:
    """The formula as text."""
    if isinstance(node, Literal):
        return str(node.value)
    if isinstance(node, Ref):
        return node.name
    left, right = show(node.left), show(node.right)
    if node.sign in "*/" and isinstance(node.left, Op) and node.left.sign in "+-":
        left = f"({left})"
    if isinstance(node.right, Op):
        right = f"({right})"
    return f"{left} {node.sign} {right}"


# --- from the printed number row, or the spec, to rules over columns --------------------------


def rules_of(table: CleanTable, spec: TableSpec) -> list[RowRule]:
    """The rules of a table: those its number row prints, and the spec's for the other columns.

    A formula printed over a K/Rp pair gives one rule for each of the two.
    """
    types = {use.name: use.type for use in table.columns}
    numbered = _numbered(table.columns)
    rules: list[RowRule] = []
    for base, printed in _printed(table.columns).items():
        try:
            node = parse(printed)
        except FormulaError:
            continue
        named = _rename(node, numbered)
        if named is not None:
            rules += _for_pair(base, named, types, printed)
    decided = {rule.target for rule in rules}
    rules += [rule for rule in rules_of_form(table, spec) if rule.target not in decided]
    return _without_missing(rules, types)


def rules_of_form(table: CleanTable, spec: TableSpec) -> list[RowRule]:
    """The rules the form prescribes for a table's columns: the first that can be computed."""
    types = {use.name: use.type for use in table.columns}
    rules: list[RowRule] = []
    for formula in spec.formulas:
        decided = {rule.target for rule in rules}
        rules += [r for r in _from_spec(formula, types) if r.target not in decided]
    return rules


def _base(name: str) -> str:
    return re.sub(r"_(k|rp)$", "", name)


def _numbered(columns: list[ColumnUse]) -> dict[str, str]:
    """Column number -> base name. A number printed over two different columns names neither."""
    found: dict[str, set[str]] = {}
    for use in columns:
        if use.column.number and not use.name.startswith("x_"):
            found.setdefault(use.column.number.strip(), set()).add(_base(use.name))
    return {number: next(iter(names)) for number, names in found.items() if len(names) == 1}


def _printed(columns: list[ColumnUse]) -> dict[str, str]:
    found: dict[str, str] = {}
    for use in columns:
        if use.column.formula.strip() and not use.name.startswith("x_"):
            found.setdefault(_base(use.name), use.column.formula.strip())
    return found


def _rename(node: Node, names: Mapping[str, str]) -> Node | None:
    """Column numbers -> names; ``None`` where a number is unknown."""
    if isinstance(node, Literal):
        return node
    if isinstance(node, Ref):
        return Ref(names[node.name]) if node.name in names else None
    left, right = _rename(node.left, names), _rename(node.right, names)
    return None if left is None or right is None else Op(node.sign, left, right)


def _for_pair(base: str, node: Node, types: Mapping[str, str], printed: str) -> list[RowRule]:
    """One rule for each reading of the target column the table has."""
    rules = []
    for suffix in ("_k", "_rp", ""):
        target = base + suffix
        if target in types:
            # where one side has a single reading, it stands for both
            names = {name: _reading(name, suffix, types) for name in refs(node)}
            named = _rename(node, names)
            if named is not None and target not in names.values():
                rules.append(
                    RowRule(target, named, f"{target} = {show(named)}", printed, types[target])
                )
    return rules


def _reading(base: str, suffix: str, types: Mapping[str, str]) -> str:
    if base + suffix in types or suffix == "":
        return base + suffix
    paired = base + "_rp" in types or base + "_k" in types
    return base + suffix if paired or base not in types else base


def _from_spec(formula: Formula, types: Mapping[str, str]) -> list[RowRule]:
    rules = _for_pair(formula.target, parse(formula.expression), types, "")
    return [rule for rule in rules if all(name in types for name in refs(rule.expression))]


def _without_missing(rules: list[RowRule], types: Mapping[str, str]) -> list[RowRule]:
    """Eliminate columns the table does not print.

    Where ``15 = 14/9*100`` and ``16 = 8+14`` but column 14 has no K reading, 14 is 15 * 9 / 100
    and the second rule becomes ``16 = 8 + 15*9/100``. Rules that stay unknown are dropped.
    """
    solved: dict[str, Node] = {}
    for rule in rules:
        for name in refs(rule.expression):
            if name not in types and rule.target in types:
                other = _solve(rule, name)
                if other is not None and all(n in types for n in refs(other)):
                    solved.setdefault(name, other)
    kept = []
    for rule in rules:
        lost = [name for name in refs(rule.expression) if name not in types]
        if not lost:
            kept.append(rule)
        elif all(name in solved for name in lost):
            node = _substitute(rule.expression, {n: solved[n] for n in lost})
            if rule.target not in refs(node):
                text = f"{rule.target} = {show(node)}"
                kept.append(RowRule(rule.target, node, text, rule.printed, rule.type))
    return kept


def _solve(rule: RowRule, name: str) -> Node | None:
    """``name`` from ``target = name / b * 100``."""
    node = rule.expression
    factor = Decimal(1)
    if isinstance(node, Op) and node.sign == "*" and isinstance(node.right, Literal):
        factor, node = node.right.value, node.left
    if isinstance(node, Op) and node.sign == "/" and node.left == Ref(name):
        if factor == 1 and rule.type == "persen":
            factor = HUNDRED
        return Op("/", Op("*", Ref(rule.target), node.right), Literal(factor))
    return None


def _substitute(node: Node, by: Mapping[str, Node]) -> Node:
    if isinstance(node, Ref):
        return by.get(node.name, node)
    if isinstance(node, Op):
        return Op(node.sign, _substitute(node.left, by), _substitute(node.right, by))
    return node
