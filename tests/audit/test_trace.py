"""A traced value stands where the trace says: judged by what the page's own text says is there."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pytest
from degrade import LEVELS, Geometry, make_scan
from PIL import Image
from published import Published, publish
from typer.testing import CliRunner

from audit.address import Address
from audit.evidence import evidence, kinds_of
from audit.pages import View, draw
from audit.trace import TEXT, Tracer
from extractors.scan.engines import engines
from flows.cli import app
from tables.errors import UsageError
from tables.model import MID_WORD, Box

pytestmark = pytest.mark.usefixtures("own_state")
SEED, DRAWN = 20260801, 50
Locate = Callable[[float, float], tuple[float, float]]


def squeezed(text: str) -> str:
    return "".join(text.replace(MID_WORD, "").split())


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def inside(page: Any, box: Box, locate: Locate = lambda x, y: (x, y)) -> str:
    """The characters of a page whose middle `locate` puts into the box, in reading order."""

    def within(char: dict[str, Any]) -> bool:
        x, y = locate((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)
        return box.x0 - 0.5 <= x <= box.x1 + 0.5 and box.y0 - 0.5 <= y <= box.y1 + 0.5

    chars = [char for char in page.chars if within(char)]
    words = pdfplumber.utils.extract_words(chars, x_tolerance=3, y_tolerance=2)
    return squeezed("".join(word["text"] for word in words))


def drawn_cells(tracer: Tracer, *, numbers: bool = False) -> list[Address]:
    """Cells with a place, drawn by a fixed seed; ``numbers``: of one line and with a digit."""
    cells = [
        address
        for address, cell in tracer.cells.items()
        if address.kind != TEXT
        and cell["x0"] is not None
        and (not numbers or (cell["nilai"] is not None and "\n" not in cell["teks"]))
        and (not numbers or digits(cell["teks"]).strip("0"))
    ]
    return random.Random(SEED).sample(cells, DRAWN)


def test_fifty_cells_stand_where_the_trace_says(published: Published) -> None:
    tracer = published.tracer()
    wrong = []
    with pdfplumber.open(published.pdf) as pdf:
        for address in drawn_cells(tracer):
            way = tracer.way(address)
            assert way.place is not None
            assert way.place.printed
            there = inside(pdf.pages[way.place.page - 1], way.place.box)
            raw = squeezed(way.cell["teks"])
            # The end of a text that goes on on the next page stands there.
            whole = there == raw or (
                way.column["jenis"] == "teks" and raw.startswith(there) and there
            )
            if not whole:
                wrong.append((address, raw, there))
    assert not wrong


def test_fifty_crops_show_the_number(published: Published) -> None:
    """A reader of pictures, which knows nothing of the text layer, reads them off the PNG."""
    tracer = published.tracer()
    cells = drawn_cells(tracer, numbers=True)
    places = [tracer.place(address) for address in cells]
    views = [View(p.page, p.box, dpi=300, margin=1.5) for p in places if p is not None]
    drawn = draw(published.pdf, views)
    assert len(views) == DRAWN
    assert not drawn.failed
    crops = [np.asarray(Image.open(drawn.pictures[v].path).convert("L")) for v in views]
    seen = [digits(guess.number().text) for guess in engines().first.read(crops)]
    printed = [digits(tracer.cells[address]["teks"]) for address in cells]
    assert sum(a == b for a, b in zip(seen, printed, strict=True)) >= DRAWN - 2


@pytest.mark.slow
def test_fifty_cells_of_a_turned_scan(tmp_path: Path, published: Published) -> None:
    """The page lies on its side and askew; where each letter went is known."""
    scan = make_scan(published.pdf, [10], tmp_path / "scan.pdf", "light", 200, turn=90)
    publish(scan, tmp_path)
    tracer = Published(tmp_path, scan).tracer()
    with pdfplumber.open(published.pdf) as pdf:
        page = pdf.pages[9]
        locate = Geometry(page.width, page.height, LEVELS["light"], 90).to_scan
        hits = [
            digits(inside(page, place.box, locate)) == digits(tracer.cells[address]["teks"])
            for address in drawn_cells(tracer, numbers=True)
            if (place := tracer.place(address)) is not None
        ]
    assert tracer.turns == {1: 90}
    assert len(hits) == DRAWN
    assert sum(hits) >= DRAWN - 1


def test_what_a_way_tells(published: Published) -> None:
    tracer = published.tracer()
    (address,) = tracer.find("3.1", 4, "perubahan")
    way = tracer.way(address)
    assert (str(way.value), way.row["kode"], way.place and way.place.page) == (
        "3108164024.00",
        "4.01.01",
        30,
    )
    assert (way.column["nomor"], way.cell["teks"], way.cell["keyakinan"]) == (
        "14",
        "3.108.164.024",
        1.0,
    )
    assert "tanda_hilang" in {finding["aturan"] for finding, _ in way.findings}
    used = {each.address for _, others in way.findings for each in others}
    assert Address("rencana_kerja", "3.1", 4, "pagu_sebelum") in used
    # The amount is repeated in running text, and a finding on the text reckons with the cell.
    assert [text["teks"] for text in way.quoted] == ["Rp. 3.108.164.024,-"]
    assert "selisih_teks" in {finding["aturan"] for finding, _ in way.used}


def test_a_value_of_another_table_leads_there(published: Published) -> None:
    tracer = published.tracer()
    (here,) = tracer.find("2.1", 97, "target_renja_rp")
    others = [each.address for _, used in tracer.way(here).findings for each in used]
    there = Address("rencana_kerja", "3.1", 82, "pagu_sebelum")
    assert there in others
    assert here in {each.address for _, used in tracer.way(there).used for each in used}


def test_an_empty_cell_lies_where_row_and_column_cross(published: Published) -> None:
    tracer = published.tracer()
    empty = [a for a, cell in tracer.cells.items() if cell["status"] == "kosong"]
    known = [a for a, cell in tracer.cells.items() if a.kind != TEXT and cell["x0"] is not None]
    for address in random.Random(SEED).sample(known, 30):
        place = tracer.place(address)
        cell = tracer.cells[address]
        tracer.cells[address] = {**cell, **dict.fromkeys(("x0", "y0", "x1", "y1"))}
        guess = tracer.place(address)
        tracer.cells[address] = cell
        if guess is None or place is None:
            continue  # alone in its row on that page
        assert not guess.printed
        assert guess.page == place.page
        assert guess.box.y0 < place.box.y1
        assert place.box.y0 < guess.box.y1
        assert guess.box.x0 < place.box.x1
        assert place.box.x0 < guess.box.x1
    assert all(tracer.way(address).value is None for address in empty[:20])


def test_rows_by_kode(published: Published) -> None:
    tracer = published.tracer()
    both = tracer.find(kode="4.01.01.2.09.01")
    assert [at[:3] for at in both] == [("evaluasi_renja", "2.1", 41), ("rencana_kerja", "3.1", 46)]
    assert tracer.find(kode="4.1.1.2.9.1") == both
    assert tracer.find(kode="4.01.01.2.09.01", column="pagu") == [
        Address("rencana_kerja", "3.1", 46, "pagu")
    ]
    levels = {tracer.tables["evaluasi_renja", "2.1"][at.baris]["level"] for at in both[:1]}
    assert levels == {"sub_kegiatan"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"table": "9.9", "row": 1}, r"no table 9.9; there are: 2.1 \(evaluasi_renja\)"),
        ({"table": "2.1", "row": 900}, r"2.1 \(evaluasi_renja\) has rows 1 to 118"),
        ({"table": "2.1", "row": 1, "column": "target_rp"}, r"has no, .*near: .*target_renja_k"),
        ({"row": 12}, r"several tables have a row 12: 2.1 \(evaluasi_renja\)"),
        ({"kode": "4.01.01.2.09.99"}, r"near: 4.01.01.2.09"),
        ({"table": "2.1"}, "by its number or by its kode"),
        ({"table": "2.1", "row": 1, "kode": "4.01.01"}, "by its number or by its kode"),
    ],
)
def test_what_there_is_not(published: Published, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        published.tracer().find(**asked)


def test_evidence_finds_its_kind() -> None:
    finding = {"kind": "evaluasi_renja", "tabel": "2.1", "bukti": None}
    cells = [
        {"baris": 3, "kolom": "pagu", "nilai": "1"},
        {"baris": 4, "kolom": "pagu", "nilai": "2", "tabel": "3.1"},
        {"baris": 5, "kolom": "pagu", "nilai": "3", "tabel": "4.1"},
        {"baris": None, "kolom": "jumlah program", "nilai": "4"},
    ]
    pairs = [("rencana_kerja", "3.1"), ("rencana_kerja", "4.1"), ("lain", "4.1")]
    told = evidence({**finding, "bukti": json.dumps({"sel": cells})}, kinds_of(pairs))
    assert [each.address and each.address[:3] for each in told] == [
        ("evaluasi_renja", "2.1", 3),
        ("rencana_kerja", "3.1", 4),
        None,  # two kinds have a table of that number
        None,  # a count
    ]
    assert evidence(finding, {}) == []


# The command


def run(published: Published, *arguments: str | Path) -> Any:
    clean = published.clean, "--quarantine", published.home / "quarantine"
    return CliRunner().invoke(app, list(map(str, ("trace", *arguments, "--clean", *clean))))


@pytest.fixture
def asked(published: Published, tmp_path: Path) -> Callable[..., Any]:
    ident = published.entry.dokumen_id
    return lambda *more: run(published, ident, *more, "--reports", tmp_path / "reports")


def test_the_command_tells_and_draws(asked: Callable[..., Any], tmp_path: Path) -> None:
    told = asked("--table", "2.1", "--row", "12", "--col", "target_renja_rp")
    assert told.exit_code == 0, told.output
    for words in ("“142.899.900”", "142899900.00", "4.01.01.2.02.05", "bacaan kedua     sama"):
        assert words in told.stdout
    (picture,) = (tmp_path / "reports" / "trace").iterdir()
    assert picture.name == "cb3f4c8eda815297-2.1-12-target_renja_rp.png"
    assert Image.open(picture).size[0] > 100
    assert "second reading   the same" in asked(*told_in_english()).stdout


def told_in_english() -> tuple[str, ...]:
    return ("--table", "2.1", "--row", "12", "--col", "target_renja_rp", "--english")


def test_a_flagged_cell_says_its_rule(asked: Callable[..., Any], tmp_path: Path) -> None:
    png = tmp_path / "mine.png"
    place = ("--table", "2.1", "--row", "82", "--col", "target_renstra_k")
    told = json.loads(asked(*place, "--json", "--output", png).stdout)
    (cell,) = told["cells"]
    assert (cell["teks"], cell["nilai"], cell["status"]) == ("292 5", "2925.0000", "ditandai")
    assert cell["aturan_uraian"].endswith(".")
    assert cell["anchor"] == "#sel=evaluasi_renja/2.1/82/target_renstra_k"
    assert [finding["aturan"] for finding in cell["findings"]] == [cell["aturan"]]
    assert Path(cell["picture"]) == png
    assert png.read_bytes().startswith(b"\x89PNG")


def test_whole_rows(asked: Callable[..., Any], tmp_path: Path) -> None:
    told = asked("--kode", "4.01.01.2.09.01")
    assert told.exit_code == 0, told.output
    assert "pagu_sebelum         2589213025.00  “2.589.213.025”" in told.stdout
    assert len(list((tmp_path / "reports" / "trace").iterdir())) == 2
    one_file = asked("--kode", "4.01.01.2.09.01", "--output", tmp_path / "one.png")
    assert isinstance(one_file.exception, UsageError)
    assert "one file for 2 pictures" in one_file.exception.message


def test_running_text(asked: Callable[..., Any]) -> None:
    told = asked("--table", "narasi", "--row", "12", "--col", "nilai", "--json")
    (cell,) = json.loads(told.stdout)["cells"]
    assert (cell["teks"], cell["nilai"]) == ("Rp. 3.320.426.211,-", "3320426211.0000")
    assert cell["place"]["halaman"] == 26


def test_without_its_pdf_the_rest_is_told(asked: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    place = ("--table", "2.1", "--row", "12", "--col", "target_renja_rp")
    told = asked(*place, "--pdf", tmp_path / "empty")
    assert "142899900.00" in told.stdout
    assert told.exception.exit_code == 4
    assert "is not in" in told.exception.message


def test_a_place_that_cannot_be_written(asked: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = ("--table", "2.1", "--row", "12", "--col", "target_renja_rp")
    told = asked(*place, "--output", tmp_path / "file" / "x.png")
    assert told.exception.exit_code == 5
