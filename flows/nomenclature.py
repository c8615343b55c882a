"""Keeps the user's lists of the official nomenclature: import, list, remove, load.

A folder holds one ``<versi>.csv`` a version (``kode,kode_lain,nama,level,satuan``), as checked at
import, beside ``<versi>.json`` saying where it came from. All versions in the folder are in force.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

from cleaning.nomenclature import Nomenclature, Official
from flows import places, store
from tables.errors import UsageError
from tables.model import Level

_COLUMNS = ("kode", "kode_lain", "nama", "level", "satuan")


def keep(lists: Iterable[Nomenclature], folder: Path, source: Path, today: date) -> list[Path]:
    """Write each version to ``folder``; one of the same name is replaced.

    Args:
        source: the file they were imported from, kept as a note.

    Raises:
        UsageError: a version's name cannot be a file name.
        OutputError: the folder cannot be written.
    """
    written = []
    for one in lists:
        if not re.fullmatch(r"[\w()+-][\w .()+-]*", one.versi):
            raise UsageError(
                f"version {one.versi!r} cannot be a file name",
                remedy="Give it another with --versi: letters, digits, blanks, dots and hyphens.",
            )
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows([getattr(entry, name) for name in _COLUMNS] for entry in one.entries)
        note = {"berkas": source.name, "diimpor": today.isoformat()}
        path = folder / f"{one.versi}.csv"
        store.replace(_note(path), (json.dumps(note) + "\n").encode(), folder)
        store.replace(path, text.getvalue().encode(), folder)
        written.append(path)
    return written


def _note(path: Path) -> Path:
    """Where a list came from, beside it."""
    return path.with_suffix(".json")


def load(folder: Path) -> list[Nomenclature]:
    """All versions in force; none where the folder is missing.

    Raises:
        UsageError: a file was changed by hand and cannot be read any more.
    """
    return [_load(path) for path in places.lists(folder)]


def _load(path: Path) -> Nomenclature:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            entries = tuple(
                Official(
                    r["kode"], r["nama"], cast("Level", r["level"]), r["satuan"], r["kode_lain"]
                )
                for r in csv.DictReader(stream)
            )
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"{path}: not as `renja nomenklatur import` wrote it",
            remedy="Import the list again, or remove it with `renja nomenklatur remove`.",
        ) from error
    return Nomenclature(path.stem, entries)


def listed(folder: Path) -> list[dict[str, Any]]:
    """One record a version: ``versi``, entries by level, where it came from, its file."""
    found = []
    for path in places.lists(folder):
        note = _note(path)
        about = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
        entries = _load(path).entries
        levels = dict(Counter(entry.level for entry in entries))
        found.append(
            {"versi": path.stem, "jumlah": len(entries), "level": levels, **about,
             "tersimpan": str(path)}
        )  # fmt: skip
    return found


def remove(version: str, folder: Path) -> None:
    """Take a version out of force.

    Raises:
        UsageError: there is none of that name; the message lists what there is.
        OutputError: it cannot be removed.
    """
    found = {path.stem: path for path in places.lists(folder)}
    if version not in found:
        names = ", ".join(found) or "none"
        raise UsageError(f"no version {version}; there are: {names}")
    store.remove(found[version])
    store.remove(_note(found[version]))
