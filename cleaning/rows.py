"""Printed rows to clean rows: every cell typed, read and kept with where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from cleaning.certainty import CERTAINTY, certainty
from cleaning.marks import Style, is_amount
from cleaning.numbers import by_format, decide_locale, parse
from cleaning.scanned import is_scanned, judge, styles
from tables.model import MID_WORD, Cell, CleanRow, ColumnUse, Entry, Finding, Row, Table
from tables.rules import severity
from tables.spec import NUMERIC, TableSpec

MANY_FOREIGN = 5  # cells of one column in the other format, told one by one up to here
FULL = 0.8  # share of the column's width, padding aside, that a full line takes
DOUBTFUL = ("ditandai", "tidak_terbaca")
_FACTOR = re.compile(r"[x×X*]\s*100\s*(?:%|persen)?")
_FACTOR_LAST = re.compile(rf"(?<=[\s)\]]){_FACTOR.pattern}$")
_BAR = re.compile(r"[-–—_─]{3,}")
_ENUMERATOR = re.compile(r"^(?:\d{1,3}|[ivxlc]{1,6}|[a-z])[.)]?$", re.I)


def join_lines(text: str) -> str:
    """Cell text on one line; a hyphen at a line's end keeps its word together."""
    text = text.replace(MID_WORD + "\n", "").replace(MID_WORD, "")
    text = re.sub(r"(?<=\w)-[ ]*\n[ ]*(?=[a-z])", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def join_formula(text: str) -> str:
    """A formula set as a fraction, its numerator and denominator told apart.

    ``a⏎-----⏎b`` and ``a⏎x 100 %⏎b`` (the factor stands beside the bar) give ``a / b`` and
    ``a / b x 100 %``. Where only the factor at its end shows that the numerator ends there, a line
    feed stays: ``a x 100⏎b``. Other lines are joined like those of any text.
    """
    lines = [line.strip() for line in text.replace("\t", "\n").split("\n") if line.strip()]
    for n, line in enumerate(lines[1:-1], 1):
        above, below = join_lines("\n".join(lines[:n])), join_lines("\n".join(lines[n + 1 :]))
        if _BAR.fullmatch(line):
            return f"{above} / {below}"
        if _FACTOR.fullmatch(line):
            return f"{above} / {below} {line}"
    for n in range(1, len(lines)):
        above = join_lines("\n".join(lines[:n]))
        if _FACTOR_LAST.search(above):
            return f"{above}\n{join_formula(chr(10).join(lines[n:]))}"
    return join_lines(text)


def with_locales(table: Table, uses: list[ColumnUse]) -> list[ColumnUse]:
    """The locale of every number column: by its own cells, then by the table's money columns."""
    texts = {
        use.name: [
            _unbroken(text)
            for row in table.rows
            if use.column.index in row.cells
            for text in _readings(row.cells[use.column.index], use)
        ]
        for use in uses
        if use.type in NUMERIC
    }
    money = [t for use in uses if use.type == "uang" for t in texts[use.name]]
    default, _ = decide_locale(money or [t for ts in texts.values() for t in ts])
    return [
        replace(use, locale=decide_locale(texts[use.name], default)[0])
        if use.type in NUMERIC
        else use
        for use in uses
    ]


def _readings(cell: Cell, use: ColumnUse) -> list[str]:
    """The texts that speak for a locale: of a scanned cell both engines'.

    Of scanned money only amounts of several groups: ``100.00`` may be what is left of 100.000.
    """
    if not is_scanned(cell):
        return [cell.text]
    texts = [cell.text, cell.second] if cell.second else [cell.text]
    return [t for t in texts if use.type != "uang" or is_amount(t)]


def _unbroken(text: str) -> str:
    """A wrapped number in one piece: half of one is no evidence for a locale."""
    return text.replace("\n", "") if re.fullmatch(r"[\d.,\s]+", text) else text


def clean_rows(
    table: Table, uses: list[ColumnUse], spec: TableSpec
) -> tuple[list[CleanRow], list[Finding]]:
    """One :class:`CleanRow` a printed row, in order; levels and codes are filled in later."""
    has_unit_column = any(use.name == "satuan" for use in uses)
    cells = {u.name: [r.cells[u.column.index] for r in table.rows if u.column.index in r.cells]
             for u in uses}  # fmt: skip
    habits = styles(uses, cells)
    rows: list[CleanRow] = []
    findings: list[Finding] = []
    for row in table.rows:
        clean = CleanRow(baris=len(rows) + 1, page=row.page)
        findings += _text_entries(row, uses, clean)
        units = _number_entries(row, uses, habits, clean, findings)
        if units and not has_unit_column:
            clean.entries["satuan"] = Entry(None, text=units[0], status="cetak")
        _null_percents(clean, spec)
        rows.append(clean)
    return rows, _grouped(findings, cells)


def _grouped(findings: list[Finding], cells: dict[str, list[Cell]]) -> list[Finding]:
    """A column typed in both formats throughout is one finding, not one a cell.

    Which of them is the column's own may be open: the finding tells how many are typed like what.
    """
    foreign: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.aturan == "format_asing" and finding.kelas == "sumber":
            foreign.setdefault(finding.kolom, []).append(finding)
    many = {name: found for name, found in foreign.items() if len(found) > MANY_FOREIGN}
    kept = [f for f in findings if f.aturan != "format_asing" or f.kolom not in many]
    for name, found in many.items():
        first = found[0]
        first.bukti = {**first.bukti, "baris": [f.baris for f in found]}
        typed = by_format(cell.text for cell in cells[name])
        told = " dan ".join(f"{len(texts)} seperti “{texts[0]}”" for texts in typed if texts)
        first.uraian = (
            f"Kolom {name} memuat angka dalam dua format: {told}; "
            "lembar kerja asal bisa melewatkan salah satunya saat menjumlah."
        )
        kept.append(first)
    return kept


def _printed(cell: Cell) -> Cell:
    """The cell with the text a reader sees: helper marks of the extraction removed."""
    return replace(cell, text=cell.text.replace(MID_WORD, "")) if MID_WORD in cell.text else cell


def _text_entries(row: Row, uses: list[ColumnUse], clean: CleanRow) -> list[Finding]:
    """Fill text entries; returns a finding for every text printed over another."""
    findings: list[Finding] = []
    for use in uses:
        cell = row.cells.get(use.column.index)
        if use.type in NUMERIC:
            continue
        if cell is None:
            # Printed but empty: "" tells it from a column the table does not have (null).
            clean.entries.setdefault(use.name, Entry(None, status="kosong"))
            continue
        text = cell.text
        if use.name == "uraian" and "\t" in text:
            number, rest = text.split("\t", 1)
            if _ENUMERATOR.match(number.strip()):
                text = rest
                if not clean.text("no"):
                    clean.entries["no"] = Entry(
                        _printed(cell), text=number.strip(), confidence=cell.confidence
                    )
        joined = join_formula(text) if use.type == "rumus" else join_lines(text)
        if joined:
            entry = Entry(_printed(cell), text=joined, confidence=cell.confidence)
            if cell.doubt == "teks_bertumpuk":
                entry.status, entry.rule = "ditandai", cell.doubt
                findings.append(_overprint(cell, use, clean, joined))
            clean.entries[use.name] = entry
    return findings


def _overprint(cell: Cell, use: ColumnUse, clean: CleanRow, text: str) -> Finding:
    return Finding(
        aturan="teks_bertumpuk",
        kelas="ekstraksi",
        tingkat="info",
        kolom=use.name,
        baris=clean.baris,
        halaman=cell.page,
        uraian=f"“{text}” terdiri atas teks yang tercetak bertumpuk; sebagian mungkin "
        "tersembunyi di kertas.",
    )


def _number_entries(
    row: Row,
    uses: list[ColumnUse],
    habits: dict[str, Style],
    clean: CleanRow,
    findings: list[Finding],
) -> list[str]:
    """Fill number entries; returns the units printed in the cells, in column order."""
    units: list[str] = []
    satuan = clean.text("satuan")
    for use in uses:
        cell = row.cells.get(use.column.index)
        if cell is None or use.type not in NUMERIC:
            continue
        if use.name in habits and is_scanned(cell):
            entry, unit, finding = _scanned(cell, use, habits[use.name], satuan)
        else:
            entry, unit, finding = _number(cell, use, satuan)
        clean.entries[use.name] = entry
        if unit:
            units.append(unit)
        if finding:
            finding.baris, finding.halaman = clean.baris, cell.page
            findings.append(finding)
    return units


def _number(cell: Cell, use: ColumnUse, satuan: str) -> tuple[Entry, str, Finding | None]:
    joined = MID_WORD + "\n" in cell.text
    text = cell.text.replace(MID_WORD + "\n", "").replace(MID_WORD, "")
    number = parse(
        text,
        type=use.type,
        locale=use.locale,
        satuan=satuan,
        wraps=True if fills_width(cell, use) else None,
    )
    value = number.value * use.scale if number.value is not None else None
    status, rule = number.status, number.rule
    if joined and status == "cetak":
        status, rule = "digabung", rule or "angka_dibungkus"
    if cell.doubt and status != "ditandai":
        status, rule = "ditandai", cell.doubt
    confidence = min(cell.confidence, 0.5) if status == "ditandai" else cell.confidence
    entry = Entry(_printed(cell), value=value, status=status, rule=rule, confidence=confidence)
    return entry, number.unit, _number_finding(use, cell, entry, number.alternatives)


def _scanned(
    cell: Cell, use: ColumnUse, style: Style, satuan: str
) -> tuple[Entry, str, Finding | None]:
    """A cell of a scan: its readings are weighed, and how surely they agree is its confidence."""
    wraps = True if fills_width(cell, use) else None
    verdict = judge(cell, use, style, satuan=satuan, wraps=wraps)
    number, status, rule = verdict.number, verdict.number.status, verdict.number.rule
    if cell.doubt and status not in DOUBTFUL:
        status, rule = "ditandai", cell.doubt
    plainly = verdict.certain and rule not in CERTAINTY  # the rule names what is printed
    sure = certainty("sepakat" if plainly else rule)
    entry = Entry(
        _printed(cell),
        value=None if number.value is None else number.value * use.scale,
        status=status,
        rule=rule,
        confidence=min(sure, 0.5) if cell.doubt else sure,
    )
    return entry, number.unit, _number_finding(use, cell, entry, number.alternatives)


def fills_width(cell: Cell, use: ColumnUse) -> bool:
    """Does the first line of a broken cell take all its column's room, with a shorter rest below?

    Two figures of equal length, one below the other, are two figures however narrow the column.
    """
    lines = cell.text.replace("\t", "\n").split("\n")
    if len(lines) < 2 or max(map(len, lines[1:])) >= len(lines[0]):
        return False
    return cell.box.width >= FULL * (use.column.x1 - use.column.x0)


def _number_finding(
    use: ColumnUse, cell: Cell, entry: Entry, alternatives: tuple[Decimal, ...]
) -> Finding | None:
    shown = join_lines(cell.text)
    if entry.status in ("ditandai", "tidak_terbaca"):
        what = "diragukan" if entry.status == "ditandai" else "tidak terbaca sebagai angka"
        return Finding(
            aturan=entry.rule or entry.status,
            kelas="ekstraksi",
            tingkat="sedang",
            kolom=use.name,
            tercetak=entry.value,
            uraian=f"“{shown}” {what}.",
            bukti={
                "teks": cell.text,
                "teks_kedua": cell.second,
                "kemungkinan": [str(a) for a in alternatives],
            },
        )
    if entry.rule == "format_asing":
        return Finding(
            aturan="format_asing",
            kelas="sumber",
            tingkat=severity("format_asing", jenis=use.type, kolom=use.name),
            kolom=use.name,
            tercetak=entry.value,
            uraian=f"“{shown}” ditulis dengan format angka lain daripada kolomnya; "
            "lembar kerja asal bisa melewatkannya saat menjumlah.",
            bukti={"teks": cell.text, "format_kolom": use.locale},
        )
    return None


def _null_percents(row: CleanRow, spec: TableSpec) -> None:
    """A dash in a percent column is 0 only where the percent has a base; else it is nothing."""
    for formula in spec.formulas:
        match = re.fullmatch(r"\w+ / (\w+) \* 100", formula.expression)
        if not match:
            continue
        for suffix in ("_k", "_rp"):
            entry = row.entries.get(formula.target + suffix)
            if entry and entry.status == "nol_strip" and not row.value(match[1] + suffix):
                entry.value = None
