"""Sub kegiatan that running text lists as raised, cut or kept, against the plan's figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cleaning.narrative.checks import WAYS, Sentence, against, moved_by
from cleaning.narrative.figures import Figure, Figures, Place, bare_name, fold_name
from cleaning.narrative.roles import direction, flat
from cleaning.narrative.sayings import name, rupiah, where
from tables.model import Finding
from tables.narrative import words

NEAR = 80  # characters in front of a direction word that may deny it


def listed(sentence: Sentence, figures: Figures) -> Iterator[Finding]:
    """Sub kegiatan said to have risen, been cut or kept, against the plan's figures."""
    plan = sentence.spoken.plan
    if plan is None or not sentence.amounts:
        return
    children = [
        place
        for place in figures.places
        if place.number == plan.number and place.row.parent == plan.row.baris
    ]
    for said, text, at in _claims(sentence.text):
        for place in _mentioned(text, children):
            before, after = figures.of(place, "pagu_sebelum"), figures.of(place, "pagu")
            if before is None or after is None:
                continue
            moved = (after.ref.nilai or Decimal(0)) - (before.ref.nilai or Decimal(0))
            if against(said, moved) or (said != "tetap" and moved == 0):
                yield _about_child(sentence, said, at, [before, after], moved)


def _about_child(
    sentence: Sentence, said: str, at: int, shown: list[Figure], moved: Decimal
) -> Finding:
    place = shown[1].place
    assert place is not None
    truth = moved_by(moved) if moved else "tidak berubah"
    told = max(
        (p.told for p in sentence.pairs if p.told.found.start <= at),
        key=lambda t: t.found.start,
        default=sentence.pairs[0].told,
    )
    text = (
        f"teks menyebut {WAYS[said]} pada sub kegiatan {name(place)}, padahal menurut "
        f"{where(shown[1])} dari {rupiah(shown[0].ref.nilai)} menjadi "
        f"{rupiah(shown[1].ref.nilai)}, jadi {truth}."
    )
    return sentence.say("arah_sub_kegiatan", told, text, shown, due=moved)


def _claims(text: str) -> Iterator[tuple[str, str, int]]:
    """Direction, the words that list sub kegiatan, and where they stand."""
    known, folded = words(), flat(text)
    starts = sorted(
        (match.start(), match.end())
        for pattern in known.directions.values()
        for match in pattern.finditer(folded)
    )
    kept = known.unchanged.search(folded)
    turns = [m.start() for m in known.turn.finditer(folded)]
    for start, end in starts:
        at = known.at_children.match(folded[end:])
        said = direction(text[max(0, start - NEAR) : end])
        if at is None or said not in ("naik", "turun"):
            continue
        begin = end + at.end()
        stops = [s for s, _ in starts if s > begin] + [t for t in turns if t > begin]
        yield said, text[begin : min(stops, default=len(text))], begin
    if kept:
        names = list(re.finditer(r"sub[ -]?kegiatan", folded[: kept.start()]))
        if names:
            yield "tetap", text[names[-1].end() : kept.start()], names[-1].end()


def _mentioned(text: str, children: Sequence[Place]) -> Iterator[Place]:
    """The rows whose names stand in ``text``; a name inside a longer one is not named itself."""
    folded = f" {fold_name(text)} "
    for place in sorted(children, key=lambda p: -len(bare_name(p.row))):
        called = bare_name(place.row)
        if called and f" {called} " in folded:
            folded = folded.replace(f" {called} ", " | ")
            yield place
