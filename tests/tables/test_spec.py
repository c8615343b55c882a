"""What a spec's YAML may say, and that a wrong one is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from tables.errors import SpecError
from tables.schema import schema
from tables.spec import parse_spec, specs

SMALL: dict[str, Any] = {
    "kind": "kecil",
    "title": "Tabel kecil",
    "title_en": "A small table",
    "printed_as": ["Tabel 9.9"],
    "hierarchy": False,
    "locate": {"numbers": [], "titles": ["tabel kecil"], "header": [["uraian"]]},
    "required": ["uraian"],
    "columns": [
        {"name": "uraian", "type": "teks", "header": ["^uraian"]},
        {"name": "target", "type": "kinerja", "years": [-1, 1], "header": ["^target"]},
    ],
}


def test_years_and_halves_multiply_columns() -> None:
    halves = {
        "kiri": {"header": ["^kiri"], "meaning": "left"},
        "kanan": {"header": ["^kanan"], "meaning": "right"},
    }
    spec = parse_spec(
        {
            **SMALL,
            "halves": halves,
            "mirrors": "asal",
            "heading": ["kiri_nama"],
            "year_of_plan": [],
        },
        {"asal": {"columns": [{"name": "nama", "type": "teks", "header": ["^nama"]}]}},
    )

    assert list(spec.types) == [
        "kiri_nama", "kanan_nama", "uraian", "target_min1", "target_n", "target_plus1",
    ]  # fmt: skip
    assert spec.half_of("kiri atas > nama") == ("kiri", "nama")
    assert spec.half_of("nama") == ("", "nama")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kolom": []}, "unknown fields ['kolom']"),
        ({"required": []}, "nothing would name the rows"),
        ({"expected": ["pagu"]}, "unknown column 'pagu'"),
        ({"sums": ["target_n"]}, "need rows in a hierarchy"),
        ({"mirrors": "asal"}, "unknown kind 'asal'"),
        ({"year_of_plan": [{"family": "pagu", "at": "first"}]}, "year_of_plan"),
        ({"year_of_plan": [{"family": "target", "at": "middle"}]}, "year_of_plan"),
        ({"columns": [{"name": "uraian", "type": "kata", "header": []}]}, "type must be one of"),
        ({"columns": [{"name": "uraian", "type": "teks", "header": ["("]}]}, "bad pattern"),
        ({"columns": [*SMALL["columns"], SMALL["columns"][0]]}, "named twice"),
        ({"columns": [{**SMALL["columns"][0], "mirrored": True}]}, "has no halves"),
    ],
)
def test_a_wrong_spec_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(SpecError) as refused:
        parse_spec({**SMALL, **change})
    assert said in str(refused.value)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(SpecError, match="'locate' is missing"):
        parse_spec({name: value for name, value in SMALL.items() if name != "locate"})


def test_schemas_have_the_columns_of_their_specs() -> None:
    for kind, spec in specs().items():
        names = schema(kind).names
        assert set(spec.types) - {"kode"} <= set(names)
        assert ("kode_status" in names) is spec.hierarchy
        assert "level" in names


def test_the_first_two_kinds_keep_every_text_column_of_the_contract() -> None:
    for kind in ("evaluasi_renja", "rencana_kerja"):
        assert {"sumber_dana_sebelum", "indikator_sasaran", "keterangan"} <= set(schema(kind).names)


def test_the_review_has_the_columns_of_the_plan_twice() -> None:
    own = set(specs()["rencana_kerja"].types)
    made = set(specs()["review_rkpd"].types)

    assert made == {f"{half}_{name}" for half in ("awal", "analisis") for name in own} | {
        "no",
        "catatan",
    }
