"""The text layer of a scan breaks ties; alone it decides nothing."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from bad_pdfs import both, drawn, picture
from reportlab.pdfgen.canvas import Canvas

from extractors.scan.displayed import displayed
from extractors.scan.layer import VOTED, Word, vote, words_on
from extractors.scan.model import LineReading, PageMap
from tables.model import Box

FLAT = PageMap(0, 595, 842)


def layer(sheet: Canvas) -> None:
    text = sheet.beginText(100, 700)
    text.setFont("Courier", 10)  # every letter is 6 points wide
    text.setTextRenderMode(3)
    text.textLine("Pagu 1.250.000")
    text.textLine("Jumlah")
    sheet.drawText(text)


@pytest.mark.parametrize(
    ("rotation", "corner"),
    [(0, (100, 142)), (90, (700, 100)), (180, (495, 700)), (270, (142, 495))],
)
def test_words_stand_where_they_are_displayed(
    tmp_path: Path, rotation: int, corner: tuple[float, float]
) -> None:
    path = tmp_path / "layer.pdf"
    with pypdfium2.PdfDocument(drawn(both(picture(), layer))) as document:
        document[0].set_rotation(rotation)
        document.save(path)
    words = words_on(path, 1)
    boxes = {text: box for box, text in words}
    assert set(boxes) == {"Pagu", "1.250.000", "Jumlah"}
    # The start of the baseline of the first word, turned with the page.
    box = boxes["Pagu"]
    x, y = corner
    assert box.x0 - 3 <= x <= box.x1 + 3
    assert box.y0 - 3 <= y <= box.y1 + 3
    long, high = (box.height, box.width) if rotation in (90, 270) else (box.width, box.height)
    assert 20 <= long <= 25
    assert 5 <= high <= 12


def test_a_cropped_page_starts_at_its_crop(tmp_path: Path) -> None:
    path = tmp_path / "layer.pdf"
    path.write_bytes(drawn(both(picture(), layer), cropBox=(50, 40, 545, 802)))
    box, _ = words_on(path, 1)[0]
    assert (box.x0, box.y1) == pytest.approx((50, 102), abs=3)


def line(text: str, second: str | None, *others: str) -> LineReading:
    return LineReading(
        Box(100, 100, 160, 110), text, confidence=0.4, size=9.0, second=second, others=others
    )


def third(*texts: str, x0: float = 101, width: float = 20) -> list[Word]:
    return [(Box(x0 + n * 25, 101, x0 + n * 25 + width, 109), t) for n, t in enumerate(texts)]


def test_two_against_one() -> None:
    (voted,) = vote([line("1.250", "1.260")], FLAT, third("1.250"))
    assert (voted.text, voted.second, voted.confidence) == ("1.250", "1.260", VOTED)


@pytest.mark.parametrize("layer", ["1.260", "9.999"])
def test_the_layer_never_changes_a_reading(layer: str) -> None:
    (voted,) = vote([line("1.250", "1.260", "1.280")], FLAT, third(layer))
    assert (voted.text, voted.second, voted.confidence) == ("1.250", "1.260", 0.4)
    assert voted.others == (("1.280",) if layer == "1.260" else ("1.280", "9.999"))


def test_what_the_engines_agree_on_stays() -> None:
    agreed = line("1.250", None)
    assert vote([agreed], FLAT, third("9.999")) == [agreed]


def test_white_space_is_no_difference() -> None:
    (voted,) = vote([line("Dinas Sosial", "Dinas Social")], FLAT, third("Dinas", "Sosial"))
    assert voted.confidence == VOTED


@pytest.mark.parametrize(
    "words",
    [
        [],
        third("1.250", x0=170),  # beside the line
        third("1.2501.260", width=150, x0=60),  # glued to what stands in the next cell
    ],
)
def test_words_that_are_not_the_lines_have_no_vote(words: list[Word]) -> None:
    doubted = line("1.250", "1.260")
    assert vote([doubted], FLAT, words) == [doubted]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_on_a_turned_page(turn: int) -> None:
    """The words of one line, in the order they are read whatever way the page is turned."""
    page = PageMap(turn, 842, 595)
    upright = [(Box(101 + 20 * n, 101, 115 + 20 * n, 109), t) for n, t in enumerate("ABC")]
    words = [(displayed(box, page), text) for box, text in upright]
    (voted,) = vote([line("A B C", "A 8 C")], page, words[::-1])
    assert voted.confidence == VOTED


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_glued_words_on_a_turned_page(turn: int) -> None:
    page = PageMap(turn, 842, 595)
    glued = [(displayed(Box(60, 101, 210, 109), page), "1.2501.260")]
    assert vote([line("1.250", "1.260")], page, glued) == [line("1.250", "1.260")]
