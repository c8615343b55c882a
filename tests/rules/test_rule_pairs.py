"""Every rule fires where it should and is silent close by; no rule lacks its pair."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml
from pairs import PAIRS

from tables.rules import rules

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ELSEWHERE: dict[str, dict[str, str]] = yaml.safe_load((HERE / "elsewhere.yaml").read_text("utf-8"))


@pytest.mark.parametrize("rule", PAIRS)
def test_it_fires(rule: str) -> None:
    assert rule in PAIRS[rule].fires()


@pytest.mark.parametrize("rule", PAIRS)
def test_it_is_silent(rule: str) -> None:
    assert rule not in PAIRS[rule].silent()


@pytest.mark.parametrize("rule", ELSEWHERE)
def test_its_tests_exist(rule: str) -> None:
    assert set(ELSEWHERE[rule]) == {"fires", "silent"}
    assert ELSEWHERE[rule]["fires"] != ELSEWHERE[rule]["silent"]
    for place in ELSEWHERE[rule].values():
        path, name = place.split("::")
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in names, place


def test_no_rule_lacks_its_pair() -> None:
    missing = set(rules()) - set(PAIRS) - set(ELSEWHERE)
    assert not missing, "add a pair to tests/rules/pairs.py, or its tests to elsewhere.yaml"


def test_no_pair_is_of_a_rule_that_is_gone() -> None:
    assert {*PAIRS, *ELSEWHERE} <= set(rules())
    assert not set(PAIRS) & set(ELSEWHERE)
