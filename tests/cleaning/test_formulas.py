"""Formulas of the number row."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from truth_table import PRINTED_21, SAMPLE_21, load

from cleaning.formulas import FormulaError, additive, evaluate, parse, refs, rules_of, show, swapped
from tables.spec import specs

VALUES = {str(n): Decimal(n) for n in range(1, 30)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8 = (7/6)", Decimal(7) / 6),
        ("15=14/9*100", Decimal(1400) / 9),
        ("14/9*100", Decimal(14) / 9 * 100),
        ("10=(5+7+9)", Decimal(21)),
        ("12=8+9+10+11", Decimal(38)),
        ("12 = 8+9+10+ 11", Decimal(38)),
        ("12 =\n8+9+10+\n11", Decimal(38)),
        ("16=8+14", Decimal(22)),
        ("13=12/7 x 100%", Decimal(12) / 7 * 100),
        ("13=12/7x100", Decimal(12) / 7 * 100),
        ("11 = 10 : 4", Decimal("2.5")),
        ("11=(10/4", Decimal("2.5")),
        ("6 = 5 - 4", Decimal(1)),
        ("9 = 20 - 5 - 4", Decimal(11)),
        ("9 = 20/(2+3)", Decimal(4)),
    ],
)
def test_printed_formulas(text: str, value: Decimal) -> None:
    assert evaluate(parse(text), VALUES) == value


@pytest.mark.parametrize("text", ["", "8=", "(", "7/", "jumlah", "7 8", "__import__('os')", "5**2"])
def test_no_formula(text: str) -> None:
    node_or_error: object
    try:
        node_or_error = parse(text)
    except FormulaError as error:
        node_or_error = error
    if text == "jumlah":  # a name parses as a column, and no column has it
        assert evaluate(parse(text), VALUES) is None
    else:
        assert isinstance(node_or_error, FormulaError)


@given(st.text(alphabet="0123456789+-*/()x=%: .,", max_size=30))
def test_parsing_ends_in_a_formula_or_a_formula_error(text: str) -> None:
    try:
        node = parse(text)
    except FormulaError:
        return
    evaluate(node, VALUES)
    assert evaluate(parse(show(node)), VALUES) == evaluate(node, VALUES)


def test_empty_columns_and_zero_divisors() -> None:
    assert evaluate(parse("7/6"), {"7": Decimal(1), "6": Decimal(0)}) is None
    assert evaluate(parse("7/6"), {"7": Decimal(1)}) is None
    assert evaluate(parse("5+7+9"), {"5": Decimal(1), "7": None}) == 1
    assert evaluate(parse("5+7"), {}) is None


def test_shape_of_a_formula() -> None:
    assert refs(parse("10=(5+7+9)")) == ("5", "7", "9")
    assert additive(parse("8+14"))
    assert not additive(parse("14/9*100"))
    turned = swapped(parse("10/4*100"))
    assert turned is not None
    assert show(turned) == "4 / 10 * 100"
    assert swapped(parse("8+14")) is None


def test_rules_of_the_sample_with_a_column_the_table_does_not_print() -> None:
    """Column 14 has no K reading: it is eliminated from the K side, not from the Rp side."""
    table, _ = load(SAMPLE_21, PRINTED_21)
    rules = {rule.target: rule.text for rule in rules_of(table, specs()["evaluasi_renja"])}
    assert rules["realisasi_renstra_rp"].endswith("realisasi_renstra_lalu_rp + realisasi_renja_rp")
    assert rules["realisasi_renstra_k"].endswith(
        "realisasi_renstra_lalu_k + (capaian_renja_k * target_renja_k / 100)"
    )
    assert "capaian_renja_k" not in rules
    assert len(rules) == 5


def test_the_spec_speaks_where_nothing_is_printed() -> None:
    table, _ = load(SAMPLE_21)
    rules = rules_of(table, specs()["evaluasi_renja"])
    assert {rule.printed for rule in rules} == {""}
    assert "realisasi_renstra_rp" in {rule.target for rule in rules}
