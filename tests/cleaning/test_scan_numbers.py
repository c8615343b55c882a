"""The number grammar of scans: marks by groups, letters among digits, readings weighed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scan_tables import cell

from cleaning.certainty import CERTAINTY
from cleaning.marks import Style, digits_for_letters, mark, style_of
from cleaning.numbers import parse
from cleaning.scanned import Verdict, judge
from tables.model import UNREADABLE, Cell, Column, ColumnUse

TWO = Style({2: 1.0}, {2: 50})  # a column of 66,89
NONE = Style({0: 1.0}, {0: 50})


def use(type_: str) -> ColumnUse:
    return ColumnUse("x", Column(0, 0, 60, ("X",)), type_, "id")


def read(made: Cell, type_: str = "uang", style: Style = NONE, satuan: str = "") -> Verdict:
    return judge(made, use(type_), style, satuan=satuan)


@pytest.mark.parametrize(
    ("text", "type_", "meant"),
    [
        ("1,234.567", "uang", "1.234.567"),
        ("1.234,567", "uang", "1.234.567"),
        ("1,234,567", "uang", "1.234.567"),
        ("950.000.000.00", "uang", "950.000.000,00"),
        ("14,.521.633.484", "uang", "14.521.633.484"),
        ("1.832 506.859", "uang", "1.832.506.859"),
        ("305.920.000.", "uang", "305.920.000"),
        ("66.89", "persen", "66,89"),
        ("1.234.56", "persen", "1.234,56"),
        ("12.5", "kinerja", "12,5"),
        ("(70,000,000)", "uang", "(70.000.000)"),
        ("Rp85.149.979,389", "uang", "Rp85.149.979.389"),
        ("3,500 Orang", "kinerja", "3.500 Orang"),
        ("O", "kinerja", "0"),
        ("I00,00", "persen", "100,00"),
        ("#DlV/O!", "persen", "#DIV/0!"),
    ],
)
def test_groups_tell_the_marks(text: str, type_: str, meant: str) -> None:
    kind = "hitungan" if "Orang" in text else ""
    assert mark(text, type=type_, locale="id", kind=kind).text == meant


@pytest.mark.parametrize("text", ["3.003", "3,003"])
def test_three_digits_behind_one_mark_stay_as_they_are(text: str) -> None:
    found = mark(text, type="kinerja", locale="id", kind="nilai")
    assert (found.text, found.unsure) == (text, True)


@pytest.mark.parametrize("text", ["11.498.170.\n600", "Rp. 58.622.444.721,-", "1.44.971.318", "-"])
def test_what_groups_do_not_settle_is_not_touched(text: str) -> None:
    assert mark(text, type="uang", locale="id").text == text


@given(
    st.lists(st.integers(0, 999), min_size=2, max_size=4),
    st.integers(1, 999),
    st.one_of(st.none(), st.integers(0, 99)),
    st.data(),
)
def test_no_confusion_of_marks_changes_an_amount(
    rest: list[int], first: int, cents: int | None, data: st.DataObject
) -> None:
    groups = [str(first), *(f"{g:03}" for g in rest)]
    right = ".".join(groups) + (f",{cents:02}" if cents is not None else "")
    marks = data.draw(st.lists(st.sampled_from(".,"), min_size=9, max_size=9))
    text = "".join(marks[n % 9] if c in ".," else c for n, c in enumerate(right))
    found = mark(text, type="uang", locale="id")
    plain = parse(found.text, type="uang", locale="id")
    assert plain.value == parse(right, type="uang", locale="id").value
    assert not found.letters


@given(st.text("0123456789OolISBZ.,", min_size=1, max_size=12))
def test_letters_become_digits_and_digits_stay(text: str) -> None:
    mended, changed = digits_for_letters(text)
    assert len(mended) == len(text)
    kept = zip(text, mended, strict=True)
    assert all(a == b or not a.isdigit() for a, b in kept)
    assert changed == (mended != text)


def test_words_keep_their_letters() -> None:
    assert digits_for_letters("3 Stel Baju Tahun 2023 BB") == ("3 Stel Baju Tahun 2023 BB", False)


def test_a_column_tells_its_decimals() -> None:
    style = style_of(["66.89", "100,00", "5,31", "1.250,00", "7"], "id")
    assert (style.usual, style.prints(2), style.prints(1)) == (2, True, False)


# --- readings together ----------------------------------------------------------------------


def test_agreement_is_trusted() -> None:
    verdict = read(cell("1.234.567"))
    assert verdict.certain
    assert (verdict.number.value, verdict.number.status) == (1234567, "cetak")


def test_the_same_digits_with_other_marks_agree() -> None:
    verdict = read(cell("1,234.567", "1.234.567"))
    assert (verdict.certain, verdict.number.value) == (True, 1234567)
    assert (verdict.number.status, verdict.number.rule) == ("cetak", "bacaan_setara")


def test_a_letter_the_other_engine_reads_as_its_digit_is_repaired() -> None:
    verdict = read(cell("1.2O4.567", "1.204.567"))
    assert (verdict.certain, verdict.number.value) == (True, 1204567)
    assert verdict.number.status == "diperbaiki"


@pytest.mark.parametrize(
    "made",
    [
        cell("1.234.567", "1.284.567"),
        cell("1.234.567", ""),
        cell("1.2B4.567"),  # a letter, and nobody else reads it
        cell("1.234.567", confidence=0.3),  # agreed, but foreign ink stands in it
        cell("1.44.971.318"),  # a group lost a digit
        cell("1.209.590.00"),  # cents where the column has none
        cell("95000000", "950.000.00"),
        cell("27.775..", "27.775."),  # the rest of it is under a stamp
        cell("187.621,"),
        cell(".443.600"),
        cell(f"940.000\n{UNREADABLE}", "940.000\ni"),
        cell("940.000 i"),
    ],
)
def test_every_doubt_is_flagged(made: Cell) -> None:
    verdict = read(made)
    assert not verdict.certain
    assert verdict.number.status in ("ditandai", "tidak_terbaca")
    assert verdict.number.rule


def test_differing_readings_are_all_candidates() -> None:
    verdict = read(cell("1.234.567", "1.284.567", ["1.234.507"]))
    assert verdict.candidates == (1234567, 1284567, 1234507)


def test_the_second_engine_at_another_scale_counts() -> None:
    again = ["335.000.000"] * 4
    assert read(cell("335.000.000", "335.000.0000", again)).number.rule == "sepakat_ulang"
    assert not read(cell("335.000.000", "335.000.0000", again[:3])).certain


def test_the_text_layer_takes_a_side() -> None:
    verdict = read(cell("335.000.000", "385.000.000", confidence=0.8))
    assert (verdict.certain, verdict.number.rule) == (True, "suara_lapisan")


def test_a_lost_comma_in_a_percent_is_found() -> None:
    verdict = read(cell("66,89", "6689"), "persen", TWO)
    assert (verdict.certain, verdict.number.value) == (True, Decimal("66.89"))


def test_a_lost_comma_in_a_performance_figure_is_doubted() -> None:
    verdict = read(cell("12,5", "125"), "kinerja", satuan="Orang")
    assert not verdict.certain
    assert set(verdict.candidates) == {Decimal("12.5"), Decimal(125)}


def test_a_comma_both_engines_lost_is_doubted() -> None:
    assert not read(cell("6689"), "persen", TWO).certain


def test_a_gap_for_a_comma_is_a_candidate() -> None:
    verdict = read(cell("27 18", "2718"), "persen", TWO)
    assert not verdict.certain
    assert verdict.candidates[0] == Decimal("27.18")


def test_parts_of_a_torn_number_are_no_candidates() -> None:
    assert Decimal(27) not in read(cell("27 1", "9"), "persen", TWO).candidates


def test_ink_nobody_reads_is_told() -> None:
    verdict = read(cell(UNREADABLE, ""))
    assert (verdict.number.value, verdict.number.status) == (None, "tidak_terbaca")


def test_a_dash_is_zero_and_an_excel_error_nothing() -> None:
    assert read(cell("-")).number.status == "nol_strip"
    error = read(cell("#DIV/0!", "#DlV/O!"), "persen", TWO)
    assert (error.certain, error.number.value, error.number.status) == (True, None, "galat_excel")


def test_an_o_of_orang_is_not_a_zero() -> None:
    assert not read(cell("250rang"), "kinerja").certain


def test_every_class_has_a_certainty() -> None:
    made = [
        cell("1.234.567", "1.284.567"),
        cell("1.234.567", ""),
        cell("1.234.567", confidence=0.3),
        cell("1.2B4.567"),
        cell(UNREADABLE, ""),
        cell("1.234,567", "1.234.567"),
    ]
    assert {read(each).number.rule for each in made} <= set(CERTAINTY)


def test_a_glyph_the_border_hides_half_is_a_digit_in_doubt() -> None:
    """``150.000`` whose last 0 looks like a C: never 150,00."""
    verdict = read(cell("150.00C"))
    assert (verdict.certain, verdict.number.value) == (False, Decimal(150000))
    assert not read(cell("150.00C", "150.00")).certain
    assert not read(cell("60.00", "60.00(")).certain
    sided = read(cell("400.00C", "400.000"))
    assert (sided.certain, sided.number.value) == (True, Decimal(400000))


def test_two_decimals_with_the_wrong_mark_among_whole_amounts_are_doubted() -> None:
    some = style_of(["100.000", "75.000"] * 9 + ["12.345,50"] * 2, "id")
    assert not read(cell("150.00"), style=some).certain
    assert read(cell("150.000,00"), style=some).number.value == Decimal(150000)


@pytest.mark.parametrize("made", [cell("250 Org"), cell("250 0rg", "250 Org"), cell("12 Siswa")])
def test_a_unit_that_may_begin_with_a_digit_is_doubted_and_no_sum_decides(made: Cell) -> None:
    verdict = read(made, "kinerja")
    assert (verdict.certain, verdict.candidates) == (False, ())


@pytest.mark.parametrize("text", ["12 Orang", "5 Laporan", "3 Bidang", "4 Buku", "90 %"])
def test_known_units_are_trusted(text: str) -> None:
    assert read(cell(text), "kinerja").certain


@pytest.mark.parametrize("text", ["a", "C", "B", "S"])
def test_a_lone_letter_where_a_figure_belongs_is_not_a_grade(text: str) -> None:
    verdict = read(cell(text), "kinerja")
    assert (verdict.number.value, verdict.number.status) == (None, "tidak_terbaca")


@pytest.mark.parametrize("text", ["A", "BB", "ST", "Baik"])
def test_grades_stay_grades(text: str) -> None:
    assert read(cell(text), "kinerja").number.status == "cetak"


def test_amounts_are_no_exception_in_a_column_of_amounts() -> None:
    amounts = style_of(["500.000.000,00", "1.156.827.205,00"] * 5, "id")
    assert read(cell("754.800.272,00"), "kinerja", amounts).certain
    assert not read(cell("754.800.272,00"), "kinerja").certain


def test_a_numeral_that_goes_on_below_is_not_settled_by_half_a_group() -> None:
    text = "952.520.5\n82"
    assert mark(text, type="uang", locale="id").text == text
    assert read(cell(text)).number.value == Decimal(952520582)


def test_a_zero_before_whole_digits_lost_its_mark() -> None:
    assert not read(cell("02"), "kinerja").certain
    assert read(cell("0"), "kinerja").certain


def test_a_faint_dash_is_one_but_not_a_faint_digit() -> None:
    assert read(cell("-", confidence=0.45)).certain
    assert not read(cell("-", confidence=0.3)).certain
    assert not read(cell("1.234.567", confidence=0.45)).certain


def test_what_only_one_engine_adds_to_the_figure_is_doubted() -> None:
    assert not read(cell("F 1", " 1"), "kinerja").certain


def test_a_stroke_alone_is_no_witness_for_a_one() -> None:
    assert Decimal(1) not in read(cell("\ufffd\ne", "|")).candidates


@pytest.mark.parametrize("type_", ["persen", "kinerja", "uang"])
def test_a_gap_both_engines_see_may_be_a_mark_neither_does(type_: str) -> None:
    """300.00 in small print: the point is lost in all of its column, so no habit tells of it."""
    verdict = read(cell("300 00"), type_)
    assert not verdict.certain
    assert verdict.number.status == "ditandai"


def test_a_stroke_with_a_speck_is_no_certain_one() -> None:
    verdict = read(cell("1.", "1"), "kinerja")
    assert not verdict.certain
    assert read(cell("1"), "kinerja").certain


@pytest.mark.parametrize(("first", "second"), [("2. .842", "2. 842"), ("2. 842", None)])
def test_a_hole_beside_a_mark_may_hide_figures(first: str, second: str | None) -> None:
    """2.551.408.842 under a stamp: both engines see its ends alone."""
    assert not read(cell(first, second)).certain
