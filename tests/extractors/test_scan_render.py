"""A page as pixels: the scan's own resolution, the page as displayed, a hash of what is seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from degrade import make_scan
from typeset import HEIGHT, WIDTH, Grid, Page, write

from extractors.scan.render import LEAST_DPI, MOST_DPI, UNKNOWN_DPI, render

PAGE = Page([Grid([["1", "Dokumen"], ["2", "Laporan"]], [40, 120])])


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    return write(tmp_path / "exported.pdf", PAGE, Page([], [(40, 40, "lain")]))


@pytest.mark.parametrize(
    ("scanned", "rendered"), [(100, LEAST_DPI), (150, 150), (240, 240), (400, MOST_DPI)]
)
def test_resolution_is_the_scans(
    exported: Path, tmp_path: Path, scanned: int, rendered: float
) -> None:
    scan = make_scan(exported, [1], tmp_path / "scan.pdf", "clean", scanned)
    image = render(scan, 1)
    assert image.dpi == pytest.approx(rendered, rel=1e-3)
    height, width = image.gray.shape
    assert width == pytest.approx(WIDTH * image.dpi / 72, abs=1)
    assert height == pytest.approx(HEIGHT * image.dpi / 72, abs=1)


def test_pixels_are_the_scans(exported: Path, tmp_path: Path) -> None:
    scan = make_scan(exported, [1], tmp_path / "scan.pdf", "bilevel", 200)
    assert set(np.unique(render(scan, 1).gray)) == {0, 255}


def test_page_without_a_picture(exported: Path) -> None:
    assert render(exported, 1).dpi == UNKNOWN_DPI


def test_displayed_turn_is_followed(exported: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.pdf"
    with pypdfium2.PdfDocument(exported) as document:
        document[0].set_rotation(90)
        document.save(turned)
    upright, sideways = render(exported, 1).gray, render(turned, 1).gray
    assert sideways.shape == upright.shape[::-1]
    dark = np.argwhere(np.rot90(upright, -1) < 128).mean(axis=0)
    assert np.argwhere(sideways < 128).mean(axis=0) == pytest.approx(dark, abs=2)


def test_hash_tells_images_apart(exported: Path, tmp_path: Path) -> None:
    again = write(tmp_path / "again.pdf", PAGE)
    first = render(exported, 1)
    assert first.sha256 == render(again, 1).sha256
    assert first.sha256 != render(exported, 2).sha256


def test_no_such_document(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    with pytest.raises(pypdfium2.PdfiumError):
        render(broken, 1)
