"""Levels, inferred codes and parents, against every truth file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from truth_table import REAL, SAMPLE_21, SAMPLE_31, load

from cleaning.hierarchy import assign, assign_all
from cleaning.levels import money_heads
from tables.model import CleanRow, CleanTable, Entry, Level
from tables.spec import specs

REAL_FILES = sorted(REAL.glob("*.csv")) if REAL.is_dir() else []


def by_name(table: CleanTable, name: str) -> CleanRow:
    return next(row for row in table.rows if row.text("uraian").startswith(name))


@pytest.fixture(scope="module")
def sample() -> tuple[CleanTable, CleanTable]:
    tables = [load(path)[0] for path in (SAMPLE_21, SAMPLE_31)]
    assign_all(tables)
    return tables[0], tables[1]


@pytest.mark.parametrize("path", [SAMPLE_21, SAMPLE_31], ids=["2.1", "3.1"])
def test_levels_of_the_sample(path: Path, sample: tuple[CleanTable, CleanTable]) -> None:
    table = sample[0] if path == SAMPLE_21 else sample[1]
    truth = load(path)[1]
    assert [row.level for row in table.rows] == [line["level"] for line in truth]


@pytest.mark.real
@pytest.mark.skipif(not REAL_FILES, reason="the real documents are not here")
@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.stem)
def test_levels_of_real_documents(path: Path) -> None:
    table, truth = load(path)
    assign_all([table])
    assert [row.level for row in table.rows] == [line["level"] for line in truth]


def test_codes_lost_on_a_page_are_inferred_from_the_other_table(
    sample: tuple[CleanTable, CleanTable],
) -> None:
    """3.1 prints two names with one code, so those two are left open instead of guessed."""
    truth = load(SAMPLE_21)[1]
    inferred = wrong = 0
    for row, line in zip(sample[0].rows, truth, strict=True):
        if row.level == "indikator" or line["kode_cetak"] or not line["kode"]:
            continue
        inferred += row.kode_status == "disimpulkan"
        wrong += row.kode is not None and row.kode != line["kode"]
    assert inferred >= 15
    assert wrong <= 1  # 3.1 itself numbers one sub kegiatan differently


def test_alone_a_table_infers_less_and_invents_nothing() -> None:
    table, truth = load(SAMPLE_21)
    assign(table, specs()[table.kind])
    for row, line in zip(table.rows, truth, strict=True):
        if row.kode_status == "disimpulkan" and row.level != "indikator":
            assert row.kode == line["kode"]


def test_assigning_twice_changes_nothing() -> None:
    table, _ = load(SAMPLE_21)
    assign(table, specs()[table.kind])
    first = [(r.level, r.kode, r.kode_status, r.parent) for r in table.rows]
    count = len(table.findings)
    assign(table, specs()[table.kind])
    assert [(r.level, r.kode, r.kode_status, r.parent) for r in table.rows] == first
    assert len(table.findings) == count


def test_an_indicator_line_carries_the_code_it_stands_under(
    sample: tuple[CleanTable, CleanTable],
) -> None:
    table = sample[0]
    for above, row in zip(table.rows, table.rows[1:], strict=False):
        if row.level == "indikator" and above.level == "sub_kegiatan":
            assert (row.kode, row.parent) == (above.kode, above.baris)
            assert row.sub_kegiatan_kode == above.kode


def test_a_wrong_segment_stays_in_its_place_and_is_reported(
    sample: tuple[CleanTable, CleanTable],
) -> None:
    """``4.1.2.3`` stands between ``4.1.1.2`` and ``4.1.1.5``: only the code is wrong."""
    table = sample[0]
    row = by_name(table, "Administrasi Barang Milik Daerah")
    program = by_name(table, "PROGRAM PENUNJANG")
    assert (row.kode, row.parent) == ("4.01.02.2.03", program.baris)
    assert [f.baris for f in table.findings if f.aturan == "kode_salah_induk"] == [row.baris]


def test_rows_whose_heading_was_lost_get_no_false_parent(
    sample: tuple[CleanTable, CleanTable],
) -> None:
    row = by_name(sample[1], "Pelaksanaan Medical Check Up")
    assert row.parent is None
    assert (row.program_kode, row.kegiatan_kode) == ("4.01.01", "4.01.01.2.11")


def test_a_nameless_kegiatan_is_found_by_its_money(sample: tuple[CleanTable, CleanTable]) -> None:
    """269.558.195 = 158.283.500 + 111.274.695: a kegiatan of which only the figures are left."""
    table = sample[1]
    spec = specs()[table.kind]
    free = [row.level == "indikator" for row in table.rows]
    heads = [table.rows[i] for i in money_heads(table.rows, spec, free, free)]
    assert [row.value("pagu") for row in heads] == [269558195]
    lines = [row for row in table.rows if row.parent == heads[0].baris]
    assert sum(row.value("pagu") or 0 for row in lines) == 269558195


def test_every_parent_is_above_and_of_a_higher_level(
    sample: tuple[CleanTable, CleanTable],
) -> None:
    order = ("urusan", "bidang_urusan", "program", "kegiatan", "sub_kegiatan", "indikator")
    for table in sample:
        rows = {row.baris: row for row in table.rows}
        for row in table.rows:
            if row.parent is not None and row.level != "indikator":
                assert row.parent < row.baris
                assert order.index(rows[row.parent].level) < order.index(row.level)


Line = tuple[Level, str, str, int | None]


def table_of(lines: list[Line], column: str = "no") -> CleanTable:
    """A rencana_kerja table of (level, number, uraian, pagu); an empty uraian is an indicator."""
    rows = []
    for baris, (_, number, uraian, pagu) in enumerate(lines, 1):
        row = CleanRow(baris, 1)
        if number:
            row.entries[column] = Entry(None, text=number)
        row.entries["uraian" if uraian else "indikator"] = Entry(None, text=uraian or "Jumlah")
        if pagu is not None:
            row.entries["pagu"] = Entry(None, value=Decimal(pagu))
        rows.append(row)
    return CleanTable("rencana_kerja", "3.1", "", [1], [], rows)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [
                ("program", "I", "PROGRAM PENUNJANG", 30),
                ("kegiatan", "I.1", "Perencanaan", 10),
                ("sub_kegiatan", "I.1.1", "Penyusunan", 10),
                ("kegiatan", "I.2", "Administrasi", 20),
                ("sub_kegiatan", "I.2.1", "Penyediaan Gaji", 20),
                ("program", "VI I", "PROGRAM PERLINDUNGAN", 0),
            ],
            id="roman and dotted",
        ),
        pytest.param(
            [
                ("lainnya", "", "SEKRETARIAT DAERAH", 107),
                ("program", "", "PROGRAM ADMINISTRASI UMUM", 107),
                ("kegiatan", "", "Perencanaan", 30),
                ("indikator", "", "", 0),
                ("sub_kegiatan", "", "Penyusunan", 10),
                ("sub_kegiatan", "", "Evaluasi", 20),
                ("sub_kegiatan", "", "Koordinasi", 0),
                ("kegiatan", "", "Administrasi", 70),
                ("sub_kegiatan", "", "Penyediaan", 30),
                ("sub_kegiatan", "", "Pengadaan", 40),
                ("kegiatan", "", "Penataan", 7),
                ("sub_kegiatan", "", "Fasilitasi", 7),
            ],
            id="no numbers, only money",
        ),
        pytest.param(
            [
                ("program", "", "Program Perencanaan Pembangunan", None),
                ("kegiatan", "", "Rapat Koordinasi", 5),
                ("program", "", "Program Perencanaan Pembangunan", None),
                ("kegiatan", "", "Pra Musrenbang", 6),
            ],
            id="program repeated as a heading",
        ),
    ],
)
def test_levels_of_other_ways_to_print_a_hierarchy(lines: list[Line]) -> None:
    table = table_of(lines)
    assign_all([table])
    assert [row.level for row in table.rows] == [line[0] for line in lines]
