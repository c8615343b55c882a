"""Frames that hold rows and cells side by side, so that one expectation can compare them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from expectations.rules import DOUBTFUL
from tables.schema import FIXED
from tables.spec import specs

Frames = Mapping[str, pa.Table]
_VALUE = pa.decimal128(38, 4)
_PLACE = [("kind", pa.string()), ("tabel", pa.string()), ("baris", pa.int32())]
_VALUES = pa.schema(
    [
        *_PLACE,
        ("kolom", pa.string()),
        ("nilai_baris", _VALUE),
        ("nilai_sel", _VALUE),
        ("ada_di_baris", pa.bool_()),
    ]
)
_ROWS = pa.schema([*_PLACE, ("status", pa.string()), ("status_sel", pa.string())])


def evidence(frames: Frames) -> dict[str, pa.Table]:
    """The two frames beside the contract's own, from frames that have the contract's schemas.

    ``nilai``: one line per number in a row or cell in ``sel``, with both values (null for the
    text columns, which have none) and whether the cell's row exists.
    ``baris``: one line per row, with its status and the worst status of its cells.
    """
    rows = {kind: _records(frame, kind) for kind, frame in frames.items() if kind not in FIXED}
    names = ["kind", "tabel", "baris", "kolom", "nilai", "status"]
    cells = frames["sel"].select(names).to_pylist()
    return {"nilai": _values(rows, cells), "baris": _statuses(rows, cells)}


def _records(frame: pa.Table, kind: str) -> list[dict[str, Any]]:
    names = ["kind", "tabel", "baris", "status", *specs()[kind].numbers]
    return frame.select(names).to_pylist()  # type: ignore[no-any-return]


def _key(record: Mapping[str, Any]) -> tuple[Any, ...]:
    return (record["kind"], record["tabel"], record["baris"])


def _values(rows: Mapping[str, list[dict[str, Any]]], cells: list[dict[str, Any]]) -> pa.Table:
    known = {_key(row) for some in rows.values() for row in some}
    unread = {
        (*_key(row), name): row[name]
        for kind, some in rows.items()
        for row in some
        for name in specs()[kind].numbers
        if row[name] is not None
    }
    numbers = {kind: set(specs()[kind].numbers) for kind in rows}
    lines = []
    for cell in cells:
        compared = cell["kolom"] in numbers.get(cell["kind"], ())
        lines.append(
            {
                **cell,
                "nilai_baris": unread.pop((*_key(cell), cell["kolom"]), None) if compared else None,
                "nilai_sel": cell["nilai"] if compared else None,
                "ada_di_baris": _key(cell) in known,
            }
        )
    for (kind, tabel, baris, name), value in unread.items():
        place = {"kind": kind, "tabel": tabel, "baris": baris, "kolom": name}
        lines.append({**place, "nilai_baris": value, "nilai_sel": None, "ada_di_baris": True})
    return pa.Table.from_pylist(lines, schema=_VALUES)


def _statuses(rows: Mapping[str, list[dict[str, Any]]], cells: list[dict[str, Any]]) -> pa.Table:
    worst: dict[tuple[Any, ...], str] = {}
    for cell in cells:
        if cell["status"] in DOUBTFUL:
            worst[_key(cell)] = "ditandai"
        elif cell["status"] in ("diperbaiki", "dikoreksi"):
            worst.setdefault(_key(cell), "diperbaiki")
    lines = [
        {**row, "status_sel": worst.get(_key(row), "bersih")}
        for some in rows.values()
        for row in some
    ]
    return pa.Table.from_pylist(lines, schema=_ROWS)
