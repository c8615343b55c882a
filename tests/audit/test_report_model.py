"""What a report shows is what the Parquet files say: every cell, every finding, nothing else."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from published import Published

from audit.address import Address
from audit.library import Entry
from audit.report import collect as collecting
from audit.report.charts import charts
from audit.report.collect import collect
from audit.report.figures import Count, about, number, plain, rupiah
from audit.report.states import state
from audit.report.summary import count, sentences
from audit.trace import TEXT

Model = dict[str, Any]


@pytest.fixture(scope="module")
def model(published: Published) -> Model:
    return collect(published.entry, published.library.frames(published.entry))


def shown_cells(model: Model) -> dict[Address, list[Any]]:
    return {
        Address(table["kind"], table["tabel"], row["n"], column["name"]): cell
        for table in model["tables"]
        for row in table["rows"]
        for column, cell in zip(table["columns"], row["c"], strict=True)
        if cell is not None
    }


def test_every_cell_is_shown_as_it_was_read(published: Published, model: Model) -> None:
    lines = published.library.frames(published.entry)["sel"].to_pylist()
    shown = shown_cells(model)
    printed = [line for line in lines if line["x0"] is not None]
    assert len(printed) > 2000
    for line in printed:
        cell = shown[Address(line["kind"], line["tabel"], line["baris"], line["kolom"])]
        assert cell[2] == line["halaman"]
        assert cell[3] == pytest.approx([line[edge] for edge in ("x0", "y0", "x1", "y1")], abs=0.06)
        assert cell[4:] == [
            *(line["teks"], line["status"], line["teks_kedua"], line["keyakinan"]),
            *(line["aturan"], line["pembaca"]),
        ]


def test_values_are_those_of_the_rows_to_the_last_digit(published: Published, model: Model) -> None:
    frames, shown, compared = published.library.frames(published.entry), shown_cells(model), 0
    for kind in ("evaluasi_renja", "rencana_kerja"):
        for row in frames[kind].to_pylist():
            for kolom, value in row.items():
                cell = shown.get(Address(kind, row["tabel"], row["baris"], kolom))
                if cell is not None and isinstance(value, Decimal):
                    assert Decimal(cell[0]) == value
                    compared += 1
    assert compared > 1000


def test_findings_come_largest_amount_of_rupiah_first(published: Published, model: Model) -> None:
    findings = model["findings"]
    lines = published.library.frames(published.entry)["temuan"].to_pylist()
    assert Counter((f["aturan"], f["uraian"]) for f in findings) == Counter(
        (line["aturan"], line["uraian"]) for line in lines
    )
    amounts = [abs(Decimal(f["selisih"])) for f in findings if f["uang"] and f["selisih"]]
    assert len(amounts) > 10
    assert amounts == sorted(amounts, reverse=True)
    assert all(f["uang"] for f in findings[: len(amounts)])
    # A year or a count is no money, however large the difference.
    assert not any(f["uang"] for f in findings if f["aturan"] in ("tahun_judul", "rata_rata"))


def test_findings_lead_to_cells_that_are_there(model: Model) -> None:
    rows = {(t["kind"], t["tabel"], r["n"]) for t in model["tables"] for r in t["rows"]}
    named = [(f["kind"], f["tabel"], f["baris"]) for f in model["findings"] if f["baris"]]
    used = [tuple(each["a"][:3]) for f in model["findings"] for each in f["sel"] if each["a"]]
    assert len(named) > 50
    assert set(named) <= rows
    assert len(used) > 100
    assert set(used) <= rows


def test_counts_are_those_of_the_parquet_files(published: Published, model: Model) -> None:
    frames, counts = published.library.frames(published.entry), count(model)
    about_it = published.entry.about
    assert counts.rows == about_it["jumlah_baris"]
    assert counts.tables == len(published.entry.tables)
    assert sum(counts.states.values()) == sum(
        line["x0"] is not None for line in frames["sel"].to_pylist()
    )
    assert sum(counts.classes.values()) == about_it["jumlah_temuan"]
    assert counts.states["ditandai"] >= about_it["sel_ditandai"]
    assert 0 < counts.agreed < counts.figures
    assert json.dumps(counts.to_json())


def test_the_rupiah_of_a_cell_counts_once(model: Model) -> None:
    findings = [f for f in model["findings"] if f["uang"] and f["kelas"] == "sumber"]
    twice = {**model, "findings": [*model["findings"], dict(findings[0])]}
    assert count(twice).rupiah == count(model).rupiah
    assert count({**model, "findings": findings[:1]}).rupiah[1] == abs(
        Decimal(findings[0]["selisih"])
    )


def test_running_text_is_a_table_of_its_own(published: Published, model: Model) -> None:
    frame = published.library.frames(published.entry)[TEXT].to_pylist()
    (table,) = (t for t in model["tables"] if t["kind"] == TEXT)
    assert [row["n"] for row in table["rows"]] == [line["nomor"] for line in frame]
    quoted = [row["cell"] for row in table["rows"] if "cell" in row]
    assert len(quoted) > 20


def test_a_page_on_its_side_is_turned_back(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "turns", lambda *_: {10: 90, 11: 270, 12: 180, 13: 0})
    made = collect(published.entry, published.library.frames(published.entry))
    turned = {page["n"]: page["turn"] for page in made["pages"] if page["turn"]}
    assert turned == {10: 270, 11: 90, 12: 180}


def test_quarantine_says_why(published: Published, tmp_path: Any) -> None:
    failure = {"expectation": "unique_rows", "severity": "critical", "folder": "sel"}
    (tmp_path / "why.json").write_text(json.dumps({"failures": [failure]}))
    entry = Entry(tmp_path, True, published.entry.about)
    made = collect(entry, published.library.frames(published.entry))
    assert made["document"]["karantina"]
    assert made["document"]["sebab"][0]["expectation"] == "unique_rows"
    said = sentences(made, count(made))
    assert "karantina" in said[0]["id"]
    assert "quarantine" in said[0]["en"]


def finding(kelas: str, tingkat: str = "sedang") -> dict[str, str]:
    return {"kelas": kelas, "tingkat": tingkat}


@pytest.mark.parametrize(
    ("status", "findings", "expected"),
    [
        ("cetak", [], "bersih"),
        ("nol_strip", [], "bersih"),
        ("digabung", [], "bersih"),
        (None, [], "bersih"),
        ("diperbaiki", [], "diperbaiki"),
        ("ditandai", [], "ditandai"),
        ("tidak_terbaca", [], "ditandai"),
        ("galat_excel", [], "sumber"),
        ("cetak", [finding("sumber", "info")], "sumber"),
        ("diperbaiki", [finding("sumber")], "sumber"),
        ("ditandai", [finding("sumber")], "ditandai"),
        ("cetak", [finding("ekstraksi")], "ditandai"),
        ("cetak", [finding("ekstraksi", "info")], "bersih"),
        ("cetak", [finding("belum_jelas")], "ditandai"),
        ("cetak", [finding("belum_jelas"), finding("sumber")], "sumber"),
        ("cetak", [finding("belum_jelas", "info")], "bersih"),
        ("dikoreksi", [finding("sumber"), finding("ekstraksi")], "dikoreksi"),
        ("beda", [], "sumber"),
        ("rusak", [], "ditandai"),
    ],
)
def test_the_state_of_a_cell(
    status: str | None, findings: list[dict[str, str]], expected: str
) -> None:
    assert state(status, findings) == expected


def test_charts_show_the_figures_and_link_to_their_cells(model: Model) -> None:
    made = {chart.name: chart for chart in charts(model)}
    assert set(made) == {"anggaran", "serapan", "letak"}
    cells = shown_cells(model)
    plan = next(t for t in model["tables"] if t["kind"] == "rencana_kerja")
    programs = [row for row in plan["rows"] if row["level"] == "program"]
    assert len(made["anggaran"].marks) == len(programs) > 0
    address = Address("rencana_kerja", plan["tabel"], programs[0]["n"], "pagu")
    mark = made["anggaran"].marks[0]
    assert mark.at == address.anchor
    assert mark.said[1]["id"] == about(Decimal(cells[address][0]), "id")
    assert max(float(share[:-1]) for mark in made["anggaran"].marks for share in mark.share) == 100
    assert len(made["serapan"].marks) > 30
    assert len(made["letak"].marks) == model["document"]["jumlah_halaman"]


def test_a_point_beyond_the_plot_is_shown_on_its_edge() -> None:
    columns = [
        {"name": f"{n}_{r}", "type": "kinerja"}
        for n in ("target_renja", "realisasi_renja")
        for r in ("k", "rp")
    ]
    row = {"n": 1, "level": "sub_kegiatan", "kode": "1", "nama": "a", "p": 1}
    cells = [["10", "bersih"], ["200", "bersih"], ["30", "bersih"], ["50", "bersih"]]
    table = {
        "kind": "evaluasi_renja",
        "tabel": "2.1",
        "columns": columns,
        "rows": [{**row, "c": cells}],
    }
    (chart,) = charts({"tables": [table], "findings": [], "pages": []})
    (mark,) = chart.marks
    assert mark.edge
    assert mark.share == ("100.00%", "16.67%")  # 300 % of the target, 25 % of 150
    assert [said["id"] for said in mark.said] == ["300 %", "25 %"]


def test_without_figures_there_are_no_charts(model: Model) -> None:
    assert charts({**model, "tables": [], "findings": []}) == []


def test_numbers_are_written_exactly() -> None:
    big = Decimal("12345678901234567.89")
    assert number(big, "id") == "12.345.678.901.234.567,89"
    assert number(big, "en") == "12,345,678,901,234,567.89"
    assert rupiah(Decimal("-7912100.00"), "id") == "−Rp7.912.100"
    assert about(Decimal("41458265013"), "id") == "Rp41,46 miliar"
    assert about(Decimal("41458265013"), "en") == "Rp41.46 billion"
    assert about(Decimal(0), "id") == "Rp0"
    assert plain(Decimal("0.0000")) == "0"
    assert plain(Decimal("100.0000")) == "100"
    assert plain(Decimal("1E+3")) == "1000"
    assert f"{Count.of(1, 'en'):page was|pages were}" == "1 page was"
    assert f"{Count.of(1234, 'en'):page was|pages were}" == "1,234 pages were"
    assert f"{Count.of(1234, 'id')}" == "1.234"


def test_certainty_is_never_rounded_up(model: Model) -> None:
    counts = replace(count(model), figures=100_000, agreed=99_999)
    assert counts.certain == Decimal("99.9")
    assert replace(counts, figures=0, agreed=0).certain is None
