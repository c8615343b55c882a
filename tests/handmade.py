"""Documents made by hand and published, for tests of what is handed on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import documents as make

from audit.library import Library
from cleaning.frames import frames
from flows import store
from tables.model import CleanDocument, CleanTable, Entry

FORMULA = '=HYPERLINK("http://evil","x")'
MARKUP = "</script><img src=x onerror=alert(1)>"
LONG = "123456789012345.68"  # more digits than a float holds


def doubtful_plan() -> CleanTable:
    """Rows with every state, hostile texts and a number too long for a float."""
    table = make.plan()
    one, two, three, four, five, six = table.rows
    one.entries["uraian"] = make.words(FORMULA)
    two.entries["uraian"] = make.words(MARKUP)
    three.entries["uraian"] = make.words("+62 21 500")
    four.entries["uraian"] = make.words("@sebutan")
    five.entries["uraian"] = make.words("- butir \x07 pertama")
    flagged = {"status": "ditandai", "rule": "bacaan_berbeda"}
    six.entries["target"] = Entry(make.cell("1Z", second="12"), value=None, **flagged)
    five.entries["target"] = make.number(12, status="diperbaiki", rule="pemisah_hilang")
    four.entries["target"] = make.number(7, status="dikoreksi", rule="koreksi_manual")
    six.entries["x_rincian"] = make.number(LONG)
    table.findings = [
        make.finding(kind="rencana_kerja", tabel="3.1", baris=1, kolom="pagu", halaman=1),
    ]
    return table


def publish(document: CleanDocument, home: Path, version: str = "0.1+abc", **about: object) -> None:
    """Write a document into ``home/clean`` as a run does."""
    staged = home / "staged"
    told = {**store.provenance(document.triage.sha256, version), **about}
    store.stage(frames(document, version), staged, told)
    store.publish(staged, home / "clean", document.facts.tahun, document.triage.dokumen_id)


def library(home: Path) -> Library:
    return Library(home / "clean", home / "quarantine")


def named(document: CleanDocument, path: str) -> CleanDocument:
    """The document under another name of its PDF."""
    return replace(document, triage=replace(document.triage, path=path))
