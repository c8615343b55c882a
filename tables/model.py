"""The types that pass from room to room: cells, tables, rows and findings.

Coordinates are PDF points on the page as displayed, origin top left.
Pages are counted from 1. Column names are those of the data contract.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

Level = Literal[
    "urusan",
    "bidang_urusan",
    "program",
    "kegiatan",
    "sub_kegiatan",
    "indikator",
    "total",
    "rata_rata",
    "sasaran",
    "lainnya",
]
CellStatus = Literal[
    "cetak",  # printed and read as it stands
    "kosong",  # nothing printed
    "nol_strip",  # a dash
    "galat_excel",  # #DIV/0!, #REF! …
    "digabung",  # pieces of a wrapped number were joined
    "diperbaiki",  # the value differs from the raw text by more than number format
    "dikoreksi",  # a person looked at the page and decided; the rule says how
    "ditandai",  # doubtful: both readings are kept
    "tidak_terbaca",  # a number was expected and none could be read
]
PageKind = Literal["exported", "scanned", "scanned_with_text", "garbage_text", "blank"]
DocumentKind = Literal["renja", "renja_perubahan", "renstra", "evaluasi", "lain"]
FindingClass = Literal["sumber", "ekstraksi", "belum_jelas"]
Severity = Literal["kritis", "sedang", "info"]


class Box(NamedTuple):
    """A rectangle on a page: left, top, right, bottom in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


#: WORD JOINER: in a cell's text, the line break after it lies inside a number, not between words.
MID_WORD = "\u2060"
#: The text of a cell with ink in which no reader saw a character.
UNREADABLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table, as read.

    Attributes:
        text: raw text, lines separated by ``\\n``, half cells by ``\\t``; see :data:`MID_WORD`.
        reader: which reader ``text`` comes from.
        second: the second reader's text where it differs, ``None`` where it agrees,
            ``""`` where the second reader saw nothing.
        confidence: 0–1; 1 only where two independent readers agree.
        doubt: rule id naming why the reading is doubtful, ``""`` where it is not.
        others: further readings a reader gave or weighed itself, best first (scans only).
    """

    page: int
    box: Box
    text: str
    reader: str = "pdfplumber"
    second: str | None = None
    confidence: float = 1.0
    doubt: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf column of a table, identified by its header.

    Attributes:
        header: header texts from the top level down, without the number row.
        number: what the number row prints, e.g. ``"15"``; ``""`` without one.
        formula: the right-hand side printed there, e.g. ``"14/9*100"``.
        scanned: some of the header was read by OCR.
    """

    index: int
    x0: float
    x1: float
    header: tuple[str, ...]
    number: str = ""
    formula: str = ""
    scanned: bool = False


@dataclass(slots=True)
class Row:
    """One logical row: cells by column index. Columns without a cell are empty."""

    page: int
    box: Box
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """One whole table, stitched over its pages, still as printed.

    Attributes:
        kind: spec name (``evaluasi_renja`` …).
        number: as printed without the word (``2.1``, ``II.1``, ``T-C.29``), ``""`` without one.
        title: caption and title lines, one per line.
    """

    kind: str
    number: str
    title: str
    pages: list[int]
    columns: list[Column]
    rows: list[Row]
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """One column of one clean row: the printed cell and what it is read as.

    ``value`` is an exact decimal for number columns (money in whole rupiah after the
    header's scale), ``None`` for text columns and for empty cells. ``text`` is the cleaned
    text for text columns. ``cell`` is ``None`` only where nothing is printed.
    """

    cell: Cell | None
    text: str = ""
    value: Decimal | None = None
    status: CellStatus = "cetak"
    rule: str = ""
    confidence: float = 1.0


@dataclass(slots=True)
class CleanRow:
    """One line of the output. ``parent`` is the ``baris`` of the row it adds up into.

    ``satuan_baku``, ``kode_resmi`` and ``nama_resmi`` stand beside what is printed: the unit as
    `tables/satuan.yaml` names it, code and name as the official list in force has them.
    """

    baris: int
    page: int
    level: Level = "lainnya"
    kode: str | None = None
    kode_cetak: str | None = None
    kode_status: Literal["cetak", "disimpulkan", "tidak_ada"] = "tidak_ada"
    program_kode: str | None = None
    kegiatan_kode: str | None = None
    sub_kegiatan_kode: str | None = None
    parent: int | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    satuan_baku: str | None = None
    kode_resmi: str | None = None
    nama_resmi: str | None = None

    def value(self, name: str) -> Decimal | None:
        entry = self.entries.get(name)
        return entry.value if entry else None

    def text(self, name: str) -> str:
        entry = self.entries.get(name)
        return entry.text if entry else ""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """How one printed column was understood.

    Attributes:
        name: canonical column (``target_renja_rp``) or ``x_…`` for one without a canonical name.
        column: the printed column.
        type: ``teks|kode|kinerja|uang|persen``.
        locale: ``id`` (1.234,5) or ``us`` (1,234.5); ``""`` for text.
        scale: factor from the printed amount to rupiah (1, 1000, 1000000).
    """

    name: str
    column: Column
    type: str
    locale: str = ""
    scale: int = 1


@dataclass(slots=True)
class CleanTable:
    """One table of the output with the findings made on the way."""

    kind: str
    tabel: str
    title: str
    pages: list[int]
    columns: list[ColumnUse]
    rows: list[CleanRow]
    findings: list[Finding] = field(default_factory=list)

    def use(self, name: str) -> ColumnUse | None:
        return next((use for use in self.columns if use.name == name), None)


@dataclass(slots=True)
class Finding:
    """One thing worth telling: a contradiction of the source, or a doubtful reading."""

    aturan: str
    kelas: FindingClass
    tingkat: Severity
    uraian: str
    kind: str = ""
    tabel: str = ""
    baris: int | None = None
    kolom: str = ""
    halaman: int | None = None
    tercetak: Decimal | None = None
    seharusnya: Decimal | None = None
    bukti: dict[str, object] = field(default_factory=dict)

    @property
    def selisih(self) -> Decimal | None:
        """Printed minus recomputed."""
        if self.tercetak is None or self.seharusnya is None:
            return None
        return self.tercetak - self.seharusnya


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a page's text layer.

    Attributes:
        box: of its ink, on the page as displayed.
        gap: widest white space inside it, in points; wide between cells of a table.
    """

    text: str
    box: Box
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page does not show, in points as displayed.

    Attributes:
        left, top: between the corner of the media box and that of what is shown.
        height: of the whole media box.
    """

    left: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What triage saw on one page: displayed size in points, rotation, and what it is made of.

    ``note`` tells what a reader should know, e.g. that the page cannot be opened (then its size
    is 0 and its kind ``blank``); ``""`` where there is nothing to tell. ``reader`` is ``ocr`` where
    ``text`` was read from the page's image. ``ruled``: it has lines that may be a table's.
    ``lines`` are the lines of the text layer with their places. ``sheet``: of a page that shows
    less than there is.
    """

    number: int
    width: float
    height: float
    rotation: int
    kind: PageKind
    text: str = ""
    note: str = ""
    reader: str = ""
    lines: tuple[TextLine, ...] = ()
    ruled: bool = False
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Triage:
    """A PDF before any table is read."""

    path: str
    sha256: str
    size: int
    pages: tuple[PageInfo, ...]
    encrypted: bool = False

    @property
    def dokumen_id(self) -> str:
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a document and how sure it is.

    Attributes:
        nama: a field of :class:`Facts`.
        halaman: page that says it best, ``None`` for a sidecar or where no page alone says it.
        keyakinan: 0–1: the share of what speaks for it, less where little speaks at all.
        sumber: ``cetak`` as printed, ``sidecar`` as the user says.
        kutipan: the words it was taken from.
    """

    nama: str
    nilai: str | int
    halaman: int | None = None
    keyakinan: float = 1.0
    sumber: Literal["cetak", "sidecar"] = "cetak"
    kutipan: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document says about itself; empty strings and 0 where no page says it.

    Attributes:
        tahun: plan year.
        tahun_evaluasi: year whose Renja is evaluated.
        periode_renstra: first and last year, ``2019-2023``.
        nomor_sk, tanggal_sk: of the decree that enacts this document; the date as ``2023-08-20``.
        evidence: the facts that are known, each with page and confidence.
    """

    tahun: int = 0
    pemda: str = ""
    perangkat_daerah: str = ""
    jenis_dokumen: str = "lain"
    tahun_evaluasi: int = 0
    periode_renstra: str = ""
    nomor_sk: str = ""
    tanggal_sk: str = ""
    evidence: tuple[Fact, ...] = field(default=(), compare=False)


AmountUnit = Literal["rp", "persen", "jumlah"]
AmountStatus = Literal[
    "cocok",  # a table prints the same value
    "beda",  # the table's cell it must repeat says otherwise
    "tak_berpasangan",  # no table cell is known that it repeats
    "rusak",  # misprinted: no value is read
]


@dataclass(frozen=True, slots=True)
class CellRef:
    """A figure of a table, or one reckoned from it (``baris`` is ``None`` then)."""

    kind: str
    tabel: str
    baris: int | None
    kolom: str
    nilai: Decimal | None
    halaman: int | None = None


@dataclass(slots=True)
class Amount:
    """An amount of money, a percent or a count of rows in running text.

    Attributes:
        nomor: order in the document, from 1.
        kalimat: the sentence it stands in, white space folded.
        teks: as printed.
        nilai: whole rupiah, percent or count; ``None`` where it is misprinted.
        peran: what the words in front of it make of it (``sebelum``, ``realisasi`` …), or what a
            count counts (``sub_kegiatan`` …); ``""`` where they say nothing.
        cell: the table cell it repeats, or must.
    """

    nomor: int
    halaman: int
    kalimat: str
    teks: str
    satuan: AmountUnit
    nilai: Decimal | None
    peran: str = ""
    box: Box | None = None
    keyakinan: float = 1.0
    status: AmountStatus = "tak_berpasangan"
    cell: CellRef | None = None


@dataclass(slots=True)
class CleanDocument:
    """Everything one PDF gave."""

    triage: Triage
    facts: Facts
    tables: list[CleanTable]
    findings: list[Finding] = field(default_factory=list)
    narrative: list[Amount] = field(default_factory=list)
    nomenclature: str = ""  # version of the official list it was read with
