"""The grammar of one printed numeral: digits, thousands marks, decimal mark, gaps and line breaks.

Nothing here knows units, signs or currency; see :mod:`cleaning.numbers` for whole cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from tables.model import CellStatus

_MARKS = {"id": (".", ","), "us": (",", ".")}  # thousands, decimal
_OTHER = {"id": "us", "us": "id"}


@dataclass(frozen=True, slots=True)
class Number:
    """What a number cell says.

    Attributes:
        value: exact decimal as printed (before the header's scale), ``None`` where there is none.
        unit: the words after the number, ``""`` without any.
        status: cell status of the data contract.
        rule: rule id of everything but a plain reading, ``""`` for that.
        alternatives: the other readings the text allows, where it allows several.
    """

    value: Decimal | None
    unit: str = ""
    status: CellStatus = "cetak"
    rule: str = ""
    alternatives: tuple[Decimal, ...] = ()


@cache
def _pattern(locale: str) -> re.Pattern[str]:
    thousands, decimal = map(re.escape, _MARKS[locale])
    grouped = rf"[1-9]\d{{0,2}}(?:{thousands}\d{{3}})+"
    return re.compile(rf"(?P<whole>{grouped}|\d+)(?:{decimal}(?P<part>\d+))?")


def _strict(token: str, locale: str) -> Decimal | None:
    """The value of ``token`` if it is a well-formed numeral of ``locale``."""
    found = _pattern(locale).fullmatch(token)
    if found is None:
        return None
    digits = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{digits}.{found['part']}" if found["part"] else digits)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _flag(value: Decimal | None, rule: str, *alternatives: Decimal) -> Number:
    others = tuple(dict.fromkeys(a for a in alternatives if a != value))
    return Number(value, status="ditandai", rule=rule, alternatives=others)


def read(
    numeral: str, *, type: str, locale: str, kind: str = "", wraps: bool | None = None
) -> Number:
    """Read a run of digits, marks, gaps and line breaks.

    Args:
        numeral: text made of digits, ``.``, ``,`` and white space; starts with a digit.
        type: ``uang``, ``kinerja`` or ``persen``.
        locale: of the column, ``id`` or ``us``.
        kind: ``hitungan`` (a counting unit), ``nilai`` (a score or ratio) or ``""``: decides
            whether ``3.003`` is three thousand or a score.
        wraps: whether the first line fills its cell, so that the next one continues it;
            ``None`` where nobody measured.
    """
    pieces = numeral.split()
    if len(pieces) > 1:
        return _join(pieces, "\n" in numeral, type=type, locale=locale, kind=kind, wraps=wraps)
    return _token(numeral.strip(), type, locale, kind)


def _join(
    pieces: list[str], broken: bool, *, type: str, locale: str, kind: str, wraps: bool | None
) -> Number:
    """Pieces of one numeral, or several numerals stacked in one cell?

    A join is certain where a piece cannot stand alone (``11.498.170.`` + ``600``); otherwise
    only the width of the cell can tell, and without it the joined value is flagged.
    """
    joined = "".join(pieces)
    number = _token(joined, type, locale, kind)
    if not any(_stands_alone(piece) for piece in pieces) and number.status == "diperbaiki":
        return number  # stray marks beside the break: still one numeral
    well_formed = _strict(joined, locale) is not None or _grouped(joined, _OTHER[locale])
    certain = not all(_stands_alone(piece) for piece in pieces) or (wraps is True and broken)
    if well_formed and certain:
        if number.status != "cetak":
            return number
        return replace(number, status="digabung", rule=number.rule or "potongan_digabung")
    marked = _strict(_MARKS[locale][0].join(pieces), locale) if not broken else None
    if certain and marked is not None:
        return _flag(marked, "pemisah_hilang")
    read_alone = (_token(piece, type, locale, kind).value for piece in pieces if piece.strip(".,"))
    parts = [value for value in read_alone if value is not None]
    tail = len(pieces) == 2 and len(pieces[1]) == 1 and len(pieces[0]) > 1 and wraps is not False
    if well_formed and (tail or not broken or _grouped(joined, locale)):
        return _flag(number.value, "potongan_diragukan", *parts)
    return _flag(None, "angka_bertumpuk", *parts)


def _stands_alone(piece: str) -> bool:
    """Could this piece be a numeral of its own? ``000`` and ``11.498.`` could not."""
    if re.match(r"0\d", piece):
        return False
    return _strict(piece, "id") is not None or _strict(piece, "us") is not None


def _grouped(token: str, locale: str) -> bool:
    """Well formed with two thousands groups or more: unmistakably of this locale."""
    mark = _MARKS[locale][0]
    return token.count(mark) > 1 and _strict(token, locale) is not None


def _token(token: str, type: str, locale: str, kind: str) -> Number:
    """One numeral without gaps."""
    native, foreign = _strict(token, locale), _strict(token, _OTHER[locale])
    if native is None and foreign is None:
        return _mend(token, type, locale, kind)
    if native is not None and foreign is not None and native != foreign:
        return _one_group(native, foreign, type, locale, kind)
    if native is not None:
        return _native(native, token, type)
    assert foreign is not None
    return _foreign(foreign, token, type, locale)


def _native(value: Decimal, token: str, type: str) -> Number:
    if type == "uang" and _decimals(value) == 3:  # 6.008.850,000: a comma typed for a dot?
        return _flag(Decimal(re.sub(r"\D", "", token)), "tiga_desimal", value)
    if type == "uang" and _decimals(value) > 3:
        return _flag(value, "desimal_panjang")
    return Number(value)


def _foreign(value: Decimal, token: str, type: str, locale: str) -> Number:
    """Well formed only in the other locale."""
    if type == "uang" and _decimals(value) > 2 and len(re.findall(r"[.,]", token)) > 1:
        return _native(value, token, type)
    if _grouped(token, _OTHER[locale]) or (type != "uang" and _decimals(value)):
        return Number(value, rule="format_asing")
    digits = Decimal(re.sub(r"\D", "", token))
    if _decimals(value) in (3, 6, 9) and value >= 1:  # 269.558195: a separator is missing
        return _flag(digits, "pemisah_hilang", value)
    if type == "uang":  # 55.33 among amounts: which of the two marks is the typing error?
        return _flag(value, "format_asing", digits)
    return Number(value, rule="format_asing")


def _one_group(native: Decimal, foreign: Decimal, type: str, locale: str, kind: str) -> Number:
    """``1.500`` and ``1,500``: one mark and three digits, a thousand or three decimals."""
    whole, score = max(native, foreign), min(native, foreign)
    if type == "persen":
        return _flag(native, "tiga_desimal", foreign)
    if type == "uang":
        if whole == native or locale == "id":
            return Number(whole, rule="" if whole == native else "format_asing")
        return _flag(whole, "format_asing", score)
    return _thousands_or_score(whole, score, kind, locale, whole == native)


def _thousands_or_score(
    whole: Decimal, score: Decimal, kind: str, locale: str, grouped: bool
) -> Number:
    """A kinerja figure: its unit decides; ``grouped`` where the column writes thousands so."""
    if grouped and (kind == "hitungan" or locale == "us"):
        return Number(whole)
    if not grouped and locale == "us" and kind != "hitungan":
        return Number(score)  # the column's own decimals are dots
    if grouped and kind == "nilai":
        return Number(score, rule="format_asing")
    counted = kind == "hitungan" or (grouped and not kind)
    return _flag(whole if counted else score, "tiga_desimal", whole, score)


def _mend(token: str, type: str, locale: str, kind: str) -> Number:
    """Stray, doubled and mixed marks; anything that is not plainly that is flagged."""
    thousands = _MARKS[locale][0]
    tidy = re.sub(r"([.,])\1+", r"\1", token)
    tidy = re.sub(r"[.,]{2,}", thousands, tidy).strip(".,")
    if tidy != token and any(_strict(tidy, each) is not None for each in _MARKS):
        number = _token(tidy, type, locale, kind)
        if number.status != "cetak":
            return number
        return replace(number, status="diperbaiki", rule="tanda_baca_liar")
    digits = Decimal(re.sub(r"\D", "", tidy))
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3}){2,}", tidy):
        return Number(digits, status="diperbaiki", rule="tanda_baca_liar")
    cents = re.fullmatch(r"([1-9]\d{0,2}(?:[.,]\d{3}){2,})[.,](\d{1,2})", tidy)
    if cents:  # 1,491.000.000,00
        whole = re.sub(r"\D", "", cents[1])
        return Number(Decimal(f"{whole}.{cents[2]}"), status="diperbaiki", rule="tanda_baca_liar")
    if type == "uang":  # a group of two or four digits: one was lost or doubled
        return _flag(digits, "kelompok_ganjil")
    return Number(None, status="tidak_terbaca", rule="kelompok_ganjil", alternatives=(digits,))
