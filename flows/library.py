"""The published documents as the room ``years`` wants them: only Parquet is read, never a PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tables.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from years.model import Document
    from years.names import Agency

_CELLS = ["kind", "tabel", "baris", "kolom", "status"]
_MIN_ID = 6  # hex digits by which a document may be named


class Library:
    """What lies in a clean folder, listed by ``dokumen``."""

    def __init__(self, clean: Path) -> None:
        self._clean = clean
        self.listed = list(_listed(clean))

    def agencies(self) -> dict[Agency, list[str]]:
        """Agency -> ids of its documents; those without a name or plan year are left out."""
        from years.names import agency

        found: dict[Agency, list[str]] = {}
        for about in self.listed:
            who = agency(about["pemda"], about["perangkat_daerah"])
            if who and about["tahun"]:
                found.setdefault(who, []).append(about["dokumen_id"])
        return found

    def document(self, dokumen_id: str) -> Document:
        """One published document."""
        from years.model import KINDS, document

        frames = {}
        for folder in (*KINDS, "dokumen", "sel"):
            columns = _CELLS if folder == "sel" else None
            for path in self._clean.glob(f"{folder}/tahun=*/{dokumen_id}.parquet"):
                frames[folder] = _read(path, columns)
        return document(frames)

    def find(self, wanted: str) -> str:
        """The id of a document given by id (or its start), by the name of its PDF, or as a file.

        Raises:
            UsageError: there is none, or more than one.
        """
        ids = {about["dokumen_id"] for about in self.listed if _is(about, wanted)}
        path = Path(wanted)
        if path.is_file():
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            ids = {about["dokumen_id"] for about in self.listed if about["sha256"] == sha256}
        if len(ids) == 1:
            return str(ids.pop())
        if ids:
            raise UsageError(
                f"{wanted} may be {', '.join(sorted(ids))}", remedy="Name one of these ids."
            )
        known = ", ".join(f"{about['dokumen_id']} ({about['berkas']})" for about in self.listed)
        raise UsageError(
            f"{wanted} is not in {self._clean}; there are: {known or 'no documents'}",
            remedy="Run `renja ingest` on it first, or name another folder with --clean.",
        )


def _listed(clean: Path) -> Iterator[dict[str, Any]]:
    names = ["dokumen_id", "sha256", "berkas", "pemda", "perangkat_daerah"]
    for path in sorted(clean.glob("dokumen/tahun=*/*.parquet")):
        (about,) = _read(path, names).to_pylist()
        yield about


def _read(path: Path, columns: Iterable[str] | None) -> pa.Table:
    """A published file with the year of its folder as a column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = None if columns is None else list(columns)
    table = pq.read_table(path, partitioning=None, columns=wanted)
    year = int(path.parent.name.removeprefix("tahun="))
    return table.append_column("tahun", pa.array([year] * table.num_rows, pa.int16()))


def _is(about: dict[str, Any], wanted: str) -> bool:
    start = len(wanted) >= _MIN_ID and about["dokumen_id"].startswith(wanted.lower())
    return start or wanted in (about["berkas"], Path(about["berkas"]).stem)
