"""What the pages show: cells, candidates and arithmetic, as the templates want them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from audit.address import Address
from audit.evidence import Evidence
from audit.report.figures import number
from audit.review.arithmetic import checks
from audit.review.decide import Column, column_of
from audit.review.desk import Item, Sheet
from audit.tell import describe, shown
from audit.texts import Language, rule_sentence
from audit.trace import Record, Way
from cleaning.numbers import parse

_MISREAD = "melanggar_aritmetika"  # its candidates are in rupiah, those of others as printed
_MOST_TERMS = 60
_MOST_VALUES = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue."""

    item: Item
    link: str
    name: str
    said: str
    value: str
    reason: str


def link(path: str, **query: object) -> str:
    """A path of this server with its query."""
    given = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(given)}" if given else path


def cell_link(dokumen_id: str, address: Address) -> str:
    """The page of a cell."""
    return link("/sel", dok=dokumen_id, sel=address.anchor.removeprefix("#sel="))


def rows(items: Iterable[Item], language: Language) -> list[Row]:
    """Lines of the queue."""
    return [
        Row(
            item=item,
            link=cell_link(item.entry.dokumen_id, item.address),
            name=describe(item.row),
            said=shown(item.cell.get("teks") or ""),
            value=written(item.cell.get("nilai"), language),
            reason=rule_sentence(item.cell.get("aturan"), language),
        )
        for item in items
    ]


def written(value: Any, language: Language) -> str:
    """A value for people; nothing for null."""
    if value is None:
        return ""
    return number(value, language) if isinstance(value, Decimal) else shown(str(value))


def said(  # noqa: PLR0917 - called from templates
    sheet: Sheet, kind: str, tabel: str, kolom: str, text: str | None, language: Language
) -> str:
    """A value of a line of corrections, or of a report of changes, for people."""
    if not column_of(sheet.entry, Address(kind, tabel, 1, kolom)).numeric:
        return shown(text or "")
    return written(next(iter(_decimals([text or ""])), None), language)


def printed(value: Decimal, column: Column) -> str:
    """A figure as the page prints it: before the header's scale, with dots for thousands."""
    return number(value / column.scale, "id").replace("−", "-")


def candidates(way: Way, column: Column) -> list[str]:
    """What the cell may say, best first: the value, both readings, and what the reader weighed."""
    cell = way.cell
    if not column.numeric:
        texts = [way.value, cell.get("teks"), cell.get("teks_kedua"), *_weighed(way)]
        return _once(shown(str(text)) for text in texts if text)
    return _once(printed(value, column) for value in values(way, column))


def values(way: Way, column: Column) -> list[Decimal]:
    """The figures a cell may have, best first, in rupiah if money."""
    cell = way.cell
    found: list[Decimal] = []
    if cell.get("nilai") is not None:
        found.append(cell["nilai"])
    locale = str(way.column.get("lokal") or "id")
    for text in (cell.get("teks"), cell.get("teks_kedua")):
        read = parse(text or "", type=column.type, locale=locale)
        found += [v * column.scale for v in (read.value, *read.alternatives) if v is not None]
    for finding, _ in way.findings:
        scale = 1 if finding["aturan"] == _MISREAD else column.scale
        found += [value * scale for value in _decimals(_possible(finding))]
    return [*dict.fromkeys(found)]


def _weighed(way: Way) -> list[str]:
    return [text for finding, _ in way.findings for text in _possible(finding)]


def _possible(finding: Record) -> list[str]:
    weighed = json.loads(finding["bukti"] or "{}").get("kemungkinan") or []
    return [str(text) for text in weighed]


def _decimals(texts: Iterable[str]) -> list[Decimal]:
    found = []
    for text in texts:
        try:
            value = Decimal(text)
        except InvalidOperation:
            continue
        if value.is_finite():
            found.append(value)
    return found


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def tried(
    sheet: Sheet, address: Address, way: Way, column: Column, language: Language
) -> list[dict[str, Any]]:
    """What the arithmetic says of each candidate."""
    found = checks(sheet.tracer, address, values(way, column)[:_MOST_VALUES])
    return [
        {
            "kind": check.kind,
            "name": describe(sheet.tracer.tables[address[:2]][check.target.baris]),
            "column": check.target.kolom,
            "link": cell_link(sheet.entry.dokumen_id, check.target),
            "here": check.target == address,
            "text": check.text,
            "share": check.share,
            "trials": [
                {
                    "value": printed(trial.value, column),
                    "holds": trial.holds,
                    "gap": written(trial.gap, language),
                }
                for trial in check.trials
            ],
        }
        for check in found
    ]


def around(
    sheet: Sheet, address: Address, language: Language, columns: dict[str, str]
) -> list[dict[str, Any]]:
    """The row's other figures: header, value, whether it is in doubt, and its page."""
    found = []
    for at in sheet.tracer.cells_of_row(*address[:3]):
        cell = sheet.tracer.cells[at]
        if cell["nilai"] is not None or at == address:
            found.append(
                {
                    "name": at.kolom,
                    "header": columns.get(at.kolom, ""),
                    "value": written(cell["nilai"], language),
                    "status": cell["status"],
                    "here": at == address,
                    "link": cell_link(sheet.entry.dokumen_id, at),
                }
            )
    return found


def headers(sheet: Sheet, address: Address) -> dict[str, str]:
    """Printed headers of a table by column."""
    return {
        column["nama"]: " › ".join(shown(level) for level in column["cetak"])
        for table in sheet.entry.tables
        if (table["kind"], table["tabel"]) == (address.kind, address.tabel)
        for column in table["kolom"]
    }


def sums(
    sheet: Sheet,
    address: Address,
    pairs: Sequence[tuple[Record, list[Evidence]]],
    language: Language,
) -> list[dict[str, Any]]:
    """Findings with the figures they reckon with."""
    return [
        {
            "rule": rule_sentence(finding["aturan"], language),
            "finding": finding,
            "printed": written(finding["tercetak"], language),
            "meant": written(finding["seharusnya"], language),
            "gap": written(finding["selisih"], language),
            "formula": json.loads(finding["bukti"] or "{}").get("rumus") or "",
            "terms": [_term(sheet, each, address, language) for each in used[:_MOST_TERMS]],
        }
        for finding, used in pairs
    ]


def _term(sheet: Sheet, each: Evidence, address: Address, language: Language) -> dict[str, Any]:
    at = each.address
    value = next(iter(_decimals([each.nilai or ""])), None)
    known = at is not None and at.baris in sheet.tracer.tables.get(at[:2], {})
    row = sheet.tracer.tables[at[:2]][at.baris] if at is not None and known else None
    return {
        "name": describe(row) if row else each.uraian,
        "column": at.kolom if at else "",
        "value": written(value, language),
        "here": at == address,
        "link": cell_link(sheet.entry.dokumen_id, at) if at is not None and known else "",
    }
