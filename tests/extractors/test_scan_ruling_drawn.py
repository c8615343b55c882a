"""Grids of scanned pages: drawn ones for what rules may look like, worn ones for the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from degrade import LEVELS, Geometry, make_scan
from paper import printed

from extractors.grid import Grid
from extractors.scan.displayed import displayed
from extractors.scan.model import Gray, PageMap
from extractors.scan.render import render
from extractors.scan.ruling import ruling
from extractors.scan.straighten import PAPER, Flat, straighten
from tables.model import Box

SAMPLE = Path(__file__).parents[2] / "raw_pdfs/2023/renja-perubahan-2023-setda-kota-serang.pdf"
DPI = 150
XS = [60, 120, 300, 420, 540, 700]
YS = [80, 130, 160, 220, 280, 310, 400]


def page(width: int = 780, height: int = 560) -> Gray:
    return np.full((height, width), PAPER, np.uint8)


def rule(image: Gray, start: tuple[int, int], end: tuple[int, int], thick: int = 2) -> None:
    cv2.line(image, start, end, 20, thick)


def draw(image: Gray, xs: Sequence[int], ys: Sequence[int], thick: int = 2) -> Gray:
    """A full table of rules."""
    for x in xs:
        rule(image, (x, ys[0]), (x, ys[-1]), thick)
    for y in ys:
        rule(image, (xs[0], y), (xs[-1], y), thick)
    return image


def wipe(image: Gray, x0: int, y0: int, x1: int, y1: int) -> None:
    image[y0:y1, x0:x1] = PAPER


def say(image: Gray, text: str, at: tuple[int, int], size: float = 0.42) -> None:
    cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, 30, 1, cv2.LINE_AA)


def fill(image: Gray, xs: Sequence[int], ys: Sequence[int]) -> Gray:
    """Words and amounts in every cell."""
    for row, y in enumerate(ys[:-1]):
        for column, x in enumerate(xs[:-1]):
            say(image, f"{row + 1}.{column}40" if column % 2 else "Kab", (x + 6, y + 18))
    return image


def found(image: Gray) -> list[Grid]:
    height, width = image.shape
    return ruling(Flat(image, DPI, PageMap(0, width * 72 / DPI, height * 72 / DPI)))


def pixels(places: Sequence[float]) -> list[float]:
    return [place * DPI / 72 for place in places]


def spans(grid: Grid) -> set[tuple[int, int, int, int]]:
    return {(r.r0, r.r1, r.c0, r.c1) for r in grid.regions}


def every_cell(rows: int, columns: int) -> set[tuple[int, int, int, int]]:
    return {(r, r + 1, c, c + 1) for r in range(rows) for c in range(columns)}


def only(image: Gray) -> Grid:
    (grid,) = found(image)
    return grid


def test_every_cell_of_a_plain_table_is_where_its_rules_are() -> None:
    grid = only(fill(draw(page(), XS, YS), XS, YS))
    assert pixels(grid.xs) == pytest.approx(XS, abs=2)
    assert pixels(grid.ys) == pytest.approx(YS, abs=2)
    assert spans(grid) == every_cell(6, 5)


def test_cells_merged_over_columns_and_rows_stay_merged() -> None:
    image = draw(page(), XS, YS)
    wipe(image, XS[2] + 3, YS[1] - 4, XS[3] - 3, YS[1] + 4)  # one cell over two rows
    wipe(image, XS[4] - 4, YS[0] + 4, XS[4] + 4, YS[1] - 3)  # and one over two columns
    say(image, "Indikator", (XS[2] + 12, YS[1] + 5))
    say(image, "Realisasi Kinerja", (XS[3] + 60, YS[0] + 28))
    expected = every_cell(6, 5) - {(0, 1, 2, 3), (1, 2, 2, 3), (0, 1, 3, 4), (0, 1, 4, 5)}
    assert spans(only(image)) == expected | {(0, 2, 2, 3), (0, 1, 3, 5)}


@pytest.mark.parametrize("side", ["rows", "columns"])
def test_broken_rules_are_bridged(side: str) -> None:
    image = draw(page(), XS, YS)
    for n, place in enumerate(range(70, 700, 37)):
        if side == "rows":
            for y in YS:
                wipe(image, place + 9 * (n % 2), y - 3, place + 12, y + 4)
        elif place < YS[-1]:
            for x in XS:
                wipe(image, x - 3, place, x + 4, place + 12)
    assert spans(only(fill(image, XS, YS))) == every_cell(6, 5)


def test_one_edge_lost_of_many_broken_ones_is_believed() -> None:
    random = np.random.default_rng(3)
    image = draw(page(), XS, YS)
    gaps = np.zeros(image.shape, bool)
    for x in XS:
        for y in range(YS[0], YS[-1], 12):
            if random.random() < 0.4:
                gaps[y + 3 : y + 12, x - 3 : x + 4] = True
    image[gaps] = PAPER
    wipe(image, XS[2] - 3, YS[4] + 2, XS[2] + 4, YS[5] - 1)  # a short edge, gone altogether
    assert spans(only(image)) == every_cell(6, 5)


def test_text_over_a_missing_rule_keeps_a_whole_table_merged() -> None:
    image = draw(page(), XS, YS)
    wipe(image, XS[3] - 3, YS[1] + 2, XS[3] + 4, YS[2] - 1)
    say(image, "10=(5+7+9)", (XS[3] - 40, YS[1] + 20))
    assert (1, 2, 2, 4) in spans(only(image))


def test_strokes_of_letters_are_no_rules() -> None:
    image = page()
    for n in range(16):
        say(
            image, "ILLIHI dan EFETIF pelaksanaan llll program HHHH tentang", (40, 60 + 30 * n), 0.6
        )
    assert found(image) == []


def test_lines_of_text_in_cells_are_no_rules() -> None:
    ys = [40, 200, 360, 520]
    image = draw(page(), XS, ys)
    for y in ys[:-1]:
        for x, after in pairwise(XS):
            for n in range(6):
                room = (after - x - 10) // 9
                say(image, "Penyediaan Jasa Administrasi"[:room], (x + 5, y + 22 + 24 * n), 0.5)
    assert spans(only(image)) == every_cell(3, 5)


def test_the_border_of_a_page_is_no_table() -> None:
    image = page()
    cv2.rectangle(image, (6, 6), (772, 552), 30, 3)
    for n in range(10):
        say(image, "Berita acara serah terima", (80, 80 + 40 * n), 0.6)
    assert found(image) == []


def test_a_stamp_over_the_table_changes_nothing() -> None:
    image = fill(draw(page(), XS, YS), XS, YS)
    stamp = page()
    for radius in (70, 64, 40):
        cv2.circle(stamp, (440, 260), radius, 110, 3)
    cv2.polylines(stamp, [np.array([(300, 270), (420, 220), (500, 300), (560, 200)])], False, 90, 3)
    assert spans(only(np.minimum(image, stamp))) == every_cell(6, 5)


def double(image: Gray) -> Gray:
    draw(image, XS, YS, 1)
    for x in (XS[0], XS[-1]):
        rule(image, (x + 4, YS[0]), (x + 4, YS[-1]), 1)
    for y in (YS[0], YS[1], YS[-1]):
        rule(image, (XS[0], y + 4), (XS[-1], y + 4), 1)
    return image


def dotted(image: Gray) -> Gray:
    draw(image, XS, YS, 2)
    for y in YS[1:-1]:
        for x in range(XS[0] + 4, XS[-1] - 2, 6):
            wipe(image, x, y - 3, x + 3, y + 4)
    return image


def thick(image: Gray) -> Gray:
    return draw(image, XS, YS, 6)


def shaded(image: Gray) -> Gray:
    image[YS[0] : YS[1], XS[0] : XS[-1]] = 195
    image[YS[3] : YS[4], XS[1] : XS[3]] = 215
    return draw(image, XS, YS)


def pale(image: Gray) -> Gray:
    draw(image, XS, YS, 1)
    return np.asarray(PAPER - (PAPER - image.astype(np.float32)) * 0.25, np.uint8)


@pytest.mark.parametrize("kind", [double, dotted, thick, shaded, pale])
def test_rules_of_every_kind_make_the_same_grid(kind: Callable[[Gray], Gray]) -> None:
    grid = only(fill(kind(page()), XS, YS))
    assert spans(grid) == every_cell(6, 5)
    assert pixels(grid.ys) == pytest.approx(YS, abs=4)


def test_a_rule_that_leaves_its_line_is_followed() -> None:
    image = page()
    for x in XS:
        rule(image, (x, YS[0]), (x, YS[-1]))
    for y in YS:
        cv2.line(image, (XS[0], y + 3), (XS[2], y), 20, 2)
        rule(image, (XS[2], y), (XS[-1], y))
    assert spans(only(fill(image, XS, YS))) == every_cell(6, 5)


def test_two_tables_stay_two() -> None:
    image = draw(draw(page(), XS[:4], YS[:3]), [150, 320, 480, 610], [300, 340, 390])
    say(image, "Tabel 3.2", (300, 240))
    first, second = found(image)
    assert spans(first) == spans(second) == every_cell(2, 3)
    assert first.ys[-1] < second.ys[0]


def test_sides_that_are_not_drawn_are_closed() -> None:
    image = draw(page(), XS, YS)
    wipe(image, XS[0] - 4, YS[-1] - 3, XS[-1] + 4, YS[-1] + 4)
    assert spans(only(fill(image, XS, YS))) == every_cell(6, 5)


def overlap(a: Box, b: Box) -> float:
    """Share of both together that both cover."""
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.y1, b.y1) - max(a.y0, b.y0)
    if wide <= 0 or high <= 0:
        return 0.0
    areas = [(box.x1 - box.x0) * (box.y1 - box.y0) for box in (a, b)]
    return wide * high / (sum(areas) - wide * high)


def moved(box: Box, went: Geometry) -> Box:
    """Where the scan shows a box of the exported page."""
    corners = [went.to_scan(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


WORN = [("light", 150, 0.99), ("medium", 200, 0.98), ("bilevel", 200, 0.98), ("heavy", 200, 0.97)]


@pytest.mark.parametrize(("level", "dpi", "least"), WORN)
def test_worn_pages_keep_their_cells(tmp_path: Path, level: str, dpi: int, least: float) -> None:
    """Each cell of the exported page has one of its own, where the scan shows it."""
    _, truth = printed(SAMPLE, 12, 72)
    scan = render(make_scan(SAMPLE, [12], tmp_path / "scan.pdf", level, dpi), 1)
    flat = straighten(scan.gray, scan.dpi)
    boxes = [displayed(grid.region_box(r), flat.map) for grid in ruling(flat) for r in grid.regions]
    went = Geometry(flat.map.width, flat.map.height, LEVELS[level])
    cells = [moved(grid.region_box(region), went) for grid in truth for region in grid.regions]
    right = sum(max(overlap(cell, box) for box in boxes) > 0.6 for cell in cells)
    assert right >= least * len(cells)
