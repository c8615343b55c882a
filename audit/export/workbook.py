"""Sheets as one Excel workbook.

A worksheet holds numbers as binary floats, which keep 15 digits: a longer number is written as
text and says so. Text is always written as text, so that nothing printed in a PDF can become a
formula. Colour is never alone: a marked cell has a pattern and a note, and its row says so in
words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from audit.address import Address
from audit.export.sheets import COLUMNS, FINDINGS, Column, Sheet, Value
from audit.export.summary import Line, meanings
from audit.report.states import State
from audit.texts import Language, texts

DIGITS = 15  # significant ones that a float keeps, whatever they are
MOST_TEXT = 32_767  # characters of a cell
_MOST_NAME = 31  # characters of a sheet's name
#: Fill and pattern by state: paler shades of the report's colours (Okabe and Ito). Patterns of
#: Excel: 1 solid, 17 sparse dots, 14 thin rising lines, 13 thin falling lines, 15 thin grid.
_LOOK: dict[State, tuple[str, str, int]] = {
    "diperbaiki": ("#DCEBF6", "#7FB2DA", 14),
    "sumber": ("#FBE3D2", "#E8A57A", 13),
    "ditandai": ("#FDF0C8", "#E0B84C", 15),
    "dikoreksi": ("#F6E1EE", "#D79BC0", 17),
}
_WIDTHS = {"bulat": (7, 12), "uang": (16, 24), "kinerja": (10, 20), "persen": (9, 14)}
_TEXT_WIDTH = (8, 52)
_SUMMARY = (72, 92)  # widths of its two columns
_LINE, _MOST_LINES = 15, 14  # points of a line, and lines of a row
_HEAD = {"bold": True, "text_wrap": True, "bg_color": "#E8EDF1", "bottom": 1}
_LINK = {"font_color": "#00507A", "underline": 1}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(slots=True)
class _Book:
    """The workbook being written, its formats by what they look like, and its sheets' names."""

    workbook: Any
    language: Language
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    tables: dict[tuple[str, str], Sheet] = field(default_factory=dict)

    def format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"valign": "top", **look})
        return self.formats[key]


def workbook(
    title: str, blocks: list[tuple[str, list[Line]]], sheets: list[Sheet], language: Language
) -> bytes:
    """The workbook: the summary, then each sheet.

    Args:
        title: of the document.
        blocks: of `audit.export.summary.summary`.
    """
    target = io.BytesIO()
    # Whatever stands in a PDF is text: never a formula, a link or a number in disguise.
    literal = {f"strings_to_{name}": False for name in ("formulas", "urls", "numbers")}
    with xlsxwriter.Workbook(target, {"in_memory": True, **literal}) as made:
        made.set_properties(
            {"title": _clean(title), "comments": texts("ekspor", language)["judul"]}
        )
        book = _Book(made, language)
        front = made.add_worksheet(texts("ekspor", language)["berkas.ringkasan"])
        taken = {front.get_name().lower()}
        for sheet in sheets:
            book.names[sheet.id] = _name(sheet.id, taken, language)
            if sheet.key:
                book.tables[sheet.key] = sheet
        _summary(book, front, title, blocks)
        for sheet in sheets:
            _sheet(book, made.add_worksheet(book.names[sheet.id]), sheet)
    return target.getvalue()


def _name(wanted: str, taken: set[str], language: Language) -> str:
    """A sheet's name as Excel allows it, unlike all others."""
    own = {FINDINGS: "berkas.temuan", COLUMNS: "berkas.kolom"}.get(wanted)
    clean = texts("ekspor", language)[own] if own else _clean(wanted)
    clean = re.sub(r"[\[\]:*?/\\]", "-", clean).strip("' ") or "-"
    name, further = clean[:_MOST_NAME], count(2)
    while name.lower() in taken:
        end = f" ({next(further)})"
        name = clean[: _MOST_NAME - len(end)] + end
    taken.add(name.lower())
    return name


# The summary


def _summary(book: _Book, page: Any, title: str, blocks: Iterable[tuple[str, list[Line]]]) -> None:
    say = texts("ekspor", book.language)
    heading, plain = book.format(bold=True, bottom=1), book.format(text_wrap=True)
    page.set_column(0, 0, _SUMMARY[0])
    page.set_column(1, 1, _SUMMARY[1])
    page.write_string(0, 0, _clean(title), book.format(bold=True, font_size=14))
    page.write_string(1, 0, say["judul"])
    page.merge_range(2, 0, 2, 1, say["catatan"], plain)
    page.set_row(2, 3 * _LINE)
    line = count(4)
    for block, lines in blocks:
        page.write_string(next(line), 0, block, heading)
        for label, value in lines:
            at = next(line)
            _label(book, page, at, label)
            if isinstance(value, int):
                page.write_number(at, 1, value, book.format(align="left"))
            else:
                page.write_string(at, 1, _clean(value), plain)
            page.set_row(at, _height(zip((label, str(value)), _SUMMARY, strict=True)))
        next(line)
    page.write_string(next(line), 0, say["arti"], heading)
    for state, mark, meaning in meanings(book.language):
        at = next(line)
        page.write_string(at, 0, f"{mark} {state}".strip(), book.format(**_look(state)))
        page.write_string(at, 1, meaning, plain)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _label(book: _Book, page: Any, line: int, label: str) -> None:
    """What a line of the summary is about; of a table a link to its sheet."""
    if label in book.names:
        target = f"internal:'{_quoted(book.names[label])}'!A1"
        page.write_url(line, 0, target, book.format(**_LINK), _clean(label))
    else:
        page.write_string(line, 0, _clean(label), book.format(text_wrap=True))


def _quoted(name: str) -> str:
    return name.replace("'", "''")


# Tables


def _sheet(book: _Book, page: Any, sheet: Sheet) -> None:
    head, lines = book.format(**_HEAD), _head_lines(sheet)
    places = range(len(sheet.columns))
    widths = [_width(sheet.columns[n], (row[n] for row in sheet.rows)) for n in places]
    for place, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        if sheet.named_twice:
            page.write_string(0, place, _clean(column.printed), head)
        page.write_string(lines - 1, place, column.name, head)
        page.set_column(place, place, width)
    if sheet.named_twice:
        page.set_row(0, _height(zip((c.printed for c in sheet.columns), widths, strict=True)))
    for line, row in enumerate(sheet.rows, start=lines):
        told = (value.value if isinstance(value.value, str) else "" for value in row)
        page.set_row(line, _height(zip(told, widths, strict=True)))
        for place, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _cell(book, page, (line, place), value, column)
    if sheet.rows:
        last = lines + len(sheet.rows) - 1, len(sheet.columns) - 1
        page.autofilter(lines - 1, 0, *last)
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(*last)}"})
    # The row's number, and its code where it has one, stay in sight.
    coded = [column.name for column in sheet.columns].index("kode") if _coded(sheet) else 0
    page.freeze_panes(lines, coded + 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, lines - 1)


def _head_lines(sheet: Sheet) -> int:
    """Lines above the data: headers as printed, where they are, and names."""
    return 2 if sheet.named_twice else 1


def _coded(sheet: Sheet) -> bool:
    return "kode" in [column.name for column in sheet.columns[:4]]


def _cell(book: _Book, page: Any, at: tuple[int, int], value: Value, column: Column) -> None:
    look, notes = _look(value.state), [value.note] if value.note else []
    number = value.number
    if number is not None and fits(number):
        style = book.format(num_format=_number_format(number, column), **look)
        page.write_number(*at, number, style)
    elif number is not None:
        page.write_string(*at, format(number, "f"), book.format(align="right", **look))
        notes.append(texts("ekspor", book.language)["eksak"])
    elif isinstance(value.value, int):
        page.write_number(*at, value.value, book.format(**look))
    elif isinstance(value.value, str):
        notes += _text(book, page, at, value, column)
    elif look:
        page.write_blank(*at, None, book.format(**look))
    if notes:
        text = _clean("\n".join(notes))[:MOST_TEXT]
        page.write_comment(*at, text, {"x_scale": 2.6, "y_scale": 1 + text.count("\n") / 3})


def _text(
    book: _Book, page: Any, at: tuple[int, int], value: Value, column: Column
) -> Iterator[str]:
    """Write a text; yields what is to be noted."""
    text = _clean(str(value.value))
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT]
        yield texts("ekspor", book.language)["dipotong"]
    if target := _target(book, value.link):
        page.write_url(*at, target, book.format(**_LINK), text)
    else:
        # As text even when it is edited: a code stays one.
        wraps = {"text_wrap": True} if column.type == "teks" else {"num_format": "@"}
        page.write_string(*at, text, book.format(**wraps, **_look(value.state)))


def _target(book: _Book, link: Address | None) -> str:
    """Where a finding's cell is in the workbook; ``""`` where it is in no table."""
    sheet = book.tables.get((link.kind, link.tabel)) if link else None
    if link is None or sheet is None or link.baris not in sheet.index:
        return ""
    names = [column.name for column in sheet.columns]
    place = names.index(link.kolom) if link.kolom in names else 0
    cell = xl_rowcol_to_cell(sheet.index[link.baris] + _head_lines(sheet), place)
    return f"internal:'{_quoted(book.names[sheet.id])}'!{cell}"


def fits(value: Decimal) -> bool:
    """Whether a worksheet holds this number exactly; noughts at its end count."""
    return len(value.as_tuple().digits) <= DIGITS


def _number_format(value: Decimal, column: Column) -> str:
    """Indonesian (locale 421), with the decimals the number has."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    number = "#,##0" + ("." + "0" * places if places else "")
    return ('[$-421]"Rp"' if column.type == "uang" else "[$-421]") + number


def _look(state: str) -> dict[str, Any]:
    for name, (back, front, pattern) in _LOOK.items():
        if name == state:
            return {"bg_color": back, "fg_color": front, "pattern": pattern}
    return {}


def _width(column: Column, values: Iterator[Value]) -> float:
    """Characters; what is longer is wrapped."""
    low, high = _WIDTHS.get(column.type, _TEXT_WIDTH)
    longest = max((len(str(v.value)) for v in values if v.value is not None), default=0)
    return max(low, min(high, max(longest, len(column.name)) + 2))


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """Points that the wrapped texts of a row take, by the widths of their columns."""
    lines = (
        ceil(len(part) / (width - 1)) for text, width in cells for part in text.split("\n") if part
    )
    return _LINE * min(max(lines, default=1), _MOST_LINES)


def _clean(text: str) -> str:
    """Text that XML can hold."""
    return _CONTROL.sub("�", text).encode("utf-8", "replace").decode()
