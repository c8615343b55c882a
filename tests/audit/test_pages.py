"""Pages are drawn as they are displayed, and a page that brings its process down is left out."""

from __future__ import annotations

import io
import shutil
import time
from pathlib import Path

import bad_pdfs
import numpy as np
import pytest
from bad_pdfs import CATALOG, drawn, many_pages, raw_pdf, stream
from numpy.typing import NDArray
from PIL import Image
from published import Published
from reportlab.pdfgen.canvas import Canvas

from audit import pages
from audit.drawing import OUTLINE
from audit.pages import Limits, View, crop, draw, render
from tables.errors import (
    DamagedPdf,
    EncryptedPdf,
    FileVanished,
    OutputError,
    WorkerOutOfMemory,
    WorkerTimedOut,
)
from tables.model import Box

pytestmark = pytest.mark.usefixtures("own_state")
#: Where `ink` blackens a page, in points from the top left of the unturned page.
INK = Box(100, 200, 150, 230)
SHEET = (595, 842)


def ink(sheet: Canvas) -> None:
    sheet.rect(INK.x0, 842 - INK.y1, INK.width, INK.height, stroke=0, fill=1)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "ink.pdf"
    path.write_bytes(drawn(ink, bad_pdfs.blank, ink, size=SHEET))
    return path


def pixels(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def three_pages(resources: bytes, content: bytes, *more: bytes) -> bytes:
    """The second page has ``content``, the others are blank; ``more`` are objects from 6 on."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>"
    filled = page % (b"/Contents 5 0 R /Resources << %s >>" % resources)
    tree = b"<< /Type /Pages /Count 3 /Kids [3 0 R 4 0 R 3 0 R] >>"
    return raw_pdf([CATALOG, tree, page % b"", filled, stream(content), *more])


def endless() -> bytes:
    """A page blended over and over: minutes to draw, but little to remember."""
    blend = b"/ExtGState << /G << /BM /Luminosity /ca 0.5 >> >>"
    return three_pages(blend, b"/G gs " + b"0 0 595 842 re f " * 20_000)


def swelling(depth: int = 8, fanout: int = 40) -> bytes:
    """A page with a form that draws another form many times, and so on."""
    forms = []
    for level in range(depth):
        inner = b"0 0 1 1 re f" if level == depth - 1 else b"/F Do " * fanout
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length %d" % len(inner)
        used = b" /Resources << /XObject << /F %d 0 R >> >>" % (7 + level)
        forms.append(b"<< " + head + used + b" >>\nstream\n" + inner + b"\nendstream")
    return three_pages(b"/XObject << /F 6 0 R >>", b"/F Do", *forms)


def test_a_page_has_its_size(pdf: Path) -> None:
    made = render(pdf, [1, 3], dpi=144)
    assert (set(made.pictures), made.failed) == ({1, 3}, {})
    picture = made.pictures[1]
    assert (picture.width, picture.height, picture.dpi) == (1190, 1684, 144)
    assert (picture.page_width, picture.page_height) == (595, 842)
    assert picture.box == Box(0, 0, 595, 842)
    dark = np.argwhere(pixels(picture.data())[..., 0] < 128)
    assert tuple(dark.min(axis=0)) == (INK.y0 * 2, INK.x0 * 2)
    assert tuple(dark.max(axis=0)) == (INK.y1 * 2 - 1, INK.x1 * 2 - 1)
    assert (picture.path.suffix, picture.data()[:4]) == (".png", b"\x89PNG")


@pytest.mark.parametrize(
    ("turn", "at"),
    [
        (0, INK),
        (90, Box(842 - INK.y1, INK.x0, 842 - INK.y0, INK.x1)),
        (180, Box(595 - INK.x1, 842 - INK.y1, 595 - INK.x0, 842 - INK.y0)),
        (270, Box(INK.y0, 595 - INK.x1, INK.y1, 595 - INK.x0)),
    ],
)
def test_a_crop_is_of_the_page_as_displayed(tmp_path: Path, turn: int, at: Box) -> None:
    path = tmp_path / "turned.pdf"

    content = b"%d %d %d %d re f" % (INK.x0, 842 - INK.y1, INK.width, INK.height)
    path.write_bytes(many_pages(1, content, b"/Rotate %d" % turn))
    inside = pixels(crop(path, 1, at, dpi=72, margin=0, outlined=False))
    assert inside.shape == (at.height, at.width, 3)
    assert inside.max() == 0
    around = pixels(crop(path, 1, at, dpi=72, margin=5, outlined=False))
    assert around.shape == (at.height + 10, at.width + 10, 3)
    assert (around[..., 0] == 0).sum() == at.width * at.height


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_print_that_lies_turned_is_put_upright(tmp_path: Path, turned: int) -> None:
    """As a scanner leaves it: nothing in the PDF says how it lies."""
    path = tmp_path / "askew.pdf"
    path.write_bytes(
        drawn(lambda sheet: sheet.rect(100, 600, 10, 40, stroke=0, fill=1), size=SHEET)
    )
    box = Box(95, 842 - 640, 110, 842 - 600)
    straight = pixels(crop(path, 1, box, dpi=72, margin=0, outlined=False))
    made = pixels(crop(path, 1, box, dpi=72, margin=0, outlined=False, turned=turned))
    assert (np.rot90(straight, turned // 90) == made).all()
    assert made.shape[:2] == ((15, 40) if turned != 180 else (40, 15))


def test_the_outline_hides_nothing(pdf: Path) -> None:
    made = pixels(crop(pdf, 1, INK, dpi=144, margin=8))
    assert (made[16:-16, 16:-16] == 0).all()
    assert (made[15, 16:-16] == OUTLINE).all()
    assert (made[16:-16, 15] == OUTLINE).all()
    assert (made[0] == 255).all()


def test_a_crop_keeps_to_the_page(pdf: Path) -> None:
    corner = pixels(crop(pdf, 1, Box(590, 835, 700, 900), dpi=72, margin=10, outlined=False))
    assert corner.shape == (17, 15, 3)
    point = pixels(crop(pdf, 1, Box(125, 215, 125, 215), dpi=72, margin=0, outlined=False))
    assert point.shape == (1, 1, 3)
    assert point.max() == 0


def test_a_huge_picture_is_drawn_coarser(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(bad_pdfs.page_side(4000))
    picture = render(path, [1], dpi=300).pictures[1]
    assert picture.width * picture.height < 41e6
    assert picture.dpi == pytest.approx(72 * picture.width / picture.page_width, rel=0.001)


@pytest.mark.parametrize(("form", "magic"), [("webp", b"RIFF"), ("jpeg", b"\xff\xd8\xff")])
def test_other_forms(pdf: Path, form: pages.Form, magic: bytes) -> None:
    picture = render(pdf, [1], form=form, quality=50).pictures[1]
    assert picture.data().startswith(magic)
    assert picture.path.suffix == f".{form}"


def test_few_colours_are_few_bytes(published: Published) -> None:
    full = render(published.pdf, [10]).pictures[10]
    few = render(published.pdf, [10], colours=16).pictures[10]
    assert len(few.data()) < 0.7 * len(full.data())
    difference = pixels(few.data()).astype(int) - pixels(full.data())
    assert np.abs(difference).mean() < 4


def test_a_view_is_drawn_once(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = View(1, INK, margin=3)
    first = draw(pdf, [view, view]).pictures[view]
    monkeypatch.setattr(pages, "_process", None)  # what is known needs no process
    assert draw(pdf, [view]).pictures[view] == first
    first.path.write_bytes(b"")
    with pytest.raises(TypeError):
        draw(pdf, [View(1, INK, margin=4)])


def test_another_file_has_other_pictures(pdf: Path) -> None:
    before = crop(pdf, 1, INK, outlined=False)
    pdf.write_bytes(drawn(bad_pdfs.blank))
    assert crop(pdf, 1, INK, outlined=False) != before


def test_old_pictures_go(pdf: Path) -> None:
    first, second = View(1, INK), View(3, INK)
    old, new = (draw(pdf, [view]).pictures[view] for view in (first, second))
    time.sleep(0.02)
    assert draw(pdf, [first]).pictures[first] == old  # it is used again, after the newer one
    pages.sweep(old.path.stat().st_size + old.path.with_suffix(".json").stat().st_size)
    assert old.path.exists()
    assert not new.path.exists()
    assert second in draw(pdf, [second]).pictures


def test_a_page_that_takes_too_long_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "endless.pdf"
    path.write_bytes(endless())
    limits = Limits(seconds=1, starting=3)
    started = time.monotonic()
    made = render(path, [1, 2, 3], limits=limits)
    assert time.monotonic() - started < 20
    assert set(made.pictures) == {1, 3}
    assert isinstance(made.failed[2], WorkerTimedOut)
    with pytest.raises(WorkerTimedOut):
        crop(path, 2, INK, limits=limits)


def test_a_page_that_takes_too_much_memory_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "swelling.pdf"
    path.write_bytes(swelling())
    made = render(path, [1, 2, 3], limits=Limits(memory=250 * 1024**2))
    assert set(made.pictures) == {1, 3}
    assert isinstance(made.failed[2], WorkerOutOfMemory)


def test_patience_ends(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def dies(*_: object) -> WorkerTimedOut:
        calls.append(1)
        return WorkerTimedOut("stopped")

    monkeypatch.setattr(pages, "_process", dies)
    made = render(pdf, range(1, 100))
    assert len(calls) == 3
    assert len(made.failed) == 99


def test_pages_that_are_not_there(pdf: Path) -> None:
    made = render(pdf, [0, 1, 4])
    assert set(made.pictures) == {1}
    assert all("there are 3 pages" in made.failed[page].message for page in (0, 4))


def test_one_bad_page(tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(bad_pdfs.one_bad_page())
    made = render(path, [1, 2, 3])
    assert set(made.pictures) == {1, 3}
    assert isinstance(made.failed[2], DamagedPdf)


@pytest.mark.parametrize(
    ("contents", "error"),
    [
        (b"%PDF-1.4 and nothing else", DamagedPdf),
        (b"", DamagedPdf),
        (bad_pdfs.user_password(), EncryptedPdf),
    ],
    ids=["broken", "empty", "password"],
)
def test_a_pdf_that_cannot_be_opened(
    tmp_path: Path, contents: bytes, error: type[Exception]
) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(contents)
    with pytest.raises(error):
        crop(path, 1, INK)


def test_a_pdf_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileVanished):
        crop(tmp_path / "gone.pdf", 1, INK)


def test_no_place_for_pictures(pdf: Path, own_state: Path) -> None:
    own_state.write_text("a file where the folder should be")
    with pytest.raises(OutputError):
        crop(pdf, 1, INK)


def test_noise_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "noise.pdf"
    path.write_bytes(bad_pdfs.garbage_content())
    assert set(render(path, [1]).pictures) == {1}


def test_many_views_cost_one_process(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copyfile(pdf, pdf.with_name("again.pdf"))
    calls = []
    process = pages._process
    monkeypatch.setattr(pages, "_process", lambda *a: calls.append(1) or process(*a))
    made = draw(pdf, [View(1, INK, margin=margin) for margin in range(12)])
    assert (len(made.pictures), len(calls)) == (12, 1)
    assert set(draw(pdf.with_name("again.pdf"), made.pictures).pictures) == set(made.pictures)
    assert len(calls) == 1  # a copy of the same file
