"""Finds the PDFs to read and keeps ``raw_pdfs/manifest.csv``. Originals are never edited."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows import sidecar
from tables.errors import DocumentError, FileVanished, UsageError

FOLDER = "raw_pdfs"
MANIFEST = "manifest.csv"
FIELDS = ("file", "sha256", "bytes", "pages", "source_url", "agency", "first_seen")


@dataclass(frozen=True, slots=True)
class Source:
    """One PDF as found: absolute path, SHA-256 in hex, size in bytes.

    ``sidecar``: SHA-256 of the file beside it that states facts, empty without one.
    """

    path: Path
    sha256: str
    size: int
    sidecar: str = ""

    @property
    def dokumen_id(self) -> str:
        return self.sha256[:16]


def find(paths: Iterable[Path]) -> list[Path]:
    """The PDFs named or lying in the folders named (at any depth), sorted, each once.

    A file is taken whatever its name; of a folder the ``*.pdf``, without hidden ones.

    Raises:
        UsageError: a path does not exist, or there is no PDF at all.
    """
    found: set[Path] = set()
    asked = list(paths)
    for path in asked:
        if not path.exists():
            raise UsageError(f"no such file or folder: {path}")
        found.update(_in_folder(path) if path.is_dir() else [path.absolute()])
    if not found:
        raise UsageError(
            f"no PDF in {', '.join(map(str, asked))}",
            remedy=f"Put PDFs there, e.g. in {asked[0]}/<year>/." if asked else None,
        )
    return sorted(found)


def _in_folder(folder: Path) -> Iterable[Path]:
    for path in folder.absolute().rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder.absolute()).parts)
        if path.suffix.lower() == ".pdf" and not hidden and path.is_file():
            yield path


def fingerprint(path: Path) -> Source:
    """Hash a file, and what lies beside it.

    Raises:
        FileVanished: it is no longer there.
        DocumentError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except FileNotFoundError as error:
        raise FileVanished(f"{path}: the file is gone") from error
    except OSError as error:
        raise DocumentError(
            f"{path}: {error.strerror}", remedy="Give yourself permission to read the file."
        ) from error
    return Source(path, sha256, size, sidecar.fingerprint(path))


def read_manifest(inbox: Path) -> dict[str, dict[str, str]]:
    """Manifest lines by ``file`` (path below the inbox, with ``/``); empty without a manifest."""
    path = inbox / MANIFEST
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {line["file"]: dict(line) for line in csv.DictReader(stream)}


def inbox_of(path: Path) -> Path | None:
    """The ``raw_pdfs`` folder a file lies in, if any."""
    return next((folder for folder in path.absolute().parents if folder.name == FOLDER), None)


def _by_inbox(sources: Iterable[Source]) -> dict[Path, dict[str, Source]]:
    """Sources by inbox and path below it; those outside an inbox are left out."""
    found: dict[Path, dict[str, Source]] = {}
    for source in sources:
        if inbox := inbox_of(source.path):
            found.setdefault(inbox, {})[source.path.relative_to(inbox).as_posix()] = source
    return found


def replaced(sources: Iterable[Source]) -> dict[str, str]:
    """Contents that gave way to others under the same name: old SHA-256 -> new.

    What any inbox still holds under another name is not replaced.
    """
    old_to_new: dict[str, str] = {}
    kept: set[str] = set()
    for inbox, files in _by_inbox(sources).items():
        for name, line in read_manifest(inbox).items():
            now = files.get(name)
            if now is not None and line["sha256"] != now.sha256:
                old_to_new[line["sha256"]] = now.sha256
            elif (inbox / name).exists():
                kept.add(line["sha256"])
        kept.update(source.sha256 for source in files.values())
    return {old: new for old, new in old_to_new.items() if old not in kept}


def update_manifests(sources: Iterable[Source], pages: Mapping[str, int], today: date) -> None:
    """Bring the manifests of all inboxes up to date with the sources that lie in them.

    What people wrote (``source_url``, ``agency``, further columns) stays, as do lines of files
    that are gone. A file whose contents changed is first seen anew.

    Args:
        pages: number of pages by SHA-256, where known.

    Raises:
        OSError: one cannot be written; the old one is intact.
    """
    for inbox, files in _by_inbox(sources).items():
        lines = read_manifest(inbox)
        for name, source in files.items():
            line = lines.setdefault(name, {"file": name})
            if line.get("sha256") != source.sha256:
                line.update(sha256=source.sha256, first_seen=today.isoformat(), pages="")
            line["bytes"] = str(source.size)
            if source.sha256 in pages:
                line["pages"] = str(pages[source.sha256])
        _replace(inbox / MANIFEST, _render(lines))


def _render(lines: Mapping[str, Mapping[str, str]]) -> str:
    further = dict.fromkeys(name for line in lines.values() for name in line if name not in FIELDS)
    text = io.StringIO()
    writer = csv.DictWriter(text, [*FIELDS, *further], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(line for _, line in sorted(lines.items()))
    return text.getvalue()


def _replace(path: Path, text: str) -> None:
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
