"""Every trap of number cells, and round trips at every separator."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.numbers import decide_locale, parse

LOCALES = st.sampled_from(["id", "us"])
TYPES = st.sampled_from(["uang", "kinerja", "persen"])
AMOUNTS = st.integers(min_value=0, max_value=10**15)


def printed(value: Decimal, locale: str) -> str:
    """The oracle: how a locale writes a number."""
    text = f"{abs(value):,f}"
    return text if locale == "us" else text.translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize(
    ("text", "value", "status", "rule"),
    [
        ("1.442.971.318", "1442971318", "cetak", ""),
        ("835.488.900,78", "835488900.78", "cetak", ""),
        ("2.390.574.448,00", "2390574448.00", "cetak", ""),
        ("1.500", "1500", "cetak", ""),
        ("0", "0", "cetak", ""),
        ("0,00", "0.00", "cetak", ""),
        ("425,056,675", "425056675", "cetak", "format_asing"),
        ("369,335", "369335", "cetak", "format_asing"),
        ("25.410..000", "25410000", "diperbaiki", "tanda_baca_liar"),
        ("146,570,", "146570", "diperbaiki", "tanda_baca_liar"),
        ("137.,130.000", "137130000", "diperbaiki", "tanda_baca_liar"),
        ("1,491.000.000,00", "1491000000.00", "diperbaiki", "tanda_baca_liar"),
        ("6.008.850,000", "6008850000", "ditandai", "tiga_desimal"),
        ("3 00.000.000,00", "300000000.00", "digabung", "potongan_digabung"),
        ("5 0.000.000", "50000000", "digabung", "potongan_digabung"),
        ("11.498.170.\n600", "11498170600", "digabung", "potongan_digabung"),
        ("269.558195", "269558195", "ditandai", "pemisah_hilang"),
        ("177 000.000,00", "177000000", "ditandai", "pemisah_hilang"),
        ("1.600.000 000,00", "1600000000", "ditandai", "pemisah_hilang"),
        ("1.2345.678", "12345678", "ditandai", "kelompok_ganjil"),
        ("Rp85.149.979.389", "85149979389", "cetak", ""),
        ("Rp. 58.622.444.721,-", "58622444721", "cetak", ""),
        ("Rp1.938.214.316,-", "1938214316", "cetak", ""),
        ("Rp.1.297.791.942", "1297791942", "cetak", ""),
        ("Rp 134.800.000", "134800000", "cetak", ""),
        ("Rp. 0,0", "0.0", "cetak", ""),
        ("- 7.912.100", "-7912100", "cetak", ""),
        ("-25.000", "-25000", "cetak", ""),
        ("\u221225.000", "-25000", "cetak", ""),
        ("(70,000,000)", "-70000000", "cetak", "format_asing"),
        ("(1.000)", "-1000", "cetak", ""),
        ("(1.000", "-1000", "ditandai", "tanda_diragukan"),
        ("-\n7.912.100", "-7912100", "ditandai", "tanda_diragukan"),
        ("1,31453E+11", "131453000000", "ditandai", "presisi_hilang"),
        ("-", "0", "nol_strip", ""),
        ("\u2013", "0", "nol_strip", ""),
        ("Rp-", "0", "nol_strip", ""),
        ("n/a", None, "cetak", "nihil"),
        ("NIHIL", None, "cetak", "nihil"),
        ("......", None, "cetak", "isian_kosong"),
        ("", None, "kosong", ""),
        (" \n\t", None, "kosong", ""),
        ("#DIV/0!", None, "galat_excel", "galat_excel"),
        ("#DIV/\n0!", None, "galat_excel", "galat_excel"),
        ("#REF!", None, "galat_excel", "galat_excel"),
        ("#N/A", None, "galat_excel", "galat_excel"),
        ("########", None, "tidak_terbaca", "kolom_sempit"),
        ("Z5.357.375. 000,00", None, "tidak_terbaca", "bukan_angka"),
        ("1.206, Z50. 000,00", None, "tidak_terbaca", "huruf_dalam_angka"),
        ("s/d 2023", None, "tidak_terbaca", "bukan_angka"),
        ("Tahun 2023", None, "tidak_terbaca", "bukan_angka"),
        ("ST", None, "cetak", "nilai_huruf"),
    ],
)
def test_money(text: str, value: str | None, status: str, rule: str) -> None:
    number = parse(text, type="uang", locale="id")
    expected = None if value is None else Decimal(value)
    assert (number.value, number.status, number.rule) == (expected, status, rule)


@pytest.mark.parametrize(
    ("text", "value", "unit", "status", "rule"),
    [
        ("12 Dokumen", "12", "Dokumen", "cetak", ""),
        ("12Dokumen", "12", "Dokumen", "cetak", ""),
        ("3 orang", "3", "orang", "cetak", ""),
        ("100%", "100", "%", "cetak", ""),
        ("50\t%", "50", "%", "cetak", ""),
        ("66,67", "66.67", "", "cetak", ""),
        ("827,5", "827.5", "", "cetak", ""),
        ("55.33", "55.33", "", "cetak", "format_asing"),
        ("95.00 persen", "95.00", "persen", "cetak", "format_asing"),
        ("70.00 -prosen;", "70.00", "prosen", "cetak", "format_asing"),
        ("483000.00 Orang", "483000.00", "Orang", "cetak", "format_asing"),
        ("3 - kali;", "3", "kali", "cetak", ""),
        ("1.500 orang", "1500", "orang", "cetak", ""),
        ("3.003 Angka", "3.003", "Angka", "cetak", "format_asing"),
        ("3.003", "3003", "", "ditandai", "tiga_desimal"),
        ("250 0rg", "250", "org", "ditandai", "nol_untuk_o"),
        ("4 kali, 6 Jenis", "4", "kali", "cetak", "dua_ukuran"),
        ("5 Kab./Kota; 5 Kab./Kota;", "5", "Kab./Kota", "cetak", "dua_ukuran"),
        ("12 m2", "12", "m2", "cetak", ""),
        ("\u2265 80", "80", "", "cetak", "pembanding"),
        ("292\n5", "2925", "", "ditandai", "potongan_diragukan"),
        ("113.28\n1.630", "113281630", "", "ditandai", "potongan_diragukan"),
        ("12\n15", None, "", "ditandai", "angka_bertumpuk"),
        ("1/2", "1", "/2", "ditandai", "ungkapan"),
        ("3-5 orang", "3", "5 orang", "ditandai", "ungkapan"),
        ("- dok", "0", "dok", "nol_strip", ""),
        ("- lemba\nga", "0", "lembaga", "nol_strip", ""),
        ("-Jumlah rapat", None, "", "tidak_terbaca", "bukan_angka"),
        ("orang 82", "82", "", "ditandai", "kata_sebelum_angka"),
        ("WTP", None, "", "cetak", "nilai_huruf"),
        ("BB", None, "", "cetak", "nilai_huruf"),
        ("Sangat Baik", None, "", "cetak", "nilai_huruf"),
        ("Terlaksananya rapat koordinasi", None, "", "tidak_terbaca", "bukan_angka"),
    ],
)
def test_kinerja(text: str, value: str | None, unit: str, status: str, rule: str) -> None:
    number = parse(text, type="kinerja", locale="id")
    expected = None if value is None else Decimal(value)
    assert (number.value, number.unit, number.status, number.rule) == (expected, unit, status, rule)


def test_stacked_numbers_keep_both_readings() -> None:
    assert parse("12\n15", type="kinerja", locale="id").alternatives == (Decimal(12), Decimal(15))


@pytest.mark.parametrize("text", ["292\n5", "2000\n0 eks", "2000 eks\n0", "10\n0%"])
def test_a_full_first_line_proves_a_wrapped_number(text: str) -> None:
    number = parse(text, type="kinerja", locale="id", wraps=True)
    assert number.status == "digabung"
    assert number.value == Decimal("".join(c for c in text if c.isdigit()))
    assert parse(text, type="kinerja", locale="id").status == "ditandai"


def test_satuan_decides_between_a_score_and_a_count() -> None:
    assert parse("3.003", type="kinerja", locale="id", satuan="Angka").value == Decimal("3.003")
    assert parse("3.003", type="kinerja", locale="id", satuan="Orang").value == Decimal(3003)


def test_the_other_reading_of_an_amount_in_a_foreign_column() -> None:
    number = parse("33.480.000", type="uang", locale="us")
    assert (number.value, number.rule) == (Decimal(33480000), "format_asing")
    assert parse("1.500", type="uang", locale="us").status == "ditandai"


def test_percent_with_three_decimals_is_flagged() -> None:
    number = parse("99,686", type="persen", locale="id")
    assert (number.value, number.status) == (Decimal("99.686"), "ditandai")
    assert number.alternatives == (Decimal(99686),)


def test_a_dash_is_null_where_the_caller_says_so() -> None:
    number = parse("-", type="persen", locale="id", strip_is_zero=False)
    assert (number.value, number.status) == (None, "nol_strip")


@pytest.mark.parametrize(
    ("texts", "locale"),
    [
        (["1.234.567", "33,480,000", "5.000.000"], "id"),
        (["1,004,422,800", "95.56", "33.480.000"], "us"),
        (["95.00 persen", "483000.00 Orang", "1.500"], "us"),
        (["100,00", "3.003"], "id"),
        (["1.500", "2.500"], "id"),
        (["1,500", "2,500"], "us"),
    ],
)
def test_locale_of_a_column(texts: list[str], locale: str) -> None:
    assert decide_locale(texts)[0] == locale


def test_locale_without_evidence_is_the_default() -> None:
    assert decide_locale(["5", "-", "12 unit"], default="us") == ("us", {"id": 0, "us": 0})
    assert decide_locale(["1.234.567", "1,234,567"], default="us")[0] == "us"


@given(
    rupiah=AMOUNTS,
    cents=st.sampled_from([None, 0, 7, 99]),
    locale=LOCALES,
    dress=st.sampled_from(["{}", "Rp{}", "Rp. {}", "  {} "]),
    sign=st.sampled_from(["", "-", "- ", "()"]),
)
def test_money_round_trip(
    rupiah: int, cents: int | None, locale: str, dress: str, sign: str
) -> None:
    value = Decimal(rupiah) if cents is None else Decimal(rupiah) + Decimal(cents).scaleb(-2)
    text = dress.format(printed(value, locale))
    text = f"({text})" if sign == "()" else sign + text
    number = parse(text, type="uang", locale=locale)
    assert number.value == (-value if sign else value)
    assert number.status == "cetak"


@given(
    rupiah=st.integers(10**6, 10**13), locale=LOCALES, data=st.data(), gap=st.sampled_from(" \n")
)
def test_an_amount_broken_anywhere_is_read_whole_or_flagged(
    rupiah: int, locale: str, data: st.DataObject, gap: str
) -> None:
    text = printed(Decimal(rupiah), locale)
    cut = data.draw(st.integers(1, len(text) - 1))
    number = parse(text[:cut] + gap + text[cut:], type="uang", locale=locale)
    assert number.value == rupiah or number.status == "ditandai"
    marks = text[cut - 1] in ".," or text[cut] in ".,"
    if marks:
        assert (number.value, number.status) == (rupiah, "digabung")


@given(rupiah=st.integers(10**6, 10**13), locale=LOCALES, column=LOCALES, data=st.data())
def test_a_doubled_mark_changes_nothing(
    rupiah: int, locale: str, column: str, data: st.DataObject
) -> None:
    text = printed(Decimal(rupiah), locale)
    place = data.draw(st.sampled_from([i for i, c in enumerate(text) if c in ".,"]))
    number = parse(text[:place] + text[place] + text[place:], type="uang", locale=column)
    assert number.value == rupiah or number.status == "ditandai"


@given(
    count=st.integers(0, 999999),
    unit=st.sampled_from(["Dokumen", "orang", "kali/keg", "Bulan", "unit;", "eks"]),
    space=st.sampled_from(["", " ", "\t", "\n"]),
    locale=LOCALES,
)
def test_unit_round_trip(count: int, unit: str, space: str, locale: str) -> None:
    number = parse(f"{count}{space}{unit}", type="kinerja", locale=locale)
    assert (number.value, number.unit, number.status) == (count, unit.strip(";"), "cetak")


@given(
    text=st.one_of(
        st.text(max_size=40), st.text(alphabet="0123456789.,-() \n\t%RpE#/x", max_size=30)
    ),
    type_=TYPES,
    locale=LOCALES,
    wraps=st.sampled_from([None, True, False]),
)
def test_any_text_gives_a_consistent_number(
    text: str, type_: str, locale: str, wraps: bool | None
) -> None:
    number = parse(text, type=type_, locale=locale, wraps=wraps)
    if number.status in ("tidak_terbaca", "kosong", "galat_excel"):
        assert number.value is None
    if number.value is not None:
        assert number.value.is_finite()
    if number.status in ("ditandai", "diperbaiki", "digabung", "tidak_terbaca", "galat_excel"):
        assert number.rule
    assert number.value not in number.alternatives


def test_a_text_bomb_is_read_in_no_time() -> None:
    for text in ("1" * 100_000, "( " * 50_000 + "1", "1 " * 900, "1." * 1000, "(" + " " * 90_000):
        number = parse(text, type="uang", locale="id")
        assert number.status in ("tidak_terbaca", "ditandai", "digabung")
