"""Plan year, evaluated year and Renstra period."""

from __future__ import annotations

import re
from dataclasses import replace

from cleaning.facts.evidence import COVER, OFTEN, Line, Mention, Paper, flat, quote, weigh, weights
from cleaning.facts.words import PERIOD, YEAR, Pattern, words
from tables.model import CleanTable, Fact

COVER_WEIGHT = 4
TITLED = 0.95  # confidence of the year that cover and running heads agree on
BEFORE = 40  # characters before a plan's name that may say it is evaluated
REACH = 130  # characters between "Renstra" and its period
SPAN = range(2, 6)  # years from the first to the last of a Renstra; two in a transition
_PLAN_KIND, _EVALUATION = "rencana_kerja", "evaluasi_renja"
#: Columns that the form has of one year, the evaluated Renja's.
EVALUATED_COLUMNS = ("target_renja", "realisasi_renja", "capaian_renja")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ALONE = re.compile(r"20\d\d")
_RANGE = re.compile(PERIOD, re.I)
_LAW = re.compile(r"(?:permendagri|nomor|no\.|peraturan)[^()]*?tahun\s*20\d\d", re.I)
_RELATIVE = re.compile(r"\bn\s*-\s*([123])")


def plan_year(paper: Paper) -> Fact | None:
    """The year the document plans for: that of the cover and the running heads, else by weight.

    By weight evaluated years are named as well; the plan's own is the latest of those named often.
    """
    mentions = _named_plans(paper) or _from_evaluation(paper)
    found = weights(mentions)
    if not found:
        return None
    titled = {int(m.nilai) for line in (*paper.front, *paper.heads) for m in _plans(line, 1)}
    if len(titled) == 1 and (fact := weigh("tahun", mentions, titled.pop())):
        return replace(fact, keyakinan=max(fact.keyakinan, TITLED))
    often = max(found.values()) * OFTEN
    return weigh("tahun", mentions, max(year for year, w in found.items() if w >= often))


def _plans(line: Line, weight: float) -> list[Mention]:
    """``Rencana Kerja … Tahun 2023``, where it is not evaluated."""
    return [
        Mention(int(match[1]), line.page, quote(match[0]), weight)
        for match in words().plan.finditer(line.text)
        if not is_evaluated(line.text[: match.start()])
    ]


def _named_plans(paper: Paper) -> list[Mention]:
    """``Rencana Kerja … Tahun 2023`` on the pages, and the years of plan tables."""
    found = []
    for line in paper.bodies:
        found += _plans(line, COVER_WEIGHT if line.page <= COVER else 1)
    # A running head says one thing, however many pages repeat it.
    once = {
        mention.kutipan: mention for line in reversed(paper.heads) for mention in _plans(line, 1)
    }
    found += [replace(mention, bobot=COVER_WEIGHT) for mention in once.values()]
    for table in paper.tables:
        if table.kind == _PLAN_KIND:
            found += _of_plan_table(table)
        elif year := column_year(table, "target_berjalan"):
            # Column 9 of T-C.29 is of the year before the plan's.
            header = quote(_header(table, "target_berjalan"))
            found.append(Mention(year + 1, table.pages[0], header, 2))
    return found


def is_evaluated(before: str) -> bool:
    """Whether words before a plan's name say that it is evaluated: ``Target dan Realisasi …``."""
    return bool(words().not_plan.search(before[-BEFORE:]))


def _of_plan_table(table: CleanTable) -> list[Mention]:
    """The years of a plan's caption and columns; beside a forward estimate a year is the plan's."""
    title, page = flat(table.title), table.pages[0]
    own, forward = re.search(YEAR, title, re.I), words().forward.search(title)
    found = []
    if own and not (forward and forward.start() < own.start()):
        found.append(Mention(int(own[1]), page, quote(title), COVER_WEIGHT if forward else 2))
    return found + [
        Mention(year, page, quote(_header(table, name)), 2)
        for name in ("pagu", "target")
        if (year := column_year(table, name))
    ]


def _from_evaluation(paper: Paper) -> list[Mention]:
    """An evaluation alone: the running year is the one before the plan's; else that evaluated."""
    found = [
        Mention(int(running[1]) + 1, title.page, quote(title.text), 3)
        for title in paper.captions
        if (running := words().running.search(title.text))
    ]
    return found or _evaluated_by_tables(paper) or _on_the_cover(paper)


def _on_the_cover(paper: Paper) -> list[Mention]:
    """``Evaluasi Renja Tahun 2022``, or a year on a line of its own."""
    found = [
        mention
        for line in paper.front
        for mention in _said(line, words().evaluated, 2)
        if words().plan.search(mention.kutipan)
    ]
    alone = (line for line in paper.cover_lines if line.page == 1 and _ALONE.fullmatch(line.text))
    return found or [Mention(int(line.text), line.page, line.text) for line in alone]


def evaluated_year(paper: Paper, tahun: int) -> Fact | None:
    """The year whose Renja is evaluated: of the columns of that Renja, of titles, of sentences.

    Args:
        tahun: plan year, 0 if unknown: what is evaluated is not later, and ``n-2`` counts from it.
    """
    mentions = [m for m in _evaluated(paper) if not tahun or int(m.nilai) <= tahun]
    if not mentions and tahun:
        for table in _evaluations(paper):
            header = _header(table, "target_renja")
            if relative := _RELATIVE.search(header):
                year = tahun - int(relative[1])
                mentions.append(Mention(year, table.pages[0], quote(header), 2))
    return weigh("tahun_evaluasi", mentions)


def _evaluated(paper: Paper) -> list[Mention]:
    found = _evaluated_by_tables(paper)
    for line in paper.flat:
        found += _said(line, words().evaluated, 1)
    return found


def _evaluated_by_tables(paper: Paper) -> list[Mention]:
    found = []
    for table in _evaluations(paper):
        for name in (*EVALUATED_COLUMNS, "realisasi_tw1"):
            if year := column_year(table, name):
                weight = 2 if name == "target_renja" else 1
                found.append(Mention(year, table.pages[0], quote(_header(table, name)), weight))
    for title in paper.captions:
        found += _said(title, words().evaluated_in_title, 2)
    return found


def _said(line: Line, pattern: Pattern, weight: float) -> list[Mention]:
    return [
        Mention(int(match[1] or match[2]), line.page, quote(match[0]), weight)
        for match in pattern.finditer(line.text)
        if not _about_renstra(match[0])
    ]


def _about_renstra(text: str) -> bool:
    """``… Hasil Pelaksanaan Renja dan Pencapaian Renstra s/d Tahun 2015``: not the Renja's year."""
    return bool(words().renstra.search(text))


def renstra_period(paper: Paper, tahun: int) -> tuple[Fact | None, list[Mention]]:
    """First and last year of the Renstra the document belongs to.

    Returns:
        The period, ``None`` where none is named that holds the plan year; and the mentions of
        periods, of which none holds it, where that is why.
    """
    mentions = []
    for line in paper.flat:
        for match in words().renstra.finditer(line.text):
            if period := _period_after(line.text[match.end() : match.end() + REACH]):
                years, end = period
                said = quote(line.text, match.start(), match.end() + end)
                mentions.append(Mention(years, line.page, said))
    for table in paper.tables:
        header = _header(table, "target_renstra")
        if period := _period_after(header):
            mentions.append(Mention(period[0], table.pages[0], header, 3))
    ours = [m for m in mentions if not tahun or _holds(str(m.nilai), tahun)]
    return weigh("periode_renstra", ours), [] if ours else mentions


def _period_after(text: str) -> tuple[str, int] | None:
    """The period named next in ``text``, and where it ends; not one of another plan."""
    match = _RANGE.search(text)
    if match is None or words().not_renstra.search(text[: match.start()]):
        return None
    if re.search(r"[.;]\s", text[: match.start()]) or int(match[2]) - int(match[1]) not in SPAN:
        return None
    return f"{match[1]}-{match[2]}", match.end()


def _holds(period: str, tahun: int) -> bool:
    first, last = map(int, period.split("-"))
    return first <= tahun <= last


def column_years(table: CleanTable, name: str) -> set[int]:
    """Years printed in the header of a column (``target_renja`` for ``_k`` and ``_rp``)."""
    return set(map(int, _ANY_YEAR.findall(_LAW.sub("", _RANGE.sub("", _header(table, name))))))


def column_year(table: CleanTable, name: str) -> int:
    """The one year printed in the column's header, 0 where it is none or not clear."""
    found = column_years(table, name)
    return found.pop() if len(found) == 1 else 0


def _header(table: CleanTable, name: str) -> str:
    texts = [
        part
        for use in table.columns
        if use.name in (name, f"{name}_k", f"{name}_rp")
        for part in use.column.header
    ]
    return flat(" ".join(dict.fromkeys(texts)))


def _evaluations(paper: Paper) -> list[CleanTable]:
    return [table for table in paper.tables if table.kind == _EVALUATION]
