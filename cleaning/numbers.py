"""A printed number cell -> an exact decimal, its unit, and how sure the reading is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, DecimalException

from cleaning.numerals import Number, read
from tables.model import CellStatus

__all__ = ["Number", "decide_locale", "kind_of", "parse"]

# Evidence for a locale: a shape only that locale writes counts; 1.500 or 1,500 count weakly.
_EVIDENCE = {
    "id": re.compile(
        r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d[\d.]*,\d{1,2})(?![\d.,]*\d)"
    ),
    "us": re.compile(
        r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d[\d,]*\.\d{1,2})(?![\d.,]*\d)"
    ),
}
_HINT = {
    "id": re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,]*\d)"),
    "us": re.compile(r"(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d.,]*\d)"),
}

_ODD = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u200b": None, "\u00ad": None})
_DASH = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_DASHES = re.escape(_DASH)  # inside character classes
_ONLY_DASHES = re.compile(  # "-", "Rp-", "- %", "- dok" with its unit broken over lines
    rf"(?:rp\.?)?[\s{_DASHES}]*[{_DASHES}][\s{_DASHES}]*"
    r"(?P<unit>%|(?<=\s)(?:dok|dokumen|orang|org|lemba\s?ga|unit|kali|bulan|paket|laporan|eks))?",
    re.I,
)
_WITHOUT_VALUE: tuple[tuple[re.Pattern[str], CellStatus, str], ...] = (
    (re.compile(r"[.…_]+"), "cetak", "isian_kosong"),
    (re.compile(r"(?:n/?a|nihil|tidakada|belumada)\.?", re.I), "cetak", "nihil"),
    (re.compile(r"#(DIV/0|REF|VALUE|N/A|NAME|NUM|NULL)[!?]?", re.I), "galat_excel", "galat_excel"),
    # Excel: the column was too narrow, the digits are gone
    (re.compile(r"#{2,}"), "tidak_terbaca", "kolom_sempit"),
)
_GRADE = re.compile(
    r"(?:predikat )?(?:[a-e]{1,3}[+-]?|wtp|wdp|tw|tmp|st|sr|t|s|r|k|"
    r"(?:sangat |cukup |kurang )?(?:baik|tinggi|rendah|sedang|memuaskan|kurang|cukup)|"
    r"sehat|tercapai|tidak tercapai|ada|ya|tidak|wajar tanpa pengecualian)",
    re.I,
)
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[{_DASHES}+])?(?P<drop>\s*\n)?\s*(?P<bound>[<>≤≥±~]=?)?\s*"
    rf"(?:(?:rp|idr)[.:]*)?\s*(?P<sign2>[{_DASHES}])?\s*(?P<inner>\()?\s*"
    r"(?P<numeral>\d[\d.,\s]*)(?P<rest>.*)",
    re.I | re.S,
)
_EXPONENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*E\s*([+-]?\d{1,2})", re.I)
_DIGIT_LOST = re.compile(r"[A-Za-z]{1,2}\d")  # 1.206,Z50: a letter read for a digit
_AREA = re.compile(r"[ckdh]?m[23]\b", re.I)
_MEASURE = re.compile(r"(?:^|[\s;,(+&])(\d[\d.,]*)(\s*[%A-Za-z])?")
_SCORES = re.compile(
    r"angka|indeks|nilai|skor|poin|point|rasio|ratio|level|%|pers(?:en|entase)|pros(?:en|entase)",
    re.I,
)
_YEAR = re.compile(
    r"(?:s\s?[./]\s?d\.?|t(?:ahu|h)n?\.?|per|sampai|s\.d\.?)\s*(?:tahun\s*)?\d{4}", re.I
)


def decide_locale(texts: Iterable[str], default: str = "id") -> tuple[str, dict[str, int]]:
    """Whether a column writes ``1.234,5`` (``id``) or ``1,234.5`` (``us``).

    Returns:
        the locale, and how many cells speak for each (only unmistakable shapes are counted;
        ``1.500`` and ``1,500`` decide where nothing else does; a tie gives ``default``).
    """
    cells = [text.translate(_ODD) for text in texts]
    strong = {each: sum(bool(p.search(c)) for c in cells) for each, p in _EVIDENCE.items()}
    if strong["id"] != strong["us"]:
        return max(strong, key=lambda each: strong[each]), strong
    weak = {each: sum(bool(p.search(c)) for c in cells) for each, p in _HINT.items()}
    if strong["id"] == 0 and weak["id"] != weak["us"]:
        return max(weak, key=lambda each: weak[each]), weak
    return default, strong


def by_format(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """The texts with a thousands mark or decimals as in ``1.234,5``, and those as in ``1,234.5``.

    The format of which the first text is one comes first.
    """
    found: dict[str, list[str]] = {}
    for text in texts:
        clean = re.sub(r"\s+", "", text.translate(_ODD))
        for locale, evidence in _EVIDENCE.items():
            if evidence.search(clean) or _HINT[locale].search(clean):
                found.setdefault(locale, []).append(clean)
                break
    one, other = [*found.values(), [], []][:2]
    return one, other


def parse(
    text: str,
    *,
    type: str,
    locale: str,
    satuan: str = "",
    strip_is_zero: bool = True,
    wraps: bool | None = None,
) -> Number:
    """Read one number cell. Never raises.

    Args:
        text: raw cell text; lines separated by ``\\n``, half cells by ``\\t``.
        type: ``uang``, ``kinerja`` or ``persen``.
        locale: of the column, from :func:`decide_locale`.
        satuan: the row's Satuan, where the table has that column.
        strip_is_zero: a lone dash is 0; ``False`` for a percent without a base (then null).
        wraps: ``True`` where the first line of a broken cell fills the cell's width, so that the
            next line continues its number; ``None`` where nobody measured.
    """
    clean = re.sub(r"[^\S\n]+", " ", text.translate(_ODD)).strip()
    clean = re.sub(r"\s*\n\s*", "\n", clean)
    special = _special(clean, strip_is_zero)
    if special is not None:
        return special
    found = _NUMBER.fullmatch(clean)
    try:
        if found is None:
            return _words(clean, type, locale, satuan, wraps)
        return _number(found, type, locale, satuan, wraps)
    except DecimalException:  # absurdly long digit runs exceed the decimal context
        return Number(None, status="tidak_terbaca", rule="angka_terlalu_panjang")


def kind_of(text: str, satuan: str = "") -> str:
    """What the unit in a cell, or else the row's, makes of its number; see ``numerals.read``."""
    clean = re.sub(r"[^\S\n]+", " ", text.translate(_ODD)).strip()
    found = _NUMBER.fullmatch(clean)
    return _kind((_unit(found["rest"]) if found else "") or satuan)


def _special(clean: str, strip_is_zero: bool) -> Number | None:
    """Cells that hold no digits on purpose, and numbers whose digits are lost."""
    solid = re.sub(r"\s+", "", clean)
    if not solid:
        return Number(None, status="kosong")
    if len(solid.encode()) > 2000:
        return Number(None, status="tidak_terbaca", rule="angka_terlalu_panjang")
    dash = _ONLY_DASHES.fullmatch(clean)
    if dash:
        unit = re.sub(r"\s+", "", dash["unit"] or "")
        if sum(bool(re.search(rf"[{_DASHES}]", line)) for line in clean.split("\n")) == 1:
            return Number(Decimal(0) if strip_is_zero else None, unit=unit, status="nol_strip")
        return Number(None, status="ditandai", rule="angka_bertumpuk")
    for pattern, status, rule in _WITHOUT_VALUE:
        if pattern.fullmatch(solid):
            return Number(None, status=status, rule=rule)
    exponent = _EXPONENT.fullmatch(solid)
    return _rounded(exponent) if exponent else None


def _rounded(exponent: re.Match[str]) -> Number:
    """``1,31453E+11``: what a narrow column left of a large number."""
    base = Decimal(exponent[1].replace(",", "."))
    value = Decimal(int(base * Decimal(10) ** min(int(exponent[2]), 30)))
    return Number(value, status="ditandai", rule="presisi_hilang")


def _words(clean: str, type: str, locale: str, satuan: str, wraps: bool | None) -> Number:
    """Text that does not begin with a number."""
    folded = re.sub(r"\s+", " ", clean)
    if _GRADE.fullmatch(folded):
        return Number(None, rule="nilai_huruf")
    digit = re.search(r"\d", clean)
    if digit is None or _YEAR.search(folded) or re.search(r"[A-Za-z]$", clean[: digit.start()]):
        return Number(None, status="tidak_terbaca", rule="bukan_angka")
    inner = _NUMBER.fullmatch(clean[digit.start() :])
    number = _number(inner, type, locale, satuan, wraps) if inner else Number(None)
    if number.value is None or type == "uang":
        others = (number.value,) if number.value is not None else number.alternatives
        return Number(None, status="tidak_terbaca", rule="bukan_angka", alternatives=others)
    return replace(number, status="ditandai", rule="kata_sebelum_angka")


def _number(
    found: re.Match[str], type: str, locale: str, satuan: str, wraps: bool | None
) -> Number:
    numeral, rest = found["numeral"], found["rest"]
    letter_o = re.fullmatch(r"(\d[\d.,]*)\s+0", numeral)
    if letter_o and re.match(r"rg\b|rang\b", rest, re.I):  # "250 0rg"
        number = read(letter_o[1], type=type, locale=locale, kind="hitungan")
        other = read(letter_o[1] + "0", type=type, locale=locale, kind="hitungan").value
        others = (other,) if other is not None else ()
        return _signed(
            replace(
                number, unit="o" + rest, status="ditandai", rule="nol_untuk_o", alternatives=others
            ),
            found,
        )
    if _DIGIT_LOST.match(rest) and not (numeral[-1].isspace() and _AREA.match(rest)):
        return Number(None, status="tidak_terbaca", rule="huruf_dalam_angka")
    numeral, rest = _currency(numeral, rest)
    rest, tail = _tail(rest, wraps)
    unit = _unit(rest)
    kind = _kind(unit or satuan)
    number = read(numeral + tail, type=type, locale=locale, kind=kind, wraps=wraps)
    return _signed(_rest(replace(number, unit=unit), rest, type), found)


def _currency(numeral: str, rest: str) -> tuple[str, str]:
    """Drop the closing ``,-`` of an amount."""
    tight = numeral.rstrip()
    mark = re.match(rf"[{_DASHES}]+,?[{_DASHES}]*(?=\s|\)|$)", rest)
    if mark and tight[-1] in ".,":
        return tight.rstrip(".,"), rest[mark.end() :]
    return tight, rest


def _tail(rest: str, wraps: bool | None) -> tuple[str, str]:
    """``2000 eks⏎0``: the last digits of a number wrapped below its unit."""
    wrapped = re.fullmatch(r"([^\d\n]*)\n\s*(\d{1,3})\s*", rest)
    if wrapped and wraps:
        return wrapped[1], "\n" + wrapped[2]
    return rest, ""


def _unit(rest: str) -> str:
    """The words after the number, up to a second measure."""
    words = re.sub(r"\s+", " ", rest)
    second = _MEASURE.search(words)
    if second:
        words = words[: second.start()]
    return words.strip(f" ;:,.()+&{_DASH}")


def _kind(unit: str) -> str:
    if not unit.strip():
        return ""
    return "nilai" if _SCORES.search(unit) else "hitungan"


def _rest(number: Number, rest: str, type: str) -> Number:
    """What stands behind the number: a second measure, a range, a fraction.

    A second amount, or a measure below the first without a comma between them, is another row's.
    """
    if re.match(rf"\s*[/:{_DASHES}]\s*\d", rest):
        return replace(number, status="ditandai", rule="ungkapan")
    second = _MEASURE.search(rest)
    if second is None:
        return number
    between = rest[: second.start(1)]
    stacked = "\n" in between and not re.search(r"(?:[,;+&]|dan)\s*\n", between)
    if second[2] and number.status == "cetak" and (type == "uang" or stacked):
        return replace(number, status="ditandai", rule="angka_bertumpuk")
    if second[2] and number.status == "cetak":
        return replace(number, rule="dua_ukuran")
    if number.value is None or second[2]:
        return number
    return replace(number, status="ditandai", rule="angka_bertumpuk")


def _signed(number: Number, found: re.Match[str]) -> Number:
    """Minus signs and accounting brackets."""
    opened = bool(found["open"] or found["inner"])
    closed = found["rest"].rstrip(" .,;%").endswith(")")
    minus = (found["sign"] or found["sign2"] or "+") != "+"
    trailing = (
        re.match(rf"[{_DASHES}]\s*$", found["rest"]) and found["numeral"].rstrip()[-1] not in ".,"
    )
    if number.value is None:
        return number
    if minus or opened:
        number = replace(
            number,
            value=-number.value,
            alternatives=tuple(-other for other in number.alternatives),
        )
    if found["drop"] or (opened and not closed) or (minus and opened) or trailing:
        assert number.value is not None
        others = (-number.value,) if number.value else ()
        return replace(number, status="ditandai", rule="tanda_diragukan", alternatives=others)
    if found["bound"] and not number.rule:
        return replace(number, rule="pembanding")
    return number
