"""What became of each file of a run, as JSON, and the words and exit codes for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flows.inbox import Source
from tables.errors import CorrectionsError, GateFailed, NeedsOcr, OcrMissing, RenjaError

Outcome = dict[str, Any]

#: From least to worst; a run returns the worst of its documents.
EXIT_CODES = (0, 3, 4, 1, 5)
_NOTHING: Outcome = {
    "dokumen_id": None,
    "sha256": None,
    "pages": 0,
    "tahun": None,
    "perangkat_daerah": "",
    "jenis_dokumen": "",
    "reading": "",
    "facts": [],
    "page_kinds": {},
    "tables": [],
    "rows": {},
    "cells": 0,
    "flagged": 0,
    "ocr_pages": 0,
    "ocr_seconds": 0.0,
    "unread": 0,
    "sidecar": None,
    "broken": [],
    "findings": {},
    "rules": {},
    "files": [],
    "failures": [],
    "seconds": 0.0,
    "cached": False,
    "error": None,
}


def done(
    source: Source, summary: dict[str, Any], verdict: dict[str, Any], files: list[Path]
) -> Outcome:
    """A document that was written, or put in quarantine; what was read of it, if not all."""
    status = "written" if verdict["success"] else "quarantined"
    error: RenjaError | None = None
    if summary["unread"]:
        error = _unread(summary)
        status = "needs_ocr" if verdict["success"] else status
    elif summary["broken"]:
        error = CorrectionsError("; ".join(summary["broken"]))
    return {
        **_NOTHING,
        **summary,
        "file": str(source.path),
        "sha256": source.sha256,
        "status": status,
        "error": _told(error) if error else None,
        "failures": verdict.get("failures", []),
        "files": [str(path.absolute()) for path in files],
    }


def _unread(summary: dict[str, Any]) -> NeedsOcr:
    """Scanned pages were not read: for want of the engines, or each for reasons of its own."""
    told = f"{summary['unread']} of {summary['pages']} pages are scans and could not be read"
    if any(rule.endswith(": ocr_tidak_terpasang") for rule in summary["rules"]):
        return NeedsOcr(f"{told} without the OCR engines", remedy=OcrMissing.remedy)
    return NeedsOcr(told)


def failed(source: Source, error: BaseException) -> Outcome:
    """A document that could not be read or written."""
    known = {"dokumen_id": source.dokumen_id, "sha256": source.sha256}
    return {**unreadable(source.path, error), **known}


def unreadable(path: Path, error: BaseException) -> Outcome:
    """A file that could not even be hashed."""
    if not isinstance(error, RenjaError):
        error = RenjaError(f"{path}: {type(error).__name__}: {error}")
    return {**_NOTHING, "file": str(path), "status": "failed", "error": _told(error)}


def _told(error: RenjaError) -> dict[str, Any]:
    return {
        "name": error.name,
        "message": error.message,
        "remedy": error.remedy,
        "exit_code": error.exit_code,
    }


def copy_of(made: Outcome, path: Path) -> Outcome:
    """A further file with the same content: nothing of its own was written."""
    return {**_NOTHING, "file": str(path), "status": "duplicate", "error": made["error"]} | {
        name: made[name] for name in ("dokumen_id", "sha256", "pages")
    }


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """0 all written · 3 quarantine · 4 unreadable · 1 our own fault · 5 not writable; the worst."""
    return max((_code(made) for made in outcomes), key=EXIT_CODES.index, default=0)


def _code(made: Outcome) -> int:
    if made["error"]:
        return int(made["error"]["exit_code"])
    return GateFailed.exit_code if made["status"] == "quarantined" else 0


def sentence(outcomes: Iterable[Outcome]) -> str:
    """E.g. ``3 written (2 unchanged), 1 quarantined``."""
    outcomes = list(outcomes)
    counts = Counter(made["status"] for made in outcomes)
    unchanged = sum(made["cached"] for made in outcomes)
    parts = [f"{count} {status}" for status, count in sorted(counts.items(), reverse=True)]
    return (", ".join(parts) or "no documents") + (f" ({unchanged} unchanged)" if unchanged else "")


def line(made: Outcome) -> str:
    """One line of the log on one document."""
    name = Path(made["file"]).name
    if made["error"]:
        return f"{name}: {made['error']['name']}: {made['error']['message']}"
    rows = ", ".join(f"{kind} {count}" for kind, count in made["rows"].items()) or "no table"
    return f"{name}: {made['status']}{', unchanged' if made['cached'] else ''}: {rows}"


def row(made: Outcome) -> dict[str, Any]:
    """One line of the summary table."""
    return {
        "file": Path(made["file"]).name,
        "status": "unchanged" if made["cached"] else made["status"],
        "document": made["dokumen_id"] or "",
        "year": made["tahun"] if made["tahun"] is not None else "",
        "pages": made["pages"],
        "OCR": f"{made['ocr_pages']} in {made['ocr_seconds']:.0f} s" if made["ocr_pages"] else "",
        "rows": ", ".join(f"{kind} {count}" for kind, count in made["rows"].items()),
        "flagged": f"{made['flagged']} of {made['cells']} cells" if made["cells"] else "",
        "findings": ", ".join(f"{n} {severity}" for severity, n in made["findings"].items()),
        "seconds": made["seconds"],
        "note": made["error"]["name"] if made["error"] else "",
    }


def report(outcomes: list[Outcome], version: str) -> dict[str, Any]:
    """The run as JSON: what ``--json`` prints."""
    return {
        "version": version,
        "exit_code": exit_code(outcomes),
        "summary": sentence(outcomes),
        "documents": outcomes,
    }
