"""Where the amounts of one sentence contradict each other or the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cleaning.narrative.figures import Figure, Figures
from cleaning.narrative.match import Context, Pair
from cleaning.narrative.prose import Line
from cleaning.narrative.roles import Change, Told, flat
from cleaning.narrative.sayings import finding, number, rupiah, where
from tables.model import Amount, Finding
from tables.narrative import words

WAYS = {"naik": "penambahan", "turun": "pengurangan", "tetap": "tidak ada perubahan"}


@dataclass(slots=True)
class Sentence:
    """A sentence with its amounts, in reading order.

    Attributes:
        amounts: the output's, one for each pair.
        line: gives the line of text at an offset of the sentence.
    """

    text: str
    pairs: list[Pair]
    amounts: list[Amount]
    changes: list[Change]
    spoken: Context
    line: Callable[[int], Line]

    def of(self, told: Told) -> tuple[Pair, Amount]:
        index = next(n for n, pair in enumerate(self.pairs) if pair.told is told)
        return self.pairs[index], self.amounts[index]

    def say(
        self,
        rule: str,
        told: Told,
        text: str,
        figures: list[Figure],
        *,
        printed: Decimal | None = None,
        due: Decimal | None = None,
        level: str = "",
    ) -> Finding:
        line = self.line(told.found.start)
        nomor = self.of(told)[1].nomor
        return finding(
            *(rule, line, nomor, f"Halaman {line.page}: {text}", figures),
            kalimat=self.text,
            printed=printed,
            due=due,
            level=level,
        )


def check(sentence: Sentence, figures: Figures) -> Iterator[Finding]:
    """All findings of a sentence but those on counts and on listed sub kegiatan."""
    for pair in sentence.pairs:
        if pair.rule:
            yield _doubted(sentence, pair)
        yield from _spelled(sentence, pair.told)
    for change in sentence.changes:
        yield from _gap(sentence, change)
        yield from _direction(sentence, change, figures)
    yield from _parts(sentence)


def _doubted(sentence: Sentence, pair: Pair) -> Finding:
    """An amount that is misprinted or is not what its cell says."""
    figure, text = pair.against or pair.figure, pair.told.found.text
    due = abs(figure.ref.nilai) if figure and figure.ref.nilai is not None else None
    if pair.rule == "nominal_rusak":
        said = f"“{text}” salah ketik"
        said += f"; {where(figure)} mencetak {rupiah(due)}." if figure else "."
    elif pair.rule == "nominal_kurang_kelompok" and figure:
        said = f"“{text}” kehilangan tiga angka; {where(figure)} mencetak {rupiah(due)}."
    else:
        assert figure is not None
        said = f"teks menyebut {rupiah(pair.value)}, menurut {where(figure)} {rupiah(due)}."
    shown = [figure] if figure else []
    return sentence.say(pair.rule, pair.told, said, shown, printed=pair.value, due=due)


def _spelled(sentence: Sentence, told: Told) -> Iterator[Finding]:
    value, spelled = told.found.value, told.found.spelled
    if value is None or spelled is None or told.found.rounded or value == spelled:
        return
    said = f"“{told.found.text}” – dengan angka {number(value)}, dengan huruf {number(spelled)}."
    yield sentence.say("terbilang_beda", told, said, [], printed=value, due=spelled)


def _gap(sentence: Sentence, change: Change) -> Iterator[Finding]:
    """The difference of a change against its before and after."""
    gap, moved = change.gap, change.moved
    pairs = [sentence.of(told)[0] for told in change.members]
    if gap is None or moved is None or gap.found.value is None or any(p.rule for p in pairs):
        return
    if gap.found.rounded or abs(moved) == abs(gap.found.value):
        return
    said = (
        f"teks menyebut selisih {rupiah(abs(gap.found.value))}, padahal dari "
        f"{rupiah(change.before.found.value)} menjadi {rupiah(change.after.found.value)} "
        f"selisihnya {rupiah(abs(moved))}."
    )
    shown = [pair.figure for pair in pairs if pair.figure]
    level = "" if shown else "total"
    printed = abs(gap.found.value)
    yield sentence.say(
        "selisih_teks", gap, said, shown, printed=printed, due=abs(moved), level=level
    )


def _direction(sentence: Sentence, change: Change, figures: Figures) -> Iterator[Finding]:
    """Rise, cut or no change in words against the amounts, or else against the plan's."""
    if not change.direction:
        return
    plan = sentence.spoken.plan
    before, after = (figures.of(plan, c) if plan else None for c in ("pagu_sebelum", "pagu"))
    moved, shown = change.moved, []
    if before and after and not against(change.direction, moved):
        assert before.ref.nilai is not None
        assert after.ref.nilai is not None
        moved, shown = after.ref.nilai - before.ref.nilai, [before, after]
    if moved is None or not against(change.direction, moved):
        return
    told = change.gap or change.before
    of = f" {where(shown[1])}" if shown else ""
    first, last = (
        (shown[0].ref.nilai, shown[1].ref.nilai)
        if shown
        else (change.before.found.value, change.after.found.value)
    )
    said = (
        f"teks menyebut {WAYS[change.direction]}, padahal{of} dari {rupiah(first)} "
        f"menjadi {rupiah(last)} {moved_by(moved)}."
    )
    printed = _signed(change)
    yield sentence.say("arah_teks", told, said, shown, printed=printed, due=moved)


def _signed(change: Change) -> Decimal | None:
    """The difference with the sign the words give it; none where it is not told."""
    if change.direction == "tetap":
        return Decimal(0)
    if change.gap is None or change.gap.found.value is None:
        return None
    return abs(change.gap.found.value) * (-1 if change.direction == "turun" else 1)


def against(said: str, moved: Decimal | None) -> bool:
    """Whether a change has not the way the words say."""
    if moved is None:
        return False
    return {"naik": moved < 0, "turun": moved > 0, "tetap": moved != 0}[said]


def moved_by(moved: Decimal) -> str:
    """``bertambah Rp1.000``."""
    return f"{'bertambah' if moved > 0 else 'berkurang'} {rupiah(abs(moved))}"


def _parts(sentence: Sentence) -> Iterator[Finding]:
    """``Rp A terdiri dari Rp B dan Rp C``: the sum of the parts, where they are all told."""
    money = [pair for pair in sentence.pairs if pair.told.found.unit == "rp"]
    at = [n for n, p in enumerate(money) if n and words().parts.search(flat(p.told.lead))]
    if len(at) != 1 or at[0] != 1 or len(money) < 3:
        return
    whole, parts = money[0], money[1:]
    values = [pair.value for pair in parts]
    if whole.value is None or any(v is None for v in values):
        return
    total = sum((v for v in values if v is not None), Decimal(0))
    joined = all(_joined(sentence.text, a.told, b.told) for a, b in pairwise(parts))
    if total == whole.value or not joined or any(p.told.found.rounded for p in money):
        return
    said = (
        f"{rupiah(whole.value)} disebut terdiri dari "
        f"{' dan '.join(rupiah(v) for v in values)}, yang berjumlah {rupiah(total)}."
    )
    yield sentence.say(
        "rincian_teks", whole.told, said, [], printed=whole.value, due=total, level="total"
    )


def _joined(text: str, one: Told, other: Told) -> bool:
    """Whether nothing but a comma or ``dan`` and a few words stand between two parts."""
    between = text[one.found.end : other.found.start]
    return len(between) <= 80 and re.match(r"\s*(?:,|;|dan\b|serta\b)", between) is not None
