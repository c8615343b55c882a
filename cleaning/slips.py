"""Digits of a value, and the values one misread digit away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

SHORT = 3  # a number of fewer digits is one digit away from too many others


def digits_of(value: Decimal) -> str:
    """``-1234.50`` -> ``123450``: all printed digits, without sign and mark."""
    return "".join(map(str, value.as_tuple().digits))


def differing(values: Sequence[Decimal]) -> list[int] | None:
    """Places in which values of equal length differ; ``None`` (all places) for other lengths."""
    texts = [digits_of(value) for value in values]
    if (
        len(texts) < 2
        or len({(len(t), _exponent(v)) for t, v in zip(texts, values, strict=True)}) > 1
    ):
        return None
    return [n for n in range(len(texts[0])) if len({text[n] for text in texts}) > 1]


def substituted(value: Decimal, places: Sequence[int] | None) -> Iterator[Decimal]:
    """The value with one digit replaced by each other one, in these places (``None``: in all)."""
    sign, digits, exponent = value.as_tuple().sign, value.as_tuple().digits, _exponent(value)
    for n in range(len(digits)) if places is None else places:
        for digit in range(10):
            if digit != digits[n]:
                yield Decimal((sign, (*digits[:n], digit, *digits[n + 1 :]), exponent))


def one_slip(read: Decimal, meant: Decimal) -> bool:
    """Could ``read`` be ``meant`` with one digit misread, lost or doubled?"""
    one, other = digits_of(read), digits_of(meant)
    if min(len(one), len(other)) < SHORT or (read < 0) != (meant < 0):
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    if abs(len(one) - len(other)) != 1:
        return False
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
