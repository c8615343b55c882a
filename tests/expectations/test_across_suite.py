"""The suite of ``lintas_tahun`` passes what the room makes and fails what is broken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from expectations.gate import judge_across
from tables.schema import schema

AGREES: dict[str, Any] = {
    **dict.fromkeys(schema("lintas_tahun").names),
    "tahun": 2024,
    "aturan": "target_renstra_beda",
    "kolom": "target_renstra_rp",
    **{"dokumen_a": "a" * 16, "tahun_a": 2023, "tabel_a": "2.1", "baris_a": 1},
    **{"dokumen_b": "b" * 16, "tahun_b": 2024, "tabel_b": "2.1", "baris_b": 1},
    **{"nilai_a": Decimal(7), "nilai_b": Decimal(7), "selisih": Decimal(0)},
    "status": "cocok",
}
DIFFERS = {
    **AGREES,
    **{"baris_a": 2, "baris_b": 2, "nilai_b": Decimal(9), "selisih": Decimal(2)},
    **{"status": "beda", "kelas": "sumber", "tingkat": "sedang", "uraian_temuan": "Beda."},
}


def failures(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    table = pa.Table.from_pylist(list(rows), schema=schema("lintas_tahun"))
    verdict = judge_across(table, "kota-serang--sekretariat-daerah")
    assert verdict.success is (verdict.failures == [])
    return [(failure.expectation, failure.column) for failure in verdict.failures]


def test_what_is_right_passes() -> None:
    assert failures(AGREES, DIFFERS) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"status": "ragu"}, "expect_column_values_to_be_in_set"),
        ({"aturan": "rumus_baris"}, "expect_column_values_to_be_in_set"),
        ({"selisih": Decimal(-2)}, "subtracts"),
        ({"tingkat": None}, "told"),
        ({"uraian_temuan": None}, "told"),
        ({"dokumen_a": None}, "complete"),
        ({"baris_a": 1, "baris_b": 1}, "expect_compound_columns_to_be_unique"),
    ],
)
def test_what_is_broken_fails(change: dict[str, Any], expected: str) -> None:
    assert expected in {name for name, _ in failures(AGREES, {**DIFFERS, **change})}


def test_nothing_at_all_fails() -> None:
    assert failures()


def test_a_frame_of_other_columns_fails() -> None:
    table = pa.Table.from_pylist([AGREES], schema=schema("lintas_tahun"))
    assert not judge_across(table.drop_columns(["selisih"]), "x").success
