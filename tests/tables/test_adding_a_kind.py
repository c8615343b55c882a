"""A new kind of table is a YAML file: the one in docs/adding-a-table.md, read with no new code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cleaning.document import clean
from cleaning.frames import frames
from expectations.suites import Facts, build
from extractors.plumber import read_pages
from extractors.stitch import stitch
from extractors.triage import triage
from tables import dictionary, spec
from tables.model import CleanDocument, Triage
from tables.schema import schema

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "raw_pdfs" / "2023" / "renja-perubahan-2023-setda-kota-serang.pdf"
GUIDE = ROOT / "docs" / "adding-a-table.md"
KIND = "indikator_definisi"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The specs without the kind that the guide adds."""
    for path in (ROOT / "tables").glob("*.yaml"):
        if path.stem != KIND:
            shutil.copy(path, tmp_path)
    monkeypatch.setattr(spec, "FOLDER", tmp_path)
    _forget()
    yield tmp_path
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for known in (spec.specs, spec.vocabulary, schema):
        known.cache_clear()


def guide() -> str:
    (block,) = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    return str(block)


@cache
def sample() -> Triage:
    return triage(SAMPLE)


def read() -> CleanDocument:
    return clean(sample(), stitch(dict(read_pages(SAMPLE, (35, 36)))), [])


def test_without_its_spec_the_table_is_kept_as_printed(folder: Path) -> None:
    (table,) = read().tables

    assert KIND not in spec.specs()
    assert (table.kind, table.tabel) == ("lain", "III.2")


def test_the_guide_adds_the_kind(folder: Path) -> None:
    (folder / "another_name.yaml").write_text(guide(), encoding="utf-8")
    _forget()

    document = read()
    made = frames(document, "test")[KIND]

    assert [(t.kind, t.tabel, len(t.rows)) for t in document.tables] == [(KIND, "III.2", 36)]
    assert made.schema.equals(schema(KIND))
    row = made.to_pylist()[2]
    assert (row["level"], row["satuan"]) == ("program", "Persentase")
    assert row["rumus"].split("\n") == [
        "Jumlah Dokumen Yang disampaikan Tepat Waktu x 100",
        "Total Dokumen Yang Disampaikan Tepat Waktu",
    ]
    assert build(KIND, Facts("0" * 16, 38, {}, 36)).name == KIND
    assert f"## `{KIND}` — Formulas and operational definitions" in dictionary.render()


def test_the_guide_names_fields_and_specs_that_exist() -> None:
    rows = re.findall(r"^\| [^|]+ \| (`.+`) \| `(\w+)\.yaml` \|$", GUIDE.read_text("utf-8"), re.M)

    assert len(rows) == 5
    for fields, kind in rows:
        text = (ROOT / "tables" / f"{kind}.yaml").read_text("utf-8")
        for field in re.findall(r"`(\w+)", fields):
            assert re.search(rf"\b{field}:", text), f"{kind} does not use {field}"
