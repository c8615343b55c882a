"""A table that says it is empty is a result: one row with its word, or none at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import rows, stitched
from typeset import Cell, Grid, Page

HEADER = ["No", "Program/Kegiatan", "Lokasi", "Indikator Kinerja", "Besaran/Volume", "Catatan"]
NUMBERS = ["1", "2", "3", "4", "5", "6"]
WIDTHS = (30, 150, 90, 120, 80, 90)
CAPTION = (40.0, 40.0, "Tabel T-C.32 Usulan Program dan Kegiatan")
BELOW = 60.0 + 2 * 12.0 + 25.0  # of a header and a number row


def page(*body: list[Cell | str | None], below: str = "") -> Page:
    texts = [CAPTION, (300.0, BELOW, below)] if below else [CAPTION]
    return Page([Grid([HEADER, NUMBERS, *body], WIDTHS)], texts)


@pytest.mark.parametrize("word", ["NIHIL", "Nihil", "- NIHIL -", "Tidak ada usulan"])
def test_the_word_below_a_header_is_the_row(tmp_path: Path, word: str) -> None:
    table = stitched(tmp_path, page(below=word))

    assert (table.kind, table.number) == ("usulan", "T-C.32")
    assert rows(table) == [["", word, "", "", "", ""]]
    assert table.rows[0].box.y0 > 84


def test_the_word_across_the_table_is_the_row(tmp_path: Path) -> None:
    table = stitched(tmp_path, page([Cell("NIHIL", across=6, left=250), *[None] * 5]))

    assert rows(table) == [["", "NIHIL", "", "", "", ""]]


@pytest.mark.parametrize("below", ["", "BAB IV PENUTUP", "Usulan tahun lalu nihil dan ditunda."])
def test_a_header_alone_is_a_table_without_rows(tmp_path: Path, below: str) -> None:
    table = stitched(tmp_path, page(below=below))

    assert table.kind == "usulan"
    assert table.rows == []


def test_a_table_with_rows_is_not_empty_whatever_stands_below(tmp_path: Path) -> None:
    line: list[Cell | str | None] = ["1", "Pelatihan", "Serang", "Orang terlatih", "30", ""]
    pages = page(line)
    pages = Page(pages.grids, [CAPTION, (300.0, BELOW + 12.0, "NIHIL")])

    assert rows(stitched(tmp_path, pages)) == [line]
