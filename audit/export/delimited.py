"""Sheets as CSV files that Excel opens, too.

UTF-8 with a byte order mark. Parted by ``;`` with decimal commas, as an Indonesian Excel expects,
or by ``,`` with decimal points. What a spreadsheet would take for a formula is made text by an
apostrophe in front, which is the only change; numbers keep their minus.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Literal

from audit.export.sheets import Sheet, Value
from audit.export.summary import Line

Separator = Literal[";", ","]
BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@|\t\r]")


def sheet_csv(sheet: Sheet, separator: Separator) -> bytes:
    """One sheet: canonical names, then a line for each row."""
    rows = [[_written(value, separator) for value in row] for row in sheet.rows]
    return _csv([[column.name for column in sheet.columns], *rows], separator)


def summary_csv(blocks: list[tuple[str, list[Line]]], separator: Separator) -> bytes:
    """The summary: heading, what, value."""
    lines = [[head, safe(name), safe(str(value))] for head, some in blocks for name, value in some]
    return _csv(lines, separator)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _written(value: Value, separator: Separator) -> str:
    if value.number is not None:
        text = format(value.number, "f")
        return text.replace(".", ",") if separator == ";" else text
    if isinstance(value.value, str):
        return safe(value.value)
    return "" if value.value is None else str(value.value)


def _csv(lines: list[list[str]], separator: Separator) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return (BOM + target.getvalue()).encode("utf-8", "replace")
