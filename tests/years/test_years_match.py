"""Rows of two documents: which is which."""

from __future__ import annotations

from agency_documents import line
from hypothesis import given
from hypothesis import strategies as st

from years.match import pair
from years.names import agency, amount, code_key, likeness


def by(a: list, b: list) -> list[tuple[int | None, int | None, str]]:
    return [(p.a and p.a.baris, p.b and p.b.baris, p.by) for p in pair(a, b)]


def test_two_and_four_digits_are_one_sub_kegiatan() -> None:
    assert code_key("4.01.01.2.09.01") == code_key("4.01.01.2.09.0001")
    assert code_key("4.01.01.2.09.01") != code_key("4.01.01.2.09.10")
    assert by([line(1)], [line(1, kode="4.01.01.2.01.0001")]) == [(1, 1, "kode")]


def test_a_renamed_row_is_found_by_its_code() -> None:
    new = line(1, uraian="Penyusunan Dokumen Renja Perangkat Daerah")
    assert by([line(1), line(2)], [new, line(2)]) == [(1, 1, "kode_saja"), (2, 2, "kode")]


def test_a_recoded_row_is_found_by_its_name() -> None:
    assert by([line(1)], [line(1, kode="4.01.02.2.07.03")]) == [(1, 1, "nama")]


def test_a_code_used_for_something_else_is_no_match() -> None:
    other = line(1, uraian="Advokasi Hukum")
    assert by([line(1)], [other]) == [(None, 1, ""), (1, None, "")]


def test_rows_that_swapped_codes_go_by_name() -> None:
    a = [line(1), line(2)]
    b = [line(1, kode=a[1].kode), line(2, kode=a[0].kode)]
    assert by(a, b) == [(1, 1, "nama"), (2, 2, "nama")]


def test_one_code_for_two_rows_goes_by_name() -> None:
    a = [line(1), line(2, kode=line(1).kode)]
    assert by(a, a[::-1]) == [(2, 2, "kode"), (1, 1, "kode")]


def test_a_name_used_twice_proves_nothing() -> None:
    a = [line(1, kode="1.01"), line(7, kode="1.02")]  # both of one name
    assert by(a, [line(1, kode="9.09")]) == [(None, 1, ""), (1, None, ""), (7, None, "")]


def test_levels_are_not_mixed() -> None:
    assert by([line(1)], [line(1, "kegiatan")]) == [(None, 1, ""), (1, None, "")]


def test_a_table_printed_twice_is_read_once() -> None:
    again = line(1)
    assert by([line(1)], [line(1), again]) == [(1, 1, "kode")]


@given(st.lists(st.integers(1, 6), unique=True), st.lists(st.integers(1, 6), unique=True))
def test_every_row_appears_once(ours: list[int], theirs: list[int]) -> None:
    found = pair([line(n) for n in ours], [line(n) for n in theirs])
    assert sorted(p.a.baris for p in found if p.a) == sorted(ours)
    assert sorted(p.b.baris for p in found if p.b) == sorted(theirs)


def test_a_name_cut_short_is_the_same() -> None:
    whole = "Penyediaan Jasa Pemeliharaan, Biaya Pemeliharaan dan Pajak Kendaraan Dinas"
    assert likeness(whole, whole[:58]) == 100
    assert likeness("Pengadaan Mebel", "Pengadaan Gedung Kantor") < 60


def test_agencies_are_one_under_all_their_names() -> None:
    serang = agency("Kota Serang", "Sekretariat Daerah")
    assert serang == agency("KOTA SERANG", "Setda Kota Serang")
    assert serang != agency("Kabupaten Serang", "Sekretariat Daerah")
    assert agency("Kab. Serang", "Dinas Tenaga Kerja dan Transmigrasi") == agency(
        "Kabupaten Serang", "Dinas Tenaga Kerja & Transmigrasi Kabupaten Serang"
    )
    assert agency("", "Sekretariat Daerah") is None
    assert serang is not None
    assert serang.slug == "kota-serang--sekretariat-daerah"


def test_long_names_stay_file_names_and_apart() -> None:
    one, other = (agency("Kota X", f"Dinas {'Panjang ' * 40}{end}") for end in "ab")
    assert one is not None
    assert other is not None
    assert len(one.slug) < 150
    assert one.slug != other.slug


def test_amounts_are_written_as_indonesians_do() -> None:
    from decimal import Decimal

    assert amount(Decimal("-1234567.50"), money=True) == "-Rp1.234.567,5"
    assert amount(Decimal("12.0000"), money=False) == "12"
    assert amount(None, money=True) == "kosong"
