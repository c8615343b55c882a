"""The comparer of the golden tests sees every kind of mistake."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from documents import document, plan
from truth import Comparison, Truth, compare, printed_number

from cleaning.frames import frames

PRINTED = [
    ("program", "4.01.01", "Baris 1", "100", "160", "60"),
    ("kegiatan", "4.01.01.2.09", "Baris 2", "60", "100", "40"),
    ("sub_kegiatan", "4.01.01.2.09.0001", "Baris 3", "20", "70", "50"),
    ("sub_kegiatan", "4.01.01.2.09.0002", "Baris 4", "40", "30", "(10)"),
    ("kegiatan", "4.01.01.2.10", "Baris 5", "40", "60", "20"),
    ("sub_kegiatan", "4.01.01.2.10.0001", "Baris 6", "40", "60", "20"),
]
COLUMNS = ("level", "kode_cetak", "uraian", "pagu_sebelum", "pagu", "perubahan")


def truth(**changed: Any) -> Truth:
    rows = [{**dict(zip(COLUMNS, row, strict=True)), "kode": row[1]} for row in PRINTED]
    given: dict[str, Any] = {
        "name": "plan",
        "pdf": Path("plan.pdf"),
        "kind": "rencana_kerja",
        "locale": "id",
        "scale": 1,
        "pages": (1, 2),
        "rows": tuple(rows),
    }
    return Truth(**{**given, **changed})


def compared(
    change: Callable[[list[dict[str, Any]]], object] = lambda rows: None,
    flag: tuple[int, str] | None = None,
    **truth_changed: Any,
) -> Comparison:
    """The comparison of a plan's frames after ``change`` was made to its rows."""
    made = frames(document(plan()), "test")
    rows = made["rencana_kerja"].to_pylist()
    change(rows)
    cells = made["sel"].to_pylist()
    for cell in cells:
        if flag == (cell["baris"], cell["kolom"]):
            cell["status"] = "ditandai"
    changed = {
        "rencana_kerja": pa.Table.from_pylist(rows, schema=made["rencana_kerja"].schema),
        "sel": pa.Table.from_pylist(cells, schema=made["sel"].schema),
    }
    return compare(truth(**truth_changed), changed)


def test_equal_frames_have_no_difference() -> None:
    made = compared()

    assert made.wrong == made.silent == []
    assert (made.rows, made.rows_found, made.rows_invented) == (6, 6, 0)
    assert made.numbers == made.numbers_right == 18
    assert made.texts == made.texts_right == 6
    assert made.keys == made.keys_right == 18


def test_a_wrong_number_is_silent_unless_it_is_flagged() -> None:
    def break_it(rows: list[dict[str, Any]]) -> None:
        rows[2]["pagu"] = Decimal(71)

    assert [line.split(":")[0] for line in compared(break_it).silent] == ["row 3 (Baris 3) pagu"]
    flagged = compared(break_it, flag=(3, "pagu"))
    assert flagged.silent == []
    assert len(flagged.wrong) == 1
    assert flagged.numbers_right == 17


def test_a_lost_number_is_wrong_but_not_silent() -> None:
    made = compared(lambda rows: rows[0].update(pagu=None))

    assert (len(made.wrong), made.silent, made.numbers_right) == (1, [], 17)


def test_an_invented_number_is_silent() -> None:
    rows = [dict(row) for row in truth().rows]
    rows[1]["pagu"] = ""

    made = compared(rows=tuple(rows))

    assert len(made.silent) == 1
    assert made.numbers == made.numbers_right == 17


def test_lost_and_invented_rows_are_told() -> None:
    lost = compared(lambda rows: rows.pop(3))
    invented = compared(lambda rows: rows.insert(2, {**rows[2], "uraian": "Tidak tercetak"}))

    assert (lost.rows_found, lost.rows_invented) == (5, 0)
    assert lost.wrong == ["row 4 (Baris 4): no such row"]
    assert (invented.rows_found, invented.rows_invented) == (6, 1)


def test_text_differs_by_letters_not_by_white_space() -> None:
    assert compared(lambda rows: rows[0].update(uraian="Bar is\n1")).wrong == []
    made = compared(lambda rows: rows[0].update(uraian="Baris l"))
    assert (made.texts_right, len(made.wrong)) == (5, 1)


@pytest.mark.parametrize(("name", "value"), [("level", "total"), ("kode", "4.01.02")])
def test_wrong_keys_are_told(name: str, value: str) -> None:
    made = compared(lambda rows: rows[0].update({name: value}))

    assert (made.keys_right, len(made.wrong)) == (17, 1)


def test_money_is_in_the_scale_of_the_header_and_percents_are_not() -> None:
    rows = [{**row, "capaian_renja_rp": "95,5", "target_renja_rp": "2"} for row in truth().rows]
    evaluated = truth(kind="evaluasi_renja", scale=1000, rows=tuple(rows[:1]))
    output = {
        "tabel": "2.1", "baris": 1, "halaman": 1, "uraian": "Baris 1", "level": "program",
        "kode": "4.01.01", "kode_cetak": "4.01.01",
        "capaian_renja_rp": Decimal("95.5"), "target_renja_rp": Decimal(2000),
    }  # fmt: skip

    made = compare(
        evaluated,
        {
            "evaluasi_renja": pa.Table.from_pylist([output]),
            "sel": pa.table({"kind": pa.array([], pa.string())}),
        },
    )

    assert made.wrong == []
    assert made.numbers_right == 2


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("1.442.971.318", "id", "1442971318"),
        ("835.488.900,78", "id", "835488900.78"),
        ("425,056,675", "id", "425056675"),
        ("55.33", "id", "55.33"),
        ("1,004,422,800", "us", "1004422800"),
        ("95.56", "us", "95.56"),
        ("95.00 persen", "auto", "95.00"),
        ("2.610.000", "auto", "2610000"),
        ("292 5", "id", "2925"),
        ("11.498.170. 600", "id", "11498170600"),
        ("12 Dokumen", "id", "12"),
        ("- 7.912.100", "id", "-7912100"),
        ("(70,000,000)", "us", "-70000000"),
        ("Rp. 58.622.444.721,-", "id", "58622444721"),
    ],
)
def test_printed_number(text: str, locale: str, value: str) -> None:
    assert printed_number(text, locale) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-", "#DIV/0!", "#REF!", "NIHIL", "n/a"])
def test_no_number(text: str) -> None:
    assert printed_number(text, "id") is None
