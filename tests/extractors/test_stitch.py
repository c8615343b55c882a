"""Pages to whole tables: repeated headers, rows cut by the page end, pages unlike each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reading import rows, stitched, tables_of
from typeset import Cell, Grid, Page

from extractors.stitch import caption_number, stitch

WIDTHS = (50, 130, 90, 70, 70)
HEADER = ["Kode", "Program/Kegiatan", "Lokasi", "Pagu indikatif", "Sumber dana"]
NUMBERS = ["1", "2", "3", "4", "5"]
CAPTION = (40.0, 40.0, "Tabel 3.1 Rumusan Rencana Program dan Kegiatan Tahun 2023")
FIRST = [["4.01", "Program Penunjang", "Serang", "1.500.000", "DAU"],
         ["4.01.01", "Kegiatan Perencanaan", "Serang", "700.000", "DAU"]]  # fmt: skip
SECOND = [["4.01.02", "Kegiatan Keuangan", "Serang", "500.000", "DAU"],
          ["4.01.03", "Kegiatan Umum", "Cilegon", "300.000", "DAU"]]  # fmt: skip


def page(*table: list[Cell | str | None] | list[str], caption: bool = False, x: float = 40) -> Page:
    heights = [12 * max(_lines(cell) for cell in row) for row in table]
    texts = [CAPTION] if caption else []
    return Page([Grid(list(table), WIDTHS, heights, x=x)], texts)


def _lines(cell: Cell | str | None) -> int:
    text = cell.text if isinstance(cell, Cell) else cell or ""
    return text.count("\n") + 1


def test_a_table_goes_on_over_the_page_end(tmp_path: Path) -> None:
    table = stitched(tmp_path, page(HEADER, NUMBERS, *FIRST, caption=True), page(*SECOND))

    assert (table.kind, table.number, table.pages) == ("rencana_kerja", "3.1", [1, 2])
    assert [column.header for column in table.columns] == [(text,) for text in HEADER]
    assert rows(table) == [*FIRST, *SECOND]
    assert [row.page for row in table.rows] == [1, 1, 2, 2]


def test_a_repeated_header_is_dropped(tmp_path: Path) -> None:
    again = page(HEADER, NUMBERS, *SECOND)

    table = stitched(tmp_path, page(HEADER, NUMBERS, *FIRST, caption=True), again)

    assert rows(table) == [*FIRST, *SECOND]


def test_a_header_printed_again_between_rows_is_dropped(tmp_path: Path) -> None:
    table = stitched(tmp_path, page(HEADER, NUMBERS, *FIRST, HEADER, *SECOND, caption=True))

    assert rows(table) == [*FIRST, *SECOND]


def test_a_table_that_comes_again_on_the_next_page_is_another(tmp_path: Path) -> None:
    other = replace(
        page(HEADER, NUMBERS, *SECOND),
        texts=[(40.0, 40.0, "Tabel 3.2 Rumusan Rencana Program dan Kegiatan Tahun 2024")],
    )

    found = stitch(tables_of(tmp_path, page(HEADER, NUMBERS, *FIRST, caption=True), other))

    assert [(t.number, len(t.rows)) for t in found] == [("3.1", 2), ("3.2", 2)]


def test_a_row_cut_by_the_page_end_is_joined(tmp_path: Path) -> None:
    cut = ["4.01.01", "Kegiatan Perencanaan dan", "Serang", "700.000", "DAU"]
    rest = ["", "evaluasi perangkat daerah", "", "", ""]

    table = stitched(
        tmp_path, page(HEADER, NUMBERS, FIRST[0], cut, caption=True), page(rest, *SECOND)
    )

    assert [row[1] for row in rows(table)][1] == (
        "Kegiatan Perencanaan dan\nevaluasi perangkat daerah"
    )
    assert len(table.rows) == 4


def test_a_row_of_its_own_after_the_page_end_is_not_joined(tmp_path: Path) -> None:
    amount = ["", "evaluasi", "", "250.000", ""]

    table = stitched(tmp_path, page(HEADER, NUMBERS, *FIRST, caption=True), page(amount, *SECOND))

    assert rows(table) == [*FIRST, amount, *SECOND]


@pytest.mark.parametrize("shift", [5, 28])
def test_a_page_with_another_margin_keeps_its_columns(tmp_path: Path, shift: float) -> None:
    moved = page(*SECOND, x=40 + shift)

    table = stitched(tmp_path, page(HEADER, NUMBERS, *FIRST, caption=True), moved)

    assert rows(table) == [*FIRST, *SECOND]


def test_a_page_with_one_column_more_keeps_the_others_in_place(tmp_path: Path) -> None:
    wide = Grid(
        [
            ["Kode", "Program/Kegiatan", "Kelompok", "Lokasi", "Pagu indikatif", "Sumber dana"],
            *([r[0], r[1], "umum", *r[2:]] for r in SECOND),
        ],
        (50, 100, 50, 70, 70, 70),
    )

    table = stitched(tmp_path, page(HEADER, *FIRST, caption=True), Page([wide]))

    assert [column.header for column in table.columns] == [(t,) for t in (*HEADER, "Kelompok")]
    assert rows(table) == [*([*r, ""] for r in FIRST), *([*r, "umum"] for r in SECOND)]


def test_a_narrow_table_does_not_go_on_the_one_before(tmp_path: Path) -> None:
    other = Page([Grid([["a", "b", "c"], ["d", "e", "f"]], (60, 60, 60))])

    table = stitched(tmp_path, page(HEADER, NUMBERS, *FIRST, caption=True), other)

    assert rows(table) == FIRST


def test_a_page_between_ends_the_table(tmp_path: Path) -> None:
    text = Page([], [(40.0, 40.0, "BAB IV Penutup")])

    table = stitched(tmp_path, page(HEADER, NUMBERS, *FIRST, caption=True), text, page(*SECOND))

    assert rows(table) == FIRST


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tabel 2.1", "2.1"),
        ("TABEL. 2.1", "2.1"),
        ("Tabel II.1", "II.1"),
        ("TABEL. III.2", "III.2"),
        ("Tabel T-C.29", "T-C.29"),
        ("Tabel T-C. 33", "T-C.33"),
        ("Formulir E.81", "E.81"),
        ("Tabel I", "I"),
        ("Tabel 3 . 1 Rumusan", "3.1"),
        ("Rekapitulasi Evaluasi Hasil Pelaksanaan Renja", ""),
        ("Tabel berikut", ""),
    ],
)
def test_numbers_of_captions(text: str, number: str) -> None:
    assert caption_number(text) == number
