"""The first sheet: what document this is, what was read of it, and what the marks mean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audit.export.sheets import FINDINGS, Sheet
from audit.fingerprint import fingerprint
from audit.library import Entry
from audit.report.states import MARKS, STATES, State
from audit.texts import Language, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

Line = tuple[str, str | int]
_FACTS = (
    *("berkas", "pemda", "perangkat_daerah", "jenis_dokumen", "tahun", "tahun_evaluasi"),
    *("periode_renstra", "nomor_sk", "tanggal_sk"),
)


def summary(entry: Entry, made: list[Sheet], language: Language) -> list[tuple[str, list[Line]]]:
    """Blocks of lines (what, value), each under a heading; the meaning of marks is not in it."""
    say = texts("ekspor", language)
    return [
        (say["dokumen"], list(_facts(entry, language))),
        (say["jumlah"], list(_counts(entry, made, language))),
        (say["tabel"], [(sheet.id, sheet.title) for sheet in made if sheet.key]),
        (say["asal"], list(_hashes(entry, language))),
    ]


def meanings(language: Language) -> list[tuple[State, str, str]]:
    """State, mark and meaning of each state a cell may be in."""
    say = texts("ekspor", language)
    return [(state, MARKS[state], say[f"tanda.{state}"]) for state in STATES]


def _facts(entry: Entry, language: Language) -> Iterator[Line]:
    say = texts("laporan", language)
    for name in _FACTS:
        value = entry.about[name]
        if value:
            yield say.get(f"fakta.{name}", name if name != "berkas" else say["berkas"]), value
    if entry.quarantined:
        yield texts("ekspor", language)["status"], texts("trace", language)["karantina"]


def _counts(entry: Entry, made: list[Sheet], language: Language) -> Iterator[Line]:
    say, common = texts("ekspor", language), texts("umum", language)
    tables = [sheet for sheet in made if sheet.key]
    yield say["halaman_n"], entry.about["jumlah_halaman"]
    yield say["baris_n"], entry.about["jumlah_baris"]
    yield say["sel_n"], entry.about["jumlah_sel"]
    states = Counter(value.state for sheet in tables for row in sheet.rows for value in row)
    for state, mark, meaning in meanings(language):
        if mark:
            yield f"{mark} {meaning}", states[state]
    findings = next(sheet for sheet in made if sheet.id == FINDINGS)
    grade = next(i for i, column in enumerate(findings.columns) if column.name == "tingkat")
    grades = Counter(str(row[grade].value) for row in findings.rows)
    for name in ("kritis", "sedang", "info"):
        word = common[f"tingkat.{name}"]
        yield f"{say['temuan']}: {word}", grades[word]


def _hashes(entry: Entry, language: Language) -> Iterator[Line]:
    say, made = texts("ekspor", language), fingerprint(entry)
    yield "dokumen_id", entry.dokumen_id
    yield "SHA-256 PDF", made.sha256
    yield say["versi"], made.versi_pipeline
    for name in made.nomenklatur:
        yield say["nomenklatur"], name
    if made.sidecar:
        yield say["sidecar"], " ".join(made.sidecar.values())
    for name, sha256 in (*made.koreksi.items(), *made.files.items()):
        yield f"SHA-256 {name}", sha256
