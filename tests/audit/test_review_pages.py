"""The pages of `renja review`: the queue, a cell, what may be typed, and what becomes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from published import Published

from audit.address import Address
from audit.library import Library
from audit.review import view
from audit.review.app import Server, create
from audit.review.decide import Column, Refused, Typed, decision, number, words
from audit.review.desk import Desk
from audit.review.jobs import Folders, Jobs
from audit.texts import texts
from flows import corrections
from tables.correction import parse
from tables.errors import UsageError

HOST = "127.0.0.1:8765"
CELL = Address("evaluasi_renja", "2.1", 82, "target_renstra_k")
SEL = CELL.anchor.removeprefix("#sel=")
MONEY = Column("uang", 1)


@pytest.fixture
def server(published: Published, tmp_path: Path, own_state: Path) -> Iterator[Server]:
    folders = Folders(published.clean, tmp_path / "q", tmp_path / "reports", tmp_path / "corr")
    desk = Desk(Library(published.clean), folders.corrections, [published.pdf])
    made = Server(desk, Jobs(folders))
    yield made
    made.jobs.close()


@pytest.fixture
def browser(server: Server) -> TestClient:
    made = TestClient(create(server, frozenset({HOST})), base_url=f"http://{HOST}")
    assert made.get(f"/?kunci={server.secrets.key}").status_code == 200
    return made


def sent(server: Server, **more: str) -> dict[str, str]:
    dok = server.desk.entries()[0].dokumen_id
    return {
        "csrf": server.secrets.form,
        "dok": dok,
        "sel": SEL,
        "oleh": "Sri",
        "alasan": "ya",
        **more,
    }


def place(server: Server) -> str:
    return view.cell_link(server.desk.entries()[0].dokumen_id, CELL)


# --- what may be typed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1.234", "1234"),
        (" Rp 1.000 ", "1000"),
        ("1234567", "1234567"),
        ("12,5", "12.5"),
        ("-5", "-5"),
        ("(1.000)", "-1000"),
        ("-", "0"),
        ("0", "0"),
    ],
)
def test_figures_are_read_as_indonesian(text: str, value: str) -> None:
    assert number(text, MONEY) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "12.50", "1,234.5", "1.23", "1.234.56", "dua", "12 34", "1.000 2.000", "#DIV/0!", "1e5",
     "5 orang", "1.000\n2", "NIHIL", "…", "9" * 30],
)  # fmt: skip
def test_what_is_no_plain_figure_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="salah_"):
        number(text, MONEY)


def test_a_figure_is_typed_as_the_page_prints_it() -> None:
    assert number("1.234,5", Column("uang", 1000)) == 1234500
    assert view.printed(Decimal(1234500), Column("uang", 1000)) == "1.234,5"


def test_a_column_holds_so_many_decimals() -> None:
    for text in ("1,2345", "1,234", "0,125", "12,5"):
        assert number(text, Column("kinerja", 1)) == Decimal(text.replace(",", "."))
    with pytest.raises(Refused, match="salah_digit"):
        number("1,2345", Column("uang", 1))
    with pytest.raises(Refused, match="salah_digit"):
        number("1,23456", Column("kinerja", 1))


def test_texts_are_on_one_line() -> None:
    assert words("  dua\n baris ") == "dua baris"
    for bad in ("  ", "x" * 1001):
        with pytest.raises(Refused, match="salah_teks"):
            words(bad)


def test_every_refusal_is_said_in_both_languages() -> None:
    source = Path("audit/review/decide.py").read_text("utf-8")
    named = set(re.findall(r'Refused\("(\w+)"\)', source))
    assert len(named) >= 7
    for language in ("id", "en"):
        assert named <= set(texts("tinjau", language))


# --- a decision ---------------------------------------------------------------------------


def test_a_decision_names_the_cell_as_it_is_printed(published: Published) -> None:
    typed = Typed("koreksi", " Sri  Wahyuni ", "ada koma", "292,5")
    line = decision(published.tracer(), CELL, typed, "2023/a.pdf")
    assert (line.oleh, line.lama, line.baru) == ("Sri Wahyuni", "2925", "292.5")
    assert line.anchor is not None
    assert (line.anchor.kolom, line.anchor.teks, line.anchor.halaman) == (CELL.kolom, "292 5", 13)
    assert line.sha256 == published.entry.sha256
    assert parse(line.line()) == line


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (Typed("koreksi", "", "ya", "1"), "salah_nama"),
        (Typed("koreksi", "x" * 101, "ya", "1"), "salah_nama"),
        (Typed("koreksi", "Sri", " \n", "1"), "salah_alasan"),
        (Typed("koreksi", "Sri", "ya", ""), "salah_angka"),
        (Typed("galat_sumber", "Sri", "ya", should_be="x"), "salah_angka"),
    ],
)
def test_a_decision_needs_all_its_parts(published: Published, typed: Typed, why: str) -> None:
    with pytest.raises(Refused, match=why):
        decision(published.tracer(), CELL, typed, "a.pdf")


def test_a_cell_may_hold_no_figure_at_all(published: Published) -> None:
    typed = Typed("koreksi", "Sri", "kosong", nothing=True)
    assert decision(published.tracer(), CELL, typed, "a.pdf").baru is None


def test_a_clean_cell_is_not_corrected_to_what_it_says(published: Published) -> None:
    clean = CELL._replace(kolom="target_renstra_rp")
    with pytest.raises(Refused, match="salah_sama"):
        decision(published.tracer(), clean, Typed("koreksi", "S", "y", "5.538.214.610"), "a.pdf")


# --- the pages ----------------------------------------------------------------------------


def test_the_queue_shows_what_is_in_doubt(browser: TestClient, server: Server) -> None:
    page = browser.get("/").text
    assert unescape(page).count('class="cell"') == len(list(server.desk.items())) == 2
    assert place(server) in unescape(page)
    assert "“292 5”" in page


def test_a_decided_cell_leaves_the_queue_and_waits(browser: TestClient, server: Server) -> None:
    answer = browser.post("/putusan", data=sent(server, aksi="terima"), follow_redirects=False)
    assert answer.status_code == 303
    assert "target_sebelum" in answer.headers["location"]  # the next one to decide
    (line,) = corrections.read([*server.desk.folder.glob("*.jsonl")]).lines
    assert (line.aksi, line.lama, line.baru) == ("terima", "2925", "2925")
    assert place(server) not in unescape(browser.get("/").text)
    waiting = unescape(browser.get("/?keadaan=tunggu").text)
    assert place(server) in waiting
    assert "<b>1</b> dari <b>2</b>" in waiting


def test_an_undone_decision_is_open_again(browser: TestClient, server: Server) -> None:
    browser.post("/putusan", data=sent(server, aksi="terima"))
    (line,) = corrections.read([*server.desk.folder.glob("*.jsonl")]).lines
    answer = browser.post("/batal", data=sent(server, id=line.id), follow_redirects=False)
    assert answer.status_code == 303
    assert place(server) in unescape(browser.get("/").text)
    lines = corrections.read([*server.desk.folder.glob("*.jsonl")]).lines
    assert [one.aksi for one in lines] == ["terima", "batal"]
    again = browser.post("/batal", data=sent(server, id=line.id))
    assert again.status_code == 404
    history = browser.get("/riwayat").text
    assert "tidak berlaku lagi" in history


def test_a_mistake_is_told_and_what_was_typed_stays(browser: TestClient, server: Server) -> None:
    answer = browser.post("/putusan", data=sent(server, aksi="koreksi", nilai="12.50", oleh=""))
    assert answer.status_code == 422
    assert texts("tinjau", "id")["salah_angka"] in unescape(answer.text)
    assert 'value="12.50"' in answer.text
    none = browser.post("/putusan", data=sent(server))
    assert texts("tinjau", "id")["salah_aksi"] in unescape(none.text)
    assert not server.desk.folder.exists()


def test_the_preview_says_how_a_figure_is_read(browser: TestClient, server: Server) -> None:
    asked = {name: value for name, value in sent(server).items() if name in ("dok", "sel")}
    assert browser.get("/baca", params={**asked, "nilai": "292,5"}).json() == {"nilai": "292,5"}
    bad = browser.get("/baca", params={**asked, "nilai": "12.50"}).json()
    assert bad == {"salah": "salah_angka"}


def test_name_and_language_are_remembered(browser: TestClient, server: Server) -> None:
    browser.post("/putusan", data=sent(server, aksi="terima", oleh="Ny. Sri & Co"))
    assert 'value="Ny. Sri &amp; Co"' in browser.get(place(server)).text
    assert '<html lang="en">' in browser.get("/?bahasa=en").text
    assert '<html lang="en">' in browser.get("/riwayat").text
    assert '<html lang="id">' in browser.get("/?bahasa=id").text
    assert '<html lang="id">' in browser.get("/?bahasa=fr").text


def test_pages_say_everything_in_english_too(browser: TestClient, server: Server) -> None:
    """No Indonesian sentence of ours is left in the English pages."""
    said = texts("tinjau", "id")
    for path in ("/", place(server), "/riwayat"):
        joiner = "&" if "?" in path else "?"
        page = unescape(browser.get(f"{path}{joiner}bahasa=en").text)
        for name in ("antrean", "putusan", "alasan", "simpan", "kosong_riwayat", "tab.buka"):
            assert f">{said[name]}<" not in page


@pytest.mark.parametrize("kolom", ["uraian", "lokasi", "pagu"])
def test_any_cell_can_be_decided_on(browser: TestClient, server: Server, kolom: str) -> None:
    """Also one nobody doubted, or an empty one: its page comes from a link, e.g. of the report."""
    address = Address("rencana_kerja", "3.1", 4, kolom)
    dok = server.desk.entries()[0].dokumen_id
    page = browser.get(view.cell_link(dok, address)).text
    text = kolom != "pagu"
    assert ('<textarea id="nilai"' in page) is text
    value = "PROGRAM LAIN" if text else "1.000"
    data = sent(server, aksi="koreksi", nilai=value)
    data["sel"] = address.anchor.removeprefix("#sel=")
    browser.post("/putusan", data=data)
    (line,) = corrections.read([*server.desk.folder.glob("*.jsonl")]).lines
    assert line.baru == (value if text else "1000")


def test_candidates_hold_every_reading(published: Published) -> None:
    way = published.tracer().way(CELL)
    found = view.candidates(way, Column("kinerja", 1))
    assert found[0] == "2.925"
    assert {"292", "5"} <= set(found)
    scan = replace(way, cell={**way.cell, "teks_kedua": "2.926"})
    assert "2.926" in view.candidates(scan, Column("kinerja", 1))


def test_without_its_pdf_a_document_is_reviewed_all_the_same(
    browser: TestClient, server: Server, tmp_path: Path
) -> None:
    server.desk.pdfs = (tmp_path,)
    server.desk._found.clear()
    page = browser.get(place(server))
    assert page.status_code == 200
    assert texts("tinjau", "id")["tanpa_gambar"] in unescape(page.text)
    asked = {"csrf": server.secrets.form, "dok": sent(server)["dok"]}
    assert browser.post("/proses", data=asked).status_code == 500


def test_broken_lines_are_shown(browser: TestClient, server: Server) -> None:
    folder = server.desk.folder
    folder.mkdir()
    path = corrections.place(folder, server.desk.entries()[0].dokumen_id)
    path.write_text("not json\n")
    assert f"{path.name}, line 1" in unescape(browser.get("/").text)
    assert f"{path.name}, line 1" in unescape(browser.get("/riwayat").text)


def test_only_one_document_where_one_is_named(published: Published, tmp_path: Path) -> None:
    desk = Desk(Library(published.clean), tmp_path, only="0" * 16)
    assert desk.items() == []
    with pytest.raises(UsageError):
        desk.sheet(published.entry.dokumen_id)


# --- runs ---------------------------------------------------------------------------------

SLOW = """
import sys, time
print('{"done": 3, "pages": 9}', file=sys.stderr, flush=True)
time.sleep(60)
"""


def jobs(tmp_path: Path, program: str) -> Jobs:
    return Jobs(Folders(*(tmp_path / name for name in "cqrk")), ("-c", program))


def test_a_run_tells_its_progress_and_stops_with_the_server(tmp_path: Path) -> None:
    made = jobs(tmp_path, SLOW)
    job = made.start("x", tmp_path / "a.pdf")
    while job.progress() == (0, 0):
        assert job.process.poll() is None
    assert job.progress() == (3, 9)
    with pytest.raises(UsageError):
        made.start("y", tmp_path / "b.pdf")
    made.close()
    assert job.process.poll() is not None


def finished(made: Jobs) -> None:
    while made.busy():
        pass


def test_a_run_that_dies_says_why(tmp_path: Path) -> None:
    made = jobs(tmp_path, "raise SystemExit('no disk left')")
    made.start("x", tmp_path / "a.pdf")
    finished(made)
    job = made.of("x")
    assert job is not None
    assert "no disk left" in job.error
    made.close()


def test_a_document_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    error = {"name": "DamagedPdf", "message": "cut off", "remedy": "Get it again."}
    report = {"documents": [{"status": "failed", "error": error, "cached": False}]}
    made = jobs(tmp_path, f"print({json.dumps(json.dumps(report))})")
    made.start("x", tmp_path / "a.pdf")
    finished(made)
    job = made.of("x")
    assert job is not None
    assert job.error == "cut off\n→ Get it again."
    made.close()
