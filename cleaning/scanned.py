"""What the readings of one scanned number cell make together.

Two engines read every cell; where they differ there are further readings at other scales. A value
is trusted where both engines agree on the digits and the grammar leaves one value. Everything else
is a doubt with its candidates, for arithmetic (:mod:`cleaning.repair`) or a person to settle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from cleaning.certainty import TRUSTED, certainty
from cleaning.marks import Style, fill_gap, is_amount, mark, style_of
from cleaning.numbers import Number, kind_of, parse
from tables.model import MID_WORD, UNREADABLE, Cell, CellStatus, ColumnUse
from tables.spec import vocabulary

READER = "ocr"
CLEAR = ("cetak", "digabung", "nol_strip", "galat_excel", "kosong")
SURE = 0.7  # of the least certain character, below which even agreement is not trusted
SURE_DASH = 0.35  # … of a dash, which nothing else looks like
MOST = 0.5  # share of a column's numerals
SMALL = 1000
AGAIN = 4  # readings at other scales that all say the same: the last one is the second engine's
LAYER = 0.8  # confidence of a line the engines differ on, where the PDF's text layer sides with one
_PARTS = ("angka_bertumpuk", "potongan_diragukan", "bukan_angka", "ungkapan")
_CAPITALS = "OISBZl"  # letters that look like digits
_LIKE_FIGURE = re.compile(r"[a-z]|[BCDGIOQSTZ]")  # a lone letter where a figure is expected
_GAP = re.compile(r"\d[ \t]+\d")  # a mark too small to be seen?
_HOLE = re.compile(r"\d(?:[.,][ \t]+|[ \t]+[.,])[.,]?[ \t]*\d")  # figures hidden under a stamp?
_GLUED = ("nol_untuk_o", "satuan_diragukan")
_CUT_UNIT = re.compile(r"rang|rg|ok(?:umen)?|ulan|nit|aket|aporan|ali", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a cell, parsed.

    Attributes:
        doubt: rule of what is doubtful in it by itself, ``""`` without any.
        letters: letters were taken for digits.
        unsure: the marks allow another value.
    """

    text: str
    number: Number
    doubt: str
    letters: bool
    unsure: bool

    @property
    def whole(self) -> bool:
        return not self.doubt

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The values the text allows; a part of it, as of ``27 19``, is none of them."""
        value, others = self.number.value, self.number.alternatives
        if self.number.rule in _PARTS:
            others = ()
        return others if value is None else (value, *others)

    @property
    def digits(self) -> str:
        """Everything of the numeral but its marks and gaps."""
        found = re.search(r"\d[\d.,\s]*", self.text)
        sign = "-" if self.number.value is not None and self.number.value < 0 else ""
        return sign + re.sub(r"\D", "", found[0]) if found else ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell is read as.

    Attributes:
        number: the best reading; ``rule`` names the class of :data:`cleaning.certainty.CERTAINTY`.
        candidates: the values any reading gives, best first, each once.
        certain: the value needs no proof.
        printed: the digits of the first engine's reading.
        decimals: how many the column usually prints.
    """

    number: Number
    candidates: tuple[Decimal, ...]
    certain: bool
    printed: str = ""
    decimals: int = 0


def is_scanned(cell: Cell | None) -> bool:
    """Whether a cell was read by the engines."""
    return cell is not None and cell.reader == READER


def styles(uses: Iterable[ColumnUse], cells: Mapping[str, list[Cell]]) -> dict[str, Style]:
    """The habit of every number column that has scanned cells, from both engines' readings."""
    found = {}
    for use in uses:
        texts = [t for c in cells.get(use.name, []) if is_scanned(c) for t in _two(c)]
        if texts and use.locale:
            found[use.name] = style_of(texts, use.locale)
    return found


def _two(cell: Cell) -> list[str]:
    return [cell.text, cell.text if cell.second is None else cell.second]


def judge(
    cell: Cell,
    use: ColumnUse,
    style: Style,
    *,
    satuan: str = "",
    wraps: bool | None = None,
) -> Verdict:
    """Weigh all readings of a scanned number cell. Values are before the header's scale."""

    def read(text: str) -> Reading:
        return _read(text, use, style, satuan, wraps)

    verdict = _weigh(cell, read)
    pair = [read(text) for text in _two(cell)]
    if any({reading.doubt, reading.number.rule} & set(_GLUED) for reading in pair):
        verdict = replace(verdict, candidates=())  # where the number ends is no sum's business
    printed = pair[0].digits.lstrip("-")
    return replace(verdict, printed=printed, decimals=style.usual or 0)


def _weigh(cell: Cell, read: Callable[[str], Reading]) -> Verdict:
    first = read(cell.text)
    others = [read(text) for text in cell.others if text.strip()]
    if UNREADABLE in cell.text:
        seconds = [read(cell.second)] if cell.second else []
        return _doubt(first, [*seconds, *others], "tidak_terbaca_pindaian")
    if cell.second is None:
        return _agreed(first, others, cell.confidence)
    ours = "".join(cell.text.split())
    if sum("".join(other.split()) == ours for other in cell.others) >= AGAIN and _plain(first):
        return _certain(first, "sepakat_ulang", first)
    if not cell.second.strip():
        return _doubt(first, others, "satu_bacaan")
    verdict = _two_readings(first, read(cell.second), others)
    if not verdict.certain and cell.confidence >= LAYER and _plain(first):
        return _certain(first, "suara_lapisan", first)
    return verdict


def _plain(reading: Reading) -> bool:
    return reading.whole and not (reading.letters or reading.unsure)


def _read(text: str, use: ColumnUse, style: Style, satuan: str, wraps: bool | None) -> Reading:
    solid = text.replace(MID_WORD + "\n", "").replace(MID_WORD, "")
    kind = kind_of(solid, satuan)
    filled = fill_gap(solid, style, use.locale)
    marked = mark(filled, type=use.type, locale=use.locale, kind=kind)
    number = parse(marked.text, type=use.type, locale=use.locale, satuan=satuan, wraps=wraps)
    gap = filled != solid or _GAP.search(marked.text) or _HOLE.search(solid)
    unsure = bool(marked.unsure or gap or _odd(solid, marked.text, number, use, style))
    doubt = _stray(number, text, use)
    if UNREADABLE in text or number.status not in CLEAR:
        doubt = number.rule or "tidak_terbaca_pindaian"
    return Reading(marked.text, number, doubt, marked.letters, unsure)


def _stray(number: Number, text: str, use: ColumnUse) -> str:
    """The rule by which a grade, or what stands behind the number, may be ink of something else."""
    if number.rule == "nilai_huruf":
        return number.rule if _LIKE_FIGURE.fullmatch(text.strip()) else ""
    unit = number.unit
    letters = re.sub(r"[^A-Za-z]", "", unit)
    if use.type == "uang" and letters:
        known = re.fullmatch(r"rp|rupiah|ribu|juta", letters, re.I) is not None
    elif not letters:
        known = unit in ("", "%")
    else:
        known = len(letters) > 1 and not _CUT_UNIT.fullmatch(unit)
        if known and _like_digit(unit):
            return "satuan_diragukan"
    return "" if known else "sisa_diragukan"


def _like_digit(unit: str) -> bool:
    """``Org`` behind a number may be ``0rg``: nothing tells them apart in some fonts, and only
    words known as units can be meant.
    """
    first = unit.split(maxsplit=1)[0]
    return first[0] in _CAPITALS and first.lower() not in vocabulary().unit_words


def _odd(raw: str, text: str, number: Number, use: ColumnUse, style: Style) -> bool:
    """Does the numeral not look like those of its column: an amount, or decimals, where none are?

    Engines take commas for dots, hardly ever dots for commas: a comma before cents is one.
    """
    if number.value is None or number.status == "nol_strip":
        return False
    found = re.search(r"\d[\d.,\s]*", text)
    mark_ = "," if use.locale == "id" else "."
    numeral = found[0].strip() if found else ""
    decimals = len(numeral.rsplit(mark_, 1)[1]) if mark_ in numeral else 0
    if re.fullmatch(r"0\d+", numeral):
        return True  # 02: a mark was lost
    if use.type == "uang":
        if not decimals:  # a small figure among amounts stands in the wrong column
            return style.amounts >= MOST and 0 < abs(number.value) < SMALL
        comma = use.locale == "id" and re.search(r"\d,\d\d\b(?!.*[.,]\d)", raw, re.S)
        marked = re.search(rf"\d{re.escape(mark_)}\s*\d+(?!.*\d)", raw, re.S)  # 150.00 of 150.000
        known = decimals == style.usual or (marked and style.prints(decimals))
        return not known and not (decimals == 2 and comma and is_amount(numeral))
    if style.amounts >= MOST:
        return False  # amounts in a column of performance figures throughout
    solid = re.fullmatch(r"\d{4,}", numeral) is not None
    return is_amount(numeral) or (solid and bool(style.usual))  # 6689 among 66,89


def _agreed(first: Reading, others: list[Reading], confidence: float) -> Verdict:
    """Both engines read the same text."""
    if first.letters or first.unsure or not first.whole:
        rule = "huruf_dalam_angka" if first.letters else "tanda_pisah_diragukan"
        return _doubt(first, others, first.doubt or first.number.rule or rule)
    if confidence < (SURE_DASH if first.number.status == "nol_strip" else SURE):
        return _doubt(first, others, "sepakat_lemah")
    return _certain(first, "", first)


def _two_readings(first: Reading, second: Reading, others: list[Reading]) -> Verdict:
    if first.digits == second.digits == "1":  # what looks like it may be a piece of a rule
        return _doubt(first, [second, *others], "bacaan_berbeda")
    pair = [r for r in (first, second) if r.whole]
    plain = [r for r in pair if _plain(r)]
    if len(pair) == 2 and plain and _same(first.number, second.number):
        return _certain(plain[0], "bacaan_setara", first)
    if first.digits == second.digits and first.digits and plain and _words_alike(first, second):
        better = _by_marks(first, second)
        if better is not None:
            return _certain(better, "bacaan_setara", first)
    return _vote(first, second, others)


def _same(one: Number, other: Number) -> bool:
    return one.value == other.value and (one.value is not None or one.status == other.status)


def _by_marks(first: Reading, second: Reading) -> Reading | None:
    """Same digits, other marks: the reading that fits, where the other one does not.

    Engines lose marks more than they invent them; in a performance figure (``12,5`` or ``125``)
    that alone does not decide.
    """
    fits = [r for r in (first, second) if _plain(r)]
    marked = max(_marks(first), _marks(second))
    return fits[0] if len(fits) == 1 and _marks(fits[0]) == marked else None


def _words_alike(one: Reading, other: Reading) -> bool:
    """Whether nothing but marks and gaps tells two readings apart."""
    return re.sub(r"[\d.,\s]", "", one.text) == re.sub(r"[\d.,\s]", "", other.text)


def _marks(reading: Reading) -> int:
    return len(re.findall(r"[.,]", reading.text))


def _vote(first: Reading, second: Reading, others: list[Reading]) -> Verdict:
    """Readings at other scales take a side; nobody else's value can win."""
    votes: dict[Decimal, int] = {}
    for reading in (first, second, *others):
        if reading.whole and reading.number.value is not None:
            votes[reading.number.value] = votes.get(reading.number.value, 0) + 1

    def lead(reading: Reading) -> int:
        value = reading.number.value
        if not reading.whole or value is None:
            return -len(votes)
        return votes[value] - max((n for v, n in votes.items() if v != value), default=0)

    spare = not first.whole and second.whole and len(second.digits) >= len(first.digits) - 1
    best = second if spare or lead(second) > lead(first) else first
    rule = "suara_terbanyak" if lead(best) > 1 else "bacaan_berbeda"
    readings = [best, *(r for r in (first, second, *others) if r is not best)]
    if certainty(rule) >= TRUSTED and _plain(best):
        return _certain(best, rule, first)
    return _doubt(readings[0], readings[1:], rule)


def _certain(reading: Reading, rule: str, first: Reading) -> Verdict:
    """A value without doubt; what the first engine's text spells otherwise is a repair."""
    number = replace(reading.number, rule=rule or reading.number.rule, alternatives=())
    if number.status == "cetak" and (first.letters or first.digits != reading.digits):
        number = replace(number, status="diperbaiki")
    candidates = () if number.value is None else (number.value,)
    return Verdict(number, candidates, certain=True)


def _doubt(best: Reading, others: list[Reading], rule: str) -> Verdict:
    values = _values([best, *others])
    number = best.number
    if number.value is None and values:
        number = replace(number, value=values[0])
    status: CellStatus = "tidak_terbaca" if number.value is None else "ditandai"
    alternatives = tuple(v for v in values if v != number.value)
    doubted = replace(number, status=status, rule=rule, alternatives=alternatives)
    return Verdict(doubted, values, certain=False)


def _values(readings: Iterable[Reading]) -> tuple[Decimal, ...]:
    """Values with a witness: a stroke alone that might be a 1 is none."""
    seen = [r for r in readings if not (r.letters and len(r.digits) == 1)]
    return tuple(dict.fromkeys(value for reading in seen for value in reading.values))
