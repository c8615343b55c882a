"""The suite of ``lintas_tahun``: figures of several documents side by side."""

from __future__ import annotations

from typing import Any, get_args

import great_expectations as gx
import great_expectations.expectations as gxe

from expectations.custom import ExpectArrowTypesToMatch, ExpectRowsToFollowRule
from tables.model import FindingClass, Severity
from tables.rules import rules
from tables.schema import schema

FOLDER = "lintas_tahun"
STATUSES = ("cocok", "beda", "tak_berpasangan")
_REQUIRED = ["tahun", "aturan", "dokumen_a", "tahun_a", "dokumen_b", "tahun_b", "status"]
#: What names a row.
KEYS = [
    *("aturan", "dokumen_a", "tabel_a", "baris_a"),
    *("dokumen_b", "tabel_b", "baris_b", "kolom"),
]


def build() -> gx.ExpectationSuite:
    """The suite; everything in it is critical, because all of it is of our own making.

    Raises:
        RuntimeError: Great Expectations dropped an expectation (see `expectations.custom`).
    """
    types = [[field.name, str(field.type)] for field in schema(FOLDER)]
    known = [name for name, rule in rules().items() if rule.area == FOLDER]
    grades = ["status", "kelas", "tingkat", "uraian_temuan"]
    expected = [
        ExpectArrowTypesToMatch(
            types=types, description="Columns are those of tables/schema.py.", severity="critical"
        ),
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        _one_of("status", STATUSES),
        _one_of("aturan", known),
        _one_of("kelas", get_args(FindingClass)),
        _one_of("tingkat", get_args(Severity)),
        _follow("complete", _REQUIRED, "Nothing required is null."),
        _follow("subtracts", ["nilai_a", "nilai_b", "selisih"], "selisih is b less a, exactly."),
        _follow("told", grades, "What agrees is no finding, and all else is one."),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=KEYS, severity="critical"),
    ]
    suite = gx.ExpectationSuite(name=FOLDER, expectations=expected)
    if len(suite.expectations) != len(expected):
        raise RuntimeError(f"{FOLDER}: {len(suite.expectations)} of {len(expected)} are left")
    return suite


def _one_of(column: str, values: Any) -> Any:
    return gxe.ExpectColumnValuesToBeInSet(
        column=column, value_set=list(values), severity="critical"
    )


def _follow(rule: str, columns: list[str], why: str) -> ExpectRowsToFollowRule:
    return ExpectRowsToFollowRule(
        column_list=columns, rule=rule, description=why, severity="critical"
    )
