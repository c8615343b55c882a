"""Every table of a document is listed, with its pages and kind.

The lists were made by eye from rendered pages, before the reader was asked. The real documents are
named by their SHA-256 and their captions by a hash of the first line's letters: neither they nor
their text are part of the project.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.captions import line_key
from extractors.document import extract
from extractors.triage import triage
from tables.model import Table

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "raw_pdfs" / "2023" / "renja-perubahan-2023-setda-kota-serang.pdf"
REAL = ROOT.parent / "shared" / "real"

#: (number, kind, first page, last page) of every table of the sample, in the order of its pages.
OF_SAMPLE = [
    ("2.1", "evaluasi_renja", 10, 14),
    ("3.1", "rencana_kerja", 30, 34),
    ("III.2", "indikator_definisi", 35, 36),
    ("3.3", "indikator_kinerja", 37, 37),
    ("3.4", "indikator_kinerja", 37, 37),
    ("3.5", "indikator_kinerja", 37, 37),
]
#: SHA-256 -> (number, kind, first page, last page, caption) of every ruled table. A caption is
#: empty where a table prints none.
OF_REAL: dict[str, list[tuple[str, str, int, int, str]]] = {
    "354689fcdfe97203dcdc73c2f30a67c2a4c2338529145aa8728853d707162ac2": [
        ("2.1", "evaluasi_renja", 1, 3, "d1e3f21b"),
    ],
    "914245d61cf1ced65dfcb87326dbaa656ee1bedb7defc0cb853912761656a02d": [
        ("3.1", "rencana_kerja", 1, 2, "d1e3f21b"),
    ],
    "01105d631831e6cc6ef70ef0ec32eb8baf8a2b2555673fa529475874247cf881": [
        ("", "lain", 10, 13, ""),
        ("", "lain", 13, 16, ""),
        ("", "evaluasi_renja", 18, 20, ""),
        ("2.2", "indikator_kinerja", 21, 22, "d1e3f21b"),
        ("", "lain", 26, 27, ""),
        ("3.2", "rencana_kerja", 29, 32, "d1e3f21b"),
        ("3.1", "rencana_kerja", 33, 42, "d1e3f21b"),
    ],
    "5689539d370f4f74269de55d4d986cb36c47f9cc57572595c11517c17e0f290b": [
        ("I", "evaluasi_renja", 1, 2, "5bbb2e80"),
    ],
    "5d5dc93ab566c2831a4e10e2188d50636c59e19092f893c993cf11858debb963": [
        ("2.1", "lain", 4, 4, "0f96c492"),
        ("2.2", "rencana_kerja", 4, 7, "eca0988b"),
        ("2.3", "rencana_kerja", 7, 7, "33c37a98"),
        ("2.4", "lain", 9, 11, "d599ef8a"),
        ("2.5", "lain", 17, 18, "462a6a8e"),
        ("2.6", "lain", 18, 18, "72939340"),
        ("2.7", "lain", 19, 23, "52068906"),
        ("2.8", "lain", 24, 24, "d86b8e45"),
        ("2.9", "review_rkpd", 28, 42, "d1e3f21b"),
    ],
    "55f923e1ab439d059bcd7852066384f1c5638c54d37d419e73956ae38dff4ee9": [
        ("", "lain", 6, 6, ""),
        ("", "lain", 8, 8, ""),
        ("", "lain", 9, 9, ""),
        ("", "lain", 11, 12, ""),
        ("", "lain", 13, 13, ""),
        ("", "lain", 14, 16, ""),
        ("", "lain", 17, 17, ""),
        ("", "lain", 19, 19, ""),
        ("", "evaluasi_renja", 21, 31, ""),
        ("4", "indikator_kinerja", 32, 33, "d1e3f21b"),
        ("", "review_rkpd", 38, 47, ""),
        ("", "usulan", 48, 48, ""),
        ("", "rencana_kerja", 56, 65, ""),
    ],
    "d6ef5163c7338967b51c0baa98548ff8efdb6cc44fefba3159561fd0b28e39be": [
        ("3.1", "rencana_kerja", 1, 7, "d1e3f21b"),
    ],
    "7c5336ce5d4b4b566d40a704905c55f0f185925b5dd1df6394a6607265b6542e": [
        ("", "lain", 1, 1, ""),
    ],
    "3ca712985206f4cc8cc46985ee9992994204fed98ba1b314b89f08e89928fb08": [
        ("", "evaluasi_renja", 1, 9, ""),
    ],
}


def listed(path: Path) -> list[Table]:
    return extract(path, triage(path))[0]


def caption(table: Table) -> str:
    """A hash of the caption's letters; ``""`` for a table without a number."""
    key = line_key(table.title.split("\n")[0])
    return hashlib.sha256(key.encode()).hexdigest()[:8] if table.number else ""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_table_of_the_sample_is_listed() -> None:
    found = [(t.number, t.kind, t.pages[0], t.pages[-1]) for t in listed(SAMPLE)]

    assert found == OF_SAMPLE


def test_the_command_lists_them_too() -> None:
    program = Path(sys.executable).with_name("renja")
    command = [str(program), "tables", str(SAMPLE), "--json"]

    told = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)

    tables = sorted(told["tables"], key=lambda t: (t["halaman"][0], t["tabel"]))
    assert [(t["tabel"], t["kind"]) for t in tables] == [row[:2] for row in OF_SAMPLE]
    assert all(t["judul"] for t in tables)


def exported() -> list[Path]:
    return [path for path in sorted(REAL.glob("*.pdf")) if sha256(path) in OF_REAL]


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project")
@pytest.mark.parametrize("path", exported() if REAL.is_dir() else [], ids=lambda p: p.stem[:12])
def test_every_table_of_a_real_document_is_listed(path: Path) -> None:
    found = [(t.number, t.kind, t.pages[0], t.pages[-1], caption(t)) for t in listed(path)]

    assert found == OF_REAL[sha256(path)]


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project")
def test_every_exported_document_has_a_list() -> None:
    without = [p for p in sorted(REAL.glob("*.pdf")) if sha256(p) not in OF_REAL]

    assert [p.name for p in without if any(i.kind == "exported" for i in triage(p).pages)] == []
