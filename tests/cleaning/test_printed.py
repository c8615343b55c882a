"""Tables of no known kind as rows and frames: as printed, nothing interpreted, nothing lost."""

from __future__ import annotations

import json

import documents as make

from cleaning.document import clean
from cleaning.frames import HEADERS, frames
from cleaning.printed import as_printed
from tables.model import UNREADABLE, Box, Cell, Column, Row, Table
from tables.schema import schema
from tables.spec import OTHER

BOX = Box(10, 10, 40, 20)


def table(*texts: list[str], header: list[str] | None = None, **more: object) -> Table:
    names = header or [f"Judul {n}" for n in range(len(texts[0]))]
    columns = [Column(n, 40 * n, 40 * n + 40, (name,)) for n, name in enumerate(names)]
    rows = [
        Row(3, BOX, {n: Cell(3, BOX, text, **more) for n, text in enumerate(line) if text})  # type: ignore[arg-type]
        for line in texts
    ]
    return Table(OTHER, "2.6", "Tabel 2.6 Populasi", [3], columns, rows)


def test_cells_stay_as_printed() -> None:
    made = as_printed(table(["1", "Sapi\nPotong", "4.01.024,5", "-"]))

    (row,) = made.rows
    assert {name: entry.text for name, entry in row.entries.items()} == {
        "kolom_1": "1",
        "kolom_2": "Sapi\nPotong",
        "kolom_3": "4.01.024,5",
        "kolom_4": "-",
    }
    assert {(entry.value, entry.status) for entry in row.entries.values()} == {(None, "cetak")}
    assert (row.baris, row.page, row.level) == (1, 3, "lainnya")


def test_doubtful_readings_are_flagged() -> None:
    differing = as_printed(table(["1.500"], reader="ocr", second="1.600"))
    doubted = as_printed(table(["1.500"], doubt="teks_bertumpuk"))
    unseen = as_printed(table([UNREADABLE], reader="ocr"))

    entries = [made.rows[0].entries["kolom_1"] for made in (differing, doubted, unseen)]
    assert [(entry.status, entry.rule) for entry in entries] == [
        ("ditandai", "bacaan_berbeda"),
        ("ditandai", "teks_bertumpuk"),
        ("tidak_terbaca", "tidak_terbaca_pindaian"),
    ]


def test_words_two_engines_spell_apart_are_no_doubtful_figures() -> None:
    made = as_printed(table(["Sapi"], reader="ocr", second="Sapl"))

    assert made.rows[0].entries["kolom_1"].status == "cetak"


def test_the_frame_has_the_headers_in_its_metadata() -> None:
    header = ["No", "Ternak"]
    document = clean(make.document().triage, [table(["1", "Sapi"], header=header)], [])

    made = frames(document, "0.1")

    assert made[OTHER].schema.equals(schema(OTHER))
    (row,) = made[OTHER].to_pylist()
    assert (row["kind"], row["tabel"], row["kolom_1"], row["kolom_2"]) == (
        *(OTHER, "2.6", "1", "Sapi"),
    )
    assert row["kolom_3"] is None
    assert json.loads(made[OTHER].schema.metadata[HEADERS.encode()]) == {
        "2.6": {"kolom_1": ["No"], "kolom_2": ["Ternak"]}
    }
    (told,) = json.loads(made["dokumen"]["tabel"][0].as_py())
    assert [column["cetak"] for column in told["kolom"]] == [["No"], ["Ternak"]]
    assert [(c["kolom"], c["x0"]) for c in made["sel"].to_pylist()] == [
        ("kolom_1", 10.0),
        ("kolom_2", 10.0),
    ]


def test_a_wider_table_keeps_its_cells_and_says_so() -> None:
    document = clean(make.document().triage, [table([str(n) for n in range(1, 64)])], [])

    made = frames(document, "0.1")

    assert made[OTHER].to_pylist()[0]["kolom_60"] == "60"
    assert made["sel"].num_rows == 63
    found = [f for f in made["temuan"].to_pylist() if f["aturan"] == "tabel_terlalu_lebar"]
    assert [(f["kind"], f["tabel"], f["halaman"]) for f in found] == [(OTHER, "2.6", 3)]
    assert json.loads(found[0]["bukti"]) == {"kolom": ["kolom_61", "kolom_62", "kolom_63"]}


def test_a_table_of_as_many_columns_as_the_contract_is_not_too_wide() -> None:
    assert as_printed(table(["x"] * 60)).findings == []
