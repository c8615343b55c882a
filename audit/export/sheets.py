"""A document as sheets: what workbooks and CSV files show, whichever of them is written.

Values stay what they are: decimals exact, codes and names text, nothing rounded. A cell that
needs a second look has its state, and a note that says why and what is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.address import Address
from audit.evidence import named
from audit.library import Entry
from audit.report.collect import collect
from audit.report.figures import plain
from audit.report.states import MARKS, State, state
from audit.tell import shown
from audit.texts import Language, rule_sentence, texts
from audit.trace import AMOUNT, TEXT, Record, Tracer
from tables.schema import HIERARCHY, NARRATIVE, OFFICIAL, ROW_STATUS
from tables.spec import NUMERIC, specs

if TYPE_CHECKING:
    import pyarrow as pa

#: Ids of the sheets that are no tables.
FINDINGS, COLUMNS = "temuan", "kolom"
MARK = "tanda"  # column that says in words which cells of a row need a second look
_IDENTITY = ("dokumen_id", "kind", "tabel", "tahun", "pemda", "perangkat_daerah", "jenis_dokumen")
_BEFORE = ("baris", "halaman", "level", "kode")
_CODES = tuple(name for name in HIERARCHY if name not in _BEFORE)
_AFTER = ("satuan", *OFFICIAL, *_CODES, *ROW_STATUS)
_BOX = ("x0", "y0", "x1", "y1")
_TEXT = tuple(name for name in NARRATIVE if name not in (*_IDENTITY, *_BOX, "keyakinan"))
_COUNTS = ("baris", "halaman", "nomor", "skala", "jumlah_baris")
_AMOUNTS = ("tercetak", "seharusnya", "selisih")
_FIGURES = 12  # figures a finding's evidence lists


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: of the contract.
        printed: its header as printed, levels parted by ``›``; ``""`` for ours.
        type: ``teks|kode|kinerja|uang|persen`` as in the specs; ``bulat`` for counts.
    """

    name: str
    printed: str = ""
    type: str = "teks"


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in one cell of a sheet.

    Attributes:
        link: the cell of another sheet it speaks of.
    """

    value: str | Decimal | int | None
    state: State = "bersih"
    note: str = ""
    link: Address | None = None

    @property
    def number(self) -> Decimal | None:
        """A decimal without noughts behind its last digit: ``12.5000`` is ``12.5``."""
        return Decimal(plain(self.value) or 0) if isinstance(self.value, Decimal) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table.

    Attributes:
        id: short name: ``2.1 evaluasi_renja``, `FINDINGS` …
        key: (kind, tabel) of a table, else ``None``.
        index: line in ``rows`` by ``baris``.
    """

    id: str
    title: str
    columns: list[Column]
    rows: list[list[Value]]
    key: tuple[str, str] | None = None
    index: dict[int, int] = field(default_factory=dict)

    @property
    def named_twice(self) -> bool:
        """Whether its columns have printed headers beside their names."""
        return any(column.printed for column in self.columns)


def sheets(entry: Entry, frames: dict[str, pa.Table], language: Language) -> list[Sheet]:
    """Findings, every table in output order (running text last), and the columns' headers.

    Args:
        frames: as `audit.library.Library.frames` gives them.
    """
    tracer = Tracer(entry, frames)
    findings = frames["temuan"].to_pylist()
    naming: dict[Address, list[Record]] = {}
    for line in findings:
        if (address := named(line)) is not None:
            naming.setdefault(address, []).append(line)
    source = _Source(tracer, naming, language)
    keys = sorted(tracer.tables, key=lambda key: key[0] == TEXT)
    tables = [_table(source, key) for key in keys]
    return [_findings(entry, frames, language), *tables, _columns(entry, language)]


def header(levels: Iterable[str]) -> str:
    """A printed header on one line."""
    return " › ".join(dict.fromkeys(filter(None, map(shown, levels))))


# Tables


@dataclass(frozen=True, slots=True)
class _Source:
    """Where tables are taken from; ``naming``: lines of ``temuan`` by the cell they name."""

    tracer: Tracer
    naming: dict[Address, list[Record]]
    language: Language


def _table(source: _Source, key: tuple[str, str]) -> Sheet:
    kind, tabel = key
    tracer = source.tracer
    printed = next((t for t in tracer.entry.tables if (t["kind"], t["tabel"]) == key), {})
    columns = _of_text() if kind == TEXT else _of_table(tracer, key, printed)
    numbered = tracer.tables[key]
    lines = [_row(source, Address(*key, n, ""), row, columns) for n, row in numbered.items()]
    index = {number: line for line, number in enumerate(numbered)}
    if kind == TEXT:
        title = texts("ekspor", source.language)["narasi"]
    else:
        spec = specs()[kind]
        title = shown(printed["judul"]) or (
            spec.title if source.language == "id" else spec.title_en
        )
    name = f"{tabel} {kind}" if tabel else kind
    return Sheet(name, title, [*columns, Column(MARK)], lines, key, index)


def _of_text() -> list[Column]:
    kinds = {AMOUNT: "kinerja", "nilai_tabel": "kinerja"}
    return [Column(n, "", "bulat" if n in _COUNTS else kinds.get(n, "teks")) for n in _TEXT]


def _of_table(tracer: Tracer, key: tuple[str, str], printed: Record) -> list[Column]:
    """Columns as printed from left to right, between those that place a row and ours."""
    known = {column["nama"]: column["jenis"] for column in printed.get("kolom", ())}
    known |= specs()[key[0]].types
    rows = tracer.tables[key].values()
    heads: dict[str, list[str]] = {}
    for column in printed.get("kolom", ()):
        number = f"{column['nomor']} · " if column["nomor"] else ""
        heads.setdefault(column["nama"], []).append(number + header(column["cetak"]))
    names = dict.fromkeys(["baris", "halaman", "level", *heads])
    if any(row.get("kode") for row in rows):
        names = dict.fromkeys([*_BEFORE, *names])
    names |= dict.fromkeys(at.kolom for at in tracer.cells if at[:2] == key)
    filled = [n for n in (*known, *_AFTER) if any(row.get(n) is not None for row in rows)]
    names |= dict.fromkeys(filled)
    return [Column(name, " + ".join(heads.get(name, [])), _type(name, known)) for name in names]


def _type(name: str, known: dict[str, str]) -> str:
    if name in _COUNTS:
        return "bulat"
    return "kode" if name in HIERARCHY and name != "level" else known.get(name, "teks")


def _row(source: _Source, place: Address, row: Record, columns: list[Column]) -> list[Value]:
    values, marks = [], []
    for column in columns:
        at = place._replace(kolom=column.name)
        cell, findings = source.tracer.cells.get(at), source.naming.get(at, [])
        value = row.get(column.name)
        if column.name not in row and cell is not None:  # a printed column without a name
            value = cell["nilai"] if column.type in NUMERIC else shown(cell["teks"] or "")
        how = state(cell["status"] if cell else None, findings)
        note = "" if how == "bersih" else _note(cell, findings, how, source.language)
        values.append(Value(_plain(value), how, note))
        if how != "bersih":
            marks.append(_mark(column.name, how, cell, findings))
    return [*values, Value("; ".join(marks) or None)]


def _plain(value: Any) -> str | Decimal | int | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, (str, Decimal, int)) else str(value)


def _mark(kolom: str, how: State, cell: Record | None, findings: list[Record]) -> str:
    """``? pagu (bacaan_berbeda)``: the mark of the state, the column, the rules."""
    rules = [cell["aturan"] if cell else None, *(line["aturan"] for line in findings)]
    why = ", ".join(dict.fromkeys(filter(None, rules)))
    return f"{MARKS[how]} {kolom}" + (f" ({why})" if why else "")


def _note(cell: Record | None, findings: list[Record], how: State, language: Language) -> str:
    say, common = texts("ekspor", language), texts("umum", language)
    lines = [f"{MARKS[how]} {say[f'tanda.{how}']}"]
    if cell is not None:
        status, rule = cell["status"], cell["aturan"]
        lines.append(f"{say['status']}: {common.get(f'status.{status}', status)}")
        if rule:
            lines.append(f"{say['aturan']} {rule}: {rule_sentence(rule, language)}")
        if cell["teks"] is not None:
            lines.append(f"{say['tercetak']}: “{shown(cell['teks'])}”")
        if cell["teks_kedua"]:
            lines.append(f"{say['bacaan_kedua']}: “{shown(cell['teks_kedua'])}”")
        lines.append(f"{say['halaman']} {cell['halaman']}")
    lines += [f"{say['temuan']} {line['aturan']}: {line['uraian']}" for line in findings]
    return "\n".join(lines)


# Findings


def _findings(entry: Entry, frames: dict[str, pa.Table], language: Language) -> Sheet:
    """Every finding, in the order of the report: rupiah first."""
    columns = [
        *(Column("tabel"), Column("kind"), Column("baris", "", "bulat"), Column("kolom")),
        *(Column("halaman", "", "bulat"), Column("aturan"), Column("arti")),
        *(Column("kelas"), Column("tingkat"), Column("uang")),
        *(Column(name, "", "kinerja") for name in _AMOUNTS),
        *(Column("uraian"), Column("bukti")),
    ]
    rows = []
    for line in collect(entry, frames)["findings"]:
        values = {
            **line,
            **{name: Decimal(line[name]) if line[name] else None for name in _AMOUNTS},
            "arti": rule_sentence(line["aturan"], language),
            "kelas": texts("umum", language)[f"kelas.{line['kelas']}"],
            "tingkat": texts("umum", language)[f"tingkat.{line['tingkat']}"],
            "uang": "Rp" if line["uang"] and line["selisih"] else None,
            "bukti": _evidence(line),
        }
        place = named(line)
        rows.append(
            [
                Value(_plain(values[column.name]), link=place if column.name == "kolom" else None)
                for column in columns
            ]
        )
    return Sheet(FINDINGS, texts("ekspor", language)["temuan"], columns, rows)


def _evidence(line: Record) -> str:
    """Formula and figures of a finding on one line."""
    figures = [item for item in line["sel"] if item["a"] and item["nilai"] is not None]
    told = [
        f"{tabel} baris {baris} {kolom} = {item['nilai']}"
        for item in figures[:_FIGURES]
        for _, tabel, baris, kolom in [item["a"]]
    ]
    more = len(figures) - _FIGURES
    return "; ".join(filter(None, [line["rumus"], *told, f"+ {more}" if more > 0 else ""]))


# Columns


def _columns(entry: Entry, language: Language) -> Sheet:
    """The printed headers by table and column."""
    names = ("tabel", "kind", "kolom", "cetak", "nomor", "rumus", "jenis", "skala")
    rows = [[Value(value) for value in line] for line in _heads(entry)]
    listed = [Column(n, "", "bulat" if n in _COUNTS else "teks") for n in names]
    return Sheet(COLUMNS, texts("ekspor", language)["kolom"], listed, rows)


def _heads(entry: Entry) -> Iterator[tuple[str | int | None, ...]]:
    for table in entry.tables:
        for column in table["kolom"]:
            yield (
                *(table["tabel"], table["kind"], column["nama"], header(column["cetak"])),
                *(column["nomor"] or None, column["rumus"] or None),
                *(column["jenis"], column["skala"]),
            )
