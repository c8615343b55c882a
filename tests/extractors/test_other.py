"""Ruled tables of no known kind: kept as printed, told from what is ruled but no table."""

from __future__ import annotations

from pathlib import Path

from reading import table_of, tables_of
from typeset import Cell, Grid, Page

from extractors.other import is_table
from extractors.stitch import Stitcher, stitch
from tables.model import Table
from tables.spec import OTHER

HEADER = ["No", "Jenis Ternak", "Populasi", "Kabupaten"]
ROWS = [["1", "Sapi", "401.024", "Garut"], ["2", "Domba", "9.942.711", "Ciamis"]]
MORE = [["3", "Kuda", "15.063", "Subang"], ["4", "Itik", "9.417.538", "Cirebon"]]
WIDTHS = (30, 120, 80, 80)
TITLE = (40.0, 40.0, "Tabel 2.6 Populasi Ternak Tahun 2014")


def page(*rows: list[str], texts: tuple[tuple[float, float, str], ...] = ()) -> Page:
    return Page([Grid(rows, WIDTHS)], texts)


def others(folder: Path, *pages: Page) -> list[Table]:
    return [t for t in stitch(tables_of(folder, *pages)) if t.kind == OTHER]


def texts(table: Table) -> list[list[str]]:
    wide = range(len(table.columns))
    return [[r.cells[i].text if i in r.cells else "" for i in wide] for r in table.rows]


def test_a_table_of_no_form_keeps_header_cells_and_places(tmp_path: Path) -> None:
    (table,) = others(tmp_path, page(HEADER, *ROWS, texts=(TITLE,)))

    assert (table.number, table.title) == ("2.6", TITLE[2])
    assert [c.header for c in table.columns] == [(text,) for text in HEADER]
    assert texts(table) == ROWS
    cell = table.rows[1].cells[2]
    assert (cell.page, cell.text) == (1, "9.942.711")
    assert 190 < cell.box.x0 < cell.box.x1 < 270


def test_groups_and_column_numbers_belong_to_the_header(tmp_path: Path) -> None:
    rows = [
        [Cell("No", down=2), Cell("Ternak", down=2), Cell("Populasi", across=2), None],
        [None, None, "2013", "2014"],
        ["1", "2", "3", "4"],
        ["1", "Sapi", "398.115", "401.024"],
    ]

    (table,) = others(tmp_path, Page([Grid(rows, WIDTHS)]))

    assert [c.header for c in table.columns] == [
        ("No",), ("Ternak",), ("Populasi", "2013"), ("Populasi", "2014")
    ]  # fmt: skip
    assert [c.number for c in table.columns] == ["1", "2", "3", "4"]
    assert texts(table) == [["1", "Sapi", "398.115", "401.024"]]


def test_it_goes_on_over_the_page_with_or_without_its_header(tmp_path: Path) -> None:
    for second in (page(*MORE), page(HEADER, *MORE)):
        (table,) = others(tmp_path, page(HEADER, *ROWS), second)

        assert table.pages == [1, 2]
        assert texts(table) == [*ROWS, *MORE]


def test_another_caption_or_text_between_begins_another_table(tmp_path: Path) -> None:
    caption = (40.0, 40.0, "Tabel 2.7 Populasi Unggas Tahun 2014")
    prose = tuple((40.0, 10.0 + 10 * n, "Uraian di antara dua tabel.") for n in range(4))
    for between in ((caption,), prose):
        found = others(tmp_path, page(HEADER, *ROWS), page(HEADER, *MORE, texts=between))

        assert [t.pages for t in found] == [[1], [2]]


def test_the_head_of_every_page_is_no_text_between(tmp_path: Path) -> None:
    heads = tuple((40.0, 10.0 + 10 * n, f"Rencana Kerja {word}") for n, word in enumerate("abc"))
    pages = tables_of(tmp_path, page(HEADER, *ROWS), page(*MORE, texts=heads))
    stitcher = Stitcher(frozenset(f"rencanakerja{word}" for word in "abc"))

    for number in (1, 2):
        stitcher.feed(number, pages[number])

    (table,) = stitcher.tables()
    assert table.pages == [1, 2]


def test_lines_beside_the_rows_of_other_columns_are_those_rows(tmp_path: Path) -> None:
    # The rules between the names were not drawn; each line stands on the line of its amount.
    names = Cell("Pegawai\nBarang\nModal", down=3, tops=(2.0, 14.0, 26.0))
    body = [["1", names, "10", "x"], ["2", None, "20", "y"], ["3", None, "30", "z"]]

    (table,) = others(tmp_path, Page([Grid([HEADER, *body], WIDTHS)]))

    assert [row[1] for row in texts(table)] == ["Pegawai", "Barang", "Modal"]


def test_a_merged_text_stays_whole(tmp_path: Path) -> None:
    merged = Cell("Meningkatnya\nproduksi\nternak", down=3, tops=(4.0, 12.5, 21.0))
    body = [["1", merged, "10", "x"], ["2", None, "20", "y"], ["3", None, "30", "z"]]

    (table,) = others(tmp_path, Page([Grid([HEADER, *body], WIDTHS)]))

    assert [row[1] for row in texts(table)] == ["Meningkatnya\nproduksi\nternak", "", ""]


def test_frames_charts_and_signatures_are_no_tables(tmp_path: Path) -> None:
    prose = "\n".join(["Rencana kerja disusun dengan memperhatikan evaluasi tahun lalu."] * 9)
    frame = Grid([["Visi", prose], ["Misi", "a"]], (40, 300), heights=(90, 12))
    boxes = [[Cell("Kepala"), "", Cell("Wakil")], ["", "", ""], [Cell("Staf"), "", Cell("Staf")]]
    signed = Grid(
        [["Mengetahui", "Serang, Agustus 2023"], ["Kepala", "Sekretaris"],
         ["NIP. 196512121990031005", "NIP 197001011995031002"]],
        (200, 200),
    )  # fmt: skip

    assert not is_table(table_of(tmp_path, frame))
    assert not is_table(table_of(tmp_path, Grid(boxes, (60, 60, 60))))
    assert not is_table(table_of(tmp_path, signed))
    assert is_table(table_of(tmp_path, Grid([HEADER, *ROWS], WIDTHS)))


def test_a_list_of_employees_is_a_table(tmp_path: Path) -> None:
    rows = [["No", "Nama", "NIP"], ["1", "Siti", "196512121990031005"], ["2", "Budi", "1970"]]

    assert is_table(table_of(tmp_path, Grid(rows, (30, 100, 120))))
