"""A line of a corrections file: what it may say, and that it says it again."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables.correction import MOST_TEXT, Anchor, Correction, active, decimal, parse
from tables.model import Box

SHA = "0123456789abcdef" * 4
LINE = Correction(
    id="00ff00ff00ff00ff",
    waktu="2026-03-01T08:15:00Z",
    oleh="Sri Wahyuni",
    alasan="jelas di halaman",
    sha256=SHA,
    berkas="2023/renja.pdf",
    aksi="koreksi",
    kind="rencana_kerja",
    tabel="3.1",
    baris=7,
    kolom="pagu",
    uraian="Baris",
    anchor=Anchor("pagu", 3, Box(1.5, 2, 30, 40.25), "1.000\n,00"),
    sidik="0011223344556677",
    teks="1.000\n,00",
    teks_kedua="7.000",
    lama="1000",
    baru="7000",
)
UNDO = replace(LINE, id="aaaaaaaaaaaaaaaa", aksi="batal", batal=LINE.id)


def test_a_line_is_read_back_as_it_was_written() -> None:
    text = LINE.line()
    assert "\n" not in text
    assert parse(text) == LINE


def test_an_undo_names_a_line_and_nothing_else() -> None:
    told = json.loads(UNDO.line())
    assert told["batal"] == LINE.id
    assert "kolom" not in told
    assert parse(UNDO.line()).aksi == "batal"


texts = st.text(max_size=60)


@given(
    texts.filter(str.strip), texts.filter(str.strip), texts, st.none() | texts, st.none() | texts
)
def test_any_text_survives(oleh: str, alasan: str, uraian: str, teks: str, baru: str) -> None:
    line = replace(LINE, oleh=oleh, alasan=alasan, uraian=uraian, teks=teks, baru=baru)
    assert len(line.line().split("\n")) == 1
    assert parse(line.line().encode().decode()) == line


def broken(**change: Any) -> str:
    told = json.loads(LINE.line())
    told.update(change)
    return json.dumps({name: value for name, value in told.items() if value != "(gone)"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        (broken(warna="merah"), "unknown fields warna"),
        (broken(oleh="(gone)", sha256="(gone)"), "without oleh, sha256"),
        (broken(sha256="abc"), "sha256 is"),
        (broken(waktu="kemarin"), "waktu is"),
        (broken(oleh="  "), "oleh is"),
        (broken(aksi="hapus"), "aksi is"),
        (broken(baris="7"), "baris is '7'"),
        (broken(baris=True), "baris is True"),
        (broken(baris=0), "no cell is named"),
        (broken(anchor=None), "no cell is named"),
        (broken(anchor={"kolom": "pagu"}), "fields that do not fit"),
        (broken(baru=7000), "baru is 7000"),
        (broken(alasan="x" * (MOST_TEXT + 1)), "alasan is longer"),
        (broken(id="../../etc"), "id is"),
        (broken(aksi="batal"), "batal names no line"),
    ],
)
def test_what_is_wrong_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(text)


def test_values_are_decimals() -> None:
    assert decimal("7000.25") == Decimal("7000.25")
    assert decimal(None) is None
    for text in ("tujuh", "NaN", "Infinity", ""):
        with pytest.raises(ValueError, match="no decimal"):
            decimal(text)


def test_undone_lines_do_not_count() -> None:
    other = replace(LINE, id="bbbbbbbbbbbbbbbb")
    assert active([LINE, other, UNDO]) == [other]


def test_an_undone_undo_leaves_the_line_in_force() -> None:
    again = replace(UNDO, id="cccccccccccccccc", batal=UNDO.id)
    assert active([LINE, UNDO, again]) == [LINE]
    once_more = replace(UNDO, id="dddddddddddddddd", batal=again.id)
    assert active([LINE, UNDO, again, once_more]) == []


def test_an_undo_of_what_comes_later_or_is_not_there_takes_nothing_away() -> None:
    later = replace(LINE, id="eeeeeeeeeeeeeeee")
    early = replace(UNDO, batal=later.id)
    assert active([early, later]) == [later]
    assert active([LINE, replace(UNDO, batal="ffffffffffffffff")]) == [LINE]
