"""What a document's figures rest on: its PDF, what else was read, the code, and the files written.

Two hashes are kept of each file: of its bytes, and of what is in it. A run by newer code writes
other bytes (they name its version) and mostly the same contents.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from audit.library import Entry, read, sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

_OURS = ("versi_pipeline",)  # columns that tell of the run, not of the document
_FORMAT = "1"  # of the hash of contents


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hashes are SHA-256 in hex.

    Attributes:
        sha256: of the PDF.
        files: of each Parquet file's bytes, by its path below the entry's root.
        contents: of each Parquet file's columns and values, by folder.
        nomenklatur: versions of the official lists in force when it was read.
        sidecar: name and hash of the file beside the PDF; empty where none stated facts.
        koreksi: by name, the files with people's decisions.
    """

    sha256: str
    files: dict[str, str]
    contents: dict[str, str]
    versi_pipeline: str
    nomenklatur: list[str] = field(default_factory=list)
    sidecar: dict[str, str] = field(default_factory=dict)
    koreksi: dict[str, str] = field(default_factory=dict)

    @property
    def figures(self) -> str:
        """One hash of PDF and contents: the same as long as no figure and no finding changes."""
        return _digest({"sha256": self.sha256, "contents": self.contents})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Fingerprint:
        """Raises ``TypeError`` where it is none."""
        return cls(**raw)


def fingerprint(entry: Entry) -> Fingerprint:
    """Hash what was written of a document.

    Raises:
        UsageError: a file cannot be read.
    """
    paths = _files(entry)
    tables = {path.parts[-3]: read(path) for path in paths}
    told = _provenance(tables["dokumen"])
    return Fingerprint(
        sha256=entry.sha256,
        files={path.relative_to(entry.root).as_posix(): sha256_of(path) for path in paths},
        contents={folder: contents(table) for folder, table in tables.items()},
        versi_pipeline=str(entry.about["versi_pipeline"]),
        nomenklatur=list(told.get("nomenklatur", ())),
        sidecar=dict(told.get("sidecar", {})),
        koreksi=dict(told.get("koreksi", {})),
    )


def contents(table: pa.Table) -> str:
    """Hash of a table's columns, types and values, whatever wrote it and however it is packed."""
    kept = table.drop_columns([name for name in _OURS if name in table.column_names])
    columns = [(field.name, str(field.type)) for field in kept.schema]
    digest = hashlib.sha256(f"{_FORMAT} {columns}\n".encode())
    for batch in kept.combine_chunks().to_batches(max_chunksize=4096):
        for row in batch.to_pylist():
            digest.update(json.dumps(row, ensure_ascii=False, default=str).encode())
    return digest.hexdigest()


def _files(entry: Entry) -> list[Path]:
    return sorted(entry.root.glob(f"*/tahun={entry.tahun}/{entry.dokumen_id}.parquet"))


def _provenance(table: pa.Table) -> dict[str, Any]:
    told = json.loads((table.schema.metadata or {}).get(b"renja", b"{}"))
    return told if isinstance(told, dict) else {}


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
