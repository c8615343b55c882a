"""A perfectly read scan must come out of the rest of the house as the export does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from extractors.bands import rows_of
from extractors.document import extract
from extractors.grid import Grid, Region
from extractors.page import PageTable, lines_of
from extractors.plumber import FirstReader
from extractors.scan.assemble import page_tables, with_text
from extractors.scan.displayed import displayed
from extractors.scan.model import LineReading, PageMap, ScannedPage
from extractors.triage import triage
from tables.model import Box, Cell, Column, Table, Triage

SAMPLE = next(Path(__file__).parents[2].glob("raw_pdfs/2023/*.pdf"))
PAGES = range(10, 15)  # Tabel 2.1


def as_scan(number: int, width: float, height: float, tables: list[PageTable]) -> ScannedPage:
    """What a scan reader without a fault would make of an exported page."""
    scan = ScannedPage(number, "", PageMap(0, width, height))
    for g, table in enumerate(tables):
        regions = [Region(c.r0, c.r1, c.c0, c.c1) for c in table.cells]
        owner = [[-1] * (len(table.xs) - 1) for _ in table.ys[1:]]
        for i, region in enumerate(regions):
            for r in range(region.r0, region.r1):
                for c in range(region.c0, region.c1):
                    owner[r][c] = i
        scan.grids.append(Grid(table.xs, table.ys, regions, owner))
        for i, cell in enumerate(table.cells):
            scan.lines += [
                LineReading(f.box, f.text, 1.0, f.size, g, i)
                for line in lines_of(cell.parts)
                for f in line
            ]
        scan.lines += [LineReading(f.box, f.text, 1.0, f.size) for f in table.lead]
    return scan


@cache
def _export() -> tuple[Triage, list[Table], dict[int, ScannedPage]]:
    seen = triage(SAMPLE)
    tables, _ = extract(SAMPLE, seen, workers=1)
    with FirstReader(SAMPLE) as reader:
        scans = {
            n: as_scan(n, seen.pages[n - 1].width, seen.pages[n - 1].height, reader.read(n))
            for n in PAGES
        }
    return seen, tables, scans


def _as_scanned(seen: Triage) -> Triage:
    pages = tuple(
        replace(p, kind="scanned", text="") if p.number in PAGES else p for p in seen.pages
    )
    return replace(seen, pages=pages)


def test_a_perfect_scan_gives_the_rows_of_the_export() -> None:
    seen, exported, scans = _export()
    scanned, findings = extract(SAMPLE, with_text(_as_scanned(seen), scans), workers=1, scans=scans)
    ours, theirs = scanned[0], exported[0]
    assert (ours.kind, ours.number, ours.pages) == (theirs.kind, theirs.number, theirs.pages)
    # Header words of a scan are mended, so a slip that is printed is mended as well.
    for read, printed in zip(ours.columns, theirs.columns, strict=True):
        assert SequenceMatcher(None, "".join(read.header), "".join(printed.header)).ratio() > 0.95
    assert [(c.number, c.formula) for c in ours.columns] == [
        (c.number, c.formula) for c in theirs.columns
    ]
    assert [{i: _squash(c.text) for i, c in r.cells.items()} for r in ours.rows] == [
        {i: _squash(c.text) for i, c in r.cells.items()} for r in theirs.rows
    ]
    assert not [f for f in findings if f.aturan == "perlu_ocr"]
    assert {c.reader for r in ours.rows for c in r.cells.values()} == {"ocr"}


def _squash(text: str) -> str:
    return "".join(text.replace("\u2060", "").split())


def test_pages_that_were_not_read_are_still_said_to_need_ocr() -> None:
    seen, _, scans = _export()
    few = {n: scans[n] for n in (10, 11, 12)}
    _, findings = extract(SAMPLE, with_text(_as_scanned(seen), few), workers=1, scans=few)
    (finding,) = [f for f in findings if f.aturan == "perlu_ocr"]
    assert finding.bukti["halaman"] == [13, 14]


def test_both_readings_and_alternatives_reach_the_cell() -> None:
    seen, _, scans = _export()
    changed = dict(scans)
    page = scans[10]
    n, line = next((n, x) for n, x in enumerate(page.lines) if x.text == "1.442.971.318")
    lines = list(page.lines)
    lines[n] = replace(
        line, confidence=0.4, second="1.442.977.318", others=("1.442.971.318", "1.442.977.318")
    )
    changed[10] = replace(page, lines=lines)
    tables, _ = extract(SAMPLE, with_text(_as_scanned(seen), changed), workers=1, scans=changed)
    cell = next(c for r in tables[0].rows for c in r.cells.values() if c.second == "1.442.977.318")
    assert cell.text == "1.442.971.318"
    assert cell.confidence == 0.4
    assert "1.442.977.318" in cell.others


def test_the_text_of_a_scan_has_a_line_for_every_cell() -> None:
    _, _, scans = _export()
    seen = with_text(_as_scanned(_export()[0]), scans)
    page = seen.pages[9]
    assert page.reader == "ocr"
    assert page.text.splitlines()[0].startswith("TABEL. 2.1")
    assert "Satuan" in page.text.splitlines()


def test_a_wide_gap_in_an_unruled_column_separates_blocks() -> None:
    grid = Grid([0, 50, 100], [0, 100], [Region(0, 1, 0, 1), Region(0, 1, 1, 2)], [[0, 1]])
    heights = (10, 18, 26, 60, 68)
    scan = ScannedPage(1, "", PageMap(0, 100, 100), [grid])
    scan.lines = [LineReading(Box(2, y, 40, y + 6), "kata", 1.0, 6.0, 0, 0) for y in heights]
    cell = page_tables(scan)[0].cells[0]
    blocks = defaultdict(list)
    for part in cell.parts:
        blocks[part.block].append(part.box.y0)
    assert list(blocks.values()) == [[10, 18, 26], [60, 68]]


def test_the_first_line_below_a_table_is_its_tail() -> None:
    grid = Grid([0, 50, 100], [20, 40], [Region(0, 1, 0, 1), Region(0, 1, 1, 2)], [[0, 1]])
    printed = {"TABEL 3.5": 8, "NIHIL": 50, "3.2 Uraian": 70}
    lines = [LineReading(Box(2, y, 40, y + 6), text, 1.0, 6.0) for text, y in printed.items()]
    (table,) = page_tables(ScannedPage(1, "", PageMap(0, 100, 100), [grid], lines))
    assert [f.text for f in table.lead] == ["TABEL 3.5"]
    assert [f.text for f in table.tail] == ["NIHIL"]


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (0, Box(10, 20, 40, 30)),
        (90, Box(20, 160, 30, 190)),
        (180, Box(160, 70, 190, 80)),
        (270, Box(70, 10, 80, 40)),
    ],
)
def test_boxes_return_to_the_displayed_page(turn: int, expected: Box) -> None:
    assert displayed(Box(10, 20, 40, 30), PageMap(turn, 200, 100)) == expected


def test_boxes_return_through_waves_and_skew() -> None:
    page = PageMap(0, 200, 100, (1, 0.01, 2, -0.01, 1, 3), shift_y=(0, 4, 0))
    box = displayed(Box(100, 50, 100, 50), page)
    assert box.x0 == pytest.approx(100 + 0.54 + 2)
    assert box.y0 == pytest.approx(-1 + 54 + 3)


def _merged(*lines: LineReading) -> dict[int, Cell]:
    """Cells of a row whose second and third column are not seen apart."""
    regions = [Region(0, 1, 0, 1), Region(0, 1, 1, 3)]
    grid = Grid([0, 100, 150, 250], [0, 20], regions, [[0, 1, 1]])
    name = LineReading(Box(2, 5, 60, 11), "Rapat", 1.0, 6.0, 0, 0)
    scan = ScannedPage(1, "", PageMap(0, 250, 20), [grid], [name, *lines])
    columns = [Column(i, a, b, (str(i),)) for i, (a, b) in enumerate(pairwise(grid.xs))]
    (row,) = rows_of(page_tables(scan)[0], 0, [0, 1, 2], columns, 0)
    return row.cells


def test_two_figures_in_columns_merged_by_a_faint_rule_stay_apart() -> None:
    cells = _merged(
        LineReading(Box(120, 5, 123, 7), "-", 1.0, 6.0, 0, 1, "dash"),
        LineReading(Box(200, 5, 230, 11), "3,00", 1.0, 6.0, 0, 1),
    )
    assert {i: c.text for i, c in cells.items()} == {0: "Rapat", 1: "-", 2: "3,00"}


def test_figures_read_as_one_line_over_two_columns_are_parted_in_every_reading() -> None:
    line = LineReading(Box(120, 5, 240, 11), "24 22.371.103", 0.4, 6.0, 0, 1)
    cells = _merged(replace(line, second="24 22.311.103", others=("21 22.371.103",)))
    assert (cells[1].text, cells[1].second, cells[1].others) == ("24", None, ("21",))
    assert (cells[2].text, cells[2].second) == ("22.371.103", "22.311.103")
    assert cells[2].confidence == 0.4


def test_figures_parted_where_a_reading_does_not_part_are_doubtful() -> None:
    line = LineReading(Box(120, 5, 240, 11), "24 22.371.103", 1.0, 6.0, 0, 1)
    cells = _merged(replace(line, second="2422.371.103"))
    assert all(cells[i].confidence < 0.5 for i in (1, 2))


def _two_rows(*lines: LineReading) -> list[tuple[int, str]]:
    """Band and text of what is left of the lines of a grid of two rows and two columns."""
    regions = [Region(r, r + 1, c, c + 1) for r in (0, 1) for c in (0, 1)]
    grid = Grid([0, 50, 100], [0, 20, 40], regions, [[0, 1], [2, 3]])
    scan = ScannedPage(1, "", PageMap(0, 100, 100), [grid], list(lines))
    return [(c.r0, p.text) for c in page_tables(scan)[0].cells for p in c.parts]


def _line(text: str, cell: int, height: float = 6.0) -> LineReading:
    y = 20.0 * (cell // 2) + 5
    return LineReading(Box(2, y, 40, y + height), text, 0.3, 6.0, 0, cell)


def test_letters_alone_in_a_row_are_dirt_on_its_rules() -> None:
    assert _two_rows(_line("Program", 0), _line("F", 2), _line("[", 3)) == [(0, "Program")]


def test_a_letter_beside_other_print_may_be_a_misread_figure() -> None:
    rows = _two_rows(_line("Program", 0), _line("Kegiatan", 2), _line("S", 3))

    assert rows == [(0, "Program"), (1, "Kegiatan"), (1, "S")]


def test_a_row_of_dashes_or_digits_is_no_dirt() -> None:
    assert _two_rows(_line("-", 0), _line("7", 2)) == [(0, "-"), (1, "7")]


def test_a_frame_around_the_page_is_no_print_of_a_cell() -> None:
    assert _two_rows(_line("Program", 0), _line("1", 1, height=300)) == [(0, "Program")]
