"""Numerals as a recogniser gives them: which mark is which, and letters read for digits.

What engines confuse is the comma with the dot, a mark with nothing, and a digit with the letter
that looks like it. Groups tell the marks apart: ``1,234.567`` can only be ``1.234.567``. Nothing
here ever changes a digit that was read as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_MARKS = {"id": (".", ","), "us": (",", ".")}  # thousands, decimal
_LETTERS = "OoQDCc¢lI|!ZzSsBbGgq"
_LIKE = str.maketrans(_LETTERS, "00000001111225586699")
_DIGITLIKE = re.compile(rf"(?<![A-Za-z0-9])[\d{_LETTERS}.,]*\d[\d{_LETTERS}.,]*(?![A-Za-z0-9])")
_ERRORS = {  # what Excel prints, as engines read it
    "#DIV/0!": re.compile(r"[#8H]?\s*[D0O][I1l|]V\s*[/1lI|7]\s*[0OoQD]\s*[!1lI|i]?"),
    "#REF!": re.compile(r"#\s*REF\s*[!1lI|i]?"),
    "#VALUE!": re.compile(r"#\s*VA[L1I]UE\s*[!1lI|i]?"),
    "#N/A": re.compile(r"#\s*N\s*/\s*A"),
}
_NUMERAL = re.compile(r"\d[\d.,' ]*")
_SAME_MARK = str.maketrans({"'": ".", "’": ".", "‘": ".", "`": ".", "·": ".", "•": ".", "，": ",",
                            "．": ".", "：": ".", "‚": ",", ";": ","})  # fmt: skip
ENOUGH = 0.8  # share of a column's numerals that makes a habit
FEW = 0.05  # … that is more than misreadings


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell's text with its marks as the column writes them.

    Attributes:
        letters: letters were taken for digits.
        unsure: a mark with three digits behind it may part thousands or decimals; or a mark at
            an end may be all that is left of further digits.
    """

    text: str
    letters: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """What the numerals of a column look like.

    Attributes:
        decimals: share of all, by number of decimals.
        seen: the same counted.
        amounts: share with two thousands marks or more, as money has them.
    """

    decimals: dict[int, float]
    seen: dict[int, int]
    amounts: float = 0.0

    @property
    def usual(self) -> int | None:
        """The number of decimals nearly all numerals have."""
        return next((n for n, share in self.decimals.items() if share >= ENOUGH), None)

    def prints(self, decimals: int) -> bool:
        """Whether so many decimals are no exception."""
        return self.seen.get(decimals, 0) > 1 and self.decimals[decimals] >= FEW


def style_of(texts: Iterable[str], locale: str) -> Style:
    """The habit of a column, from its cells' readings."""
    counts: Counter[int] = Counter()
    amounts = 0
    for text in texts:
        found = _NUMERAL.search(digits_for_letters(text)[0].translate(_SAME_MARK))
        if found is None:
            continue
        mark = re.search(r"[.,](\d+)$", found[0].strip(" .,"))
        amounts += is_amount(found[0])
        whole = mark is None or len(mark[1]) == 3
        counts[0 if whole or mark is None else len(mark[1])] += 1
    total = sum(counts.values())
    shares = {n: count / total for n, count in counts.items()}
    return Style(shares, dict(counts), amounts / total if total else 0.0)


def is_amount(text: str) -> bool:
    """Whether a text holds a numeral of two thousands groups or more."""
    return re.search(r"\d{1,3}(?:[., ]+\d{3}){2}", text.translate(_SAME_MARK)) is not None


def digits_for_letters(text: str) -> tuple[str, bool]:
    """``1.2O5`` -> ``1.205``, where a word has digits and is otherwise made of their likes.

    Returns:
        the text, and whether a letter was replaced.
    """
    for printed, pattern in _ERRORS.items():
        if pattern.fullmatch(text.strip()):
            return printed, False
    if re.fullmatch(r"\s*[oOQDlI|]\s*", text):  # a figure alone in its cell
        return text.translate(_LIKE), True
    mended = _DIGITLIKE.sub(lambda m: m[0].translate(_LIKE), text)
    return mended, mended != text


def fill_gap(text: str, style: Style, locale: str) -> str:
    """``27 19`` -> ``27,19`` in a column whose numerals nearly all have two decimals."""
    found = re.fullmatch(r"(\D*\d[\d.,]*) +(\d+)(\D*)", text)
    if found is None or not style.usual or len(found[2]) != style.usual:
        return text
    return f"{found[1]}{_MARKS[locale][1]}{found[2]}{found[3]}"


def mark(text: str, *, type: str, locale: str, kind: str = "") -> Marked:
    """The text with the marks of its first numeral settled by its groups.

    Args:
        text: one reading of a number cell; a numeral broken over lines is left as it is.
        type: ``uang``, ``kinerja`` or ``persen``.
        locale: what the column writes, ``id`` or ``us``.
        kind: ``hitungan``, ``nilai`` or ``""``, as for :func:`cleaning.numerals.read`.
    """
    plain, letters = digits_for_letters(text)
    found = _NUMERAL.search(plain.translate(_SAME_MARK))
    if found is None or plain in _ERRORS:
        return Marked(plain, letters)
    if re.match(r"\n\s*\d", plain[found.end() :]):
        return Marked(plain, letters)  # it goes on below: half a group says nothing
    numeral = found[0].rstrip(" '")
    body = numeral.rstrip(".,")
    tail, after = numeral[len(body) :], plain[found.start() + len(numeral) :]
    settled, unsure = _settle(body, type, locale, kind)
    if re.match(r"\s*[-\n]", after):  # closing ``,-``, or a numeral that goes on below
        settled += tail
        tail = ""
    gap = " " if tail and after[:1].isalnum() else ""
    before = plain[: found.start()]
    cut = bool(tail) or re.search(r"(?<!rp)[.,]\s*$", before, re.I) is not None
    cut |= re.match(r"[^\s\w%)+/:*=;–-]", after) is not None  # ``60.00(``: half a digit
    return Marked(before + settled + gap + after, letters, unsure or cut)


def _settle(numeral: str, type: str, locale: str, kind: str) -> tuple[str, bool]:
    """Marks by the length of their groups; (numeral, whether it may be something else).

    Three digits may be decimals, and a gap may be the rule between two columns.
    """
    tidy = re.sub(r"\s*([.,])[\s.,]*", r"\1", numeral)
    groups = re.split(r"[., ]", tidy)
    if len(groups) == 1:
        return tidy, False
    thousands = _in_thousands(groups)
    head = groups[:-1]
    decimals = len(head) == 1 or _in_thousands(head)
    if " " in tidy and not (thousands and len(groups) > 2):
        return tidy, False  # a gap is a lost mark only between whole groups
    if thousands and decimals:
        joined, unsure = _three(tidy, groups, type, locale, kind)
        return joined, unsure or bool(re.search(r"\d \d", tidy))
    if thousands:
        return _MARKS[locale][0].join(groups), bool(re.search(r"\d \d", tidy))
    if decimals:
        whole = _MARKS[locale][0].join(head)
        return f"{whole}{_MARKS[locale][1]}{groups[-1]}", False
    return tidy, False


def _in_thousands(groups: list[str]) -> bool:
    first, rest = groups[0], groups[1:]
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(g) == 3 for g in rest)


def _three(tidy: str, groups: list[str], type: str, locale: str, kind: str) -> tuple[str, bool]:
    """Three digits behind the last mark: thousands, unless the column's unit can be divided."""
    joined = _MARKS[locale][0].join(groups)
    if type == "uang" or (kind == "hitungan" and type == "kinerja"):
        return joined, False
    marks = re.findall(r"[.,]", tidy)
    if len(marks) > 1 and len(set(marks)) == 1:
        return joined, False  # 1.234.567 whatever the unit
    return tidy, True
