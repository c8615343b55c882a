"""Workbooks and CSV files say exactly what the Parquet says, and nothing in them is a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import documents as make
import openpyxl
import pytest
from handmade import FORMULA, LONG, doubtful_plan, library, named, publish
from published import Published
from typer.testing import CliRunner

from audit.export.command import as_csv, as_workbook, slug
from audit.export.delimited import safe
from audit.export.sheets import Sheet, sheets
from audit.export.workbook import fits
from audit.library import Entry, Library
from flows.cli import app
from tables.errors import UsageError

Book = Any  # an openpyxl workbook


def read(contents: bytes) -> Book:
    return openpyxl.load_workbook(io.BytesIO(contents))


@pytest.fixture(scope="module")
def sample(published: Published) -> tuple[Library, Entry, list[Sheet], Book]:
    entry = published.entry
    made = sheets(entry, published.library.frames(entry), "id")
    return published.library, entry, made, read(as_workbook(published.library, entry, "id"))


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Library, Entry]:
    publish(make.document(doubtful_plan()), tmp_path)
    shelf = library(tmp_path)
    return shelf, shelf.documents()[0]


def header_lines(sheet: Sheet) -> int:
    return 2 if sheet.named_twice else 1


def by_column(page: Any, sheet: Sheet) -> dict[str, list[Any]]:
    """Cells below the header, by the name of their column."""
    lines = header_lines(sheet)
    columns = page.iter_cols(min_row=lines, max_row=lines + len(sheet.rows))
    return {cells[0].value: list(cells[1:]) for cells in columns}


def test_every_number_of_the_sample_is_in_the_workbook(
    sample: tuple[Library, Entry, list[Sheet], Book],
) -> None:
    shelf, entry, made, book = sample
    frames = shelf.frames(entry)
    compared = 0
    for sheet in (sheet for sheet in made if sheet.key and sheet.key[0] != "narasi"):
        kind, tabel = sheet.key or ("", "")
        rows = [row for row in frames[kind].to_pylist() if row["tabel"] == tabel]
        cells = by_column(book[sheet.id], sheet)
        for name in (field.name for field in frames[kind].schema if "decimal" in str(field.type)):
            for row, line in zip(rows, range(len(rows)), strict=True):
                if name not in cells:
                    assert row[name] is None, f"{tabel} {row['baris']} {name} is not exported"
                    continue
                found = cells[name][line].value
                assert (None if found is None else Decimal(str(found))) == row[name]
                compared += found is not None
    assert compared > 1500


def test_the_header_is_as_printed_and_by_name(
    sample: tuple[Library, Entry, list[Sheet], Book],
) -> None:
    page = sample[3]["2.1 evaluasi_renja"]
    heads = {page.cell(2, n).value: page.cell(1, n).value for n in range(1, page.max_column + 1)}
    assert heads["target_renja_rp"] == "9 · Target Kinerja dan Anggaran Renja OPD Tahun 2023 › (Rp)"
    assert not heads["tanda"]
    assert page.freeze_panes == "E3"
    assert page.auto_filter.ref.startswith("A2:")


def test_money_is_in_rupiah_and_codes_are_text(
    sample: tuple[Library, Entry, list[Sheet], Book],
) -> None:
    _, _, made, book = sample
    sheet = next(sheet for sheet in made if sheet.key == ("evaluasi_renja", "2.1"))
    cells = by_column(book[sheet.id], sheet)
    money = cells["target_renja_rp"][0]
    assert (money.value, money.number_format) == (41458265013, '[$-421]"Rp"#,##0')
    assert cells["capaian_renja_rp"][0].number_format == "[$-421]#,##0.00"
    code = cells["kode"][2]
    assert (code.value, code.data_type, code.number_format) == ("4.01.01.2.01.01", "s", "@")


def test_findings_lead_to_the_cell_they_name(
    sample: tuple[Library, Entry, list[Sheet], Book],
) -> None:
    book = sample[3]
    page = book["Temuan"]
    names = {cell.value: cell.column for cell in page[1]}
    followed = 0
    for line in range(2, page.max_row + 1):
        link = page.cell(line, names["kolom"]).hyperlink
        printed = page.cell(line, names["tercetak"]).value
        if link is None or printed is None:
            continue
        sheet, cell = re.fullmatch(r"'(.+)'!(\w+)", link.location).groups()  # type: ignore[union-attr]
        found = book[sheet][cell]
        heads = [book[sheet].cell(n, found.column).value for n in (1, 2)]
        assert page.cell(line, names["kolom"]).value in heads
        assert found.comment, "a cell with a finding has a note"
        # A finding may name a text, and of running text tell the amount as the table signs it.
        if sheet != "narasi" and isinstance(found.value, int | float):
            assert found.value == printed
        followed += 1
    assert followed > 40


def test_findings_are_sorted_by_rupiah(sample: tuple[Library, Entry, list[Sheet], Book]) -> None:
    page = sample[3]["Temuan"]
    names = {cell.value: cell.column for cell in page[1]}
    rows = range(2, page.max_row + 1)
    about_money = [n for n in rows if page.cell(n, names["uang"]).value]
    money = [abs(page.cell(n, names["selisih"]).value) for n in about_money]
    assert money == sorted(money, reverse=True)
    assert len(money) > 20
    assert about_money == list(range(2, 2 + len(money)))


def test_the_summary_has_facts_counts_and_hashes(
    sample: tuple[Library, Entry, list[Sheet], Book], published: Published
) -> None:
    page = sample[3]["Ringkasan"]
    told = {page.cell(n, 1).value: page.cell(n, 2).value for n in range(1, page.max_row + 1)}
    assert told["Perangkat daerah"] == "Sekretariat Daerah"
    assert told["SHA-256 PDF"] == published.entry.sha256
    assert told["Sel"] == published.entry.about["jumlah_sel"]
    assert sum(name.startswith("SHA-256 ") for name in told if name) >= 6
    assert "? ditandai" in told


def test_a_marked_cell_has_pattern_note_and_words(hostile: tuple[Library, Entry]) -> None:
    shelf, entry = hostile
    made = sheets(entry, shelf.frames(entry), "id")
    book = read(as_workbook(shelf, entry, "id"))
    (sheet,) = (sheet for sheet in made if sheet.key == ("rencana_kerja", "3.1"))
    cells = by_column(book[sheet.id], sheet)
    patterns = set()
    for line, column, mark, said in (
        (5, "target", "?", "bacaan_berbeda"),
        (4, "target", "~", "pemisah_hilang"),
        (3, "target", "✓", "koreksi_manual"),
        (0, "pagu", "!", "jumlah_anak"),
    ):
        cell = cells[column][line]
        assert cell.comment.text.startswith(mark)
        assert said in cell.comment.text
        assert f"{mark} {column} ({said})" in cells["tanda"][line].value
        patterns.add(cell.fill.patternType)
    assert len(patterns) == 4, "told apart without colours"
    assert "solid" not in patterns
    assert "Tercetak: “1Z”" in cells["target"][5].comment.text
    assert "Bacaan kedua: “12”" in cells["target"][5].comment.text
    assert cells["pagu"][1].comment is None
    assert cells["pagu"][1].fill.patternType is None


def test_a_number_too_long_for_a_float_is_text_and_says_so(
    hostile: tuple[Library, Entry],
) -> None:
    shelf, entry = hostile
    made = sheets(entry, shelf.frames(entry), "id")
    page = read(as_workbook(shelf, entry, "id"))["3.1 rencana_kerja"]
    cell = by_column(page, next(s for s in made if s.key))["x_rincian"][5]
    assert (cell.data_type, cell.value) == ("s", LONG)
    assert "lebih dari 15 angka" in cell.comment.text


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("999999999999999", True),
        ("1234567890123.45", True),
        ("1000000000000000", False),
        ("0.1", True),
        ("-99999999999999.9", True),
        ("12345678901234.56", False),
    ],
)
def test_what_a_worksheet_holds(number: str, kept: bool) -> None:
    assert fits(Decimal(number)) is kept
    if kept:
        assert Decimal(f"{float(number):.15g}") == Decimal(number)


def test_nothing_becomes_a_formula(hostile: tuple[Library, Entry]) -> None:
    shelf, entry = hostile
    contents = as_workbook(shelf, entry, "id")
    for page in read(contents):
        for row in page.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    with zipfile.ZipFile(io.BytesIO(contents)) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert names
        assert not any(b"<f>" in parts.read(name) for name in names)
    assert FORMULA in [c.value for r in read(contents)["3.1 rencana_kerja"].iter_rows() for c in r]


def test_sheets_have_names_that_excel_takes(tmp_path: Path) -> None:
    tables = [make.plan(name) for name in ("3.1/A:B", "3.1/A*B", "T" * 40, "T" * 39 + "x", "Kolom")]
    publish(make.document(*tables), tmp_path)
    shelf = library(tmp_path)
    names = read(as_workbook(shelf, shelf.documents()[0], "en")).sheetnames
    assert len({name.lower() for name in names}) == len(names) == 5 + 3
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_a_document_without_tables(tmp_path: Path) -> None:
    document = make.document(make.plan())
    document.tables.clear()
    publish(document, tmp_path)
    shelf = library(tmp_path)
    book = read(as_workbook(shelf, shelf.documents()[0], "id"))
    assert book.sheetnames == ["Ringkasan", "Temuan", "Kolom"]


# CSV


def lines(contents: bytes, separator: str) -> list[dict[str, str]]:
    assert contents.startswith(b"\xef\xbb\xbf")
    text = contents.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.mark.parametrize("separator", [";", ","])
def test_csv_says_what_the_parquet_says(published: Published, separator: Any) -> None:
    entry = published.entry
    files = dict(as_csv(published.library, entry, "id", separator))
    assert {"ringkasan.csv", "temuan.csv", "kolom.csv", "narasi.csv"} <= set(files)
    written = lines(files["2.1_evaluasi_renja.csv"], separator)
    rows = published.library.frames(entry)["evaluasi_renja"].to_pylist()
    assert len(written) == len(rows)

    def number(text: str) -> Decimal | None:
        return Decimal(text.replace(",", ".") if separator == ";" else text) if text else None

    for line, row in zip(written, rows, strict=True):
        assert number(line["target_renja_rp"]) == row["target_renja_rp"]
        assert number(line["capaian_renja_k"]) == row["capaian_renja_k"]
        assert line["kode"] == (row["kode"] or "")


def test_csv_is_safe_to_open(hostile: tuple[Library, Entry]) -> None:
    shelf, entry = hostile
    for contents in dict(as_csv(shelf, entry, "id", ";")).values():
        text = contents.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
            for cell in row:
                number = re.fullmatch(r"-?\d+(,\d+)?", cell)
                assert number or not re.match(r"\s*[=+\-@\t\r|]", cell), cell
    (plan,) = (c for n, c in as_csv(shelf, entry, "id", ";") if n.startswith("3.1"))
    assert lines(plan, ";")[0]["uraian"] == f"'{FORMULA}"


@pytest.mark.parametrize(
    ("text", "written"),
    [("=1", "'=1"), (" +1", "' +1"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"), ("a=1", "a=1")],
)
def test_formulas_in_text(text: str, written: str) -> None:
    assert safe(text) == written


def test_file_names_stay_in_their_folder() -> None:
    assert slug("../../etc/passwd") == "etc_passwd"
    assert slug("Renja 2023: (final)") == "Renja_2023_(final)"
    assert slug("../..") == "_"


# The command


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Any]:
    publish(named(make.document(doubtful_plan()), "/x/renja uji.pdf"), tmp_path)

    def run(*arguments: str) -> Any:
        folders = "--clean", str(tmp_path / "clean"), "--quarantine", str(tmp_path / "q")
        return CliRunner().invoke(app, ["export", *arguments, *folders])

    return run


def test_the_command_writes_workbooks_and_csv(run: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("--all", "-o", str(out))
    assert done.exit_code == 0
    assert Path(done.stdout.strip()) == out / "renja_uji-01234567.xlsx"
    done = run("renja uji", "--format", "csv", "--separator", ",", "--english", "-o", str(out))
    assert done.exit_code == 0
    names = {path.name for path in (out / "renja_uji-01234567").iterdir()}
    assert names == {"summary.csv", "findings.csv", "columns.csv", "3.1_rencana_kerja.csv"}


def test_the_command_wants_documents(run: Callable[..., Any]) -> None:
    for arguments in ((), ("renja uji", "--all"), ("other.pdf",)):
        assert isinstance(run(*arguments).exception, UsageError)
