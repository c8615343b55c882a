"""A doubtful cell through the whole way: flagged, corrected in the browser, reprocessed, kept."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import Bench
from fastapi.testclient import TestClient

from audit.library import Library
from audit.review.app import Server, create
from audit.review.desk import Desk
from audit.review.jobs import Folders, Jobs
from flows import corrections

pytestmark = pytest.mark.filterwarnings("ignore:Using `httpx`")
HOST = "127.0.0.1:8765"
NAME = "renja.pdf"
COLUMN = "target_renstra_k"


@pytest.fixture(scope="module")
def bench(served_bench: Callable[..., Bench], excerpt: Callable[[list[int]], bytes]) -> Bench:
    """A page with a figure that is parted by a blank: one number, or two."""
    bench = served_bench({NAME: excerpt([9, 10, 11, 12])})
    assert bench.ingest().code == 0
    return bench


def folders(bench: Bench) -> Folders:
    names = ("clean", "quarantine", "reports", "corrections")
    return Folders(*(bench.home / name for name in names))


@pytest.fixture
def browser(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for name, value in bench.environment.items():
        if name.startswith(("RENJA", "PREFECT")):
            monkeypatch.setenv(name, value)
    where = folders(bench)
    desk = Desk(Library(where.clean, where.quarantine), where.corrections, [bench.inbox])
    server = Server(desk, Jobs(where))
    client = TestClient(create(server, frozenset({HOST})), base_url=f"http://{HOST}")
    assert client.get(f"/?kunci={server.secrets.key}").status_code == 200
    yield client
    server.jobs.close()


def links(page: str, path: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'href="({path}\?[^"]*)"', page)]


def form(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form with that action."""
    start = page.index(f'action="{action}"')
    part = page[start : page.index("</form>", start)]
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', part)
    return {name: unescape(value) for name, value in found}


def records(bench: Bench, folder: str) -> list[dict[str, Any]]:
    (path,) = bench.clean.glob(f"{folder}/tahun=*/*.parquet")
    found: list[dict[str, Any]] = pq.read_table(path, partitioning=None).to_pylist()
    return found


def the_cell(bench: Bench) -> dict[str, Any]:
    (cell,) = (c for c in records(bench, "sel") if c["teks"] == "292 5" and c["kolom"] == COLUMN)
    return cell


def value(bench: Bench) -> Decimal:
    baris = the_cell(bench)["baris"]
    (row,) = (r for r in records(bench, "evaluasi_renja") if r["baris"] == baris)
    found: Decimal = row[COLUMN]
    return found


def rules(bench: Bench) -> set[str]:
    baris = the_cell(bench)["baris"]
    return {
        f["aturan"]
        for f in records(bench, "temuan")
        if f["baris"] == baris and f["kolom"] == COLUMN
    }


def lines(bench: Bench) -> list[Any]:
    return corrections.read(sorted((bench.home / "corrections").glob("*.jsonl"))).lines


def test_flag_correct_reprocess(bench: Bench, browser: TestClient) -> None:
    assert the_cell(bench)["status"] == "ditandai"
    (place, *_) = (p for p in links(browser.get("/").text, "/sel") if COLUMN in p)

    page = browser.get(place).text
    assert "292 5" in page
    (picture, *_) = re.findall(r'src="(/gambar[^"]*)"', page)
    drawn = browser.get(unescape(picture))
    assert drawn.headers["content-type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")

    asked = form(page, "/putusan")
    reply = {"aksi": "koreksi", "nilai": "292,5", "oleh": "Sri Wahyuni", "alasan": "ada koma"}
    bad = browser.post("/putusan", data={**asked, **reply, "nilai": "1.23"})
    assert bad.status_code == 422
    assert lines(bench) == []
    done = browser.post("/putusan", data={**asked, **reply}, follow_redirects=False)
    assert done.status_code == 303
    (line,) = lines(bench)
    assert (line.lama, line.baru, line.berkas) == ("2925", "292.5", f"2023/{NAME}")
    assert "Sri Wahyuni" in browser.get(place).text  # remembered, and the decision in force

    browser.post("/proses", data=form(browser.get("/").text, "/proses"))
    dok = line.dokumen_id
    deadline = time.monotonic() + 150
    while browser.get(f"/proses.json?dok={dok}").json()["berjalan"]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    told = browser.get(f"/proses?dok={dok}").text
    assert ">292,5<" in told
    assert COLUMN in told

    assert the_cell(bench)["status"] == "dikoreksi"
    assert value(bench) == Decimal("292.5")
    assert rules(bench) == {"koreksi_manual"}
    (path,) = bench.clean.glob("sel/tahun=*/*.parquet")
    about = json.loads(pq.read_schema(path).metadata[b"renja"])
    assert list(about["koreksi"]) == [f"{dok}.jsonl"]
    assert not [p for p in links(browser.get("/").text, "/sel") if COLUMN in p]
    assert [p for p in links(browser.get("/?keadaan=selesai").text, "/sel") if COLUMN in p]


def test_a_full_reprocess_keeps_it(bench: Bench) -> None:
    for command in ("reprocess", "ingest"):
        assert bench.ingest("--force", command=command).code == 0
        assert the_cell(bench)["status"] == "dikoreksi"
        assert value(bench) == Decimal("292.5")
    assert bench.ingest().documents[NAME]["cached"]


def test_one_pdf_alone_is_read_with_it(bench: Bench) -> None:
    run = bench.run("read", bench.inbox / "2023" / NAME, "--table", "2.1", "--format", "json")
    assert run.code == 0
    assert "292.5000" in {row[COLUMN] for row in run.report}


def test_a_broken_line_is_told_and_the_others_apply(bench: Bench) -> None:
    (path,) = (bench.home / "corrections").glob("*.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"id"\n')

    run = bench.ingest()
    assert run.code == 4
    made = run.documents[NAME]
    assert (made["status"], made["error"]["name"]) == ("written", "CorrectionsError")
    assert "line 2: not JSON" in made["error"]["message"]
    assert the_cell(bench)["status"] == "dikoreksi"
    assert "koreksi_rusak" in {f["aturan"] for f in records(bench, "temuan")}

    path.write_bytes(whole)
    assert bench.ingest().code == 0


def test_a_changed_source_reopens_it(bench: Bench, browser: TestClient) -> None:
    pdf: Path = bench.inbox / "2023" / NAME
    old = pdf.read_bytes()
    pdf.write_bytes(old + b"\n% another edition\n")
    assert bench.ingest(command="reprocess").code == 0

    assert the_cell(bench)["status"] == "ditandai"
    assert value(bench) == Decimal(2925)
    assert "koreksi_perlu_ditinjau" in rules(bench)
    (place, *_) = (p for p in links(browser.get("/").text, "/sel") if COLUMN in p)
    assert "Sri Wahyuni" in browser.get(place).text

    reply = {"aksi": "terima", "oleh": "Budi", "alasan": "edisi baru tanpa koma"}
    browser.post("/putusan", data={**form(browser.get(place).text, "/putusan"), **reply})
    assert bench.ingest().code == 0
    assert the_cell(bench)["status"] == "dikoreksi"
    assert rules(bench) == {"terima_manual"}  # the decision on the old edition was undone

    pdf.write_bytes(old)
    assert bench.ingest().code == 0


def test_undo_is_another_line(bench: Bench, browser: TestClient) -> None:
    """Of the first edition's decision the undo was made above; now it is undone itself."""
    before = {path: path.read_bytes() for path in (bench.home / "corrections").glob("*.jsonl")}
    assert the_cell(bench)["status"] == "ditandai"
    page = browser.get("/?keadaan=semua").text
    (place, *_) = (p for p in links(page, "/sel") if COLUMN in p)
    reply = {"aksi": "koreksi", "nilai": "292", "oleh": "Sri", "alasan": "salah ketik"}
    browser.post("/putusan", data={**form(browser.get(place).text, "/putusan"), **reply})
    assert bench.ingest().code == 0
    assert value(bench) == Decimal(292)

    asked = form(browser.get(place).text, "/batal")
    undone = browser.post("/batal", data={**asked, "oleh": "Sri", "alasan": "keliru"})
    assert undone.status_code == 200
    for path, contents in before.items():
        assert path.read_bytes().startswith(contents)
    assert "dibatalkan" in browser.get(place).text
    assert bench.ingest().code == 0
    assert the_cell(bench)["status"] == "ditandai"
    assert value(bench) == Decimal(2925)
