"""Empty, dash or ink, and which lines: told from the image, however worn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from paper import bilevel, table, worn
from typeset import Cell
from typeset import Grid as Ruled

from extractors.grid import Grid
from extractors.scan.ink import InkLine, find_ink
from extractors.scan.model import Gray

DPI = 200
WEAR: list[Callable[[Gray], Gray]] = [np.asarray, worn, bilevel]
RULED = Ruled(
    [
        ["4", "1.442.971.318", "", "Jumlah"],
        ["-", "", "12 Dokumen", "66,89"],
        [Cell("Penyusunan\nRencana\nStrategis"), "100", "-", ""],
    ],
    [60, 90, 90, 60],
    [14, 14, 30],
)


def by_cell(lines: list[InkLine]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for line in lines:
        found.setdefault(line.cell, []).append(line.kind)
    return found


@pytest.mark.parametrize("wear", WEAR)
def test_empty_dash_and_lines(tmp_path: Path, wear: Callable[[Gray], Gray]) -> None:
    image, grids = table(tmp_path, RULED, DPI)
    kinds = by_cell(find_ink(wear(image), DPI, grids))
    assert kinds == {
        0: ["ink"], 1: ["ink"], 3: ["ink"],
        4: ["dash"], 6: ["ink"], 7: ["ink"],
        8: ["ink", "ink", "ink"], 9: ["ink"], 10: ["dash"],
    }  # fmt: skip


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_boxes_are_where_the_text_is(tmp_path: Path, dpi: int) -> None:
    image, grids = table(tmp_path, RULED, dpi)
    for line in find_ink(image, dpi, grids):
        cell = grids[0].region_box(grids[0].regions[line.cell])
        assert cell.x0 <= line.box.x0 < line.box.x1 <= cell.x1
        assert cell.y0 <= line.box.y0 < line.box.y1 <= cell.y1
        assert line.kind == "dash" or 5.5 <= line.size <= 9  # set in 7 points
        assert not line.harmed


def test_a_wide_gap_parts_value_and_unit(tmp_path: Path) -> None:
    gap = Ruled([["12          Dokumen", "12 Dokumen"], ["x", "y"]], [120, 120])
    image, grids = table(tmp_path, gap)
    assert [line.cell for line in find_ink(image, DPI, grids)] == [0, 0, 1, 2, 3]


def test_crops_show_no_rule(tmp_path: Path) -> None:
    tight = Ruled([[Cell("1.234", left=0.4), Cell("ggg", left=0.4)], ["1", "2"]], [30, 30], [8, 8])
    image, grids = table(tmp_path, tight)
    lines = find_ink(image, DPI, grids)
    assert [line.cell for line in lines] == [0, 1, 2, 3]
    for line in lines:
        dark = line.crop < 128
        assert dark.any()
        assert dark.mean(axis=0).max() < 0.95  # a rule would run through the whole crop
        assert dark.mean(axis=1).max() < 0.8


def test_other_lines_are_not_in_the_crop(tmp_path: Path) -> None:
    image, grids = table(tmp_path, Ruled([["pgyq\nlkhb", "a"], ["b", "c"]], [60, 60], [20, 14]))
    for line in find_ink(image, DPI, grids)[:2]:
        rows = np.flatnonzero((line.crop < 128).any(axis=1))
        assert rows[0] > 0
        assert rows[-1] < line.crop.shape[0] - 1
        assert (np.diff(rows) == 1).all()  # one run of ink


def test_broken_and_faint_rules_are_not_ink(tmp_path: Path) -> None:
    image, grids = table(tmp_path, Ruled([["", ""], ["", "x"]], [80, 80], [20, 20]))
    chance = np.random.default_rng(1).random((image.shape[0] // 12 + 1, image.shape[1] // 12 + 1))
    holes = cv2.resize(chance, image.shape[::-1], interpolation=cv2.INTER_NEAREST) < 0.4
    letter = find_ink(image, DPI, grids)[0].box
    x0, y0, x1, y1 = (round(v * DPI / 72) for v in letter)
    holes[y0 - 2 : y1 + 2, x0 - 2 : x1 + 2] = False
    broken = np.where(holes, np.uint8(255), image)
    assert [line.cell for line in find_ink(broken, DPI, grids)] == [3]


def test_dust_is_not_ink(tmp_path: Path) -> None:
    image, grids = table(tmp_path, RULED, DPI)
    clean = by_cell(find_ink(image, DPI, grids))
    dust = image.copy()
    rows, columns = np.random.default_rng(3).integers(0, image.shape, (400, 2)).T
    dust[rows, columns] = 60
    assert by_cell(find_ink(dust, DPI, grids)) == clean


def with_stamp(image: Gray, grids: list[Grid], cell: int, radius: float = 34) -> Gray:
    """A pale ring over one cell and its neighbours."""
    box = grids[0].region_box(grids[0].regions[cell])
    centre = (round((box.x0 + box.x1) * DPI / 144), round((box.y0 + box.y1) * DPI / 144))
    ring = np.zeros_like(image)
    cv2.circle(ring, centre, round(radius * DPI / 72), 130, 7)
    return np.minimum(image, 255 - ring)


def test_a_stamp_makes_what_it_crosses_doubtful(tmp_path: Path) -> None:
    words = [["123.456.789"] * 3 for _ in range(5)]
    image, grids = table(tmp_path, Ruled(words, [70, 70, 70], [16] * 5))
    lines = find_ink(with_stamp(image, grids, 7), DPI, grids)
    harmed = {line.cell for line in lines if line.harmed}
    assert {line.cell for line in lines} == set(range(15))
    assert harmed
    assert not harmed & {0, 2, 12, 14}
    far = next(line for line in lines if line.cell == 0)
    assert not far.harmed


def test_a_dash_in_a_stamped_cell_is_doubtful(tmp_path: Path) -> None:
    """It may be what a stamp left of a figure."""
    words = [["123.456.789", "-", "123.456.789"] for _ in range(5)]
    image, grids = table(tmp_path, Ruled(words, [70, 70, 70], [16] * 5))

    def dashes(image: Gray) -> dict[int, bool]:
        return {n.cell: n.harmed for n in find_ink(image, DPI, grids) if n.kind == "dash"}

    assert dashes(image) == dict.fromkeys((1, 4, 7, 10, 13), False)
    stamped = dashes(with_stamp(image, grids, 7, radius=16))
    assert stamped[7]
    assert not stamped[1]


@pytest.mark.parametrize("start", [24, 27, 30, 33])
def test_figures_printed_over_a_border_are_doubtful(tmp_path: Path, start: float) -> None:
    over = Ruled([["21", "1"], [Cell("1.234.567.890", left=start), ""]], [50, 50], [14, 14])
    image, grids = table(tmp_path, over)
    harmed = {line.cell: line.harmed for line in find_ink(image, DPI, grids)}
    assert harmed == {0: False, 1: False, 2: True, 3: True}


def test_text_outside_of_tables_comes_in_lines(tmp_path: Path) -> None:
    image, grids = table(tmp_path, RULED, DPI)
    for k, text in enumerate(["TABEL 2.1", "Evaluasi Renja"]):
        cv2.putText(image, text, (200, 60 + 40 * k), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    outside = [line for line in find_ink(image, DPI, grids) if line.table < 0]
    assert [
        line.box.y0 < base * 72 / DPI <= line.box.y1 + 1
        for line, base in zip(outside, (60, 100), strict=True)
    ] == [True, True]


def test_blank_pages_have_no_ink() -> None:
    assert find_ink(np.full((600, 800), 250, np.uint8), DPI, []) == []
