"""Both engines together: what they agree on, what they do not, and what nobody can read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from paper import bilevel, printed, table, worn
from typeset import Cell
from typeset import Grid as Ruled

from extractors.scan import lines as reader
from extractors.scan.engines import Engines, engines
from extractors.scan.lines import AGREED, alternatives, could_be_number, looks_like_number, same
from extractors.scan.lines import read_lines as read
from extractors.scan.model import Gray, LineReading, Reading
from tables.model import UNREADABLE

SAMPLE = Path(__file__).parents[2] / "raw_pdfs/2023/renja-perubahan-2023-setda-kota-serang.pdf"
ROWS = [
    ["Kode", "Uraian", "Anggaran", "K", "%"],
    ["4.01.01", "Penyediaan Bahan\nLogistik Kantor", "1.442.971.318", "12", "66,89"],
    ["4.01.02", "Pengadaan Mebel", "835.488.900", "4", "100,00"],
    ["4.01.03", "Fasilitasi Rapat", "-", "9", "0,00"],
    ["4.01.04", "Monitoring 2 Kali", "(70.000.000)", "8", "37,96"],
]
RULED = Ruled([[Cell(t) for t in row] for row in ROWS], [60, 110, 90, 30, 50], [14, 24, 14, 14, 14])


def text_of(lines: list[LineReading], cell: int) -> str:
    return "\n".join(line.text for line in lines if line.cell == cell)


@pytest.mark.parametrize("wear", [np.asarray, worn, bilevel])
@pytest.mark.parametrize("dpi", [200, 300])
def test_cells_are_read_and_agreed_on(tmp_path: Path, wear: Any, dpi: int) -> None:
    image, grids = table(tmp_path, RULED, dpi)
    lines = read(wear(image), dpi, grids)
    for k, text in enumerate(t for row in ROWS for t in row):
        assert text_of(lines, k).replace(" ", "") == text.replace(" ", "")
    figures = [line for line in lines if any(c.isdigit() for c in line.text)]
    assert all(line.second is None and line.confidence >= AGREED for line in figures)


def test_words_keep_their_blanks(tmp_path: Path) -> None:
    image, grids = table(tmp_path, RULED, 200)
    assert text_of(read(image, 200, grids), 6) == "Penyediaan Bahan\nLogistik Kantor"


def test_dashes_are_told_by_their_shape(tmp_path: Path) -> None:
    image, grids = table(tmp_path, RULED, 200)
    (dash,) = [line for line in read(image, 200, grids) if line.cell == 17]
    assert (dash.text, dash.kind, dash.second) == ("-", "dash", None)


class Wrong:
    """An engine that misreads everything, or sees nothing."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, crop: Gray, *, number: bool, look: int = 0) -> Reading:
        return Reading(self.text, 0.9 if self.text else 0.0)


def test_what_they_differ_in_is_never_sure(tmp_path: Path) -> None:
    image, grids = table(tmp_path, Ruled([["1.250.000", "7"]] * 3, [80, 30]), 200)
    lines = read(image, 200, grids, Engines(engines().first, Wrong("8.250.000")))  # type: ignore[arg-type]
    for line in lines:
        assert line.second == "8.250.000"
        assert line.confidence < 0.5
        assert line.others[0] == "8.250.000"  # every look of the second engine has a voice …
        assert line.text in line.others  # … and so has the first one at other scales


def test_other_marks_are_told_from_other_digits(tmp_path: Path) -> None:
    image, grids = table(tmp_path, Ruled([["1.250.000", "7"]] * 3, [80, 30]), 200)
    lines = read(image, 200, grids, Engines(engines().first, Wrong("1,250.000")))  # type: ignore[arg-type]
    assert {line.confidence for line in lines if line.cell in (0, 2, 4)} == {reader.SAME_DIGITS}
    assert all(line.confidence < reader.SAME_DIGITS for line in lines if line.cell in (1, 3, 5))


def test_one_engine_alone_is_not_sure(tmp_path: Path) -> None:
    image, grids = table(tmp_path, Ruled([["1.250.000", "7"]] * 3, [80, 30]), 200)
    lines = read(image, 200, grids, Engines(engines().first, Wrong("")))  # type: ignore[arg-type]
    assert all(line.second == "" and line.confidence < 0.5 for line in lines)


def test_ink_nobody_can_read_is_said_so(tmp_path: Path) -> None:
    image, grids = table(tmp_path, Ruled([["1.250.000", "x"], ["", "y"]], [80, 30], [14, 60]), 200)
    y, x = round(90 * 200 / 72), round(80 * 200 / 72)
    for k in range(3):  # a scribble in the empty cell
        image[y + 6 * k : y + 6 * k + 3, x - 40 : x + 40 : 9] = 0
        image[y : y + 16, x - 40 + 9 * k : x - 37 + 9 * k] = 0
    (line,) = [line for line in read(image, 200, grids) if line.cell == 2]
    assert line.second is not None or line.confidence < 0.5 or line.text == UNREADABLE


def test_equal_crops_are_read_once(tmp_path: Path) -> None:
    image, grids = table(tmp_path, Ruled([["12", "12"]] * 4, [36, 36], [18] * 4), 200)
    asked: list[int] = []

    class Counted:
        def read(self, crops: list[Gray], *, wide: bool = False) -> Any:
            asked.append(len(crops))
            return engines().first.read(crops, wide=wide)

    lines = read(image, 200, grids, Engines(Counted(), engines().second))  # type: ignore[arg-type]
    assert [line.text for line in lines] == ["12"] * 8
    assert asked[0] < 8


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.442.971.318", True),
        ("1.2O5", True),
        ("(70.000)", True),
        ("66,89%", True),
        ("12 Dokumen", False),
        ("Rp85.149", False),
        ("Roda 2", False),
        ("-", False),
        ("", False),
    ],
)
def test_what_looks_like_a_number(text: str, number: bool) -> None:
    assert looks_like_number(text) is number


def test_letters_in_a_column_of_figures_may_be_digits() -> None:
    assert could_be_number("B")
    assert could_be_number("l2")
    assert not could_be_number("Unit")
    assert not could_be_number("")


def test_blanks_and_dashes_make_no_difference() -> None:
    assert same("1 234", "1234")
    assert same("–", "-")
    assert not same("1.234", "1,234")


def test_alternatives_come_from_the_engine_alone() -> None:
    reading = Reading(
        "13", 0.6, ((("1", 0.9), ("7", 0.05)), (("3", 0.6), ("8", 0.3), ("5", 0.001)))
    )
    assert alternatives(reading) == ["18", "73"]


@pytest.mark.slow
@pytest.mark.parametrize("wear", [np.asarray, worn])
def test_no_figure_of_a_dense_page_is_agreed_on_wrongly(wear: Any) -> None:
    """Page 11 of the sample, set in 6 points: 442 figures in 24 columns."""
    from extractors.plumber import FirstReader

    image, grids = printed(SAMPLE, 11, 200)
    with FirstReader(SAMPLE) as first:
        (truth,) = first.read(11)
    lines = read(wear(image), 200, grids)
    figures = right = agreed = 0
    for k, cell in enumerate(truth.cells):
        if not re.fullmatch(r"[\d.,]+", cell.text):
            continue
        figures += 1
        own = [line for line in lines if line.cell == k]
        digits = re.sub(r"\D", "", "".join(line.text for line in own))
        alike = digits == re.sub(r"\D", "", cell.text)
        sure = all(line.second is None and line.confidence >= 0.5 for line in own)
        assert alike or not sure
        right += alike
        agreed += sure
    assert figures > 400
    assert right >= 0.99 * figures
    assert agreed >= 0.95 * figures
