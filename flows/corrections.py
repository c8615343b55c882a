"""Keeps ``corrections/<dokumen_id>.jsonl``: one line a decision on a cell, never changed.

A line that cannot be read is named with its number and its file; the others count all the same.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.inbox import inbox_of
from tables.correction import Correction, parse
from tables.errors import OutputError
from tables.model import Finding

SUFFIX = ".jsonl"


@dataclass(slots=True)
class Corrections:
    """Lines in their order, and what is wrong with those that are none."""

    lines: list[Correction] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def findings(self) -> list[Finding]:
        """One for each line that could not be read."""
        return [
            Finding(
                aturan="koreksi_rusak",
                kelas="belum_jelas",
                tingkat="sedang",
                uraian=f"Baris berkas koreksi tidak diterapkan: {problem}.",
                bukti={"masalah": problem},
            )
            for problem in self.problems
        ]


def name_of(pdf: Path) -> str:
    """How a PDF is called across its editions: its path below ``raw_pdfs``, else its name."""
    inbox = inbox_of(pdf)
    return pdf.absolute().relative_to(inbox).as_posix() if inbox else pdf.name


def place(folder: Path, dokumen_id: str) -> Path:
    """Where the decisions on a document are."""
    return folder / f"{dokumen_id}{SUFFIX}"


def read(paths: Iterable[Path]) -> Corrections:
    """All lines of some files; a file that is not there has none."""
    made = Corrections()
    seen: set[str] = set()
    for path in paths:
        for number, text in enumerate(_lines(path, made), start=1):
            if not text.strip():
                continue
            try:
                line = parse(text.decode("utf-8"))
                if line.dokumen_id != path.stem:
                    raise ValueError(f"it is about {line.dokumen_id}")
                if line.id in seen:
                    raise ValueError(f"the id {line.id} was used before")
            except ValueError as error:
                made.problems.append(f"{path.name}, line {number}: {error}")
                continue
            seen.add(line.id)
            made.lines.append(line)
    return made


def _lines(path: Path, made: Corrections) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        made.problems.append(f"{path.name}: {error.strerror}")
        return []


def append(folder: Path, line: Correction) -> Path:
    """Add one line, whole and synced, whoever else does the same.

    Raises:
        OutputError: it cannot be written.
    """
    path = place(folder, line.dokumen_id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            size = stream.seek(0, os.SEEK_END)
            if size:
                stream.seek(size - 1)
            torn = size and stream.read(1) != b"\n"  # a crash cut the last line: it stays broken
            stream.write((b"\n" if torn else b"") + line.line().encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        _sync(folder)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def _sync(folder: Path) -> None:
    """Make the file's name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Shelf:
    """The files of a folder, and which of them concern a PDF."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._named: dict[str, set[Path]] = {}
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            for name in {line.berkas for line in read([path]).lines}:
                self._named.setdefault(name, set()).add(path)

    def files(self, pdf: Path, sha256: str, others: Iterable[str] = ()) -> list[Path]:
        """The PDF's own file, then those of PDFs that had its name before.

        Args:
            others: SHA-256 of further PDFs that are there; they are no editions of this one.
        """
        own = place(self._folder, sha256[:16])
        still = {place(self._folder, other[:16]) for other in others}
        before = self._named.get(name_of(pdf), set()) - still - {own}
        return [path for path in (own, *sorted(before)) if path.is_file()]


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 in hex of what the files say, empty where there are none."""
    digest, some = hashlib.sha256(), False
    for path in paths:
        some = True
        digest.update(f"{path.name}\n".encode())
        digest.update(_contents(path))
    return digest.hexdigest() if some else ""


def told(paths: Iterable[Path]) -> Mapping[str, str]:
    """What the output says about them: SHA-256 by file name."""
    return {path.name: hashlib.sha256(_contents(path)).hexdigest() for path in paths}


def _contents(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:  # which `read` tells
        return str(error.strerror).encode()
