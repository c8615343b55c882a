"""Words of scanned text cells: what the document itself prints often may propose a reading.

Names of programs and kegiatan, units and places stand in many cells and on many pages. A doubtful
word takes the spelling that another reading of it and the document agree on; where no reading is a
word the document knows, one that it prints often and that engines take for it. Digits are never
touched, nor cells nobody doubts; the reading itself stays in ``sel.teks``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from cleaning.certainty import certainty
from cleaning.rows import join_lines
from cleaning.scanned import is_scanned
from cleaning.words import is_word
from tables.model import UNREADABLE, CleanRow, CleanTable, Entry, Finding
from tables.spec import NUMERIC, vocabulary

OFTEN = 3  # times a word is printed before it may stand for one a letter away
LONG = 4  # letters from which a word may be mended so
LONGER = 7  # … into one that the document does not print, of a stem of at least …
STEM = 4
SURE = 0.95  # confidence from which a reading needs no help
#: Letters taken for one another.
ALIKE = ("lijtf", "aeoc", "nruhm", "bhk", "vyw", "gqyp", "dcl", "sz", "pn", "ga")
_PAIR = re.compile(r"(?<![^\W\d_])([^\W\d_]+) ([a-z]+)(?![^\W\d_])")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_LIKE_ROMAN = re.compile(
    r"(?:(?<=[a-z.] )|(?<=[A-Z] )|(?<=[a-z]\.))"
    r"(?:[l|]|(?=[IVXl|1!]*[IVXl|])[IVXl|1!]{2,5})(?![\w!|])"
)
NARROW = "ilt"  # letters lost beside another
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*|\S")


@dataclass(slots=True)
class Lexicon:
    """What the sure cells of a document print.

    Attributes:
        words: lower-case words and how often.
        texts: whole cells without blanks, to how they are printed and how often.
    """

    words: Counter[str] = field(default_factory=Counter)
    texts: dict[str, Counter[str]] = field(default_factory=dict)

    def knows(self, word: str) -> bool:
        """A word of the language; or one the document prints that is no misread one."""
        plain = word.lower()
        return is_word(plain) or (self.words[plain] > 0 and not self._meant(plain))

    def near(self, word: str) -> str | None:
        """The often printed word that engines read as this one, ``None`` without one or a choice.

        They take a letter for one of its likes; none but narrow ones are lost.
        """
        plain = word.lower()
        if len(plain) < LONG:
            return None
        found = self._meant(plain) if not self.knows(plain) else set()
        return found.pop() if len(found) == 1 else None

    def _meant(self, word: str) -> set[str]:
        if len(word) < LONG:
            return set()
        meant = self._misread_as(word)
        listed = len(word) >= LONGER
        return {w for w in meant if self.words[w] >= OFTEN or (listed and is_word(w, stem=STEM))}

    def _misread_as(self, word: str) -> Iterator[str]:
        if len(word) >= LONGER:
            for n in range(1, len(word)):
                yield from (word[:n] + c + word[n:] for c in NARROW)
        for n, letter in enumerate(word):
            for likes in ALIKE:
                if letter in likes:
                    yield from (word[:n] + c + word[n + 1 :] for c in likes if c != letter)


def squash(text: str) -> str:
    """Text without blanks and hyphens, for comparison."""
    return re.sub(r"[\s\u00ad-]", "", text)


def lexicon(tables: Iterable[CleanTable]) -> Lexicon:
    """The words of a document: of its sure text cells, and of the forms."""
    found = Lexicon()
    known = vocabulary()
    for word in (*known.header_words, *known.unit_words):
        found.words[word] += 1
    for table in tables:
        for _, _, entry in _texts(table):
            if _doubtful(entry):
                continue
            found.words.update(w.lower() for w in _WORD.findall(entry.text))
            found.texts.setdefault(squash(entry.text), Counter())[entry.text] += 1
    return found


def mend_texts(tables: Sequence[CleanTable]) -> None:
    """Settle the doubtful text cells of scanned pages, in place; what stays in doubt is told."""
    known = lexicon(tables)
    for table in tables:
        counted = 0
        for row, name, entry in _texts(table):
            if name == "no":
                counted = _count(entry, counted)
            elif is_scanned(entry.cell):
                _mend(entry, known, unit=name == "satuan")
                if entry.rule == "teks_diragukan":
                    table.findings.append(_finding(row, name, entry))


def _count(entry: Entry, before: int) -> int:
    """The row number of an entry; in doubt the reading that goes on from the number before."""
    readings = [int(t) for text in _readings(entry) if (t := text.strip(" .)")).isdecimal()]
    number = before + 1 if before + 1 in readings else next(iter(readings), before)
    if is_scanned(entry.cell) and _doubtful(entry):
        if number != before + 1:
            entry.status, entry.rule = "ditandai", "teks_diragukan"
        elif readings[0] != number or not entry.text.strip(" .)").isdecimal():
            entry.text, entry.status, entry.rule = str(number), "diperbaiki", "nomor_urut"
        entry.confidence = certainty(entry.rule or "teks_dikenal")
    return number


def _texts(table: CleanTable) -> Iterator[tuple[CleanRow, str, Entry]]:
    names = [u.name for u in table.columns if u.type not in (*NUMERIC, "kode")]
    for row in table.rows:
        for name in names:
            entry = row.entries.get(name)
            if entry is None or entry.status == "dikoreksi":
                continue
            if entry.cell is not None and entry.text:
                yield row, name, entry


def _finding(row: CleanRow, name: str, entry: Entry) -> Finding:
    assert entry.cell is not None
    return Finding(
        aturan=entry.rule,
        kelas="ekstraksi",
        tingkat="info",
        baris=row.baris,
        kolom=name,
        halaman=entry.cell.page,
        uraian=f"“{entry.text}” tidak terbaca dengan pasti.",
        bukti={"teks": entry.cell.text, "teks_kedua": entry.cell.second,
               "kemungkinan": list(entry.cell.others)},
    )  # fmt: skip


def _doubtful(entry: Entry) -> bool:
    cell = entry.cell
    if cell is None or not is_scanned(cell):
        return False
    return cell.second is not None or cell.confidence < SURE or UNREADABLE in cell.text


def _mend(entry: Entry, known: Lexicon, unit: bool) -> None:
    cell = entry.cell
    assert cell is not None
    readings = _readings(entry)
    spaced = _glued(_spaced(readings[0], readings[1:], known), known)
    numbered = roman(spaced)
    if not _doubtful(entry):
        entry.text, entry.confidence = numbered, certainty("teks_sepakat")
        if numbered != spaced:
            entry.status, entry.rule = "diperbaiki", "angka_romawi"
        return
    spaced = numbered
    whole = _known_text(readings, known, unit)
    meant = whole or _by_words(spaced, readings[1:], known)
    settled = whole is not None or _settled(meant, readings, known)
    entry.text = meant
    if not settled:
        entry.status, entry.rule = "ditandai", "teks_diragukan"
    elif squash(meant) != squash(readings[0]):
        entry.status, entry.rule = "diperbaiki", "leksikon"
    entry.confidence = certainty(entry.rule or "teks_dikenal")


def roman(text: str) -> str:
    """``Wilayah Il`` -> ``Wilayah II``: Roman numerals behind a name, with letters like an I."""

    def numeral(found: re.Match[str]) -> str:
        plain = re.sub(r"[l|1!]", "I", found[0])
        return plain if _ROMAN.fullmatch(plain) else found[0]

    return _LIKE_ROMAN.sub(numeral, text)


def _readings(entry: Entry) -> list[str]:
    """The cell's readings on one line, the entry's own first."""
    cell = entry.cell
    assert cell is not None
    if squash(join_lines(cell.text)) != squash(entry.text):
        return [entry.text]  # an enumerator went to a column of its own
    texts = map(join_lines, (cell.second or "", *cell.others))
    return list(dict.fromkeys([entry.text, *filter(None, texts)]))


def _known_text(readings: Sequence[str], known: Lexicon, unit: bool) -> str | None:
    """A reading that another, sure cell of the document prints as a whole, or that is a unit."""
    for text in readings:
        if unit and squash(text).lower() in ("%", *vocabulary().unit_words):
            return text
        printed = known.texts.get(squash(text))
        if printed and len(squash(text)) >= LONG:
            return printed.most_common(1)[0][0]
    return None


def _spaced(text: str, others: Sequence[str], known: Lexicon) -> str:
    """Of readings with the same letters, the one that parts them into known words best."""
    same = [
        text,
        *(o for o in others if squash(o) == squash(text) and o.count("-") == text.count("-")),
    ]
    return max(same, key=lambda t: sum(known.words[w.lower()] > 0 for w in _WORD.findall(t)))


def _glued(text: str, known: Lexicon) -> str:
    """``manuf aktur`` -> ``manufaktur``: a word that wide letters part, whose parts are none."""

    def whole(pair: re.Match[str]) -> str:
        one, other = pair[1], pair[2]
        parts = known.knows(one) and known.knows(other) and len(one) > 1
        return one + other if not parts and is_word(one + other, stem=STEM) else pair[0]

    return _PAIR.sub(whole, _PAIR.sub(whole, text))


def _by_words(text: str, others: Sequence[str], known: Lexicon) -> str:
    """Unknown words replaced by another reading's word there, or by a known one a letter away."""
    tokens = _TOKEN.findall(text)
    instead: dict[int, str] = {}
    for other in others:
        theirs = _TOKEN.findall(other)
        for tag, a0, a1, b0, b1 in SequenceMatcher(None, tokens, theirs, False).get_opcodes():
            if tag == "replace" and a1 - a0 == b1 - b0:
                for a, b in zip(range(a0, a1), range(b0, b1), strict=True):
                    if _better(tokens[a], theirs[b], known):
                        instead.setdefault(a, theirs[b])
    for n, token in enumerate(tokens):
        if n not in instead and _WORD.fullmatch(token) and not known.knows(token):
            near = known.near(token)
            if near:
                instead[n] = _cased(near, token)
    return _replaced(text, tokens, instead)


def _better(ours: str, theirs: str, known: Lexicon) -> bool:
    words = _WORD.fullmatch(ours) and _WORD.fullmatch(theirs)
    return bool(words) and known.knows(theirs) and not known.knows(ours)


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def _replaced(text: str, tokens: Sequence[str], instead: dict[int, str]) -> str:
    out, place = [], 0
    for n, token in enumerate(tokens):
        start = text.index(token, place)
        out += [text[place:start], instead.get(n, token)]
        place = start + len(token)
    return "".join((*out, text[place:]))


def _settled(text: str, readings: Sequence[str], known: Lexicon) -> bool:
    """Whether every word is known, and no other reading has other digits."""
    figures = {tuple(re.findall(r"\d+", reading)) for reading in readings[:2]}
    words = [w for w in _WORD.findall(text) if len(w) > 2]
    return len(figures) == 1 and UNREADABLE not in text and all(map(known.knows, words))
