"""Which government and which agency the document is of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from cleaning.facts.evidence import Line, Mention, Paper, around, quote, weigh
from cleaning.facts.words import Pattern, in_full, name_case, province, words
from tables.model import Fact

#: How sure a name is that stands in a label or running head, a caption, on the cover, or anywhere.
_SURE = (0.99, 0.97, 0.95, 0.8)
_GOVERNMENT_WEIGHT = 3  # of "Pemerintah Kota …" against "Kota …"


def government(paper: Paper) -> Fact | None:
    """``Kota Serang``, ``Provinsi Jawa Barat``."""
    for sure, lines in zip(_SURE, _places(paper, paper.titles, paper.cover_lines), strict=True):
        if found := weigh("pemda", list(_areas(lines)), sure=sure):
            return found
    return weigh("pemda", list(_ruled(paper.lines)), sure=0.6)


def _areas(lines: Iterable[Line]) -> Iterable[Mention]:
    for line in lines:
        for match in words().area.finditer(line.text):
            weight = _GOVERNMENT_WEIGHT if match[1] else 1
            yield Mention(_area(match[2], match[3]), line.page, around(line.text, match), weight)
        for said, area in words().special.items():
            if special := re.search(rf"\b{said}\b", line.text, re.I):
                yield Mention(area, line.page, around(line.text, special), _GOVERNMENT_WEIGHT)


def _area(word: str, name: str) -> str:
    kinds = {known.lower(): kind for known, kind in words().areas.items()}
    return f"{kinds[word.lower()]} {province(name_case(name))}"


def _ruled(lines: Iterable[Line]) -> Iterable[Mention]:
    """What a ``Bupati Lebak`` governs."""
    kinds = {ruler.lower(): kind for ruler, kind in words().rulers.items()}
    for line in lines:
        for match in words().ruler.finditer(line.text):
            name = f"{kinds[match[1].lower()]} {province(name_case(match[2]))}"
            yield Mention(name, line.page, around(line.text, match))


def agency(paper: Paper) -> Fact | None:
    """``Dinas Kesehatan``: the name said where names stand, as the document spells it most."""
    usual = _usual_spellings(paper)
    places = _places(paper, paper.captions, paper.cover)  # as one line: names are long and wrap
    patterns = (*[words().agency_in_title] * 3, words().agency)
    for sure, lines, pattern in zip(_SURE, places, patterns, strict=True):
        mentions = [
            Mention(usual[_same(name)], line.page, around(line.text, match))
            for line in lines
            for name, match in _agencies(line.text, pattern)
        ]
        if found := weigh("perangkat_daerah", mentions, sure=sure):
            return found
    return _abbreviated(paper)


def _abbreviated(paper: Paper) -> Fact | None:
    """``Renja Bappeda Tahun 2023``, where nothing gives the name in full."""
    mentions = [
        Mention(full, line.page, quote(line.text))
        for line in (*paper.heads, *paper.captions, *paper.cover)
        for short, full in words().whole_names.items()
        if re.search(rf"\b{short}\b", line.text, re.I)
    ]
    return weigh("perangkat_daerah", mentions, sure=0.7)


def _agencies(text: str, pattern: Pattern) -> list[tuple[str, re.Match[str]]]:
    return [
        (in_full(name_case(match[1])), match)
        for match in pattern.finditer(text)
        if not words().not_agency.match(match[1])
    ]


def _same(name: str) -> str:
    """Two spellings of one name are the same here: with ``dan`` or a comma or neither."""
    return re.sub(r"\bdan\b|[\W_]+", "", name.lower())


def _usual_spellings(paper: Paper) -> dict[str, str]:
    """Of every agency named the spelling printed most."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for line in [*paper.captions, *paper.heads, *paper.flat, *paper.lines]:
        for name, _ in _agencies(line.text, words().agency_in_title):
            spellings[_same(name)][name] += 1
    return {key: names.most_common(1)[0][0] for key, names in spellings.items()}


def _places(
    paper: Paper, captions: list[Line], cover: list[Line]
) -> tuple[list[Line], list[Line], list[Line], list[Line]]:
    """Where names stand, surest first: labels and running heads, captions, the cover, all lines."""
    labels = [
        Line(line.page, line.text[match.end() :])
        for line in [*paper.titles, *paper.lines]
        if (match := words().label.search(line.text))
    ]
    return [*labels, *paper.heads], captions, cover, paper.lines
