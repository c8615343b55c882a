"""Which kind of document it is: a Renja, its change, a Renstra, an evaluation, or another."""

from __future__ import annotations

import re

from cleaning.facts.evidence import OFTEN, Line, Paper, quote
from cleaning.facts.words import words
from tables.model import Fact

_BEFORE = re.compile(r"sebelum|semula|murni", re.I)


def document_kind(paper: Paper) -> Fact:
    """From the first page, then the tables' captions, then the tables themselves."""
    said = [line for line in paper.lines if words().changed.search(line.text)]
    pages = {line.page for line in said}
    if len(pages) > 1 and len(pages) >= OFTEN * len(paper.pages):
        return _fact("renja_perubahan", said[0], 0.97)
    places = (
        (paper.front, words().kinds_of_cover, 0.95),
        (paper.flat[:1], words().kinds, 0.95),
        (paper.captions, words().kinds, 0.85),
    )
    for lines, kinds, sure in places:
        for kind, pattern in kinds:
            for line in lines:
                if match := pattern.search(line.text):
                    return _fact(kind, Line(line.page, match[0]), sure)
    return _by_tables(paper)


def _fact(kind: str, line: Line, sure: float) -> Fact:
    return Fact("jenis_dokumen", kind, line.page, sure, "cetak", quote(line.text))


def _by_tables(paper: Paper) -> Fact:
    plans = [table for table in paper.tables if table.kind == "rencana_kerja"]
    if plans:
        headers = " ".join(h for t in plans for use in t.columns for h in use.column.header)
        kind = "renja_perubahan" if _BEFORE.search(headers) else "renja"
        return _fact(kind, Line(plans[0].pages[0], plans[0].title), 0.6)
    evaluations = [table for table in paper.tables if table.kind == "evaluasi_renja"]
    if evaluations:
        return _fact("evaluasi", Line(evaluations[0].pages[0], evaluations[0].title), 0.7)
    return Fact("jenis_dokumen", "lain", None, 0.5)
