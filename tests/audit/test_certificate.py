"""A certificate counts right, is signed only where nothing is open, and sees what changed since."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import documents as make
import pytest
from handmade import MARKUP, doubtful_plan, library, publish
from published import Published
from truth import SAMPLE_PDF
from typer.testing import CliRunner

from audit.certificate.command import Desk, Signer, certify, place, verify
from audit.certificate.content import content
from audit.certificate.reconcile import reconcile, tables
from audit.certificate.record import intact, load
from audit.trace import Tracer
from cleaning.document import clean
from cleaning.frames import frames
from cleaning.identities import getter, identities
from expectations import docs
from expectations.gate import judge
from extractors.document import extract
from extractors.triage import triage
from flows import store
from flows.cli import app
from tables.errors import CertificateError, UsageError
from tables.schema import schema
from tables.spec import specs

NOW = datetime(2026, 3, 1, 8, 15, tzinfo=UTC)
ANI = Signer("Ani", "Inspektur")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A clean document without doubts."""
    publish(make.document(make.plan()), tmp_path)
    return Desk(library(tmp_path), tmp_path / "corrections", tmp_path / "reports")


@pytest.fixture
def doubtful(tmp_path: Path) -> Desk:
    publish(make.document(doubtful_plan()), tmp_path)
    return Desk(library(tmp_path), tmp_path / "corrections", tmp_path / "reports")


def signed(desk: Desk) -> list[dict[str, Any]]:
    return list(load(place(desk.reports, make.ID))[1]["tanda_tangan"])


# What it says


def test_counts_of_the_sample(published: Published) -> None:
    written = published.library.frames(published.entry)
    made = content(published.entry, written, NOW)
    cells = written["sel"].to_pylist()
    assert made["jumlah"]["halaman"] == 38
    assert made["jumlah"]["sel"] == len(cells)
    assert made["jumlah"]["status"] == dict(Counter(cell["status"] for cell in cells))
    assert sum(t["sel"] for t in made["tabel"] if t["kind"] != "narasi") == len(cells)
    doubtful = [c for c in cells if c["status"] in ("ditandai", "tidak_terbaca")]
    assert sum(t["sel_diragukan"] for t in made["tabel"]) == len(doubtful)
    source = [f for f in written["temuan"].to_pylist() if f["kelas"] == "sumber"]
    assert made["sumber"]["banyak"] == len(source)
    largest, *others = made["sumber"]["terbesar"]
    assert len(others) + 1 == min(made["sumber"]["uang"], 25)
    assert "tahun_judul" not in {line["aturan"] for line in others}, "years are no money"
    assert (largest["tercetak"], largest["seharusnya"]) == ("3108164024", "-3178186274")


def test_totals_of_the_sample_hold_to_the_rupiah(published: Published) -> None:
    checked, totals = reconcile(published.entry, published.library.frames(published.entry))
    printed = {total.kolom: total for total in totals if total.tabel == "2.1"}
    assert printed["target_renja_rp"].jumlah == Decimal(58622444721)
    assert {total.selisih for total in printed.values()} == {Decimal(0)}
    assert all(total.berlaku for total in printed.values())
    missing = {total.kolom for total in totals if total.tabel == "3.1"}
    assert missing == {"pagu_sebelum", "pagu", "perubahan", "pagu_maju"}
    for one in checked:
        assert one.dijelaskan == one.diperiksa - one.berlaku, f"{one} has no finding"


def test_files_give_the_same_sums_as_the_reading(published: Published) -> None:
    seen = triage(SAMPLE_PDF)
    found, findings = extract(SAMPLE_PDF, seen)
    read = {t.kind: t for t in clean(seen, found, findings).tables if specs()[t.kind].sums}
    again = Tracer(published.entry, published.library.frames(published.entry))
    compared = 0
    for table in tables(again):
        ways = [
            [
                (i.kind, i.target, i.terms, i.holds(getter(t)))
                for i in identities(t, specs()[t.kind])
                if i.exact
            ]
            for t in (table, read[table.kind])
        ]
        assert ways[0] == ways[1]
        compared += len(ways[0])
    assert compared > 300


def test_a_total_that_is_wrong(tmp_path: Path) -> None:
    table = make.plan()
    total = make.money_row(7, "total", "", 100, 150)  # the program has 160
    table.rows += [make.money_row(8, "program", "4.01.02", 5, 5), total]
    table.rows[-2:] = [replace(table.rows[-2], baris=7), replace(total, baris=8, kode=None)]
    publish(make.document(table), tmp_path)
    entry = library(tmp_path).documents()[0]
    checked, totals = reconcile(entry, library(tmp_path).frames(entry))
    by_column = {one.kolom: one for one in totals}
    assert by_column["pagu"].selisih == Decimal(150 - 165)
    assert by_column["pagu"].berlaku is False
    (sums,) = (one for one in checked if one.macam == "total")
    assert (sums.diperiksa, sums.berlaku, sums.dijelaskan) == (3, 0, 0)


def test_every_doubt_is_counted_once(doubtful: Desk) -> None:
    entry = doubtful.library.documents()[0]
    assert content(entry, doubtful.library.frames(entry), NOW)["terbuka"] == 1
    table = doubtful_plan()
    kinds = {"kind": "rencana_kerja", "tabel": "3.1", "kelas": "ekstraksi"}
    table.findings += [
        make.finding(baris=6, kolom="target", **kinds),  # on the doubtful cell itself
        make.finding(baris=2, kolom="pagu", **kinds),
        make.finding(baris=3, kolom="pagu", tingkat="info", **kinds),
    ]
    document = make.document(table)
    document.findings.append(make.finding(aturan="halaman_gagal_ocr", kelas="ekstraksi"))
    publish(document, doubtful.library.clean.parent)
    made = content(entry, doubtful.library.frames(entry), NOW)
    assert made["terbuka"] == 3
    assert [(t["kind"], t["temuan_terbuka"]) for t in made["tabel"] if t["temuan_terbuka"]] == [
        ("rencana_kerja", 1),
        ("", 1),
    ]


def test_the_page_is_whole_in_both_languages_and_fetches_nothing(doubtful: Desk) -> None:
    page = certify(doubtful, make.ID, "en").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "Certificate of data quality" in page
    assert "Sertifikat mutu data" in page
    assert not re.search(r"""(?:src|href)\s*=\s*['"]?(?!data:|\.\./)[^'"#]*//""", page)
    assert "@import" not in page
    assert "default-src 'none'" in page
    assert page.count("</script>") == 1


def test_a_document_cannot_write_into_the_page(tmp_path: Path) -> None:
    publish(make.document(make.plan(), perangkat_daerah=MARKUP), tmp_path)
    desk = Desk(library(tmp_path), tmp_path / "corrections", tmp_path / "reports")
    signer = Signer(f"Ani {MARKUP}", "Inspektur")
    page = certify(desk, make.ID, "id", signer).read_text("utf-8")
    assert "<img" not in page
    assert load(place(desk.reports, make.ID))[1]["dokumen"]["nama"] == f"{MARKUP}, Kota Serang"


def test_links_lead_to_what_is_there(desk: Desk) -> None:
    certify(desk, make.ID, "id")
    assert "data_docs" not in place(desk.reports, make.ID).read_text("utf-8")
    entry = desk.library.documents()[0]
    written = desk.library.frames(entry)
    verdict = judge({name: frame.select(schema(name).names) for name, frame in written.items()})
    docs.write(verdict, desk.reports / "data_docs", entry.berkas)
    index = docs.index(desk.reports / "data_docs")
    page = certify(desk, make.ID, "id").read_text("utf-8")
    (link,) = re.findall(r'href="(\.\./data_docs[^"]*)"', page)
    path, _, mark = link.partition("#")
    assert (desk.reports / "certificates" / path).resolve() == index.resolve()
    assert f'id="{mark}"' in index.read_text("utf-8")


# Signing


def test_a_clean_document_is_signed(desk: Desk) -> None:
    page = certify(desk, make.ID, "id", ANI).read_text("utf-8")
    (signature,) = signed(desk)
    assert (signature["oleh"], signature["peran"], signature["terbuka"]) == ("Ani", "Inspektur", 0)
    assert "Disahkan oleh Ani." in page


def test_open_doubts_are_not_signed(doubtful: Desk) -> None:
    with pytest.raises(CertificateError, match="1 doubts are open") as refused:
        certify(doubtful, make.ID, "id", ANI)
    assert refused.value.exit_code == 6
    assert "--with-doubts" in refused.value.remedy
    assert not place(doubtful.reports, make.ID).exists()
    certify(doubtful, make.ID, "id", replace(ANI, with_doubts=True))
    assert [line["terbuka"] for line in signed(doubtful)] == [1]


def test_quarantine_is_not_signed(tmp_path: Path) -> None:
    document = make.document()
    store.stage(frames(document, "1"), tmp_path / "s", {})
    store.quarantine(tmp_path / "s", tmp_path / "quarantine", make.ID, {"failures": []})
    desk = Desk(library(tmp_path), tmp_path / "corrections", tmp_path / "reports")
    with pytest.raises(CertificateError, match="in quarantine"):
        certify(desk, make.ID, "id", replace(ANI, with_doubts=True))
    assert "tidak diterbitkan" in certify(desk, make.ID, "id").read_text("utf-8")


def test_decisions_that_wait_are_not_signed(desk: Desk) -> None:
    decide(desk)
    with pytest.raises(CertificateError, match="wait to be applied"):
        certify(desk, make.ID, "id", ANI)


def test_signatures_stay(desk: Desk) -> None:
    certify(desk, make.ID, "id", ANI)
    certify(desk, make.ID, "en", Signer("Budi", "Auditor"))
    page = certify(desk, make.ID, "id").read_text("utf-8")
    assert [line["oleh"] for line in signed(desk)] == ["Ani", "Budi"]
    assert "Disahkan oleh Ani, Budi." in page


def test_a_signature_of_other_figures_says_so(desk: Desk) -> None:
    certify(desk, make.ID, "id", ANI)
    change_a_figure(desk)
    page = certify(desk, make.ID, "id").read_text("utf-8")
    assert "yang sudah berubah" in page
    assert "Belum disahkan." in page
    assert [line["oleh"] for line in signed(desk)] == ["Ani"]


def test_another_file_is_not_overwritten(desk: Desk) -> None:
    path = place(desk.reports, make.ID)
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(UsageError, match="no certificate"):
        certify(desk, make.ID, "id")
    assert path.read_text() == "mine"


# Verifying


def change_a_figure(desk: Desk) -> None:
    table = make.plan()
    table.rows[0].entries["target"] = make.number(13)
    publish(make.document(table), desk.library.clean.parent)


def decide(desk: Desk) -> None:
    desk.corrections.mkdir()
    (desk.corrections / f"{make.ID}.jsonl").write_text("{}\n")


def drop_a_frame(desk: Desk) -> None:
    next(desk.library.clean.glob("narasi/*/*.parquet")).unlink()


def edit_the_page(desk: Desk) -> None:
    path = place(desk.reports, make.ID)
    path.write_text(path.read_text("utf-8").replace("Rp", "Rp1", 1), "utf-8")


def edit_the_data(desk: Desk) -> None:
    path = place(desk.reports, make.ID)
    path.write_text(path.read_text("utf-8").replace('"Inspektur"', '"Bupati"'), "utf-8")


def withdraw(desk: Desk) -> None:
    for path in desk.library.clean.glob("dokumen/*/*.parquet"):
        path.unlink()


def test_what_did_not_change_holds(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = certify(desk, make.ID, "id", ANI)
    verify(desk, path, [], "id")
    out = capsys.readouterr().out
    assert "Sertifikat berlaku." in out
    assert "tidak ditemukan dan tidak diperiksa" in out
    assert "disahkan oleh Ani (Inspektur)" in out


def test_newer_code_with_the_same_figures_holds(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = certify(desk, make.ID, "id", ANI)
    publish(make.document(make.plan()), desk.library.clean.parent, "0.2+new", a="new")
    verify(desk, path, [], "en", as_json=True)
    told = json.loads(capsys.readouterr().out)
    changed = {check["what"] for check in told["checks"] if check["verdict"] == "berubah"}
    assert told["holds"]
    assert {"berkas", "versi_pipeline"} <= changed
    assert "isi" not in changed


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (change_a_figure, "isi rencana_kerja, isi sel"),
        (decide, f"koreksi {make.ID}.jsonl"),
        (drop_a_frame, "isi narasi"),
        (edit_the_page, "halaman"),
        (edit_the_data, "halaman"),
        (withdraw, "dokumen"),
    ],
)
def test_what_changed_is_named(desk: Desk, change: Callable[[Desk], None], named: str) -> None:
    path = certify(desk, make.ID, "id", ANI)
    change(desk)
    with pytest.raises(CertificateError) as broken:
        verify(desk, path, [], "id")
    assert broken.value.message == f"{path} does not hold any more: {named}"


def test_the_pdf_is_looked_at(
    published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(published.library, tmp_path / "corrections", tmp_path / "reports")
    path = certify(desk, published.entry.dokumen_id, "id")
    verify(desk, path, [SAMPLE_PDF], "id")
    assert re.search(r"sama +PDF\n", capsys.readouterr().out)
    (tmp_path / SAMPLE_PDF.name).write_bytes(SAMPLE_PDF.read_bytes() + b"\n%more")
    with pytest.raises(CertificateError, match=f"any more: pdf {SAMPLE_PDF.name}"):
        verify(desk, path, [tmp_path], "id")


def test_a_seal_is_of_the_whole_page(desk: Desk) -> None:
    page = certify(desk, make.ID, "id").read_text("utf-8")
    assert intact(page)
    for one, other in (("<h1>", "<h1> "), ('"terbuka": 0', '"terbuka": 1'), ("</html>", "")):
        assert one in page
        assert not intact(page.replace(one, other, 1))


def test_what_is_no_certificate(desk: Desk, tmp_path: Path) -> None:
    for contents in ("<html></html>", '<script type="application/json" id="data">[]</script>'):
        (tmp_path / "x.html").write_text(contents)
        with pytest.raises(UsageError, match="is no certificate"):
            verify(desk, tmp_path / "x.html", [], "id")
    with pytest.raises(UsageError, match="cannot be read"):
        verify(desk, tmp_path / "nowhere.html", [], "id")


def test_the_commands(doubtful: Desk) -> None:
    home = doubtful.library.clean.parent
    places = {"clean": doubtful.library.clean, "quarantine": home / "quarantine"}
    places["corrections"] = doubtful.corrections

    def run(*arguments: str) -> Any:
        folders = [part for n, p in places.items() for part in (f"--{n}", str(p))]
        return CliRunner().invoke(app, ["certificate", *arguments, *folders])

    reports = "--reports", str(doubtful.reports)
    done = run(make.ID[:8], *reports)
    assert (done.exit_code, Path(done.stdout.strip()).name) == (0, f"{make.ID}.html")
    assert isinstance(run("--role", "x", make.ID, *reports).exception, UsageError)
    assert isinstance(run(make.ID, "--signed-by", "x", *reports).exception, UsageError)
    signing = "--signed-by", "Ani", "--role", "Inspektur"
    assert isinstance(run(make.ID, *signing, *reports).exception, CertificateError)
    assert run("make", make.ID, *signing, "--with-doubts", *reports).exit_code == 0
    done = run("verify", str(place(doubtful.reports, make.ID)), "--english")
    assert done.exit_code == 0
    assert "The certificate holds." in done.stdout
