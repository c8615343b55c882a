"""Percents in running text against the amounts beside them and the table's row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cleaning.narrative.checks import Sentence
from cleaning.narrative.figures import Figures
from cleaning.narrative.match import Pair
from cleaning.narrative.sayings import number, rupiah, where
from tables.model import Finding

BESIDE = 14  # characters between an amount and its percent
HUNDRED = Decimal(100)


def percents(sentence: Sentence, figures: Figures) -> Iterator[Finding]:
    """Percents told right behind an amount, against the amounts and the table's row."""
    for index, pair in enumerate(sentence.pairs):
        if pair.told.found.unit != "persen":
            continue
        money = [p for p in sentence.pairs[:index] if p.told.found.unit == "rp"]
        beside = money[-1] if money and _beside(sentence.text, money[-1], pair) else None
        if beside is None:
            _match_alone(pair, figures)
        elif beside.told.role == "selisih":
            yield from _of_change(sentence, pair, beside)
        else:
            yield from _of_budget(sentence, pair, beside, money[:-1], figures)


def _beside(text: str, money: Pair, percent: Pair) -> bool:
    between = text[money.told.found.end : percent.told.found.start]
    return len(between) <= BESIDE and not re.search(r"\bdan\b", between)


def _match_alone(pair: Pair, figures: Figures) -> None:
    """A percent by itself is a total's or an average's if only one of those has it."""
    value = pair.value
    if value is None or value == value.to_integral_value():
        return
    tops = [f for f in figures.equal(value, "persen") if f.level in ("total", "rata_rata")]
    if len(tops) == 1:
        pair.status, pair.figure = "cocok", tops[0]


def _of_change(sentence: Sentence, pair: Pair, gap: Pair) -> Iterator[Finding]:
    change = next((c for c in sentence.changes if c.gap is gap.told), None)
    if change is None or change.moved is None or not change.before.found.value:
        return
    members = [sentence.of(told)[0] for told in change.members]
    due = abs(change.moved) / change.before.found.value * HUNDRED
    if any(p.rule for p in members) or pair.value is None or _fits(abs(pair.value), due):
        return
    due = round(due, 2)
    said = (
        f"teks menyebut {pair.told.found.text}, padahal dari "
        f"{rupiah(change.before.found.value)} menjadi {rupiah(change.after.found.value)} "
        f"adalah {number(due)} %."
    )
    shown = [p.figure for p in members if p.figure]
    yield sentence.say("persen_teks", pair.told, said, shown, printed=pair.value, due=due)


def _of_budget(
    sentence: Sentence, pair: Pair, part: Pair, others: Sequence[Pair], figures: Figures
) -> Iterator[Finding]:
    """``pagu Rp A … realisasi Rp B atau P %``: P is B of A, or else what the table prints."""
    base = next((p for p in reversed(others) if p.told.role in ("pagu", "sesudah")), None)
    if base is None or not base.value or part.value is None or pair.value is None:
        return
    if part.told.role != "realisasi" or part.told.found.rounded or base.told.found.rounded:
        return
    place = base.figure.place if base.figure else None
    alike = figures.equal(pair.value, "persen") if place else []
    same_row = [f for f in alike if f.place and place and f.place.row is place.row]
    if same_row:
        pair.status, pair.figure = "cocok", same_row[0]
    due = part.value / base.value * HUNDRED
    if _fits(pair.value, due):
        return
    due = round(due, 2)
    if not same_row:
        yield from _of_text(sentence, pair, part, base, due)
        return
    said = (
        f"{pair.told.found.text} cocok dengan {where(same_row[0])}, tetapi {rupiah(part.value)} "
        f"dari {rupiah(base.value)} di teks adalah {number(due)} %."
    )
    yield sentence.say("persen_hanya_tabel", pair.told, said, same_row, printed=pair.value, due=due)


def _of_text(
    sentence: Sentence, pair: Pair, part: Pair, base: Pair, due: Decimal
) -> Iterator[Finding]:
    """Two amounts and a percent that is not one of the other; not where there are more of them."""
    money = [p for p in sentence.pairs if p.told.found.unit == "rp"]
    if money != [base, part] or part.rule or base.rule:
        return
    said = (
        f"teks menyebut {pair.told.found.text}, padahal {rupiah(part.value)} dari "
        f"{rupiah(base.value)} adalah {number(due)} %."
    )
    shown = [p.figure for p in (base, part) if p.figure]
    yield sentence.say("persen_teks", pair.told, said, shown, printed=pair.value, due=due)


def _fits(printed: Decimal, due: Decimal) -> bool:
    """Equal up to one unit of the last digit printed: rounded or cut off."""
    exponent = printed.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(printed - due) <= Decimal(1).scaleb(min(exponent, 0))
