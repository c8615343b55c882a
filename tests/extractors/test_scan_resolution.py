"""The page's pixels: at the scan's own resolution, the way the page is displayed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from degrade import make_scan
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.scan.render import LEAST_DPI, MOST_DPI, UNKNOWN_DPI, render

SIZE = (360.0, 216.0)


def picture(width: int, height: int) -> ImageReader:
    """White above, black in the lower left quarter."""
    pixels = np.full((height, width), 255, np.uint8)
    pixels[height // 2 :, : width // 2] = 0
    return ImageReader(Image.fromarray(pixels))


def page(path: Path, *pictures: tuple[int, int, float, float, float, float]) -> Path:
    """Pictures: width and height in pixels; left, bottom, width and height in points."""
    canvas = Canvas(str(path), pagesize=SIZE)
    for across, down, *place in pictures:
        canvas.drawImage(picture(across, down), *place)
    canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_scan_comes_in_its_own_pixels(tmp_path: Path, dpi: int) -> None:
    size = (5 * dpi, 3 * dpi)
    image = render(page(tmp_path / "a.pdf", (*size, 0, 0, *SIZE)), 1)
    assert image.dpi == pytest.approx(dpi)
    assert image.gray.shape == size[::-1]
    assert set(np.unique(image.gray)) == {0, 255}  # nothing was blurred on the way


@pytest.mark.parametrize(("dpi", "kept"), [(72, LEAST_DPI), (600, MOST_DPI)])
def test_resolution_stays_where_engines_read_best(tmp_path: Path, dpi: int, kept: float) -> None:
    image = render(page(tmp_path / "a.pdf", (5 * dpi, 3 * dpi, 0, 0, *SIZE)), 1)
    assert image.dpi == kept


def test_strips_of_one_scan_tell_its_resolution(tmp_path: Path) -> None:
    strips = [(1250, 125, 0.0, float(y), 360.0, 36.0) for y in range(0, 216, 36)]
    assert render(page(tmp_path / "a.pdf", *strips), 1).dpi == pytest.approx(250)


def test_a_logo_tells_nothing_of_the_page(tmp_path: Path) -> None:
    assert render(page(tmp_path / "a.pdf", (900, 900, 20, 20, 50, 50)), 1).dpi == UNKNOWN_DPI


def test_the_page_is_seen_as_displayed(tmp_path: Path) -> None:
    path = page(tmp_path / "a.pdf", (1000, 600, 0, 0, *SIZE))
    with pypdfium2.PdfDocument(path) as document:
        document[0].set_rotation(90)
        document.save(tmp_path / "turned.pdf")
    upright, turned = render(path, 1), render(tmp_path / "turned.pdf", 1)
    assert turned.gray.shape == upright.gray.shape[::-1]
    assert np.array_equal(turned.gray, np.rot90(upright.gray, -1))
    assert turned.gray[0, 0] == 0  # the black quarter went from lower left to upper left
    assert turned.gray[-1, 0] == 255


def test_the_hash_is_that_of_the_pixels(tmp_path: Path) -> None:
    first = render(page(tmp_path / "a.pdf", (1000, 600, 0, 0, *SIZE)), 1)
    again = render(page(tmp_path / "b.pdf", (1000, 600, 0, 0, *SIZE)), 1)
    other = render(page(tmp_path / "c.pdf", (1000, 600, 0, 0, 360, 200)), 1)
    assert first.sha256 == again.sha256 != other.sha256


def test_pages_are_numbered_from_one(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "two.pdf"), pagesize=SIZE)
    canvas.drawImage(picture(1000, 600), 0, 0, *SIZE)
    canvas.showPage()
    canvas.drawImage(picture(1500, 900), 0, 0, *SIZE)
    canvas.showPage()
    canvas.save()
    scan = make_scan(tmp_path / "two.pdf", [1, 2], tmp_path / "scan.pdf", "light", 150)
    assert [round(render(tmp_path / "two.pdf", n).dpi) for n in (1, 2)] == [200, 300]
    assert [round(render(scan, n).dpi) for n in (1, 2)] == [150, 150]


def test_what_is_no_pdf_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_bytes(b"not a PDF")
    with pytest.raises(pypdfium2.PdfiumError):
        render(tmp_path / "no.pdf", 1)
