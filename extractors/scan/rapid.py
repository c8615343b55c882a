"""First engine: the recogniser of the `rapidocr` wheel, called directly on crops of lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.model import Alternatives, Gray, Reading

MODEL = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48  # pixels: what the network was trained on
STRIDE = 8  # pixels for which it gives one guess
# Of the network's height, what a crop fills; of its width, what is kept. White around it helps to
# tell blanks, and a narrower crop takes less time; strokes as thin as an i want all there is.
USUAL, WIDE = (40, 0.85), (48, 1.0)
SPARE = 8  # pixels of blank at the end of a batch
BATCH_WIDTH = 6000  # pixels in one batch: more gains nothing and costs memory
UNEVEN = 1.15  # crops of one batch are about equally wide
KEPT = 4  # alternatives for each character
UNLIKELY = 0.001
DIGITS = "0123456789.,-()% "
LETTERS = "".join(map(chr, range(33, 127))) + " °²³±×–≤≥"

Probabilities = NDArray[np.float32]


class Rapid:
    """PP-OCR's line recogniser: convolutional, one guess every few pixels, blanks between."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        names = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        charset = ["", *names, " "]  # 0 is the blank of the decoder
        index = {c: i for i, c in reversed(list(enumerate(charset)))}
        known = [c for c in LETTERS if c in index]
        self._kept = np.array([0, *(index[c] for c in known)])
        self._chars = ["", *known]
        self._is_digit = np.array([c == "" or c in DIGITS for c in self._chars])

    def read(self, crops: Sequence[Gray], *, wide: bool = False) -> list[Guess]:
        """What each crop (dark on white, one line, little paper above and below) shows.

        Args:
            wide: give the network all the detail there is.
        """
        line, share = WIDE if wide else USUAL
        top = (HEIGHT - line) // 2
        prepared = [_fit(crop, line, share) for crop in crops]
        order = sorted(range(len(prepared)), key=lambda i: prepared[i].shape[1])
        guesses: dict[int, Guess] = {}
        for batch in _batches(order, [p.shape[1] for p in prepared]):
            width = max(prepared[i].shape[1] for i in batch) + SPARE
            block = np.ones((len(batch), HEIGHT, width), np.float32)
            for row, i in enumerate(batch):
                block[row, top : top + line, : prepared[i].shape[1]] = prepared[i]
            pixels = np.repeat(block[:, None], 3, axis=1)
            (found,) = self._session.run(None, {self._input: pixels})
            for row, i in enumerate(batch):
                steps = -(-(prepared[i].shape[1] + SPARE) // STRIDE)
                guesses[i] = Guess(found[row, :steps, self._kept].T, self._chars, self._is_digit)
        return [guesses[i] for i in range(len(prepared))]

    def judge(self, crops: Sequence[Gray]) -> float:
        """How much the crops look like upright text to the engine: 0 not at all, 1 perfectly."""
        if not crops:
            return 0.0
        readings = [guess.text() for guess in self.read(crops)]
        return float(np.mean([r.confidence * min(1.0, len(r.text) / 6) for r in readings]))


class Guess:
    """The engine's probabilities for one line, to be read as text or as a number."""

    def __init__(
        self, probabilities: Probabilities, chars: list[str], is_digit: NDArray[np.bool_]
    ) -> None:
        self._probabilities, self._chars, self._is_digit = probabilities, chars, is_digit

    def text(self) -> Reading:
        return _decode(self._probabilities, self._chars)

    def number(self) -> Reading:
        """The same with digits, separators, signs and blanks only."""
        chars = [c for c, kept in zip(self._chars, self._is_digit, strict=True) if kept]
        return _decode(self._probabilities[:, self._is_digit], chars)


def _fit(crop: Gray, line: int, share: float) -> NDArray[np.float32]:
    """Scaled to ``line`` pixels of height and a ``share`` of the width, values -1 (dark) to 1."""
    height, width = crop.shape
    across = max(STRIDE, round(width * share * line / height))
    how = cv2.INTER_AREA if height > line else cv2.INTER_CUBIC
    scaled = cv2.resize(crop, (across, line), interpolation=how)
    return np.asarray(scaled, np.float32) / np.float32(127.5) - np.float32(1)


def _batches(order: list[int], widths: list[int]) -> list[list[int]]:
    """Crops of about one width together; ``order`` is by width."""
    batches: list[list[int]] = []
    for i in order:
        if batches:
            last = batches[-1]
            wide = (len(last) + 1) * widths[i] > BATCH_WIDTH
            if not wide and widths[i] <= max(UNEVEN * widths[last[0]], widths[last[0]] + 24):
                last.append(i)
                continue
        batches.append([i])
    return batches


def _decode(probabilities: Probabilities, chars: list[str]) -> Reading:
    """Best guess at each step, runs of one character taken once, blanks dropped."""
    best = probabilities.argmax(axis=1)
    text, sure, alternatives = "", 1.0, []
    for t in range(len(best)):
        k = int(best[t])
        if k == 0 or (t > 0 and k == best[t - 1]):
            continue
        # A run's surest step speaks for the character.
        end = t + 1
        while end < len(best) and best[end] == k:
            end += 1
        step = t + int(probabilities[t:end, k].argmax())
        text += chars[k]
        sure = min(sure, float(probabilities[step, k]))
        alternatives.append(_likely(probabilities[step], chars))
    kept: Alternatives = tuple(alternatives)
    start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
    return Reading(text.strip(), sure if text.strip() else 0.0, kept[start:stop])


def _likely(step: Probabilities, chars: list[str]) -> tuple[tuple[str, float], ...]:
    order = np.argsort(-step)[:KEPT]
    return tuple((chars[k], round(float(step[k]), 4)) for k in order if step[k] >= UNLIKELY)
