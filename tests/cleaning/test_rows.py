"""Printed rows to clean rows: every cell typed, read, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from cleaning.rows import clean_rows, join_lines, with_locales
from tables.model import Box, Cell, CleanRow, Column, ColumnUse, Finding, Row, Table
from tables.spec import specs

JOINER = "\u2060"
PLAN = {"uraian": "teks", "satuan": "teks", "target": "kinerja", "pagu": "uang"}
PERCENTS = {"uraian": "teks", "target_renja_k": "kinerja", "realisasi_renja_k": "kinerja",
            "capaian_renja_k": "persen"}  # fmt: skip
Printed = Mapping[str, str | Cell]


def cell(text: str, width: float = 40, **more: object) -> Cell:
    return Cell(1, Box(10, 20, 10 + width, 30), text, **more)  # type: ignore[arg-type]


def cleaned(
    columns: Mapping[str, str], *printed: Printed, kind: str = "rencana_kerja", scale: int = 1
) -> tuple[list[CleanRow], list[Finding], list[ColumnUse]]:
    uses = [
        ColumnUse(
            name, Column(i, i * 60.0, i * 60.0 + 60, (name,)), type_,
            scale=scale if type_ == "uang" else 1,
        )
        for i, (name, type_) in enumerate(columns.items())
    ]  # fmt: skip
    index = {use.name: use.column.index for use in uses}
    rows = [
        Row(
            1,
            Box(0, 0, 300, 10),
            {index[n]: t if isinstance(t, Cell) else cell(t) for n, t in line.items()},
        )
        for line in printed
    ]
    table = Table(kind, "3.1", "", [1], [use.column for use in uses], rows)
    uses = with_locales(table, uses)
    found, findings = clean_rows(table, uses, specs()[kind])
    return found, findings, uses


def test_every_row_is_kept_in_order() -> None:
    rows, findings, _ = cleaned(PLAN, {"uraian": "Program"}, {}, {"uraian": "Kegiatan"})

    assert [(row.baris, row.text("uraian")) for row in rows] == [
        (1, "Program"), (2, ""), (3, "Kegiatan")
    ]  # fmt: skip
    assert findings == []


def test_a_printed_empty_text_cell_is_not_a_missing_column() -> None:
    (row,), _, _ = cleaned(PLAN, {"uraian": "Program"})

    assert (row.entries["satuan"].text, row.entries["satuan"].status) == ("", "kosong")
    assert row.entries["satuan"].cell is None
    assert "lokasi" not in row.entries


def test_money_is_read_exactly_and_in_the_scale_of_its_header() -> None:
    (row,), _, _ = cleaned(PLAN, {"target": "12,5", "pagu": "1.442.971,5"}, scale=1000)

    assert row.value("pagu") == Decimal("1442971500")
    assert row.value("target") == Decimal("12.5")


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("1.500.000", "1500000", "cetak"),
        ("-", "0", "nol_strip"),
        ("#DIV/0!", None, "galat_excel"),
        ("(25.000)", "-25000", "cetak"),
    ],
)
def test_status_of_numbers(text: str, value: str | None, status: str) -> None:
    (row,), _, _ = cleaned(PLAN, {"uraian": "x", "pagu": text})
    entry = row.entries["pagu"]

    assert entry.value == (None if value is None else Decimal(value))
    assert (entry.status, entry.cell.text if entry.cell else None) == (status, text)


def test_a_number_cell_that_is_not_printed_has_no_entry() -> None:
    (row,), _, _ = cleaned(PLAN, {"uraian": "x"})

    assert row.value("pagu") is None


def test_a_wrapped_number_is_joined_and_says_so() -> None:
    wrapped = cell("11.498.170.\n600", width=55)

    rows, _, _ = cleaned(PLAN, {"pagu": wrapped}, {"pagu": "1.000.000"})
    entry = rows[0].entries["pagu"]

    assert (entry.value, entry.status) == (Decimal("11498170600"), "digabung")


def test_a_line_broken_inside_a_number_is_joined() -> None:
    rows, _, _ = cleaned(PLAN, {"target": f"2000{JOINER}\n0"})
    entry = rows[0].entries["target"]

    assert (entry.value, entry.status) == (Decimal(20000), "digabung")
    assert entry.cell
    assert entry.cell.text == "2000\n0"


def test_a_cell_the_readers_doubt_is_flagged_and_told() -> None:
    doubtful = cell("1.500.000", doubt="bacaan_berbeda", second="1.600.000", confidence=0.5)

    rows, (finding,), _ = cleaned(PLAN, {"uraian": "x", "pagu": doubtful})

    entry = rows[0].entries["pagu"]
    assert (entry.status, entry.rule, entry.value) == (
        "ditandai", "bacaan_berbeda", Decimal(1500000)
    )  # fmt: skip
    assert entry.confidence <= 0.5
    assert (finding.aturan, finding.kelas, finding.baris, finding.kolom) == (
        "bacaan_berbeda", "ekstraksi", 1, "pagu"
    )  # fmt: skip
    assert finding.bukti["teks_kedua"] == "1.600.000"


def test_what_is_no_number_is_never_a_guess() -> None:
    rows, findings, _ = cleaned(PLAN, {"pagu": "lihat lampiran"})

    assert rows[0].value("pagu") is None
    assert rows[0].entries["pagu"].status == "tidak_terbaca"
    assert [f.baris for f in findings] == [1]


def test_a_unit_glued_to_a_number_fills_satuan_where_there_is_no_such_column() -> None:
    columns = {"uraian": "teks", "target": "kinerja"}

    (row,), _, _ = cleaned(columns, {"target": "12 Dokumen"})
    (with_column,), _, _ = cleaned(PLAN, {"target": "12 Dokumen", "satuan": "Laporan"})

    assert (row.value("target"), row.text("satuan")) == (Decimal(12), "Dokumen")
    assert with_column.text("satuan") == "Laporan"


def test_the_locale_is_decided_by_column_with_the_money_columns_behind_it() -> None:
    us = [{"target": "95", "pagu": "1,004,422,800"}, {"target": "1.5", "pagu": "25,000,000.50"}]

    rows, _, uses = cleaned(PLAN, *us)

    assert {use.name: use.locale for use in uses}["pagu"] == "us"
    assert rows[1].value("pagu") == Decimal("25000000.50")


def test_one_amount_in_another_format_is_read_and_told() -> None:
    lines = [{"pagu": text} for text in ("1.500.000", "2.500.000", "3.500.000", "425,056,675")]

    rows, findings, _ = cleaned(PLAN, *lines)

    assert rows[3].value("pagu") == Decimal(425056675)
    (finding,) = findings
    assert (finding.aturan, finding.kelas, finding.baris) == ("format_asing", "sumber", 4)


def test_many_amounts_in_another_format_are_one_finding() -> None:
    id_lines = [{"pagu": f"{n}.500.000"} for n in range(1, 20)]
    us_lines = [{"pagu": f"{n},500,000"} for n in range(1, 9)]

    _, findings, _ = cleaned(PLAN, *id_lines, *us_lines)

    (finding,) = findings
    assert finding.bukti["baris"] == list(range(20, 28))
    assert "19 seperti “1.500.000” dan 8 seperti “1,500,000”" in finding.uraian


def test_a_dash_is_no_percent_where_there_is_no_base() -> None:
    rows, _, _ = cleaned(
        PERCENTS,
        {"target_renja_k": "0", "realisasi_renja_k": "0", "capaian_renja_k": "-"},
        {"target_renja_k": "5", "realisasi_renja_k": "0", "capaian_renja_k": "-"},
        kind="evaluasi_renja",
    )

    assert [row.value("capaian_renja_k") for row in rows] == [None, Decimal(0)]


def test_a_number_before_the_name_is_the_row_s_number() -> None:
    (row,), _, _ = cleaned(PLAN, {"uraian": "1\tPenyusunan Dokumen"})

    assert (row.text("no"), row.text("uraian")) == ("1", "Penyusunan Dokumen")


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("Sub\nKegiatan", "Sub Kegiatan"),
        ("Perundang-\nundangan", "Perundang-undangan"),
        ("Bogor-\nPuncak", "Bogor- Puncak"),
        ("  dua   kata ", "dua kata"),
        ("50\t%", "50 %"),
    ],
)
def test_lines_are_joined(printed: str, joined: str) -> None:
    assert join_lines(printed) == joined
