"""Header wording of scans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables.spec import vocabulary
from tables.wording import mend_header, tidy_formula, tidy_number


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("lndikator Kineria", "indikator Kinerja"),
        ("RealisasiCapaianKinerjaRenstra", "Realisasi Capaian Kinerja Renstra"),
        ("TARGETRENJAOPD", "TARGET RENJA OPD"),
        ("ode Rekening", "Kode Rekening"),
        ("Penanggung]awab", "Penanggungjawab"),
        ("(Ro)", "(Rp)"),
        ("_(Rp)", "(Rp)"),
        ("Urusan/Bidang Urusan", "Urusan/Bidang Urusan"),
        ("Kecamatan Serang", "Kecamatan Serang"),
        ("dari tahun 2023", "dari tahun 2023"),
    ],
)
def test_words_of_the_forms_are_put_right(read: str, meant: str) -> None:
    assert mend_header(read).lower() == meant.lower()


@given(st.sampled_from(sorted(vocabulary().header_words)))
def test_known_words_stay(word: str) -> None:
    assert mend_header(word) == word


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ('15=14/9"100', "15=14/9*100"),
        ("l5=14/9*1OO", "15=14/9*100"),
        ("15=14/9100", "15=14/9*100"),
        ("16=8+14", "16=8+14"),
        ("12=8+9+10+11", "12=8+9+10+11"),
        ("Target", "Target"),
    ],
)
def test_formulas_as_printed(read: str, meant: str) -> None:
    assert tidy_formula(read) == meant


def test_column_numbers() -> None:
    assert [tidy_number(t) for t in ("l2", "(I)", "10", "K", "Rp")] == [
        "12",
        "(1)",
        "10",
        "K",
        "Rp",
    ]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("kineria", "kinerja"),  # one letter of seven
        ("kiniria", "kiniria"),  # two are too many for seven …
        ("kebotohan", "kebutuhan"),  # … but not for nine and more
        ("kobotohan", "kobotohan"),
        ("papu", "papu"),  # short words are too often a letter apart
    ],
)
def test_how_far_a_word_may_be_from_the_one_meant(read: str, meant: str) -> None:
    assert mend_header(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [("I SATUAN KINERJA", "SATUAN KINERJA"), ("l Keterangan", "Keterangan"), ("1 K", "1 K"),
     ("I", "I"), ("II Kinerja", "II Kinerja")],
)  # fmt: skip
def test_what_is_left_of_a_rule_is_no_word(read: str, meant: str) -> None:
    assert mend_header(read) == meant
