"""The Arrow tables of the contract, from documents made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import documents as make
import pyarrow as pa
import pytest

from cleaning.frames import frames
from tables.model import CleanDocument, CleanTable, Entry, Facts
from tables.schema import schema


def rows_of(table: pa.Table) -> list[dict[str, object]]:
    return table.to_pylist()


def cells_of(made: dict[str, pa.Table], **where: object) -> list[dict[str, object]]:
    return [
        cell
        for cell in made["sel"].to_pylist()
        if all(cell[name] == value for name, value in where.items())
    ]


def one_row(**entries: Entry) -> CleanTable:
    row = make.money_row(1, "program", make.PROGRAM, 100, 160)
    row.entries.update(entries)
    return make.plan(rows=[row])


def test_every_frame_has_its_schema() -> None:
    made = frames(make.document(), "0.1")
    assert set(made) == {"evaluasi_renja", "rencana_kerja", "sel", "temuan", "narasi", "dokumen"}
    for folder, table in made.items():
        assert table.schema == schema(folder)


def test_a_row_keeps_keys_codes_text_and_exact_numbers() -> None:
    row = rows_of(frames(make.document(), "0.1")["rencana_kerja"])[3]
    assert row["dokumen_id"] == make.ID
    assert (row["kind"], row["tabel"], row["baris"], row["halaman"]) == (
        "rencana_kerja",
        "3.1",
        4,
        1,
    )
    assert (row["tahun"], row["jenis_dokumen"]) == (2023, "renja_perubahan")
    assert row["kode"] == "4.01.01.2.09.0002"
    assert row["uraian"] == "Baris 4"
    assert row["lokasi"] is None
    assert row["target"] == Decimal("12.0000")
    assert row["perubahan"] == Decimal("-10.00")
    assert row["pagu_maju"] is None
    assert row["status"] == "bersih"


def test_facts_no_page_tells_are_null_and_year_zero() -> None:
    document = replace(make.document(), facts=Facts())
    made = frames(document, "0.1")
    row = rows_of(made["dokumen"])[0]
    assert (row["tahun"], row["pemda"], row["perangkat_daerah"]) == (0, None, None)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("cetak", "digabung", "nol_strip", "kosong", "galat_excel"), "bersih"),
        (("cetak", "diperbaiki"), "diperbaiki"),
        (("diperbaiki", "ditandai"), "ditandai"),
        (("tidak_terbaca",), "ditandai"),
    ],
)
def test_row_status_is_the_worst_of_its_cells(statuses: tuple[str, ...], expected: str) -> None:
    extra = {f"x_{i}": replace(make.words("1"), status=s) for i, s in enumerate(statuses)}
    made = frames(make.document(one_row(**extra)), "0.1")
    assert rows_of(made["rencana_kerja"])[0]["status"] == expected


def test_a_cell_says_where_and_how_it_was_read() -> None:
    entry = Entry(
        make.cell("1.0O0", page=7, second="1.000", confidence=0.4, doubt="beda_pembaca"),
        value=Decimal(1000),
        status="ditandai",
        confidence=0.5,
    )
    made = frames(make.document(one_row(pagu=entry)), "0.1")
    assert cells_of(made, kolom="pagu") == [
        {
            "dokumen_id": make.ID,
            "kind": "rencana_kerja",
            "tabel": "3.1",
            "baris": 1,
            "kolom": "pagu",
            "halaman": 7,
            "x0": 10.0,
            "y0": 20.0,
            "x1": 60.0,
            "y1": 30.0,
            "teks": "1.0O0",
            "nilai": Decimal("1000.0000"),
            "pembaca": "pdfplumber",
            "teks_kedua": "1.000",
            "keyakinan": 0.5,
            "status": "ditandai",
            "aturan": "beda_pembaca",
        }
    ]


def test_second_reader_that_agrees_is_null_and_one_that_saw_nothing_is_empty() -> None:
    agreed = Entry(make.cell("1", second=None), value=Decimal(1))
    blind = Entry(make.cell("2", second=""), value=Decimal(2))
    made = frames(make.document(one_row(pagu=agreed, target=blind)), "0.1")
    assert cells_of(made, kolom="pagu")[0]["teks_kedua"] is None
    assert cells_of(made, kolom="target")[0]["teks_kedua"] == ""


def test_empty_number_cells_are_kept_and_empty_text_cells_are_not() -> None:
    made = frames(make.document(one_row(pagu=make.number(None), lokasi=Entry(None))), "0.1")
    (cell,) = cells_of(made, kolom="pagu")
    assert (cell["status"], cell["nilai"], cell["x0"], cell["halaman"]) == ("kosong", None, None, 1)
    assert cells_of(made, kolom="lokasi") == []
    assert cells_of(made, kolom="pagu_maju") == [], "a column without an entry has no cell"


def test_text_without_a_cell_of_its_own_still_has_its_record() -> None:
    entry = Entry(None, text="Dokumen", status="diperbaiki", rule="satuan_dari_angka")
    made = frames(make.document(one_row(satuan=entry)), "0.1")
    assert rows_of(made["rencana_kerja"])[0]["satuan"] == "Dokumen"
    assert cells_of(made, kolom="satuan")[0]["aturan"] == "satuan_dari_angka"


def test_a_column_without_a_canonical_name_is_kept_in_sel_and_in_the_column_list() -> None:
    made = frames(make.document(one_row(x_rincian=make.number("7.5"))), "0.1")
    (cell,) = cells_of(made, kolom="x_rincian")
    assert cell["nilai"] == Decimal("7.5000")
    (table,) = json.loads(rows_of(made["dokumen"])[0]["tabel"])
    assert {c["nama"]: c["cetak"] for c in table["kolom"]}["x_rincian"] == ["X_RINCIAN"]
    assert "x_rincian" not in made["rencana_kerja"].column_names


def test_too_many_decimals_are_rounded_half_even_and_said() -> None:
    table = one_row(pagu=make.number("0.125"), target=make.number("3.00005"))
    made = frames(make.document(table), "0.1")
    row = rows_of(made["rencana_kerja"])[0]
    assert (row["pagu"], row["target"]) == (Decimal("0.12"), Decimal("3.0000"))
    assert row["status"] == "diperbaiki"
    (cell,) = cells_of(made, kolom="pagu")
    assert (cell["nilai"], cell["teks"]) == (Decimal("0.1200"), "0.125")
    assert (cell["status"], cell["aturan"]) == ("diperbaiki", "pembulatan")
    found = {f["kolom"]: f for f in rows_of(made["temuan"])}
    assert found["pagu"]["aturan"] == "pembulatan"
    assert json.loads(found["pagu"]["bukti"]) == {"nilai": "0.125", "ditulis": "0.12"}


def test_rounding_does_not_hide_a_doubt() -> None:
    made = frames(make.document(one_row(pagu=make.number("0.125", status="ditandai"))), "0.1")
    assert cells_of(made, kolom="pagu")[0]["status"] == "ditandai"


@pytest.mark.parametrize("value", ["1E+16", "-99999999999999999", "NaN", "Infinity"])
def test_a_value_too_large_for_its_column_is_left_out_and_flagged(value: str) -> None:
    made = frames(make.document(one_row(pagu=make.number(value))), "0.1")
    assert rows_of(made["rencana_kerja"])[0]["pagu"] is None
    (cell,) = cells_of(made, kolom="pagu")
    assert (cell["status"], cell["nilai"], cell["teks"]) == ("ditandai", None, value)
    assert [f["aturan"] for f in rows_of(made["temuan"])] == ["di_luar_batas"]
    assert rows_of(made["dokumen"])[0]["status"] == "ditandai"


def test_largest_value_is_exact() -> None:
    largest = "9999999999999999.99"
    made = frames(make.document(one_row(pagu=make.number(largest))), "0.1")
    assert rows_of(made["rencana_kerja"])[0]["pagu"] == Decimal(largest)
    assert rows_of(made["temuan"]) == []


def test_tables_with_the_same_number_stay_apart_and_findings_follow() -> None:
    first, second, third = make.plan("3.1"), make.plan("3.1"), make.plan("")
    second.findings = [make.finding(tabel="3.1", kind="rencana_kerja", baris=2)]
    made = frames(make.document(first, second, third, make.plan("")), "0.1")
    names = [row["tabel"] for row in rows_of(made["rencana_kerja"]) if row["baris"] == 1]
    assert names == ["3.1", "3.1 (2)", "tanpa nomor", "tanpa nomor (2)"]
    assert rows_of(made["temuan"])[0]["tabel"] == "3.1 (2)"
    assert {c["tabel"] for c in rows_of(made["sel"])} == set(names)


def test_findings_are_exact_ordered_and_their_evidence_is_stable_text() -> None:
    document = make.document()
    evidence = {"b": Decimal("1.50"), "a": [1, "x"], "c": {"z": None}}
    document.findings = [
        make.finding(halaman=9, aturan="dokumen"),
        make.finding(
            kind="rencana_kerja",
            tabel="3.1",
            baris=10,
            tercetak=Decimal(100),
            seharusnya=Decimal(200) / 3,
            bukti=evidence,
        ),
        make.finding(kind="rencana_kerja", tabel="3.1", baris=9),
    ]
    found = rows_of(frames(document, "0.1")["temuan"])
    assert [f["baris"] for f in found] == [None, 9, 10]
    assert found[2]["seharusnya"] == Decimal("66.6667")
    assert found[2]["selisih"] == Decimal("33.3333")
    assert found[2]["bukti"] == '{"a": [1, "x"], "b": "1.50", "c": {"z": null}}'
    assert found[1]["selisih"] is None


def test_evidence_that_is_not_data_is_refused() -> None:
    document = make.document()
    document.findings = [make.finding(bukti={"x": object()})]
    with pytest.raises(TypeError, match="object"):
        frames(document, "0.1")


def test_the_document_row_counts_what_was_written() -> None:
    table = make.plan()
    table.rows[0].entries["pagu"] = make.number(160, status="ditandai", rule="r")
    made = frames(make.document(table, make.evaluation()), "0.1+abc")
    row = rows_of(made["dokumen"])[0]
    assert row["sha256"] == make.SHA
    assert row["berkas"] == "renja.pdf", "no folder: it would differ from machine to machine"
    assert row["jumlah_halaman"] == 2
    assert json.loads(row["halaman"]) == {"exported": 2}
    assert row["jumlah_baris"] == 7
    assert row["jumlah_sel"] == made["sel"].num_rows
    assert (row["sel_ditandai"], row["jumlah_temuan"]) == (1, 0)
    assert row["versi_pipeline"] == "0.1+abc"
    kinds = [(t["kind"], t["tabel"], t["jumlah_baris"]) for t in json.loads(row["tabel"])]
    assert kinds == [("evaluasi_renja", "2.1", 1), ("rencana_kerja", "3.1", 6)]


@pytest.mark.parametrize(
    ("pages", "status"),
    [
        (("exported",), "tanpa_tabel"),
        (("blank",), "tanpa_tabel"),
        (("scanned", "blank"), "perlu_ocr"),
        (("garbage_text",), "perlu_ocr"),
        (("scanned_with_text",), "perlu_ocr"),
    ],
)
def test_a_document_without_rows_says_why(pages: tuple[str, ...], status: str) -> None:
    document = CleanDocument(make.triage(pages), Facts(), [])  # type: ignore[arg-type]
    made = frames(document, "0.1")
    assert set(made) == {"sel", "temuan", "narasi", "dokumen"}
    assert rows_of(made["dokumen"])[0]["status"] == status


def test_scans_that_were_read_and_hold_no_table_need_no_ocr() -> None:
    seen = make.triage(("scanned", "garbage_text"))
    for read, status in ((1, "perlu_ocr"), (2, "tanpa_tabel")):
        pages = tuple(replace(p, reader="ocr" if p.number <= read else "") for p in seen.pages)
        made = frames(CleanDocument(replace(seen, pages=pages), Facts(), []), "0.1")
        assert rows_of(made["dokumen"])[0]["status"] == status


@pytest.mark.parametrize(
    ("kelas", "tingkat", "status"),
    [
        ("sumber", "kritis", "bersih"),
        ("ekstraksi", "info", "bersih"),
        ("ekstraksi", "sedang", "ditandai"),
    ],
)
def test_only_a_doubt_about_the_reading_marks_the_document(
    kelas: str, tingkat: str, status: str
) -> None:
    document = make.document()
    document.findings = [make.finding(kelas=kelas, tingkat=tingkat)]
    assert rows_of(frames(document, "0.1")["dokumen"])[0]["status"] == status


def test_the_same_document_gives_the_same_tables() -> None:
    first, second = make.document(), make.document()
    second.tables.reverse()
    for table in second.tables:
        for row in table.rows:
            row.entries = dict(reversed(row.entries.items()))
    left, right = frames(first, "0.1"), frames(second, "0.1")
    assert list(left) == list(right)
    assert all(left[name].equals(right[name]) for name in left)


def test_an_unknown_kind_is_an_error_not_a_loss() -> None:
    with pytest.raises(KeyError):
        frames(make.document(replace(make.plan(), kind="tidak_dikenal")), "0.1")
