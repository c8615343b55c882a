"""Every line of a scanned page, read by both engines; where they differ, read again.

The first engine reads everything. The second reads what has digits, where a mistake would go
unnoticed, and what the first is not sure of. What they agree on stands; what they differ in is read
again at other scales, and all readings are kept for the number grammar and arithmetic to weigh.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np

from extractors.grid import Grid
from extractors.scan.blobs import upright_strokes
from extractors.scan.engines import Engines, engines
from extractors.scan.ink import InkLine, find_ink
from extractors.scan.model import Gray, LineReading, Reading
from extractors.scan.rapid import Guess
from extractors.scan.tess import LOOKS
from tables.model import UNREADABLE

# Confidence. Below 0.5 a reading must not stand by itself, whatever agrees with it.
AGREED = 0.6  # both engines read the same: from here to 1, by how sure the first one is
AGREED_LATER = 0.5  # … the second at another scale only
SAME_DIGITS = 0.48  # they differ in marks
SETTLED = 0.45  # they differ in digits, the first one's readings at other scales do not
SPLIT = 0.3
HARMED = 0.3  # at most, where foreign ink or a border may have changed what both saw alike
UNREAD = 0.0
CLEAR_TEXT = 0.85  # words the first engine is less sure of it reads with all detail
UNSURE_TEXT = 0.5  # words the first engine is less sure of are read by the second as well
LIKELY = 0.01  # alternatives of a character less probable than this are no witnesses
MANY = 6  # alternatives kept for one line
FEW = 3  # lines that tell what a column holds
MOSTLY = 0.6
ONES = 3  # of a Roman numeral

Column = tuple[int, int, int]  # grid, first and last+1 column of the cell
NOTHING = Reading("", 0.0)

_LOOKALIKES = "OoQDUlIi|!ZzSsBbGgqAeTt"
_NUMBER = re.compile(rf"[-–(]?[\d{_LOOKALIKES}.,:;' ]*[)%]?-?")


def read_lines(
    image: Gray, dpi: float, grids: list[Grid], readers: Engines | None = None
) -> list[LineReading]:
    """All lines of a straightened page, cell by cell, then what stands outside of the tables.

    Args:
        image: dark on light, even light.
        grids: in points of ``image``.
        readers: the loaded engines; by default those of this process.

    Raises:
        OcrMissing: the engines are not installed.
    """
    found = find_ink(image, dpi, grids)
    readers = readers or engines()
    crops = _Crops(readers)
    for line in found:
        if line.kind == "ink":
            crops.add(line, grids)
    crops.read()
    lines = [_dash(line) if line.kind == "dash" else crops.line(line) for line in found]
    return [line for line in lines if line.table >= 0 or line.text != UNREADABLE]


def _dash(line: InkLine) -> LineReading:
    return _reading(line, "-", line.clear)


def _reading(
    line: InkLine,
    text: str,
    confidence: float,
    second: str | None = None,
    others: Iterable[str] = (),
) -> LineReading:
    return LineReading(
        line.box,
        text,
        round(min(confidence, HARMED) if line.harmed else confidence, 3),
        line.size,
        line.table,
        line.cell,
        line.kind,
        second,
        tuple(others),
    )


@dataclass(slots=True)
class _Crop:
    """One crop and all that was read of it.

    Attributes:
        columns: the columns of cells it stands in; equal crops are read once.
        looks: the second engine's readings, one a look.
        again: the first engine's readings at other scales.
    """

    image: Gray
    columns: set[Column] = field(default_factory=set)
    guess: Guess | None = None
    number: bool = False
    first: Reading = NOTHING
    looks: list[Reading] = field(default_factory=list)
    again: list[Reading] = field(default_factory=list)

    @property
    def second(self) -> Reading | None:
        """The look of the second engine that comes nearest to the first's reading."""
        for alike in (same, same_digits):
            for reading in self.looks:
                if alike(reading.text, self.first.text):
                    return reading
        return self.looks[0] if self.looks else None


class _Crops:
    """The page's crops on their way through the engines."""

    def __init__(self, readers: Engines) -> None:
        self._readers = readers
        self._crops: dict[tuple[tuple[int, ...], bytes], _Crop] = {}

    def add(self, line: InkLine, grids: list[Grid]) -> None:
        crop = self._crops.setdefault(_key(line), _Crop(line.crop))
        if line.table >= 0:
            region = grids[line.table].regions[line.cell]
            crop.columns.add((line.table, region.c0, region.c1))

    def read(self) -> None:
        """Both engines over all crops, then again over those they differ in."""
        crops = list(self._crops.values())
        guesses = self._readers.first.read([crop.image for crop in crops])
        for crop, guess in zip(crops, guesses, strict=True):
            crop.guess, crop.first = guess, guess.text()
            crop.number = looks_like_number(crop.first.text)
        self._look_closer([c for c in crops if not c.number and c.first.confidence < CLEAR_TEXT])
        columns = _number_columns(crops)
        for crop in crops:
            if not crop.number and crop.columns & columns:
                crop.number = could_be_number(crop.first.text)
            if crop.number and crop.guess is not None:
                crop.first = crop.guess.number()
            self._ask_second(crop)
        self._read_again([crop for crop in crops if crop.looks and not _agree(crop)])

    def _look_closer(self, crops: list[_Crop]) -> None:
        """Words read again with all detail; the surer reading counts."""
        if not crops:
            return
        guesses = self._readers.first.read([crop.image for crop in crops], wide=True)
        for crop, guess in zip(crops, guesses, strict=True):
            reading = guess.text()
            if reading.confidence > crop.first.confidence:
                crop.guess, crop.first, reading = guess, reading, crop.first
            crop.again.append(reading)

    def _ask_second(self, crop: _Crop) -> None:
        if not (crop.number or _has_digit(crop.first.text) or crop.first.confidence < UNSURE_TEXT):
            return
        if not crop.columns and not crop.first.text:
            return  # outside of tables: a scribble, a scrap of a photo
        second = self._readers.second
        for look in range(len(LOOKS)):
            crop.looks.append(second.read(crop.image, number=crop.number, look=look))
            if _agree(crop) or not (crop.number or _has_digit(crop.first.text)):
                return

    def _read_again(self, crops: list[_Crop]) -> None:
        views = [(crop, view) for crop in crops for view in _views(crop.image)]
        guesses = self._readers.first.read([view for _, view in views])
        for (crop, _), guess in zip(views, guesses, strict=True):
            crop.again.append(guess.number() if crop.number else guess.text())

    def line(self, line: InkLine) -> LineReading:
        """All that was read of one line."""
        crop = self._crops[_key(line)]
        first, second = crop.first, crop.second
        if second is None:
            return _reading(line, first.text or UNREADABLE, first.confidence)
        again = [r.text for r in (*crop.looks, *crop.again) if r is not second and r.text]
        if not first.text and not second.text:
            return _reading(line, again[0] if again else UNREADABLE, UNREAD, "", again)
        raw = [crop.guess.text().text] if crop.guess else []
        extra = [*raw, *alternatives(first)]
        if _agree(crop):
            sure = AGREED if second is crop.looks[0] else AGREED_LATER
            others = distinct([*again, *extra], first.text)
            return _reading(line, first.text, sure + (1 - sure) * first.confidence, None, others)
        if not crop.number and 1 < (count := upright_strokes(crop.image)) <= ONES:
            readings = distinct([first.text, *again, *extra], "I" * count)
            return _reading(line, "I" * count, AGREED_LATER, second.text, readings)
        text = first.text or UNREADABLE
        extra = distinct(extra, text)
        return _reading(line, text, _sure(crop, second), second.text, [*again, *extra])


def _key(line: InkLine) -> tuple[tuple[int, ...], bytes]:
    return line.crop.shape, line.crop.tobytes()


def _agree(crop: _Crop) -> bool:
    second = crop.second
    return second is not None and same(crop.first.text, second.text)


def _sure(crop: _Crop, second: Reading) -> float:
    """How sure the first reading is where no look of the second engine agrees with it."""
    if same_digits(crop.first.text, second.text) and crop.number:
        return SAME_DIGITS
    votes = sum(same(r.text, crop.first.text) for r in crop.again)
    against = sum(same(r.text, second.text) for r in crop.again)
    return SETTLED if votes > against + 1 else SPLIT


def _number_columns(crops: list[_Crop]) -> set[Column]:
    """Columns of cells in which most lines look like numbers."""
    seen = Counter(column for crop in crops for column in crop.columns)
    numbers = Counter(column for crop in crops if crop.number for column in crop.columns)
    return {c for c, n in seen.items() if n >= FEW and numbers[c] > MOSTLY * n}


def looks_like_number(text: str) -> bool:
    """Digits and what engines take for digits, without words."""
    digits = sum(c.isdigit() for c in text)
    letters = sum(c.isalpha() for c in text)
    return bool(digits) and 2 * letters <= digits and _NUMBER.fullmatch(text) is not None


def could_be_number(text: str) -> bool:
    """Nothing but digits, marks and letters that engines take for digits."""
    return bool(text) and _NUMBER.fullmatch(text) is not None


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def same(one: str, other: str) -> bool:
    """The same but for blanks and how a dash is drawn."""
    return _plain(one) == _plain(other)


def same_digits(one: str, other: str) -> bool:
    """The same but for marks and blanks."""
    return _has_digit(one) and re.sub(r"[.,\s]", "", one) == re.sub(r"[.,\s]", "", other)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("–", "-").replace("—", "-")


def distinct(texts: Iterable[str], known: str) -> list[str]:
    """Each other text once, best first."""
    seen, found = {_plain(known)}, []
    for text in texts:
        if text.strip() and _plain(text) not in seen:
            seen.add(_plain(text))
            found.append(text)
    return found


def alternatives(reading: Reading) -> list[str]:
    """The reading with one character changed to another the engine thought of, likeliest first."""
    found = []
    for k, likely in enumerate(reading.alternatives):
        for char, probability in likely:
            if probability >= LIKELY and char != reading.text[k]:
                text = reading.text[:k] + char + reading.text[k + 1 :]
                found.append((probability, text.strip()))
    return [text for _, text in sorted(found, key=lambda pair: -pair[0])[:MANY]]


def _views(crop: Gray) -> list[Gray]:
    """A crop as the first engine may see it better: smaller, wider, softer."""
    height, width = crop.shape
    pad = max(1, round(0.15 * height))
    wide = cv2.resize(crop, (round(width * 1.2), height), interpolation=cv2.INTER_CUBIC)
    big = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(big, (0, 0), max(0.8, height / 24))
    return [
        np.pad(crop, pad, constant_values=255),
        np.asarray(wide, np.uint8),
        np.asarray(soft, np.uint8),
    ]
