"""Which rule ids the code names: read from its syntax, not by running it.

An id is a literal given to an argument or attribute called ``aturan``, ``rule`` or ``doubt``, to a
parameter of such a name in one of the project's own functions, or to a constant that ends up there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("extractors", "cleaning", "years", "flows")
NAMES = {"aturan", "rule", "doubt"}
_CONSTANTS = {"RULE", "DOUBT"}


@cache
def modules() -> dict[str, ast.Module]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {str(p.relative_to(ROOT)): ast.parse(p.read_text("utf-8")) for p in paths}


@cache
def named() -> dict[str, str]:
    """Every id the code names -> the module that names it."""
    found: dict[str, str] = {}
    for name, tree in modules().items():
        for value in _values(tree):
            for text in _literals(value):
                found.setdefault(text, name)
    return found


def literals() -> set[str]:
    """Every string constant of the code, and the rules that data of it name."""
    trees = modules().values()
    constants = {text for tree in trees for node in ast.walk(tree) for text in _literal(node)}
    checks = yaml.safe_load((ROOT / "years" / "checks.yaml").read_text("utf-8"))
    return constants | set(checks)


def findings() -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """The keyword arguments of every ``Finding(…)``, with the module it stands in."""
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "Finding":
                yield name, {k.arg: k.value for k in node.keywords if k.arg}


def _values(tree: ast.Module) -> Iterator[ast.expr]:
    """Expressions that end up as a rule id."""
    places = _parameters(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (k.value for k in node.keywords if k.arg in NAMES)
            place = places.get(_name(node.func), -1)
            if 0 <= place < len(node.args):
                yield node.args[place]
        elif isinstance(node, ast.Assign):
            yield from _assigned(node)


def _parameters(tree: ast.Module) -> dict[str, int]:
    """Function -> place of its parameter that is a rule id."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for place, argument in enumerate(node.args.args):
                kind = ast.unparse(argument.annotation) if argument.annotation else ""
                if argument.arg in NAMES and kind == "str":
                    found[node.name] = place
    return found


def _assigned(node: ast.Assign) -> Iterator[ast.expr]:
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for to, value in pairs:
            if _name(to) in NAMES | _CONSTANTS:
                yield value


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _literals(node: ast.expr) -> Iterator[str]:
    """The texts an expression may be; of a choice both."""
    if isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _literals(value)
    else:
        yield from _literal(node)


def _literal(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
