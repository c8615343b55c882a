"""What is said of a cell: in both languages, of every status, and of what a person decided."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import get_args

import documents as make
import pytest

from audit.library import Library
from audit.tell import as_json, describe, file_name, in_words, shown
from audit.texts import LANGUAGES, rule_sentence, texts
from audit.trace import Address, Tracer
from cleaning.frames import frames
from flows import store
from tables.model import MID_WORD, AmountStatus, CellStatus, Entry, FindingClass, Severity


def traced(tmp_path: Path, entry: Entry, *findings: object) -> Tracer:
    """The handmade document with another cell at 3.1, row 3, pagu."""
    document = make.document()
    table = document.tables[0]
    table.rows[2].entries["pagu"] = entry
    table.findings.extend(findings)  # type: ignore[arg-type]
    store.stage(frames(document, "test"), tmp_path / "staged", {})
    store.publish(tmp_path / "staged", tmp_path / "clean", 2023, make.ID)
    library = Library(tmp_path / "clean")
    (found,) = library.documents()
    return Tracer(found, library.frames(found))


PLACE = Address("rencana_kerja", "3.1", 3, "pagu")
CORRECTED = Entry(
    make.cell("7O", second="78", confidence=0.4),
    value=Decimal(70),
    status="dikoreksi",
    rule="koreksi_manual",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_contract_is_said(language: str) -> None:
    said = texts("umum", language)  # type: ignore[arg-type]
    statuses = {*get_args(CellStatus), *get_args(AmountStatus)}
    assert {f"status.{status}" for status in statuses} <= set(said)
    assert {f"kelas.{kelas}" for kelas in get_args(FindingClass)} <= set(said)
    assert {f"tingkat.{tingkat}" for tingkat in get_args(Severity)} <= set(said)
    assert all(said.values())


def test_a_correction_is_never_silent(tmp_path: Path) -> None:
    told = make.finding(
        aturan="koreksi_manual",
        uraian="Bacaan dikoreksi oleh Ani.",
        kind="rencana_kerja",
        tabel="3.1",
        baris=3,
        kolom="pagu",
    )
    tracer = traced(tmp_path, CORRECTED, told)
    way = tracer.way(PLACE)
    lines = "\n".join(in_words(way, tracer.entry, "id"))
    for words in ("“7O”", "“78”", "dikoreksi (", "koreksi_manual: ", "70.00", "oleh Ani"):
        assert words in lines
    told_as_json = as_json(way, "en")
    assert (told_as_json["teks"], told_as_json["nilai"]) == ("7O", "70.00")
    assert told_as_json["aturan_uraian"] == rule_sentence("koreksi_manual", "en") != ""


@pytest.mark.parametrize(
    ("entry", "second"),
    [
        (make.number(70), "sama"),
        (replace(CORRECTED, cell=make.cell("7O")), "tidak berbeda"),
        (Entry(make.cell("70", second=""), value=Decimal(70), confidence=0.5), "tidak melihat"),
        (Entry(make.cell("70"), value=Decimal(70), confidence=0.8), "tidak berbeda"),
    ],
    ids=["agreed", "corrected", "one-saw-nothing", "one-reader"],
)
def test_the_second_reading(tmp_path: Path, entry: Entry, second: str) -> None:
    tracer = traced(tmp_path, entry)
    (line,) = [
        line
        for line in in_words(tracer.way(PLACE), tracer.entry, "id")
        if line.strip().startswith("bacaan kedua")
    ]
    assert line.split(maxsplit=2)[2].startswith(second)


def test_an_empty_cell(tmp_path: Path) -> None:
    tracer = traced(tmp_path, make.number(None))
    lines = "\n".join(in_words(tracer.way(PLACE), tracer.entry, "en"))
    assert "(null)" in lines
    assert "raw text" not in lines
    assert "nothing is printed" in lines


def test_raw_text_on_one_line() -> None:
    assert shown(f"11.498.{MID_WORD}\n600") == "11.498. 600"
    assert shown("50\t%") == "50 | %"
    assert describe({"indikator": "Jumlah"}) == "Jumlah"


def test_names_of_pictures_are_safe() -> None:
    name = file_name("0123", Address("lain", "T-C.29 / (2)", 4, "x_../../etc"))
    assert name == "0123-T_C.29_2_-4-x_.._.._etc.png"
