"""What was written of each document, and where its PDF lies.

A document is in ``clean/`` or in ``quarantine/<dokumen_id>/``; its line in ``dokumen`` is its card.
PDFs are found by what is in them, so they may be renamed and moved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tables.errors import FileVanished, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

_MIN_ID = 6  # hex digits by which a document may be named
_NEAR, _NAMED = 60, 5  # how alike a name must be (0-100) to be offered, and how many are


@dataclass(frozen=True, slots=True)
class Entry:
    """One document.

    Attributes:
        root: the folder that holds its frames: ``clean/`` or ``quarantine/<dokumen_id>/``.
        quarantined: it failed its suite; `why` says of what.
        about: its line in ``dokumen``, ``tahun`` included.
    """

    root: Path
    quarantined: bool
    about: dict[str, Any]

    @property
    def dokumen_id(self) -> str:
        return str(self.about["dokumen_id"])

    @property
    def sha256(self) -> str:
        return str(self.about["sha256"])

    @property
    def berkas(self) -> str:
        """Name of the PDF when it was read."""
        return str(self.about["berkas"])

    @property
    def tahun(self) -> int:
        return int(self.about["tahun"])

    @property
    def name(self) -> str:
        """Agency and government as printed; the file's name where neither is known."""
        said = [self.about["perangkat_daerah"], self.about["pemda"]]
        return ", ".join(part for part in said if part) or self.berkas

    @property
    def tables(self) -> list[dict[str, Any]]:
        """The tables in output order: ``kind, tabel, judul, halaman, jumlah_baris, kolom``.

        Each of ``kolom``: ``nama``, ``cetak`` (header from the top level down), ``nomor``,
        ``rumus``, ``jenis``, ``lokal``, ``skala``.
        """
        listed: list[dict[str, Any]] = json.loads(self.about["tabel"] or "[]")
        return listed

    def why(self) -> dict[str, Any]:
        """What failed (``why.json``); empty for a published document."""
        path = self.root / "why.json"
        if not self.quarantined or not path.is_file():
            return {}
        reason: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return reason


class Library:
    """The documents below a clean folder and, where given, a quarantine folder."""

    def __init__(self, clean: Path, quarantine: Path | None = None) -> None:
        self.clean = clean
        self.quarantine = quarantine

    def documents(self) -> list[Entry]:
        """All documents, by plan year, agency and file name.

        Raises:
            UsageError: a file cannot be read.
        """
        found = [_entry(path, self.clean, False) for path in _cards(self.clean)]
        if self.quarantine is not None and self.quarantine.is_dir():
            for root in sorted(self.quarantine.iterdir()):
                found += [_entry(path, root, True) for path in _cards(root)]
        return sorted(found, key=lambda e: (e.tahun, e.name, e.berkas, e.dokumen_id))

    def find(self, name: str | Path) -> Entry:
        """The document of an id (or its start), of its PDF's name, or of a PDF itself.

        Raises:
            UsageError: there is none, or more than one; the message lists names like it.
        """
        wanted, known = str(name), self.documents()
        if Path(name).is_file():
            sha256 = sha256_of(Path(name))
            found = [entry for entry in known if entry.sha256 == sha256]
        else:
            found = [entry for entry in known if _is(entry, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{wanted} may be {_listed(found)}", remedy="Name one of these ids.")
        raise UsageError(
            f"{wanted} is not in {self.clean}; {_offer(wanted, known)}",
            remedy="Run `renja ingest` on it first, or name other folders with --clean and "
            "--quarantine.",
        )

    def frames(self, entry: Entry) -> dict[str, pa.Table]:
        """The document's Arrow tables by folder: kinds of table, ``sel``, ``temuan``, ``dokumen``.

        Each has ``tahun`` as a column, the schema's metadata (printed headers of ``lain``) is kept.

        Raises:
            UsageError: a file cannot be read.
        """
        place = f"tahun={entry.tahun}/{entry.dokumen_id}.parquet"
        return {path.parts[-3]: read(path) for path in sorted(entry.root.glob(f"*/{place}"))}

    def pdf(self, entry: Entry, places: Iterable[Path] = ()) -> Path:
        """The PDF a document was read from.

        Args:
            places: files, or folders searched at any depth; ``raw_pdfs/`` where none is given.

        Raises:
            FileVanished: none of the files has the document's SHA-256.
        """
        searched = list(places) or [_inbox()]
        candidates = {path.resolve() for place in searched for path in _pdfs(place)}
        # The name it had is tried first; of the others only those of its size are hashed.
        for path in sorted(candidates, key=lambda p: (p.name != entry.berkas, p)):
            try:
                same_size = path.stat().st_size == entry.about["ukuran"]
                if same_size and sha256_of(path) == entry.sha256:
                    return path
            except OSError:
                continue
        raise FileVanished(
            f"the PDF of {entry.dokumen_id} ({entry.berkas}) is not in "
            f"{', '.join(map(str, searched))}",
            remedy="Put it back, or name the folder it is in with --pdf.",
        )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read(path: Path) -> pa.Table:
    """One written file with the year of its folder as the last column.

    Raises:
        UsageError: it cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, partitioning=None)
    except (OSError, pa.ArrowException) as error:
        raise UsageError(
            f"{path} cannot be read: {error}",
            remedy="Run `renja ingest --force` on its PDF, which writes it anew.",
        ) from error
    year = int(path.parent.name.removeprefix("tahun="))
    return table.append_column("tahun", pa.array([year] * table.num_rows, pa.int16()))


def _cards(root: Path) -> Iterator[Path]:
    return iter(sorted(root.glob("dokumen/tahun=*/*.parquet")))


def _entry(card: Path, root: Path, quarantined: bool) -> Entry:
    (about,) = read(card).to_pylist()
    return Entry(root, quarantined, about)


def _inbox() -> Path:
    from flows.places import INBOX

    return INBOX


def _pdfs(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from (p for p in place.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())


def _is(entry: Entry, wanted: str) -> bool:
    start = len(wanted) >= _MIN_ID and entry.dokumen_id.startswith(wanted.lower())
    return start or wanted in (entry.berkas, Path(entry.berkas).stem)


def _stem(name: str) -> str:
    return Path(name).name.lower().removesuffix(".pdf")


def _listed(entries: Iterable[Entry]) -> str:
    return ", ".join(f"{entry.dokumen_id} ({entry.berkas})" for entry in entries)


def _offer(wanted: str, known: list[Entry]) -> str:
    """Documents named like it; all of them where there are few or none is like it."""
    from rapidfuzz import fuzz

    if not known:
        return "there are no documents"
    name = _stem(wanted)
    alike = {e.dokumen_id: fuzz.partial_ratio(name, _stem(e.berkas)) for e in known}
    near = sorted(known, key=lambda e: (-alike[e.dokumen_id], e.dokumen_id))
    offered = [e for e in near if alike[e.dokumen_id] >= _NEAR] or near
    more = len(known) - min(len(offered), _NAMED)
    return f"there are: {_listed(offered[:_NAMED])}" + (f" and {more} more" if more else "")
