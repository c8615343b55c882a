"""Lines of a text layer with their places."""

from __future__ import annotations

import pytest
import truth

from extractors.prose import text_lines
from extractors.triage import triage
from tables.model import Box


class Page:
    """A text layer whose every line of ``text`` has the given rectangles."""

    def __init__(self, **lines: list[tuple[float, float, float, float]]) -> None:
        self.text = "\r\n".join(lines)
        self._rects = {self.text.index(line): rects for line, rects in lines.items()}
        self._shown: list[tuple[float, float, float, float]] = []

    def count_rects(self, start: int, count: int) -> int:
        assert count > 0
        self._shown = self._rects[start]
        return len(self._shown)

    def get_rect(self, index: int) -> tuple[float, float, float, float]:
        return self._shown[index]


def test_the_widest_gap_of_a_line_is_measured() -> None:
    page = Page(AB=[(10, 80, 20, 90), (60, 80, 70, 90), (19, 80, 30, 90)], C=[(10, 60, 50, 70)])

    one, other = text_lines(page, page.text, (100, 100), 0)

    assert (one.text, one.box, one.gap) == ("AB", Box(10, 10, 70, 20), 30)
    assert (other.text, other.gap) == ("C", 0)


@pytest.mark.parametrize(
    ("rotation", "size", "box"),
    [
        (0, (100, 200), Box(10, 120, 30, 140)),
        (90, (200, 100), Box(60, 10, 80, 30)),
        (180, (100, 200), Box(70, 60, 90, 80)),
        (270, (200, 100), Box(120, 70, 140, 90)),
    ],
)
def test_places_are_on_the_page_as_displayed(
    rotation: int, size: tuple[float, float], box: Box
) -> None:
    page = Page(A=[(10, 60, 30, 80)])

    (line,) = text_lines(page, page.text, size, rotation)

    assert line.box == box


def test_a_word_parted_at_the_lines_end_leaves_no_gap() -> None:
    page = Page(**{"se\ufffektor": [(10, 80, 90, 90), (10, 60, 30, 70)]})

    (line,) = text_lines(page, page.text, (100, 100), 0)

    assert (line.text, line.gap) == ("se-ktor", 0)


def test_lines_of_a_document_lie_on_their_pages() -> None:
    for page in triage(truth.SAMPLE_PDF).pages:
        assert [line.text for line in page.lines] == [
            text.strip() for text in page.text.split("\n") if text.strip()
        ]
        for line in page.lines:
            assert 0 <= line.box.x0 < line.box.x1 <= page.width
            assert 0 <= line.box.y0 < line.box.y1 <= page.height
