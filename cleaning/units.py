"""Units beside the printed ones (``satuan_baku``), and units and measuring words misspelt.

The printed text stays as it is. A word is called misspelt only where nothing else explains it: it
is no Indonesian word, no known unit, and one slip of the keys away from one known unit alone that
is long enough. Of scans only words nobody doubts are judged: what is odd there is mostly misread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from cleaning.scanned import is_scanned
from cleaning.words import is_word
from tables.model import CleanRow, CleanTable, Entry, Finding
from tables.units import squash, units

LONG = 7  # letters a unit has at least for others to be misspellings of it: of shorter words
#: too many are a slip apart (lembar, lembah, lempar)
COMPOUND = 10  # … two units as one
OPENING = 6  # … a word an indicator begins with: fewer words stand there
MANY = 5  # rows of a column with one misspelling, told one by one up to here
_LIST = re.compile(r"\s*(?:[,;+&]|\bdan\b)\s*")
_WORD = re.compile(r"[^\W\d_]+")
_COUNT = re.compile(r"^[\d.,]+\s*(?=[^\W\d_%])")
_NOTE = re.compile(r"\s*\([^()]*\)$")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,}) ([a-z]{1,2})(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit understood: its name, and pairs of words printed and meant."""

    name: str | None
    slips: tuple[tuple[str, str], ...] = ()


def standard_units(tables: Iterable[CleanTable]) -> None:
    """Fill ``satuan_baku`` of every row and add what is misspelt to its table's findings."""
    for table in tables:
        found: dict[tuple[str, str, str], list[CleanRow]] = {}
        for row in table.rows:
            unit = read_unit(row.text("satuan"))
            row.satuan_baku = unit.name
            for slip in unit.slips if _judged(row, "satuan") else ():
                found.setdefault(("satuan", *slip), []).append(row)
            for slip in _opening(row):
                found.setdefault(("indikator", *slip), []).append(row)
        for (column, printed, meant), rows in found.items():
            table.findings += _findings(table, rows, column, printed, meant)


@cache
def read_unit(text: str) -> Unit:
    """The standard name of a unit as printed; no name where there are no letters and no sign."""
    plain = _COUNT.sub("", " ".join(text.lower().split())).strip(" .,;:")
    if not re.search(r"[^\W\d_]|[%‰]", plain):
        return Unit(None)
    known = _known(plain) or _known(_NOTE.sub("", plain))
    if known:
        return Unit(known)
    listed = [part for part in _LIST.split(plain) if part]
    if len(listed) > 1:
        return _together(", ", map(read_unit, listed))
    parts = [part.strip() for part in plain.split("/") if part.strip()]
    return _compound(parts) if len(parts) > 1 else _words(plain)


def _compound(parts: Sequence[str]) -> Unit:
    """``Penwal / Kepwal``: two units as one, known as such, misspelt, or each by itself."""
    printed = squash("/".join(parts))
    if not all(_known(part) or is_word(part) for part in parts):
        meant = misspelt(printed, [n for n in units().names if "/" in n and len(n) >= COMPOUND])
        if meant:
            return Unit(units().names[meant], ((printed, meant),))
    whole = _together("/", map(read_unit, parts))
    return Unit(_known(whole.name or "") or whole.name, whole.slips)


def _known(text: str) -> str | None:
    return units().names.get(squash(text))


def _together(mark: str, several: Iterable[Unit]) -> Unit:
    each = list(several)
    names = dict.fromkeys(unit.name for unit in each if unit.name)
    slips = tuple(slip for unit in each for slip in unit.slips)
    return Unit(mark.join(names) or None, slips)


def _words(plain: str) -> Unit:
    """A unit in words, each by itself: ``obyek wisata`` -> ``objek wisata``."""
    slips: list[tuple[str, str]] = []
    plain = _BROKEN.sub(_whole, plain)

    def word(found: re.Match[str]) -> str:
        printed = found[0]
        known = _known(printed)
        if known:
            return known
        meant = None if _is_piece(found) else misspelt(printed, _unit_words())
        if meant:
            slips.append((printed, meant))
        return units().names[meant] if meant else printed

    return Unit(_WORD.sub(word, plain), tuple(slips))


def _whole(pair: re.Match[str]) -> str:
    """``layana n`` -> ``layanan``: the end of a word that a narrow column broke."""
    return pair[1] + pair[2] if is_word(pair[1] + pair[2]) else pair[0]


def _is_piece(found: re.Match[str]) -> bool:
    """``Terlaksanan`` of ``Terlaksanan ya``: with its neighbour it is a word that a line broke."""
    before = re.search(r"([^\W\d_]+) $", found.string[: found.start()])
    after = re.match(r" ([^\W\d_]+)", found.string[found.end() :])
    joined = [before[1] + found[0]] if before else []
    joined += [found[0] + after[1]] if after else []
    known = (*units().openings, *_unit_words())
    return any(is_word(whole) or _known(whole) or whole.lower() in known for whole in joined)


@cache
def _unit_words() -> tuple[str, ...]:
    """Units of one word that others may be misspellings of."""
    names = set(units().names.values())
    return tuple(sorted(name for name in names if _WORD.fullmatch(name) and len(name) >= LONG))


def misspelt(word: str, known: Sequence[str]) -> str | None:
    """The one known word a slip of the keys made this of; ``None`` for a word that may be right.

    A slip is a letter too many, missing, wrong, or two that changed places. First letters are
    rarely wrong, they only get lost.

    Args:
        word: lower case.
        known: words that are right, lower case.
    """
    if word in known or word in units().right or is_word(word):
        return None
    near = [
        other
        for other in known
        if (word[0] == other[0] or word == other[1:])
        and OSA.distance(word, other, score_cutoff=1) == 1
    ]
    return near[0] if len(near) == 1 else None


@cache
def _openings() -> tuple[str, ...]:
    return tuple(sorted(word for word in units().openings if len(word) >= OPENING))


def _opening(row: CleanRow) -> Iterator[tuple[str, str]]:
    """``umlah Dokumen …``: an indicator's first word, where it is a measuring word misspelt."""
    first = _WORD.match(row.text("indikator"))
    if first and _judged(row, "indikator") and not _is_piece(first):
        printed = first[0].lower()
        meant = misspelt(printed, _openings())
        if meant:
            yield printed, meant


def _judged(row: CleanRow, column: str) -> bool:
    """Whether the column's text is surely what is printed."""
    entry = row.entries.get(column)
    if entry is None or entry.status != "cetak":
        return False
    if entry.cell is None:  # the unit of a number's cell
        return not any(e.cell and is_scanned(e.cell) for e in row.entries.values())
    return not _doubtful(entry)


def _doubtful(entry: Entry) -> bool:
    cell = entry.cell
    return cell is not None and (cell.second is not None or bool(cell.doubt))


def _findings(
    table: CleanTable, rows: Sequence[CleanRow], column: str, printed: str, meant: str
) -> list[Finding]:
    """One finding a row; one for all where a column repeats its slip throughout."""
    told = rows if len(rows) <= MANY else rows[:1]
    return [_finding(table, row, column, (printed, meant), rows) for row in told]


def _finding(
    table: CleanTable,
    row: CleanRow,
    column: str,
    slip: tuple[str, str],
    rows: Sequence[CleanRow],
) -> Finding:
    cell = row.entries[column].cell
    page = cell.page if cell else row.page
    many = f" pada {len(rows)} baris" if len(rows) > MANY else ""
    what = "Satuan" if column == "satuan" else "Awal indikator"
    rule = "satuan_salah_ketik" if column == "satuan" else "indikator_salah_ketik"
    return Finding(
        aturan=rule,
        kelas="sumber",
        tingkat="info",
        uraian=f"{what} “{row.text(column)}” di halaman {page} tampaknya salah ketik{many}: "
        f"“{slip[0]}” seharusnya “{slip[1]}”.",
        kind=table.kind,
        tabel=table.tabel,
        baris=row.baris,
        kolom=column,
        halaman=page,
        bukti={
            "tercetak": slip[0],
            "seharusnya": slip[1],
            "baris": [each.baris for each in rows],
        },
    )
