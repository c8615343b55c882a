"""A document's running text -> its amounts with the cells they repeat, and the contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cleaning.narrative.amounts import Found, find
from cleaning.narrative.checks import Sentence, check
from cleaning.narrative.children import listed
from cleaning.narrative.counts import Rows, counted, rows_of
from cleaning.narrative.figures import Figures, Place, fold_name
from cleaning.narrative.match import Pair, context, pair
from cleaning.narrative.percents import percents
from cleaning.narrative.prose import Block, blocks, sentences
from cleaning.narrative.roles import changes, flat, tell
from tables.model import Amount, CleanTable, Facts, Finding, PageInfo
from tables.narrative import words

HEADING = 240  # characters of a block that may be a heading
SURE, DOUBTFUL = 1.0, 0.5  # of an amount in a text layer, and of one read by OCR
_YEAR = re.compile(r"\b20\d\d\b")
_SECTION = re.compile(r"(?:BAB\s+[IVX]+\b|(?:\d{1,2}[.,]){1,}\d{0,2}[.,]?\s)")


def read_narrative(
    pages: Sequence[PageInfo], tables: Sequence[CleanTable], names: Sequence[str], facts: Facts
) -> tuple[list[Amount], list[Finding]]:
    """All amounts in running text in reading order, and what they contradict.

    Args:
        pages: with their lines, where those were measured.
        tables: clean, with levels and parents.
        names: how each table is called in the output, in the same order.
        facts: of the document; the years it is about.
    """
    reader = _Reader(Figures(tables, names), rows_of(tables, names), facts)
    for block in blocks(pages, tables):
        reader.read(block)
    return reader.amounts, reader.findings


@dataclass(slots=True)
class _Reader:
    figures: Figures
    rows: list[Rows]
    facts: Facts
    heading: str = ""
    amounts: list[Amount] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def read(self, block: Block) -> None:
        told_any = False
        for start, text in sentences(block.text):
            found = find(text)
            if found:
                told_any = True
                self._sentence(block, start, text, found)
        if not told_any and len(block.text) <= HEADING:
            self._remember(block.text)

    def _remember(self, text: str) -> None:
        """Headings name what the paragraphs below them speak of."""
        if _called_first(text):
            self.heading = text
        elif _SECTION.match(text):
            self.heading = ""

    def _sentence(self, block: Block, start: int, text: str, found: list[Found]) -> None:
        told = tell(text, found)
        whole = changes(told)
        spoken = context(self._named(text, found[0].start), whole, self.figures)
        if words().together.search(flat(text)) or self._other_years(text):
            spoken.plan = None
        pairs = pair(told, whole, spoken, self.figures)
        amounts = [self._amount(block, start, text, each, n) for n, each in enumerate(found)]
        sentence = Sentence(
            text, pairs, amounts, whole, spoken, lambda offset: block.line_at(start + offset)
        )
        self.findings += self._checked(sentence)
        for amount, made in zip(amounts, pairs, strict=True):
            _fill(amount, made)
        self.amounts += amounts

    def _checked(self, sentence: Sentence) -> Iterator[Finding]:
        yield from check(sentence, self.figures)
        yield from percents(sentence, self.figures)
        yield from counted(sentence, self.rows, self.facts)
        yield from listed(sentence, self.figures)

    def _named(self, text: str, end: int) -> list[Place]:
        """Rows named in front of the first amount, or by the heading of "this kegiatan"."""
        named = self.figures.named(text[:end])
        this = words().this_one.search(flat(text[:end]))
        if named or not this:
            return named
        above = self.figures.named(self.heading)
        return [p for p in above if re.match(words().levels[p.row.level], this[0])]

    def _other_years(self, text: str) -> bool:
        """Whether it speaks of another year than the plan's."""
        return bool({int(year) for year in _YEAR.findall(text)} - {self.facts.tahun})

    def _amount(self, block: Block, start: int, text: str, found: Found, place: int) -> Amount:
        line = block.line_at(start + found.start)
        return Amount(
            nomor=len(self.amounts) + place + 1,
            halaman=line.page,
            kalimat=" ".join(text.split()),
            teks=found.text,
            satuan=found.unit,
            nilai=found.value,
            box=line.box,
            keyakinan=DOUBTFUL if line.ocr else SURE,
        )


def _called_first(text: str) -> bool:
    """``1.10. Kegiatan Penataan Organisasi``: a heading that names a row."""
    called = "|".join(words().levels.values())
    return re.match(rf"(?:[\d ]+|[a-z] )?(?:{called}) ", fold_name(text)) is not None


def _fill(amount: Amount, made: Pair) -> None:
    amount.peran = made.told.role
    amount.status = made.status
    amount.cell = made.figure.ref if made.figure else None
