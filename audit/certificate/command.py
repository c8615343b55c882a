"""``renja certificate``: writes a certificate, signs it, and says what changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from audit.certificate.content import Content, content, stamp
from audit.certificate.page import page
from audit.certificate.record import Change, changes, load, sign
from audit.fingerprint import fingerprint
from audit.library import Entry, Library
from audit.texts import Language, texts
from flows.corrections import place as corrections_of
from flows.places import INBOX
from flows.store import replace
from tables.errors import CertificateError, FileVanished, UsageError

FOLDER = "certificates"  # below reports/
_LINKS = {
    "laporan": "audit/{}.html",
    "indeks": "audit/index.html",
    "data_docs": "data_docs/index.html#{}",
}


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs; ``with_doubts``: although doubts are open."""

    name: str
    role: str
    with_doubts: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """The documents, and the folders of corrections and reports."""

    library: Library
    corrections: Path
    reports: Path


def place(reports: Path, dokumen_id: str) -> Path:
    """Where the certificate of a document is."""
    return reports / FOLDER / f"{dokumen_id}.html"


def certify(desk: Desk, name: str, language: Language, signer: Signer | None = None) -> Path:
    """Write a document's certificate. Earlier signatures stay; those of other figures say so.

    Raises:
        UsageError: there is no such document, or the file there is no certificate.
        CertificateError: it is not to be signed; nothing is written then.
        OutputError: it cannot be written.
    """
    entry = desk.library.find(name)
    path = place(desk.reports, entry.dokumen_id)
    now = datetime.now(UTC)
    decided = _decided(desk, entry.dokumen_id, fingerprint(entry).koreksi)
    made = content(entry, desk.library.frames(entry), now, decided)
    made["tanda_tangan"] = _signatures(path)
    if signer is not None:
        when = stamp(now)
        made = sign(made, signer.name, signer.role, when, with_doubts=signer.with_doubts)
    replace(path, page(made, language, _links(desk, entry)).encode(), desk.reports)
    return path


def verify(
    desk: Desk, path: Path, pdfs: Iterable[Path], language: Language, *, as_json: bool = False
) -> None:
    """Hash everything again and say what changed since the certificate was made.

    Raises:
        UsageError: the file is no certificate.
        CertificateError: figures, findings, decisions, the PDF or the page itself changed.
    """
    from flows.version import version_in_force

    text, made = load(path)
    dokumen_id = made["dokumen"]["dokumen_id"]
    entry = _find(desk.library, dokumen_id)
    decided = _decided(desk, dokumen_id, made["sidik"]["koreksi"])
    now = fingerprint(entry) if entry else None
    found = list(changes(made, text, now, version=version_in_force(), decided=decided))
    pdf = _pdf(desk.library, entry, list(pdfs) or [INBOX]) if entry else None
    if pdf is not None:
        found.insert(1, pdf)
    broken = [change for change in found if change.breaks]
    if as_json:
        told = {"holds": not broken, "signed": made["tanda_tangan"]}
        listed = [
            {"what": c.what, "of": c.of, "verdict": c.verdict, "then": c.then, "now": c.now}
            for c in found
        ]
        print(json.dumps({**told, "checks": listed}, indent=1, ensure_ascii=False))
    else:
        _tell(made, found, language)
    if broken:
        raise CertificateError(
            f"{path} does not hold any more: {', '.join(_named(change) for change in broken)}",
            remedy="Look at what changed (`renja reprocess` keeps reports/changes), then make and "
            "sign it anew.",
        )


def _tell(made: Content, found: list[Change], language: Language) -> None:
    say = texts("sertifikat", language)
    print(f"{made['dokumen']['nama']} {made['dokumen']['tahun'] or ''} ({made['dibuat']})")
    for change in found:
        what = f"{say[f'periksa.{change.what}']} {change.of}".strip()
        shown = f"  {say[f'periksa.{change.verdict}']:<10} {what}"
        if change.verdict != "sama" and change.then != change.now:
            shown += f": {change.then[:40] or '–'} → {change.now[:40] or '–'}"
        print(shown)
    if not any(change.what == "pdf" for change in found):
        print(f"  {'–':<10} PDF {say['periksa.tanpa_pdf']}")
    for line in made["tanda_tangan"]:
        print(f"  {say['periksa.tanda_tangan']} {line['oleh']} ({line['peran']}), {line['waktu']}")
    if not any(change.breaks for change in found):
        print(say["periksa.berlaku"])


def _named(change: Change) -> str:
    return f"{change.what} {change.of}".strip()


def _signatures(path: Path) -> list[dict[str, str]]:
    """Signatures of the certificate that is there, if one is."""
    return list(load(path)[1]["tanda_tangan"]) if path.exists() else []


def _decided(desk: Desk, dokumen_id: str, known: Iterable[str]) -> dict[str, str]:
    """SHA-256 by name of a document's corrections as they are.

    Args:
        known: names of those it was read with; its own file is looked at whether known or not.
    """
    names = {*known, corrections_of(desk.corrections, dokumen_id).name}
    files = (desk.corrections / name for name in sorted(names))
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files if f.is_file()}


def _links(desk: Desk, entry: Entry) -> dict[str, str]:
    """Other pages there are, as seen from the certificates' folder."""
    places = {name: place.format(entry.dokumen_id) for name, place in _LINKS.items()}
    there = ((n, p) for n, p in places.items() if (desk.reports / p.partition("#")[0]).is_file())
    return {name: f"../{place}" for name, place in there}


def _find(library: Library, dokumen_id: str) -> Entry | None:
    try:
        return library.find(dokumen_id)
    except UsageError:
        return None


def _pdf(library: Library, entry: Entry, pdfs: list[Path]) -> Change | None:
    """The PDF as it is; ``None`` where neither it nor another of its name is found."""
    try:
        library.pdf(entry, pdfs)
        return Change("pdf", "sama")
    except FileVanished:
        folders = (place for place in pdfs if place.is_dir())
        if any(any(folder.rglob(escape(entry.berkas))) for folder in folders):
            return Change("pdf", "berubah", entry.berkas)
        return None
