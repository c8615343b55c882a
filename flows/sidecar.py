"""Reads ``<name>.yaml`` beside ``<name>.pdf``: facts that the user knows better than the pages.

What stands there goes before what is printed; a difference becomes a finding. A sidecar that
cannot be used stops its own document and no other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from tables.errors import SidecarError
from tables.model import DocumentKind

SUFFIX = ".yaml"
YEARS = range(2005, 2046)
Value = str | int


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A sidecar as read: facts by name, and the SHA-256 of its bytes in hex."""

    path: Path
    sha256: str
    facts: Mapping[str, Value]

    @property
    def told(self) -> dict[str, str]:
        """What the output says about it."""
        return {"berkas": self.path.name, "sha256": self.sha256}


def place(pdf: Path) -> Path:
    """Where the sidecar of a PDF would lie."""
    return pdf.with_suffix(SUFFIX)


def fingerprint(pdf: Path) -> str:
    """SHA-256 of the PDF's sidecar in hex, empty without one; contents are not looked at."""
    path = place(pdf)
    if not path.exists():
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:  # which `read` will complain about
        return str(error.strerror)


def read(pdf: Path) -> Sidecar | None:
    """The PDF's sidecar, ``None`` where there is none.

    Raises:
        SidecarError: it cannot be read, or says something that cannot be; the message lists all
            that is wrong and the fields there are.
    """
    path = place(pdf)
    if not path.exists():
        return None
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise SidecarError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SidecarError(f"{path}: not UTF-8 text") from error
    return Sidecar(path, hashlib.sha256(raw).hexdigest(), parse(text, str(path)))


def parse(text: str, name: str) -> dict[str, Value]:
    """Facts by name from YAML text; nothing where it holds comments only.

    Raises:
        SidecarError: see :func:`read`; ``name`` starts the message.
    """
    stated = _load(text, name)
    facts, wrong = {}, []
    for field, value in stated.items():
        if field not in FIELDS:
            wrong.append(f"unknown field {field!r}")
            continue
        try:
            facts[field] = FIELDS[field](value)
        except ValueError as error:
            wrong.append(f"{field}: {value!r} {error}")
    tahun, evaluated = facts.get("tahun"), facts.get("tahun_evaluasi")
    if isinstance(tahun, int) and isinstance(evaluated, int) and evaluated > tahun:
        wrong.append(f"tahun_evaluasi {evaluated} is after tahun {tahun}")
    if wrong:
        raise SidecarError(f"{name}: {'; '.join(wrong)}. Fields: {', '.join(FIELDS)}")
    return facts


def _load(text: str, name: str) -> dict[str, Any]:
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        stated = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SidecarError(f"{name}: not YAML: {' '.join(str(error).split())}") from error
    except ValueError as error:  # YAML reads dates itself: 2023-02-30
        raise SidecarError(f"{name}: a date that does not exist: {error}") from error
    if stated is None:
        return {}
    if not isinstance(node, yaml.MappingNode) or not isinstance(stated, dict):
        raise SidecarError(f"{name}: expected lines `field: value`. Fields: {', '.join(FIELDS)}")
    given = [key.value for key, _ in node.value]
    if twice := sorted({str(field) for field in given if given.count(field) > 1}):
        raise SidecarError(f"{name}: given twice: {', '.join(twice)}")
    return {str(field): value for field, value in stated.items()}


def _year(value: object) -> int:
    if not isinstance(value, int) or value not in YEARS:
        raise ValueError(f"is not a year from {YEARS[0]} to {YEARS[-1]}")
    return value


def _text(value: object) -> str:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        text = str(value).strip()
        if text and "\n" not in text:
            return text
    raise ValueError("is not one line of text")


def _kind(value: object) -> str:
    if value not in get_args(DocumentKind):
        raise ValueError(f"is none of {', '.join(get_args(DocumentKind))}")
    return str(value)


def _period(value: object) -> str:
    match = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", str(value))
    if match is None or not int(match[1]) < int(match[2]) <= int(match[1]) + 6:
        raise ValueError("is not a period such as 2019-2023")
    return f"{_year(int(match[1]))}-{_year(int(match[2]))}"


def _day(value: object) -> str:
    if not isinstance(value, date):
        try:
            value = date.fromisoformat(str(value))
        except ValueError:
            raise ValueError("is not a date such as 2023-08-20") from None
    return value.isoformat()[:10]


FIELDS: dict[str, Callable[[object], Value]] = {
    "tahun": _year,
    "tahun_evaluasi": _year,
    "pemda": _text,
    "perangkat_daerah": _text,
    "jenis_dokumen": _kind,
    "periode_renstra": _period,
    "nomor_sk": _text,
    "tanggal_sk": _day,
}
