"""The degrader: what the tests and benchmarks of scans stand on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from degrade import LEVELS, Geometry, Gray, make_scan
from reportlab.pdfgen.canvas import Canvas

SIZE = (420.0, 300.0)
DOTS = ((60.0, 50.0), (360.0, 60.0), (70.0, 250.0), (210.0, 150.0), (350.0, 240.0))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Page 1: text in a ruled table. Page 2, larger: dots at known places."""
    path = tmp_path_factory.mktemp("exported") / "exported.pdf"
    canvas = Canvas(str(path), pagesize=SIZE)
    for y in range(40, 261, 20):
        canvas.line(30, y, 390, y)
        canvas.drawString(40, y + 5, f"Baris {y}: 1.442.971.{y}")
    canvas.showPage()
    canvas.setPageSize((2 * SIZE[0], 2 * SIZE[1]))
    for right, down in DOTS:
        canvas.circle(2 * right, 2 * (SIZE[1] - down), 6, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def image(pdf: Path, page: int = 0, dpi: int = 100) -> Gray:
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[page].render(scale=dpi / 72, grayscale=True)
        return np.array(np.squeeze(drawn.to_numpy()))


@pytest.mark.parametrize("level", LEVELS)
def test_scan_has_the_pages_sizes_and_images_alone(
    exported: Path, tmp_path: Path, level: str
) -> None:
    scan = make_scan(exported, (2, 1), tmp_path / "scan.pdf", level, 100)
    with pdfplumber.open(scan) as document:
        first, second = document.pages
        assert (first.width, first.height) == pytest.approx((2 * SIZE[0], 2 * SIZE[1]), abs=0.01)
        assert (second.width, second.height) == pytest.approx(SIZE, abs=0.01)
        for page in document.pages:
            assert not page.chars
            (placed,) = page.images
            assert placed["srcsize"] == pytest.approx(
                (page.width / 72 * 100, page.height / 72 * 100), abs=1
            )
            assert (placed["width"], placed["height"]) == (page.width, page.height)


@pytest.mark.parametrize("level", LEVELS)
def test_same_seed_same_bytes(exported: Path, tmp_path: Path, level: str) -> None:
    once, again, other = (
        make_scan(exported, [1], tmp_path / f"{i}.pdf", level, 100, seed=seed).read_bytes()
        for i, seed in enumerate((3, 3, 4))
    )
    assert once == again
    assert (once == other) == (LEVELS[level].noise == 0)


def test_levels_differ_more_and_more_from_the_page(exported: Path, tmp_path: Path) -> None:
    page = image(exported).astype(float)
    far = {
        level: float(
            np.abs(image(make_scan(exported, [1], tmp_path / level, level, 100)) - page).mean()
        )
        for level in LEVELS
    }
    assert far["clean"] < 5 < far["light"] < far["medium"] < far["heavy"]


def test_bilevel_is_black_and_white(exported: Path, tmp_path: Path) -> None:
    scan = make_scan(exported, [1], tmp_path / "scan.pdf", "bilevel", 100)
    with pypdfium2.PdfDocument(scan) as document:
        (placed,) = document[0].get_objects()
        drawn = np.squeeze(placed.get_bitmap().to_numpy())
    assert set(np.unique(drawn)) == {0, 255}


def test_rules_fade_and_letters_stay(exported: Path, tmp_path: Path) -> None:
    """Medium's rules are broken; the same ink in letters is not."""
    drawn = image(make_scan(exported, [1], tmp_path / "scan.pdf", "medium", 200), dpi=200)
    worn = Geometry(*SIZE, LEVELS["medium"])
    dark = []
    for x in np.arange(250, 385, 0.5):
        column, row = (round(v * 200 / 72) for v in worn.to_scan(x, SIZE[1] - 160))
        dark.append(drawn[row - 2 : row + 3, column].min())
    assert np.min(dark) < 130
    assert np.max(dark) > 170


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("level", ["clean", "heavy"])
def test_geometry_tells_where_a_point_went(
    exported: Path, tmp_path: Path, level: str, turn: int
) -> None:
    scan = make_scan(exported, [2], tmp_path / "scan.pdf", level, 144, turn=turn)
    drawn = image(scan, dpi=144)
    worn = Geometry(2 * SIZE[0], 2 * SIZE[1], LEVELS[level], turn)
    assert drawn.shape[::-1] == pytest.approx([2 * side for side in worn.size], abs=1)
    reach = 20  # pixels: one dot and nothing else
    for x, y in DOTS[:3]:
        column, row = (round(2 * value) for value in worn.to_scan(2 * x, 2 * y))
        seen = drawn[row - reach : row + reach + 1, column - reach : column + reach + 1] < 100
        rows, columns = np.nonzero(seen)
        assert seen.sum() > 300
        assert (columns.mean() - reach, rows.mean() - reach) == pytest.approx((0, 0), abs=1.5)


def test_clockwise(exported: Path, tmp_path: Path) -> None:
    """``turn=90``: what was the top is on the right."""
    upright, turned = (
        image(make_scan(exported, [1], tmp_path / f"{turn}.pdf", "clean", 100, turn=turn))
        for turn in (0, 90)
    )
    difference = np.abs(np.rot90(turned).astype(int) - upright.astype(int))
    assert difference.mean() < 1


def test_unknown_level(exported: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        make_scan(exported, [1], tmp_path / "scan.pdf", "dirty", 100)
