"""Amounts in a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.narrative.amounts import find, spelled_out


def values(sentence: str, unit: str = "rp") -> list[Decimal | None]:
    return [found.value for found in find(sentence) if found.unit == unit]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Rp85.149.979.389", 85_149_979_389),
        ("Rp. 58.622.444.721,-", 58_622_444_721),
        ("Rp.4.651.696.954-", 4_651_696_954),
        ("Rp. 6.922.244.863,00", 6_922_244_863),
        ("Rp 1,004,422,800.00", 1_004_422_800),
        ("RP. 25.500.000.-", 25_500_000),
        ("Rp. 55.231. 996.260,-", 55_231_996_260),
        ("Rp. 55.231 .996.260,-", 55_231_996_260),
        ("Rp 36 juta", 36_000_000),
        ("Rp 1,5 miliar", 1_500_000_000),
        ("Rp. 58,62 Milyar", 58_620_000_000),
        ("Rp 1.5 triliun", 1_500_000_000_000),
        ("Rp 1.250 juta", 1_250_000_000),
        ("Rp 1.234,5 juta", 1_234_500_000),
        ("Rp 3,25 M", 3_250_000_000),
        ("Rp. -7.912.100", -7_912_100),
        ("Rp.0,-", 0),
    ],
)
def test_money_is_read_to_the_rupiah(printed: str, value: int) -> None:
    (found,) = find(f"dengan pagu anggaran sebesar {printed} yang terdiri dari belanja")

    assert found.unit == "rp"
    assert found.value == value
    assert found.text in printed


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Rp. 137.,130.000-", 137_130_000),
        ("Rp. 5 0.000.000,-", 50_000_000),
        ("Rp. 25.410..000,-", 25_410_000),
        ("Rp. 269.558195,-", 269_558_195),
    ],
)
def test_misprinted_money_has_no_value_but_what_it_may_mean(printed: str, meant: int) -> None:
    (found,) = find(f"menjadi {printed} hal ini")

    assert found.text == printed
    assert found.value is None
    assert meant in found.others


def test_money_without_rp_counts_beside_money_that_has_it() -> None:
    assert values("dari Rp. 19.573.634.557,- menjadi 16.082.555.124,- hal ini") == [
        19_573_634_557,
        16_082_555_124,
    ]
    assert values("sebanyak 12.345.678 jiwa dari 23.456.789 jiwa") == []
    assert values("NIP. 19670802 198603 1 003 dan Rp. 1.000.000,- pada nomor 2.345.678") == [10**6]
    assert values("(dalam Rp. 000)") == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [("45,32 %", "45.32"), ("51.22%", "51.22"), ("85 persen", "85"), ("(0,40)%", "0.40")],
)
def test_percents(printed: str, value: str) -> None:
    sentence = f"atau {printed} dari target"
    assert values(sentence, "persen") == [Decimal(value)]
    assert [found.text for found in find(sentence)] == [printed]


def test_counts_know_what_they_count() -> None:
    found = find("terdiri dari 3 Program, 18 Kegiatan dan 68 Sub Kegiatan pada tahun 2022 program")

    assert [(f.counted, f.value) for f in found] == [
        ("program", 3),
        ("kegiatan", 18),
        ("sub_kegiatan", 68),
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("tiga puluh delapan", 38),
        ("sebelas", 11),
        ("sepuluh", 10),
        ("seratus dua puluh lima juta tiga ratus ribu rupiah", 125_300_000),
        ("dua miliar lima ratus", 2_000_000_500),
        ("perangkat daerah", None),
        ("", None),
    ],
)
def test_numbers_spelled_out(words: str, value: int | None) -> None:
    assert spelled_out(words) == value


def test_the_words_behind_a_number_are_kept() -> None:
    (count,) = find("tertuang dalam 37 (tiga puluh delapan) kegiatan")
    (money,) = find("sebesar Rp. 5.000.000,- (lima juta rupiah) untuk")

    assert (count.value, count.spelled) == (37, 38)
    assert (money.value, money.spelled) == (5_000_000, 5_000_000)


@given(
    st.lists(st.integers(1_000, 10**13), min_size=1, max_size=5),
    st.sampled_from(["Rp. ", "Rp", "Rp ", "rp."]),
    st.sampled_from([",-", "", ",00"]),
)
def test_every_amount_of_a_sentence_is_found_in_order(
    amounts: list[int], currency: str, close: str
) -> None:
    printed = [currency + f"{a:,}".replace(",", ".") + close for a in amounts]

    assert values(f"Pagu sebesar {' menjadi '.join(printed)} pada tahun 2023.") == amounts


@given(st.text(max_size=80) | st.text("0123456789.,- Rpjutamilr%()", max_size=40).map("Rp".__add__))
def test_nothing_in_a_text_makes_it_fail(text: str) -> None:
    for found in find(text):
        assert 0 <= found.start < found.end <= len(text)
        assert (found.value is None) <= (found.unit == "rp")


@given(st.integers(1, 10**12 - 1))
def test_numbers_survive_being_spelled_out(number: int) -> None:
    assert spelled_out(_words(number)) == number


def _words(number: int) -> str:
    digits = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    for size, name in ((10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus")):
        if number >= size:
            head = "se" if number // size == 1 and size <= 1000 else _words(number // size) + " "
            rest = number % size
            return f"{head}{name}" + (f" {_words(rest)}" if rest else "")
    if number >= 20:
        return f"{digits[number // 10]} puluh" + (f" {digits[number % 10]}" if number % 10 else "")
    if number >= 12:
        return f"{digits[number - 10]} belas"
    return {10: "sepuluh", 11: "sebelas"}.get(number) or digits[number]
