"""Units beside the printed ones, and units misspelt."""

from __future__ import annotations

import csv
from pathlib import Path

import documents as make
import pytest
import scan_tables

from cleaning.units import MANY, Unit, misspelt, read_unit, standard_units
from tables.model import CleanRow, CleanTable, Entry
from tables.units import squash, units

SAMPLES = Path(__file__).parents[1] / "samples"


def table(*rows: dict[str, Entry]) -> CleanTable:
    made = [CleanRow(n, 1, entries=entries) for n, entries in enumerate(rows, start=1)]
    return CleanTable("rencana_kerja", "3.1", "", [1], [], made)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Dokumen", "dokumen"),
        ("Dok.", "dokumen"),
        ("Doku men", "dokumen"),  # broken by a narrow column
        ("%", "persen"),
        ("Persentase", "persen"),
        ("Persen (%)", "persen"),
        ("Orang / Bulan", "orang/bulan"),
        ("Bulan/ orang", "orang/bulan"),
        ("Kab./Kot a", "kabupaten/kota"),
        ("Perwal/ Kepwal", "produk hukum"),
        ("kali/keg", "kali/kegiatan"),
        ("4 kali, 6 Jenis", "kali, jenis"),
        ("12 Dokumen", "dokumen"),
        ("12Dokumen", "dokumen"),
        ("Obyek Wisata", "objek wisata"),
        ("Pelari Estafet", "pelari estafet"),  # an agency's own
        ("Unit PLTMH", "unit pltmh"),
        ("m²", "meter persegi"),
        ("Rancanga n Produk Hukum", "rancangan produk hukum"),
        ("100", None),
        ("-", None),
        ("", None),
    ],
)
def test_every_way_of_printing_a_unit_has_one_name(printed: str, name: str | None) -> None:
    unit = read_unit(printed)
    assert (unit.name, unit.slips) == (name, ())


def test_no_unit_of_the_list_is_called_misspelt() -> None:
    words = [word for name in units().names for word in name.split("/") if word.isalpha()]
    assert [word for word in words if misspelt(word, tuple(units().names))] == []


@pytest.mark.parametrize(
    ("printed", "name", "slip"),
    [
        ("Dokmen", "dokumen", ("dokmen", "dokumen")),
        ("Dokumne", "dokumen", ("dokumne", "dokumen")),
        ("Kelurga", "keluarga", ("kelurga", "keluarga")),
        ("Penwal / Kepwal", "produk hukum", ("penwal/kepwal", "perwal/kepwal")),
        ("Laporam kegiatan", "laporan kegiatan", ("laporam", "laporan")),
    ],
)
def test_a_slip_of_the_keys_is_seen(printed: str, name: str, slip: tuple[str, str]) -> None:
    assert read_unit(printed) == Unit(name, (slip,))


@pytest.mark.parametrize(
    "word",
    [
        "ornag",  # what is meant is short
        "gender",  # a word one letter from tender
        "alokasi",  # … from lokasi
        "kejadian",
        "puskesmas",
        "keluaran",
        "posbindu",
        "kelurhn",  # two letters off
        "lempar",  # a short unit, lembar, has too many neighbours
        "kemurahan",  # right, although near kelurahan
        "desa/kec",  # … desa/kel
    ],
)
def test_words_that_may_be_right_stay(word: str) -> None:
    assert read_unit(word).slips == ()


def test_a_misspelt_unit_is_told_and_stays_as_printed() -> None:
    made = table({"satuan": make.words("Dokmen")}, {"satuan": make.words("Dokumen")})
    standard_units([made])
    assert [row.satuan_baku for row in made.rows] == ["dokumen", "dokumen"]
    assert made.rows[0].text("satuan") == "Dokmen"
    (told,) = made.findings
    assert (told.aturan, told.kelas, told.tingkat) == ("satuan_salah_ketik", "sumber", "info")
    assert (told.baris, told.kolom, told.halaman) == (1, "satuan", 1)
    assert told.bukti == {"tercetak": "dokmen", "seharusnya": "dokumen", "baris": [1]}


def test_an_indicator_that_lost_its_first_letter_is_told() -> None:
    made = table({"indikator": make.words("umlah Dokumen Perubahan RKA")})
    standard_units([made])
    (told,) = made.findings
    assert (told.aturan, told.kolom) == ("indikator_salah_ketik", "indikator")
    assert told.bukti["seharusnya"] == "jumlah"


@pytest.mark.parametrize(
    "text",
    [
        "Jumlah Dokumen",
        "Presentase kehadiran",  # not the standard spelling, but the usual one
        "Terlaksanan ya Rapat",  # broken by a narrow column
        "Umrah jemaah",
        "Monitoring umlah",  # only the first word says how it is measured
    ],
)
def test_indicators_that_begin_well_are_not(text: str) -> None:
    made = table({"indikator": make.words(text)})
    standard_units([made])
    assert made.findings == []


def test_a_slip_repeated_throughout_is_one_finding() -> None:
    made = table(*({"satuan": make.words("Dokmen")} for _ in range(MANY + 1)))
    standard_units([made])
    (told,) = made.findings
    assert told.bukti["baris"] == list(range(1, MANY + 2))
    assert f"{MANY + 1} baris" in told.uraian


def test_of_scans_only_what_both_engines_read_is_judged() -> None:
    sure = Entry(scan_tables.cell("Dokmen"), text="Dokmen")
    doubtful = Entry(scan_tables.cell("Dokmen", "Dokumen"), text="Dokmen")
    made = table({"satuan": sure}, {"satuan": doubtful})
    standard_units([made])
    assert [told.baris for told in made.findings] == [1]
    assert [row.satuan_baku for row in made.rows] == ["dokumen", "dokumen"]


def test_the_unit_of_a_scanned_number_is_not_judged() -> None:
    number = Entry(scan_tables.cell("12 Dokmen"))
    made = table({"satuan": Entry(None, text="Dokmen"), "target": number})
    standard_units([made])
    assert made.findings == []


def test_every_unit_of_the_sample_is_known_or_told() -> None:
    """The units the sample prints: the misspelt are exactly those an eye finds."""
    told = set()
    for path in sorted(SAMPLES.glob("*.truth.csv")):
        with path.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                unit = read_unit(row["satuan"])
                told |= {printed for printed, _ in unit.slips}
                assert (unit.name is None) == (row["satuan"] == "")
                assert unit.name is None or squash(unit.name) in units().names
    assert told == {"dokmen", "dokumne", "kelurga", "penwal/kepwal"}
