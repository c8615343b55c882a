"""The quarters of a scanned header go by their order; any other number of them is left alone."""

from __future__ import annotations

import pytest

from cleaning.quarters import with_quarters
from tables.model import Column


def columns(*numerals: str, above: str = "Realisasi Kinerja Pada Triwulan") -> list[Column]:
    """A K and a Rp column for every numeral."""
    headers = [(above, numeral, leaf) for numeral in numerals for leaf in ("K", "Rp.")]
    return [Column(n, n * 20.0, n * 20.0 + 20, header) for n, header in enumerate(headers)]


def numerals(found: list[Column]) -> list[str]:
    return [column.header[1] for column in found[::2]]


@pytest.mark.parametrize(
    "read", [("1", "I", "1", "JV"), ("I", "II", "I1", "IA"), ("1", "1", "1", "1")]
)
def test_four_are_told_by_their_order(read: tuple[str, ...]) -> None:
    found = with_quarters(columns(*read))
    assert numerals(found) == ["I", "II", "III", "IV"]
    assert [column.header[2] for column in found] == ["K", "Rp."] * 4


def test_quarters_of_one_column_each() -> None:
    single = [Column(n, n * 9.0, n * 9.0 + 9, ("Triwulan", text)) for n, text in enumerate("I1lJ")]
    assert [c.header[1] for c in with_quarters(single)] == ["I", "II", "III", "IV"]


@pytest.mark.parametrize(
    "left_alone",
    [
        columns("I", "I1", "IV"),
        columns("I", "II", "III", "IV", "Jumlah"),
        columns("A", "B", "C", "D", above="Realisasi"),
    ],
)
def test_anything_else_stays_as_read(left_alone: list[Column]) -> None:
    assert with_quarters(left_alone)[0].header == left_alone[0].header
    assert numerals(with_quarters(left_alone))[:3] == numerals(left_alone)[:3]
