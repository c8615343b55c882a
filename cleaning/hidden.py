"""Decimals that a spreadsheet has and does not show."""

from __future__ import annotations

from decimal import Decimal

from cleaning.identities import Get, Identity, Place, ulp
from tables.model import CleanTable

HALF = Decimal("0.5")


def hidden_decimals(identity: Identity, table: CleanTable, get: Get) -> bool:
    """Whether a percent or kinerja rule holds with decimals that the sheet has and does not show.

    ``20`` printed in a column that elsewhere has ``19,07`` may be anything from 19.5 to 20.5.
    """
    rule = identity.rule
    printed, expected = get(identity.target), identity.expected(get)
    if rule is None or rule.type == "uang" or printed is None or expected is None:
        return False
    slack = identity.slack(get)
    for place in (identity.target, *identity.terms):
        value = get(place)
        if value is None or ulp(value) < 1 or not _rounds(table, place[1]):
            continue
        if place == identity.target:
            slack += HALF
            continue
        ends = (identity.expected(_but(get, place, value + d)) for d in (HALF, -HALF))
        slack += max((abs(end - expected) for end in ends if end is not None), default=Decimal(0))
    return abs(printed - expected) <= slack


def _but(get: Get, place: Place, value: Decimal) -> Get:
    return lambda other: value if other == place else get(other)


def _rounds(table: CleanTable, column: str) -> bool:
    """Whether a column has whole figures and such with decimals."""
    values = [v for row in table.rows if (v := row.value(column)) is not None]
    return any(v != v.to_integral_value() for v in values)
