"""The address of a cell: the same in a Parquet row, in a link and on the command line."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, unquote

_MARK = "#sel="


class Address(NamedTuple):
    """Where a cell is, within its document.

    Attributes:
        kind: folder of the contract, e.g. ``evaluasi_renja``; ``narasi`` for running text.
        tabel: as printed, e.g. ``2.1``; ``""`` for running text.
        baris: line of the table, or ``nomor`` of the amount in running text.
        kolom: name of the contract, e.g. ``target_renja_rp``.
    """

    kind: str
    tabel: str
    baris: int
    kolom: str

    @property
    def anchor(self) -> str:
        """``#sel=<kind>/<tabel>/<baris>/<kolom>``, each part quoted for a URL."""
        return _MARK + "/".join(quote(str(part), safe="") for part in self)


def parse(anchor: str) -> Address:
    """The address in an anchor, with or without its ``#``.

    Raises:
        ValueError: it is none.
    """
    parts = anchor.removeprefix("#").removeprefix(_MARK.removeprefix("#")).split("/")
    if len(parts) != 4 or not parts[2].isdecimal():
        raise ValueError(f"{anchor!r} is no address of a cell")
    kind, tabel, baris, kolom = (unquote(part) for part in parts)
    return Address(kind, tabel, int(baris), kolom)
