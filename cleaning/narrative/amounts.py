"""A sentence -> the amounts in it: rupiah, percents, and counts of programs and activities."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from cleaning.numbers import parse
from tables.model import AmountUnit
from tables.narrative import words

_BREAK = r"(?:(?<=\.)\s(?=\d{3}(?!\d))|(?<=\d)\s(?=\.\d{3}(?!\d)))"  # 11.498. 170, 11.498 .170
_JOINED = rf"\d[\d.,]*(?:{_BREAK}[\d.,]*)*"
_NUMERAL = rf"\d{{1,2}}\s(?=\d{{1,3}}[.,]\d{{3}}[.,]){_JOINED}|{_JOINED}"  # 5 0.000.000
_CLOSE = r"(?:[.,\s]?-)?"
_FEW = re.compile(r"\d+[.,]\d{1,2}")
_US = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PERCENT = re.compile(
    r"(?<![\d.,])(?P<open>\()?(?P<num>-?\d{1,4}(?:[.,]\d+)?)\)?\s?(?:%|persen\b|prosen\b)", re.I
)
_BEFORE = 20  # characters in front of a number that may say what it is
_LONG = 1_000_000  # a bare number below this may count anything
_IN_BRACKETS = re.compile(r"\s*\(([a-z\s]+)\)", re.I)
_NOT_MONEY = re.compile(r"(?:nomor|no|nip|telp|fax|npwp|kode|tahun)[\s.:]*$", re.I)
_AFTER_MONEY = re.compile(
    r"\s*(?:$|[.,;:)(]|-|rupiah|menjadi|dari|dan|atau|yang|hal|dengan|sehingga|sedangkan|untuk|"
    r"terdapat|penambahan|pengurangan|pada|sesuai|karena|setelah|sebelum)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """An amount in a sentence.

    Attributes:
        start, end: in the sentence.
        value: whole rupiah, percent or count; ``None`` where it is misprinted.
        unit: ``rp|persen|jumlah``.
        counted: level of what a ``jumlah`` counts, ``""`` for others.
        others: what a misprinted amount may mean.
        rounded: told with a scale word (``1,5 miliar``).
        spelled: the value spelled out behind it in brackets.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    unit: AmountUnit
    counted: str = ""
    others: tuple[Decimal, ...] = ()
    rounded: bool = False
    spelled: Decimal | None = None


def find(sentence: str) -> list[Found]:
    """All amounts of a sentence in reading order."""
    money = list(_money(sentence))
    ends = [a.end for a in money]
    others = [*_percents(sentence), *_counts(sentence), *_bare(sentence, money)]
    found = sorted(
        [*money, *(a for a in others if _is_free(a, money, ends))], key=lambda a: a.start
    )
    return [_with_spelled(sentence, amount) for amount in found]


def _is_free(amount: Found, money: list[Found], ends: list[int]) -> bool:
    """Whether no amount of money, of which ``ends`` are the ends, stands in its place."""
    next_one = bisect_right(ends, amount.start)
    return next_one == len(money) or money[next_one].start >= amount.end


@cache
def _currency() -> re.Pattern[str]:
    scales = "|".join(words().scales)
    return re.compile(
        rf"\b(?:rp|idr)\s?[.,:]*\s*(?P<minus>-\s?|\()?(?P<num>{_NUMERAL})(?P<close>{_CLOSE})"
        rf"(?:\s?(?P<scale>{scales})\b)?",
        re.I,
    )


@cache
def _plain_money() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/-])(?P<num>\d{{1,3}}[.,]\d[\d.,]*)(?P<close>{_CLOSE})(?![\w/])")


def _money(sentence: str) -> Iterator[Found]:
    for match in _currency().finditer(sentence):
        if not re.fullmatch(r"0{2,}", match["num"]):  # Rp. 000: a scale
            yield _amount(match, match["scale"], match["minus"])


def _bare(sentence: str, money: list[Found]) -> Iterator[Found]:
    """Amounts without their ``Rp``: long, and closed by ``,-`` or beside others that have it."""
    for match in _plain_money().finditer(sentence):
        digits = re.sub(r"\D", "", match["num"])
        if len(digits) < len(str(_LONG)) or _NOT_MONEY.search(
            sentence[max(0, match.start() - _BEFORE) : match.start()]
        ):
            continue
        closed = match["close"].strip(" .,") == "-"
        amount = _amount(match, None, None)
        if closed or (money and _AFTER_MONEY.match(sentence, amount.end)):
            yield amount


def _amount(match: re.Match[str], scale: str | None, minus: str | None) -> Found:
    printed = match["num"].rstrip(" .,")
    end = match.end() if match["close"] or scale else match.start("num") + len(printed)
    number = parse(printed, type="uang", locale="us" if _US.fullmatch(printed) else "id")
    factor = words().scales[scale.lower()] if scale else 1
    sign = -1 if minus else 1
    joined = number.status == "digabung" and re.search(r"\.\s|\s\.", printed)
    value = number.value if number.status == "cetak" or joined else None
    if scale and _FEW.fullmatch(printed):  # 1,5 miliar, 1.5 miliar
        value = Decimal(printed.replace(",", "."))
    value = None if value is None else value * factor
    others = () if value is not None else (number.value, *number.alternatives)
    return Found(
        start=match.start(),
        end=end,
        text=match.string[match.start() : end].strip(),
        value=None if value is None else sign * value,
        unit="rp",
        others=tuple(other for other in others if other is not None),
        rounded=bool(scale),
    )


def _percents(sentence: str) -> Iterator[Found]:
    for match in _PERCENT.finditer(sentence):
        # `(45,32%` is a percent in brackets, `(0,40)%` is printed so itself.
        closed = match["open"] and ")" in match[0]
        start = match.start("open") if closed else match.start("num")
        value = Decimal(match["num"].replace(",", "."))
        yield Found(start, match.end(), sentence[start : match.end()].strip(), value, "persen")


@cache
def _count() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{level}>{pattern})" for level, pattern in words().counts.items())
    return re.compile(
        rf"(?<![\w.,/()-])(?<!\d\s)(?P<num>\d{{1,3}})\s?(?:\([a-z\s]+\)\s?)?(?:{kinds})\b", re.I
    )


def _counts(sentence: str) -> Iterator[Found]:
    for match in _count().finditer(sentence):
        counted = next(level for level in words().counts if match[level])
        value = Decimal(match["num"])
        yield Found(match.start(), match.end(), match[0], value, "jumlah", counted)


# Numbers spelled out


def _with_spelled(sentence: str, amount: Found) -> Found:
    inside = re.search(r"\(([a-z\s]+)\)", amount.text, re.I)
    after = _IN_BRACKETS.match(sentence, amount.end)
    brackets = inside or after
    return replace(amount, spelled=spelled_out(brackets[1])) if brackets else amount


def spelled_out(text: str) -> Decimal | None:
    """``tiga puluh delapan`` -> 38; ``None`` where a word is no number word."""
    known = words()
    total = group = unit = 0
    seen = False
    for word in re.sub(r"\bse(?=belas|puluh|ratus|ribu)", "se ", text.lower()).split():
        if word in ("rupiah", "persen"):
            continue
        seen = True
        if word in known.digits:
            unit = known.digits[word]
        elif word == "belas":
            group, unit = group + 10 + unit, 0
        elif word in known.factors:
            group, unit = group + unit * known.factors[word], 0
        elif word in known.groups:
            total, group, unit = total + (group + unit) * known.groups[word], 0, 0
        else:
            return None
    return Decimal(total + group + unit) if seen else None
