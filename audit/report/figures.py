"""Decimals and counts as people read them, in both languages; exact, never through floats."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from audit.texts import Language

_MARKS: dict[Language, tuple[str, str]] = {"id": (".", ","), "en": (",", ".")}
_SCALES: dict[Language, tuple[tuple[int, str], ...]] = {
    "id": ((12, "triliun"), (9, "miliar"), (6, "juta")),
    "en": ((12, "trillion"), (9, "billion"), (6, "million")),
}


def plain(value: Decimal | None) -> str | None:
    """``1234.50`` → ``1234.5``: without exponent and without noughts at the end."""
    if value is None:
        return None
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def number(value: Decimal | int, language: Language) -> str:
    """``1234.5`` → ``1.234,5`` in Indonesian, ``1,234.5`` in English."""
    group, point = _MARKS[language]
    whole, _, rest = (plain(abs(Decimal(value))) or "0").partition(".")
    sign = "−" if value < 0 else ""
    return sign + f"{int(whole):,}".replace(",", group) + (point + rest if rest else "")


def rupiah(value: Decimal, language: Language) -> str:
    """``Rp1.234.567``."""
    sign = "−" if value < 0 else ""
    return f"{sign}Rp{number(abs(value), language)}"


def about(value: Decimal, language: Language) -> str:
    """An amount of rupiah in words of its size: ``Rp41,46 miliar``; small ones in full."""
    for power, word in _SCALES[language]:
        scaled = value.scaleb(-power)
        if abs(scaled) >= 1:
            short = scaled.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
            return f"{rupiah(short, language)} {word}"
    return rupiah(value.quantize(Decimal(1), ROUND_HALF_EVEN), language)


class Count(int):
    """A count that chooses its noun: ``f"{Count(1):page|pages}"`` is ``1 page``.

    ``language`` chooses the marks of thousands; the noun before ``|`` goes with 1.
    """

    language: Language = "id"

    @classmethod
    def of(cls, value: int, language: Language) -> Count:
        made = cls(value)
        made.language = language
        return made

    def __format__(self, nouns: str) -> str:
        shown = number(int(self), self.language)
        if not nouns:
            return shown
        one, _, many = nouns.partition("|")
        return f"{shown} {one if self == 1 or not many else many}"
