"""Pages of running text: every word on its line, and nothing that is no text."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan.blobs import find_blobs, letter_size, upright_strokes
from extractors.scan.cuts import cut_joined
from extractors.scan.ink import find_ink
from extractors.scan.lines import read_lines
from extractors.scan.model import Gray
from extractors.scan.sheet import lay

DPI = 200
WORDS = ["Penyusunan dokumen rencana", "yang mengikat ini bagi", "jumlah peserta inisiatif"]


def paper(height: int = 900, width: int = 900) -> Gray:
    return np.full((height, width), 250, np.uint8)


def write(image: Gray, text: str, x: int, y: int, scale: float = 0.8) -> None:
    cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, 0, 2, cv2.LINE_AA)


def prose() -> Gray:
    image = paper()
    for k, text in enumerate(WORDS):
        write(image, text, 150, 200 + 45 * k)
    return image


def test_dots_and_commas_stand_with_their_letters() -> None:
    lines = find_ink(prose(), DPI, [])
    assert len(lines) == len(WORDS)
    assert [line.kind for line in lines] == ["ink"] * len(WORDS)


def test_words_are_read_in_order() -> None:
    assert [line.text for line in read_lines(prose(), DPI, [])] == WORDS


def test_columns_of_text_stay_apart() -> None:
    image = paper()
    for k in range(3):
        write(image, "kiri", 100, 200 + 45 * k)
        write(image, "kanan", 500, 200 + 45 * k)
    assert len(find_ink(image, DPI, [])) == 6


def test_leaders_are_no_text() -> None:
    image = paper()
    write(image, "Pendahuluan", 100, 200)
    for x in range(310, 700, 9):
        cv2.circle(image, (x, 198), 2, 0, -1)
    write(image, "12", 720, 200)
    assert [line.text for line in read_lines(image, DPI, [])] == ["Pendahuluan", "12"]


def test_the_edge_of_the_sheet_is_no_text() -> None:
    image = prose()
    image[:14, :14] = 0  # a corner mark
    image[:, -6:] = 0  # the lid of the scanner
    image[300:860, 700:703] = 0  # a fold
    assert len(find_ink(image, DPI, [])) == len(WORDS)


@pytest.mark.parametrize("seed", [1, 2])
def test_photos_are_not_read(seed: int) -> None:
    coarse = np.random.default_rng(seed).integers(0, 255, (40, 50)).astype(np.uint8)
    image = prose()
    image[420:820, 150:750] = cv2.resize(coarse, (600, 400), interpolation=cv2.INTER_CUBIC)
    read = read_lines(image, DPI, [])
    assert [line.text for line in read if line.confidence > 0.5] == WORDS
    assert len(read) < 2 * len(WORDS)


def test_a_frame_around_text_is_no_picture() -> None:
    image = prose()
    cv2.rectangle(image, (100, 140), (850, 340), 0, 2)
    assert [line.text for line in read_lines(image, DPI, [])] == WORDS


def test_lines_that_touch_are_cut_apart() -> None:
    image = paper()
    write(image, "Kelurahan", 150, 200)
    write(image, "Kabupaten", 150, 230)
    image[196:214, 153:155] = 0  # one K stands on the other
    assert [line.text for line in read_lines(image, DPI, [])] == ["Kelurahan", "Kabupaten"]


def test_single_letters_are_not_cut() -> None:
    image = prose()
    write(image, "TABEL (j) [Q] 2.1", 150, 420, 1.2)
    sheet = lay(image, DPI, [])
    blobs = find_blobs(sheet.mask)
    em = letter_size(blobs, 7, 80) / 0.72
    before = sheet.mask.copy()
    cut_joined(sheet, blobs, [], em)
    assert np.array_equal(before, sheet.mask)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_upright_strokes_are_counted(count: int) -> None:
    crop = np.full((24, 60), 255, np.uint8)
    for k in range(count):
        crop[3:21, 6 + 9 * k : 9 + 9 * k] = 0
    assert upright_strokes(crop) == count
    crop[18:21, 6 + 9 * count : 14 + 9 * count] = 0  # and something else
    assert upright_strokes(crop) == 0
