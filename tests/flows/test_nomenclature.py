"""`renja nomenklatur`: lists in the shapes they come in, kept, in force, and out of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import ROOT, Bench

from cleaning.nomenclature import Nomenclature, Official
from flows import nomenclature, places
from flows.nomenclature_file import Parsed, parse
from flows.run import Run, Settings
from flows.version import pipeline_version, version_in_force
from tables.errors import OutputError, UsageError

LONG = """kode,nama,level,satuan
X.XX.01,PROGRAM PENUNJANG,program,
X.XX.01.2.01,Perencanaan,kegiatan,
X.XX.01.2.01.01,"Penyusunan
Rencana",sub kegiatan,Dokumen
"""
WANTED = ["X.XX.01", "X.XX.01.2.01", "X.XX.01.2.01.01"]
TRUTH = ROOT / "tests/samples/renja-perubahan-2023-setda-kota-serang.tabel-3.1.truth.csv"


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for lists."""
    monkeypatch.setenv("RENJA_NOMENKLATUR", str(tmp_path / "lists"))
    return tmp_path / "lists"


def parsed(tmp_path: Path, text: str, version: str = "", encoding: str = "utf-8") -> Parsed:
    path = tmp_path / "daftar 2021.csv"
    path.write_bytes(text.encode(encoding))
    return parse(path, version)


def entries(found: Parsed, version: str = "daftar 2021") -> dict[str, str]:
    return {code: entry.nama for code, entry in found.versions[version].items()}


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.replace(",", ";"),
        LONG.replace(",", "\t"),
        "\ufeff" + LONG,
        LONG.replace("kode,nama", "Kode Rekening,Nomenklatur Urusan Kabupaten/Kota"),
        LONG.replace("kode,nama", "code_2digit,name_050_5889"),
        LONG.replace("X.XX.01.2.01.01", "X.XX.1.2.1.1"),
        LONG.replace("sub kegiatan", "SUB_KEGIATAN"),
        LONG.replace("\n", "\r\n"),
        "Urusan,Bidang Urusan,Program,Kegiatan,Sub Kegiatan,Nomenklatur\n"
        "X,XX,01,,,PROGRAM PENUNJANG\nX,XX,01,2.01,,Perencanaan\n"
        "X,XX,01,2.01,01,Penyusunan Rencana\n",
        "Kode Program,Nama Program,Kode Giat,Nama Giat,Kode Sub Giat,Nama Sub Giat\n"
        "X.XX.01,PROGRAM PENUNJANG,X.XX.01.2.01,Perencanaan,X.XX.01.2.01.01,"
        "X.XX.01.2.01.01 Penyusunan Rencana\n",
    ],
)
def test_a_list_in_any_common_shape(tmp_path: Path, text: str) -> None:
    found = parsed(tmp_path, text)
    assert found.problems == []
    assert list(entries(found)) == WANTED
    assert entries(found)[WANTED[2]] == "Penyusunan Rencana"
    assert [e.level for e in found.versions["daftar 2021"].values()] == [
        "program",
        "kegiatan",
        "sub_kegiatan",
    ]


def test_what_was_read_from_which_column_is_told(tmp_path: Path) -> None:
    found = parsed(tmp_path, "code_2digit,code_4digit,nama,sumber\n1.01.02.2.01.03,"
                             "1.01.02.2.01.0003,Rehabilitasi,x\n")  # fmt: skip
    assert found.columns == {"kode": "code_2digit", "kode_lain": "code_4digit", "nama": "nama"}
    assert found.ignored == ["sumber"]
    assert found.versions["daftar 2021"]["1.01.02.2.01.03"].kode_lain == "1.01.02.2.01.0003"


def test_windows_letters(tmp_path: Path) -> None:
    found = parsed(tmp_path, "kode,nama\n1.01,Pendidikan – Dasar\n", encoding="cp1252")
    assert entries(found)["1.01"] == "Pendidikan – Dasar"


def test_versions_stand_side_by_side(tmp_path: Path) -> None:
    found = parsed(tmp_path, "kode,nama,versi\n1.01,Pendidikan,2020\n1.01,PENDIDIKAN,2021\n")
    assert {name: len(some) for name, some in found.versions.items()} == {"2020": 1, "2021": 1}
    assert list(parsed(tmp_path, LONG, "050-5889").versions) == ["050-5889"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",Nama", "no code"),
        ("5.2.01.03 belanja,Nama", "is no code"),
        ("1.20.01.03,Nama", "is no code"),
        ("1.02.01,", "1.02.01 has no name"),
        ("1.02.01,Nama,kegiatan", "is a program, but the line says kegiatan"),
        ("1.02.01,Nama,bab", "level 'bab' is not known"),
        ("X.XX.01,PROGRAM LAIN", "X.XX.01 is also 'PROGRAM PENUNJANG'"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, said: str) -> None:
    found = parsed(tmp_path, LONG + line + "\n")
    (problem,) = found.problems
    assert problem.startswith("line 6: ")  # an entry before it takes two lines
    assert said in problem
    assert list(entries(found)) == WANTED


def test_the_same_line_twice_is_no_problem(tmp_path: Path) -> None:
    found = parsed(tmp_path, LONG + "X.XX.01,Program  Penunjang,program,\n")
    assert (found.problems, len(entries(found))) == ([], 3)


def test_odd_codes_of_the_annexes_are_kept_with_a_note(tmp_path: Path) -> None:
    found = parsed(tmp_path, "kode,nama\n7.01.03.7.04.01,Peningkatan Peran\n")
    assert (found.problems, list(entries(found))) == ([], ["7.01.03.7.04.01"])
    assert "line 2: 7.01.03.7.04.01" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nomor,judul\n1,x\n", "no column for kode and nama; columns found: nomor, judul"),
        ("kode,judul\n1,x\n", "no column for nama; columns found: kode, judul"),
        ("", "no column for kode and nama; columns found: none"),
        ("kode,nama\n", "no line below the header"),
        ("kode,nama\n1.01,a\0b\n", "not a text file"),
    ],
)
def test_a_file_that_is_no_list(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parsed(tmp_path, text)


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        parse(tmp_path / "none.csv")


def kept(tmp_path: Path, lists: Path, text: str = LONG, version: str = "2021") -> None:
    found = parsed(tmp_path, text, version)
    nomenclature.keep(found.lists(), lists, Path("daftar.csv"), date(2026, 1, 2))


def test_what_is_kept_is_loaded_as_it_was(tmp_path: Path, lists: Path) -> None:
    kept(tmp_path, lists)
    kept(tmp_path, lists, version="2020 (lama)")
    older, newer = nomenclature.load(lists)
    assert (older.versi, newer.versi) == ("2020 (lama)", "2021")
    assert newer.entries[2] == Official(WANTED[2], "Penyusunan Rencana", "sub_kegiatan", "Dokumen")
    listed = nomenclature.listed(lists)
    assert [(one["versi"], one["jumlah"]) for one in listed] == [("2020 (lama)", 3), ("2021", 3)]
    assert (listed[1]["berkas"], listed[1]["diimpor"]) == ("daftar.csv", "2026-01-02")
    nomenclature.remove("2020 (lama)", lists)
    assert [path.name for path in sorted(lists.iterdir())] == ["2021.csv", "2021.json"]


def test_nothing_kept_is_no_list(lists: Path) -> None:
    assert nomenclature.load(lists) == []
    with pytest.raises(UsageError, match="no version 2021; there are: none"):
        nomenclature.remove("2021", lists)


@pytest.mark.parametrize("name", ["../2021", "a/b", ".tersembunyi", ""])
def test_a_version_that_is_no_file_name_is_refused(lists: Path, name: str) -> None:
    one = Nomenclature(name, (Official("1.01", "Pendidikan", "bidang_urusan"),))
    with pytest.raises(UsageError, match="cannot be a file name"):
        nomenclature.keep([one], lists, Path("x.csv"), date(2026, 1, 2))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "lists").write_text("a file")
    one = Nomenclature("2021", (Official("1.01", "Pendidikan", "bidang_urusan"),))
    with pytest.raises(OutputError):
        nomenclature.keep([one], tmp_path / "lists", Path("x.csv"), date(2026, 1, 2))


def test_a_list_changed_by_hand_is_told(lists: Path) -> None:
    lists.mkdir()
    (lists / "2021.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match=r"2021\.csv: not as"):
        nomenclature.load(lists)


def test_the_lists_in_force_are_part_of_the_version(tmp_path: Path, lists: Path) -> None:
    bare = version_in_force()
    assert bare == pipeline_version()
    kept(tmp_path, lists)
    one = version_in_force()
    assert one.startswith(f"{bare}.n")
    kept(tmp_path, lists, version="2022")
    assert version_in_force() not in (bare, one)
    nomenclature.remove("2022", lists)
    assert version_in_force() == one
    kept(tmp_path, lists, LONG.replace("PROGRAM", "Program"))
    assert version_in_force() not in (bare, one)


def test_another_list_is_another_cache_key(
    tmp_path: Path, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENJA_STATE", str(tmp_path / "state"))
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.4 any")

    def key() -> str:
        with Run([pdf], Settings(workers=1)) as run:
            return run.key(run.sources[0])

    before = key()
    assert key() == before
    kept(tmp_path, lists)
    assert key() != before


def test_lists_are_kept_with_the_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RENJA_NOMENKLATUR", raising=False)
    monkeypatch.setenv("RENJA_STATE", str(tmp_path))
    assert places.nomenclature() == tmp_path / "nomenklatur"


def of_the_sample(path: Path, wrong: str) -> None:
    """A list with the sample's own codes and names, one of them otherwise."""
    with TRUTH.open(encoding="utf-8") as stream, path.open("w", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["kode", "nama"])
        seen = set()
        for row in csv.DictReader(stream):
            kode = row["kode"]
            if kode and row["uraian"] and kode not in seen:
                seen.add(kode)
                writer.writerow([kode, wrong if kode == "4.01.01.2.01.01" else row["uraian"]])


def test_the_command_and_what_it_does_to_a_document(
    new_bench: Callable[..., Bench], excerpt: Callable[[list[int]], bytes], tmp_path: Path
) -> None:
    bench = new_bench({"a.pdf": excerpt([29])}, state=tmp_path / "state")
    listed = bench.run("nomenklatur", "list", "--json")
    assert (listed.code, json.loads(listed.out)) == (0, [])
    of_the_sample(tmp_path / "daftar.csv", "Penyusunan Rencana Perangkat")
    made = bench.run("nomenklatur", "import", tmp_path / "daftar.csv", "--versi", "uji", "--json")
    assert made.code == 0, made.err
    assert json.loads(made.out)["versions"]["uji"] > 50
    assert "(pipeline " in bench.run("--version").out
    assert ".n" in bench.run("--version").out

    out = tmp_path / "rows.parquet"
    options = ("--table", "3.1", "--format", "parquet", "-o", out)
    read = bench.run("read", bench.inbox / "2023/a.pdf", *options)
    assert read.code == 0, read.err
    rows = {row["kode"]: row for row in pq.read_table(out).to_pylist()}
    row = rows["4.01.01.2.01.01"]
    assert row["uraian"] == "Penyusunan Dokumen Perencanaan Perangkat Daerah"
    assert (row["kode_resmi"], row["nama_resmi"]) == (
        "4.01.01.2.01.01",
        "Penyusunan Rencana Perangkat",
    )
    found = json.loads(bench.run("tables", bench.inbox / "2023/a.pdf", "--json").out)["findings"]
    (told,) = [f for f in found if f["aturan"] == "nama_tidak_resmi"]
    assert (told["baris"], told["tingkat"]) == (row["baris"], "info")

    assert bench.run("nomenklatur", "remove", "uji").code == 0
    assert ".n" not in bench.run("--version").out


def test_a_list_with_faults_is_not_imported_unless_told_to(
    new_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench = new_bench({}, state=tmp_path / "state")
    path = tmp_path / "daftar.csv"
    path.write_text(LONG + "salah,Nama\n")
    refused = bench.run("nomenklatur", "import", path)
    assert refused.code == 2
    assert "line 6: 'salah' is no code" in refused.err
    assert json.loads(bench.run("nomenklatur", "list", "--json").out) == []
    taken = bench.run("nomenklatur", "import", path, "--skip-errors")
    assert (taken.code, "daftar: 3 entries in force" in taken.out) == (0, True)
    assert "daftar: 3 entries (1 program" in bench.run("nomenklatur", "list").out
