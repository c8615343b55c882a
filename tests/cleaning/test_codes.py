"""Codes in all the ways documents print them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from truth_table import REAL, SAMPLE_21, SAMPLE_31

from cleaning.codes import (
    Scheme,
    canonical,
    decide_scheme,
    dotted,
    is_valid,
    level_of,
    parent_of,
    segments,
)

FULL = Scheme("penuh", "2", packed=True)


@pytest.mark.parametrize(
    ("printed", "kode"),
    [
        ("4.01.01.2.09.01", "4.01.01.2.09.01"),
        ("4.1.1.2.1.1", "4.01.01.2.01.01"),
        ("4 01 01 2 01 01", "4.01.01.2.01.01"),
        ("4010120101", "4.01.01.2.01.01"),
        ("40101201", "4.01.01.2.01"),
        ("401012010001", "4.01.01.2.01.0001"),
        ("04.01.01", "4.01.01"),
        ("4.01.02.2.02.001", "4.01.02.2.02.01"),
        ("4.01.02.2.02.0001", "4.01.02.2.02.0001"),
        ("2.08.01.1.0\n1.0001", "2.08.01.1.01.0001"),
        ("4.01.\n01.2.10", "4.01.01.2.10"),
        ("X.XX.01.2.01", "X.XX.01.2.01"),
        ("4", "4"),
        ("", None),
    ],
)
def test_full_codes(printed: str, kode: str | None) -> None:
    assert canonical(printed, FULL) == kode


def test_a_code_is_not_a_number() -> None:
    assert canonical("4.01.01.2.10", FULL) != canonical("4.01.01.2.1", FULL)
    assert canonical("4.01.01.2.1", FULL) == "4.01.01.2.01"
    assert canonical("2.10", Scheme()) == "2.10"


def test_the_left_out_part_follows_the_tier() -> None:
    codes = ["4.1.1", "4.1.1.2", "4.1.1.2.5", "4.1.1.3", "4.1.1.3.10"]
    city = decide_scheme(codes, ["PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA"])
    province = decide_scheme(codes, ["PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH PROVINSI"])
    assert canonical("4.1.1.3.10", city) == "4.01.01.2.03.10"
    assert canonical("4.1.1.3", province) == "4.01.01.1.03"


@pytest.mark.parametrize(
    "codes",
    [
        ["1", "1.01", "1.01.01", "1.01.01.09", "1.01.01.10"],
        ["29", "01", "02", "33"],
        ["I", "1", "2", "II", "1"],
        ["2.03.44.100", "2.03.44.04.100.01", "2.03.44.29", "2.03.44.01.29.01"],
        ["1.20.1.20.03.01.02", "1.20.1.20.03.01"],
        ["1.20.03.01", "1.20.03.01.02", "1.20.03.02", "1.20.03.02.01"],
    ],
)
def test_older_codes_stay_as_printed(codes: list[str]) -> None:
    scheme = decide_scheme(codes)
    assert scheme.style == "lama"
    assert [canonical(code, scheme) for code in codes] == codes


@pytest.mark.parametrize("path", [SAMPLE_21, SAMPLE_31], ids=["2.1", "3.1"])
def test_every_printed_code_of_the_sample(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    scheme = decide_scheme([r["kode_cetak"] for r in rows], [r["uraian"] for r in rows])
    printed = [r for r in rows if r["kode_cetak"]]
    assert len(printed) > 60
    for row in printed:
        kode = canonical(row["kode_cetak"], scheme)
        assert (kode, level_of(kode or "")) == (row["kode"], row["level"])


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")
def test_codes_of_older_documents_are_kept() -> None:
    seen = 0
    for path in REAL.glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            codes = [row["kode"] for row in csv.DictReader(file) if row.get("kode")]
        scheme = decide_scheme(codes)
        assert [canonical(code, scheme) for code in codes] == codes, path.name
        seen += len(codes)
    assert seen > 100


def test_what_cannot_be_made_whole_stays_and_is_not_valid() -> None:
    assert canonical("4.01.01.2.01.01.05", FULL) == "4.01.01.2.01.01.05"
    assert not is_valid("4.01.01.2.01.01.05")
    assert not is_valid("4.01.01.7.01")
    assert level_of("4.01.01.7.01") is None


def test_parents() -> None:
    chain = ["4.01.01.2.01.01", "4.01.01.2.01", "4.01.01", "4.01", "4", None]
    assert [parent_of(code) for code in chain[:-1] if code] == chain[1:]
    assert segments("4.01.01") == ("4", "01", "01")


def test_dotted_keeps_a_wrapped_number_whole() -> None:
    assert dotted("2.03 44 04 100 01") == "2.03.44.04.100.01"
    assert dotted("4. 01. 01.") == "4.01.01"
