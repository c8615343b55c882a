"""Expectation suites, generated from the specs and schemas in ``tables/``.

Severity says what a failure means. ``critical``: the *reading* is broken — wrong schema, keys,
provenance that contradicts the rows, unreadable figures — and the document goes to quarantine.
``warning`` and ``info``: worth a look. What the document itself prints wrongly is never critical;
it is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import great_expectations as gx
import great_expectations.expectations as gxe

from expectations.custom import ExpectArrowTypesToMatch, ExpectRowsToFollowRule
from expectations.rules import DOUBTFUL
from tables.model import (
    AmountStatus,
    AmountUnit,
    CellStatus,
    DocumentKind,
    FindingClass,
    Level,
    Severity,
)
from tables.rules import rules
from tables.schema import schema
from tables.spec import Formula, TableSpec, specs

CRITICAL, WARNING = "critical", "warning"

#: Of a table's printed number cells, the share that may be unreadable. A good reading has a few
#: per cent; columns shifted by one, or a wrong locale, make most cells unreadable. Between the
#: two nothing was seen, and at 40 % the rest of the table is still worth having.
MOST_UNREADABLE = 0.4
#: Below this number of cells a share means nothing.
FEW_CELLS = 10
#: Rupiah. The largest provincial budget is below a tenth of it; digits glued together are above.
MOST_MONEY = 10**15
PERCENT = (-1_000, 10_000)
YEARS = (2005, 2045)
#: Of the rows that can be checked, the share that must agree; sources contradict themselves.
AGREE = 0.5
#: Of the rows with an amount, the share that must be checkable at all.
COVERAGE = 0.5

KEYS = {
    "sel": ["kind", "tabel", "baris", "kolom"],
    "temuan": ["aturan", "kind", "tabel", "baris", "kolom"],
    "narasi": ["nomor"],
    "dokumen": ["dokumen_id"],
    "nilai": ["kind", "tabel", "baris", "kolom"],
    "baris": ["kind", "tabel", "baris"],
}


#: Columns of ``dokumen`` that stay null where no page says them.
OPTIONAL = (
    *("pemda", "perangkat_daerah"),
    *("tahun_evaluasi", "periode_renstra", "nomor_sk", "tanggal_sk", "versi_nomenklatur"),
)


@dataclass(frozen=True)
class Facts:
    """What the suites of one document need to know of its other frames.

    Attributes:
        dokumen_id, pages: of the ``dokumen`` row.
        filled: kind -> number columns with any value.
        rows: number of rows over all kinds.
    """

    dokumen_id: str
    pages: int
    filled: dict[str, frozenset[str]]
    rows: int


def keys(folder: str) -> list[str]:
    """Columns that name a row of a frame in a failure's samples."""
    return KEYS.get(folder, ["kind", "tabel", "baris"])


def build(folder: str, facts: Facts) -> gx.ExpectationSuite:
    """The suite of one frame: a kind, ``sel``, ``temuan``, ``dokumen``, ``nilai`` or ``baris``.

    Raises:
        RuntimeError: Great Expectations dropped an expectation (see `expectations.custom`).
    """
    makers = {
        "sel": _cells,
        "temuan": _findings,
        "narasi": _narrative,
        "dokumen": _document,
        "nilai": _values,
        "baris": _row_status,
    }
    expected = list(makers[folder](facts) if folder in makers else _rows(specs()[folder], facts))
    suite = gx.ExpectationSuite(name=folder, expectations=expected)
    if len(suite.expectations) != len(expected):
        raise RuntimeError(
            f"{folder}: {len(expected)} expectations given, {len(suite.expectations)} kept"
        )
    return suite


def _follow(
    rule: str,
    columns: Sequence[str],
    why: str,
    severity: str = CRITICAL,
    mostly: float = 1,
    **options: Any,
) -> ExpectRowsToFollowRule:
    return ExpectRowsToFollowRule(
        column_list=list(columns),
        rule=rule,
        options=options,
        mostly=mostly,
        description=why,
        severity=severity,
    )


def _one_of(column: str, values: Iterable[str]) -> Any:
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=list(values), severity=CRITICAL)


def _complete(*columns: str) -> Any:
    # Great Expectations passes over nulls everywhere else.
    return _follow("complete", columns, "Nothing required is null.")


def _types(folder: str) -> ExpectArrowTypesToMatch:
    types = [[field.name, str(field.type)] for field in schema(folder)]
    why = f"Columns, their order and types are those of tables/schema.py ({len(types)} columns)."
    return ExpectArrowTypesToMatch(types=types, description=why, severity=CRITICAL)


def _rows_at_least(count: int) -> Any:
    return gxe.ExpectTableRowCountToBeBetween(min_value=count, severity=CRITICAL)


def _of_document(facts: Facts) -> Any:
    return _one_of("dokumen_id", [facts.dokumen_id])


def _page(facts: Facts) -> Any:
    return gxe.ExpectColumnValuesToBeBetween(
        column="halaman", min_value=1, max_value=facts.pages, severity=CRITICAL
    )


def _rows(spec: TableSpec, facts: Facts) -> list[Any]:
    filled = facts.filled.get(spec.kind, frozenset())
    percents = [name for name in spec.numbers if spec.types[name] == "persen"]
    moneys = [name for name in spec.numbers if spec.types[name] == "uang"]
    status = ["kode_status"] if spec.hierarchy else []
    expected = [
        _types(spec.kind),
        _rows_at_least(1),
        _of_document(facts),
        _one_of("kind", [spec.kind]),
        _one_of("level", get_args(Level)),
        _one_of("status", ("bersih", "diperbaiki", "ditandai")),
        _one_of("jenis_dokumen", get_args(DocumentKind)),
        _page(facts),
        _complete(*KEYS["baris"], "dokumen_id", "halaman", "level", "status", *status),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["kind", "tabel", "baris"], severity=CRITICAL
        ),
        _follow("consecutive", ["kind", "tabel", "baris"], "Rows are numbered 1, 2, 3 …"),
    ]
    if spec.hierarchy:
        expected += _hierarchy(spec)
    if percents:
        low, high = PERCENT
        why = "Percentages are plausible."
        expected.append(_follow("within", ["tabel", *percents], why, WARNING, low=low, high=high))
    if moneys:
        bound: dict[str, Any] = {"low": -MOST_MONEY, "high": MOST_MONEY}
        why = f"Amounts are below {MOST_MONEY} rupiah."
        expected.append(_follow("within", ["tabel", *moneys], why, WARNING, **bound))
        # One glued number is a doubtful cell; more than one row in twenty is a broken reading.
        expected.append(
            _follow("within", ["tabel", *moneys], why + " (19 of 20 rows)", mostly=0.95, **bound)
        )
    return [*expected, *_identities(spec, filled), *_sums(spec, filled)]


def _hierarchy(spec: TableSpec) -> list[Any]:
    """Of a kind whose rows are programs and kegiatan with figures."""
    codes = ["program_kode", "kegiatan_kode", "sub_kegiatan_kode"]
    return [
        _one_of("kode_status", ("cetak", "disimpulkan", "tidak_ada")),
        _follow("code_status", ["kode", "kode_cetak", "kode_status"], "kode_status is true."),
        _follow(
            "code_shape", ["kode", "kode_status"], "Codes are dotted digits.", WARNING, mostly=0.9
        ),
        _follow(
            "nested_codes", codes, "A code begins with the code above it.", WARNING, mostly=0.9
        ),
        _follow(
            "some_number",
            ["kind", "tabel", "level", *spec.numbers],
            "Every table of this kind has some number, or says that it is empty.",
        ),
    ]


def _identities(spec: TableSpec, filled: frozenset[str]) -> list[Any]:
    """The spec's additive money formulas; of several for a target the first that can be checked."""
    made: dict[str, Any] = {}
    for formula in spec.formulas:
        target, terms = _signed_terms(spec, formula)
        if terms and target not in made and {target, *terms} <= filled:
            made[target] = _follow(
                "identity",
                [target, *terms],
                f"{target} = {formula.expression} ({formula.source}).",
                WARNING,
                target=target,
                terms=terms,
                share=AGREE,
                coverage=COVERAGE,
            )
    return list(made.values())


def _signed_terms(spec: TableSpec, formula: Formula) -> tuple[str, dict[str, int]]:
    """Money columns of ``a + b - c``; no terms where the formula is not a sum of money."""
    if re.search(r"[*/()]", formula.expression):
        return formula.target, {}
    suffix = "" if formula.target in spec.types else "_rp"
    parts = re.findall(r"([+-]?)\s*([a-z_]\w*)", formula.expression)
    terms = {name + suffix: -1 if sign == "-" else 1 for sign, name in parts}
    target = formula.target + suffix
    money = all(spec.types.get(name) == "uang" for name in (target, *terms))
    return target, terms if money else {}


def _sums(spec: TableSpec, filled: frozenset[str]) -> list[Any]:
    place = ["kind", "tabel", "level", "kode", "program_kode", "kegiatan_kode"]
    return [
        _follow(
            "children",
            [*place, name],
            f"{name} of a program or kegiatan is the sum of what stands under it.",
            WARNING,
            column=name,
            share=AGREE,
            coverage=COVERAGE,
        )
        for name in spec.sums
        if name in filled
    ]


def _number_names() -> list[str]:
    return sorted({name for spec in specs().values() for name in spec.numbers})


def _cells(facts: Facts) -> list[Any]:
    numbers = _number_names()
    share: dict[str, Any] = {"most": MOST_UNREADABLE, "at_least": FEW_CELLS, "numbers": numbers}
    place = ["kind", "tabel", "kolom", "status"]
    state = ["kolom", "status", "nilai", "teks", "aturan"]
    return [
        _types("sel"),
        _rows_at_least(1 if facts.rows else 0),
        _of_document(facts),
        _one_of("status", get_args(CellStatus)),
        _one_of("aturan", rules()),
        _page(facts),
        _complete(*KEYS["sel"], "dokumen_id", "halaman", "keyakinan", "status"),
        gxe.ExpectColumnValuesToBeBetween(
            column="keyakinan", min_value=0, max_value=1, severity=CRITICAL
        ),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=KEYS["sel"], severity=CRITICAL),
        _follow("box_upright", ["x0", "y0", "x1", "y1"], "Boxes are upright."),
        _follow("status_fits_value", state, "No printed number gets lost.", numbers=numbers),
        _follow(
            "rule_named",
            ["status", "aturan"],
            "No value is changed without a rule.",
            statuses=["diperbaiki", "dikoreksi"],
        ),
        _follow(
            "rule_named",
            ["status", "aturan"],
            "Every doubtful cell names its rule.",
            WARNING,
            statuses=list(DOUBTFUL),
        ),
        _follow(
            "readable",
            place,
            "Most number cells of a table are readable.",
            statuses=["tidak_terbaca"],
            **share,
        ),
        _follow(
            "readable",
            place,
            "Most number cells of a table are beyond doubt.",
            WARNING,
            statuses=list(DOUBTFUL),
            **share,
        ),
    ]


def _values(facts: Facts) -> list[Any]:
    return [
        _rows_at_least(1 if facts.rows else 0),
        _follow(
            "equal", ["nilai_baris", "nilai_sel"], "A number and its cell in sel have one value."
        ),
        gxe.ExpectColumnValuesToBeInSet(column="ada_di_baris", value_set=[True], severity=CRITICAL),
    ]


def _row_status(facts: Facts) -> list[Any]:
    return [
        _rows_at_least(1 if facts.rows else 0),
        _follow("equal", ["status", "status_sel"], "A row's status is the worst of its cells."),
    ]


def _findings(facts: Facts) -> list[Any]:
    return [
        _types("temuan"),
        _of_document(facts),
        _one_of("aturan", rules()),
        _one_of("kelas", get_args(FindingClass)),
        _one_of("tingkat", get_args(Severity)),
        _complete("dokumen_id", "aturan", "kelas", "tingkat", "uraian", "bukti"),
        gxe.ExpectColumnValuesToBeJsonParseable(column="bukti", severity=CRITICAL),
        gxe.ExpectColumnValuesToBeBetween(
            column="halaman", min_value=1, max_value=facts.pages, severity=WARNING
        ),
        _follow("difference", ["tercetak", "seharusnya", "selisih"], "selisih is exact."),
    ]


def _narrative(facts: Facts) -> list[Any]:
    state = ["status", "nilai", "nilai_tabel", "tabel_kind"]
    return [
        _types("narasi"),
        _of_document(facts),
        _one_of("satuan", get_args(AmountUnit)),
        _one_of("status", get_args(AmountStatus)),
        _page(facts),
        _complete("dokumen_id", "nomor", "halaman", "kalimat", "teks", "satuan", "status"),
        gxe.ExpectColumnValuesToBeBetween(
            column="keyakinan", min_value=0, max_value=1, severity=CRITICAL
        ),
        gxe.ExpectColumnValuesToBeUnique(column="nomor", severity=CRITICAL),
        _follow("box_upright", ["x0", "y0", "x1", "y1"], "Boxes are upright."),
        _follow("inside", ["teks", "kalimat"], "An amount stands in its sentence."),
        _follow("amount_status", state, "An amount's status says how it fits its table cell."),
    ]


def _document(facts: Facts) -> list[Any]:
    low, high = YEARS
    return [
        _types("dokumen"),
        gxe.ExpectTableRowCountToEqual(value=1, severity=CRITICAL),
        _complete(*(field.name for field in schema("dokumen") if field.name not in OPTIONAL)),
        _of_document(facts),
        _one_of("status", ("bersih", "ditandai", "perlu_ocr", "tanpa_tabel")),
        gxe.ExpectColumnValuesToMatchRegex(
            column="sha256", regex=f"^{facts.dokumen_id}[0-9a-f]{{48}}$", severity=CRITICAL
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="tahun", value_set=[0, *range(low, high + 1)], severity=CRITICAL
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="jumlah_baris", value_set=[facts.rows], severity=CRITICAL
        ),
        gxe.ExpectColumnValuesToBeJsonParseable(column="halaman", severity=CRITICAL),
        gxe.ExpectColumnValuesToBeJsonParseable(column="tabel", severity=CRITICAL),
        gxe.ExpectColumnValuesToBeJsonParseable(column="fakta", severity=CRITICAL),
        gxe.ExpectColumnValuesToBeInSet(
            column="tahun_evaluasi", value_set=[*range(low, high + 1)], severity=CRITICAL
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="periode_renstra", regex=r"^20\d\d-20\d\d$", severity=CRITICAL
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="tanggal_sk", regex=r"^20\d\d-[01]\d-[0-3]\d$", severity=CRITICAL
        ),
    ]
