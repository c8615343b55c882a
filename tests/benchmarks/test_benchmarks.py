"""The harness itself: what it counts, and that missing peers and documents are skipped."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from typeset import Grid, Page, write

from benchmarks import peers, precision, scaling, speed
from benchmarks.corpus import SAMPLE, TruthPages, figures, truth_pages
from benchmarks.process import ContenderError, peak_memory, read, run

ROWS = (
    ("Kode", "Program/Kegiatan", "Lokasi", "Target", "Pagu indikatif"),
    ("4.01", "Program", "Serang", "50 %", "1.500.000"),
    ("4.01.01", "Kegiatan", "Serang", "12", "700.000"),
    ("4.01.02", "Kegiatan", "Cilegon", "75 %", "500.000"),
    ("4.01.03", "Kegiatan", "Lebak", "3", "300.000"),
)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    caption = (40.0, 40.0, "Tabel 3.1 Rumusan Rencana Program dan Kegiatan Tahun 2023")
    return write(tmp_path / "table.pdf", Page([Grid(ROWS, (50, 100, 60, 60, 80))], [caption]))


@pytest.mark.parametrize(
    ("output", "printed", "alone"),
    [
        ([["Program", "50 %", "1.500.000"]], 1, 1),
        ([["Program", "50", "%", "1.500.\n000"]], 0, 1),
        ([["1.500.000", "50 %"]], 0, 0),
        ([["50 % 1.500.000"]], 0, 0),
        ([["50 %"], ["1.500.000"]], 0, 0),
        ([], 0, 0),
    ],
)
def test_a_row_is_whole_when_its_numbers_stand_in_order_in_one_row(
    output: list[list[str]], printed: int, alone: int
) -> None:
    truth = [("50 %", "1.500.000")]

    assert peers.whole_rows(truth, output, peers.as_printed) == printed
    assert peers.whole_rows(truth, output, peers.number_alone) == alone


def test_a_number_that_is_printed_twice_must_come_out_twice() -> None:
    assert not peers.in_order(["0", "0"], ["0", "x"])
    assert peers.in_order(["0", "0"], ["0", "x", "0"])


def test_figures_are_plain_numbers_but_not_keys() -> None:
    row = {"kode": "1", "no": "7", "uraian": "Program", "target": "12 Dok", "pagu": "1.500",
           "perubahan": "(500)", "capaian": "50 %", "halaman": "3", "catatan": "-"}  # fmt: skip

    assert figures(row) == ("7", "1.500", "(500)", "50 %")


@pytest.mark.parametrize("name", peers.OWN)
def test_contenders_read_a_table(name: str, pdf: Path) -> None:
    reading = read(name, pdf)

    assert reading.seconds > 0
    assert peers.whole_rows([("50 %", "1.500.000"), ("12", "700.000")], reading.rows[1],
                            peers.as_printed) == 2  # fmt: skip


def test_the_report_names_every_contender(pdf: Path) -> None:
    documents = [TruthPages("table", pdf, (1,), (("50 %", "1.500.000"), ("12", "900")))]

    text = peers.report({"pdfplumber": peers.score("pdfplumber", sys.executable, documents)},
                        documents)  # fmt: skip

    assert "| pdfplumber, defaults | 1/2 = 50% | 1/2 = 50% |" in text
    assert "| table | 1 | 2 |" in text


def test_missing_documents_are_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert truth_pages(tmp_path) == []
    assert peers.main(["--real", str(tmp_path)]) == 0
    assert speed.main([str(tmp_path / "none.pdf")]) == 0
    assert capsys.readouterr().err.count("skipped: ") == 2


def test_missing_peers_are_skipped(
    pdf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = [TruthPages("table", pdf, (1,), (("12",),))]
    monkeypatch.setattr(peers, "truth_pages", lambda _: documents)
    monkeypatch.setattr(peers, "OWN", ("pdfplumber",))

    assert peers.main(["--python", str(pdf.parent / "no-python")]) == 0

    said = capsys.readouterr()
    assert "pdfplumber, defaults" in said.out
    assert said.err.count("skipped: ") == 4


def test_a_contender_that_fails_says_why(pdf: Path) -> None:
    with pytest.raises(ContenderError, match=r"only asked for given pages|No module named"):
        read("tabula", pdf)
    with pytest.raises(ContenderError, match="exit code 7"):
        run([sys.executable, "-c", "raise SystemExit(7)"])
    assert run([sys.executable, "-c", "raise SystemExit(3)"]) > 0


def test_peak_memory_counts_children() -> None:
    hold = "import time; kept = bytearray(80_000_000); time.sleep(1.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"

    assert peak_memory([sys.executable, "-c", parent]) > 80_000_000


def test_ratios_are_of_medians_and_told_beside_their_bars() -> None:
    seconds = {
        speed.RENJA: [2.0, 9.0, 2.0],
        speed.PLUMBER: [10.0, 10.0, 1.0],
        speed.CAMELOT: [20.0, 40.0, 10.0],
        speed.INGEST: [30.0],
    }

    text = speed.report(seconds, {speed.INGEST: 2 * 1024**3})

    assert "| 0.10 | ≤ 0.2 | yes |" in text
    assert "| 0.20 | ≤ 0.6 | yes |" in text
    assert "| 1.50 | ≤ 0.8 | NO |" in text
    assert "| 2048 MiB | ≤ 1024 MiB | NO |" in text


def test_every_ingest_writes_elsewhere_and_keeps_its_state(tmp_path: Path) -> None:
    ingest = speed.Ingest(SAMPLE, tmp_path)

    assert ingest.command() != ingest.command()
    assert ingest.environment()["RENJA_STATE"] == ingest.environment()["RENJA_STATE"]
    assert ingest.environment("cold") != ingest.environment()
    assert not [name for name in ingest.environment() if name.startswith("PREFECT_")]


def test_documents_of_any_length_have_the_same_mix(tmp_path: Path) -> None:
    scaling.concatenate(SAMPLE, (3, 10), 5, tmp_path / "five.pdf")

    document = pdfium.PdfDocument(tmp_path / "five.pdf")
    sizes = [page.get_size() for page in document]
    document.close()
    assert len(sizes) == 5
    assert sizes[0] == sizes[2] == sizes[4] != sizes[1] == sizes[3]


def test_cost_per_page(tmp_path: Path, pdf: Path) -> None:
    results = scaling.measure(pdf, [1, 2], unit=(1,))

    assert [rows for _, rows, _ in results.values()] == [4, 8]
    assert all(peak > 0 for _, _, peak in results.values())
    assert scaling.report({10: [2.0, 30, 1024**2 * 99]}).endswith("| 10 | 30 | 2.0 | 200 | 99 |")


def test_a_draw_of_findings_is_the_same_for_a_seed() -> None:
    found = [{"aturan": f"rule{n % 7}", "baris": n} for n in range(200)]

    assert precision.draw(found, 1) == precision.draw(found, 1) != precision.draw(found, 2)
    assert len(precision.draw(found, 1)) == precision.DRAWN
    assert len(precision.draw(found[:3], 1)) == 3


def test_a_draw_of_rare_rules_begins_with_the_rarest() -> None:
    common = [{"aturan": "common", "baris": n} for n in range(90)]
    found = [*common, {"aturan": "rare", "baris": 0}]

    assert [f["aturan"] for f in precision.rare(found, 1)] == ["rare", *["common"] * 3]


def test_findings_of_a_missing_folder_are_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert precision.main([str(tmp_path / "nowhere")]) == 0
    assert "missing" in capsys.readouterr().err
