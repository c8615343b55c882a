"""Which pages may hold a table, from their text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.locate import (
    candidates,
    captioned,
    captions,
    is_list_of_tables,
    opens_table,
    running_lines,
)
from tables.model import PageInfo, PageKind
from tables.spec import specs

EVALUATION, PLAN = specs()["evaluasi_renja"], specs()["rencana_kerja"]

EVALUATION_HEADER = """Kode
Program/Kegiatan
Indikator Kinerja
Target Renja SKPD 2016
Realisasi Renja SKPD 2016
Tingkat capaian (%)
"""
PLAN_HEADER = """Kode
Program/Kegiatan
Lokasi
Target
Pagu indikatif
Sumber dana
"""
FIGURES = "\n".join(f"Kegiatan {n}\n{n}.500.000\n{n}0 %" for n in range(1, 8))
PROSE = "\n".join(
    ["Rencana Kerja disusun dengan memperhatikan hasil evaluasi program dan kegiatan tahun lalu."]
    * 14
)
LIST = """DAFTAR TABEL
Tabel 2.1 Evaluasi Hasil Pelaksanaan Renja ............ 9
Tabel 2.2 Pencapaian Kinerja Pelayanan ............... 14
Tabel 3.1 Rumusan Rencana Program dan Kegiatan ....... 29
Tabel 3.2 Definisi Operasional Indikator ............. 34
"""


def pages(
    *texts: str, kind: PageKind = "exported", sizes: dict[int, tuple[float, float]] | None = None
) -> tuple[PageInfo, ...]:
    found = []
    for number, text in enumerate(texts, start=1):
        width, height = (sizes or {}).get(number, (842.0, 595.0))
        found.append(PageInfo(number, width, height, 0, kind, text))
    return tuple(found)


def found(*texts: str, **more: object) -> list[tuple[int, tuple[str, ...]]]:
    return [(c.page, c.opens) for c in candidates(pages(*texts, **more))]  # type: ignore[arg-type]


def test_header_wording_alone_opens_a_table() -> None:
    assert found(EVALUATION_HEADER + FIGURES) == [(1, ("evaluasi_renja",))]
    assert (1, ("rencana_kerja",)) in found(PLAN_HEADER + FIGURES)


def test_continuation_pages_follow_until_the_text_begins_again() -> None:
    document = (PROSE, EVALUATION_HEADER + FIGURES, FIGURES, FIGURES, PROSE, FIGURES)

    assert found(*document) == [(2, ("evaluasi_renja",)), (3, ()), (4, ())]


def test_a_page_of_another_size_does_not_go_on() -> None:
    assert found(EVALUATION_HEADER + FIGURES, FIGURES, sizes={2: (595.0, 842.0)}) == [
        (1, ("evaluasi_renja",))
    ]


def test_the_list_of_tables_opens_nothing() -> None:
    assert is_list_of_tables(LIST)
    assert found(LIST + FIGURES) == []


def test_a_list_with_bare_page_numbers_is_one_too() -> None:
    assert is_list_of_tables(LIST.replace(".", " "))
    assert not is_list_of_tables(EVALUATION_HEADER + FIGURES)


def test_running_text_about_the_tables_opens_nothing() -> None:
    prose = PROSE.replace("tahun lalu", "target, realisasi dan capaian renja, lokasi dan pagu")

    assert found(prose) == []


@pytest.mark.parametrize("kind", ["scanned", "scanned_with_text", "garbage_text", "blank"])
def test_pages_that_need_ocr_are_left_out(kind: PageKind) -> None:
    assert found(EVALUATION_HEADER + FIGURES, kind=kind) == []


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        ("Tabel 2.1 Rekapitulasi Evaluasi Hasil Pelaksanaan Renja", "evaluasi_renja"),
        ("TABEL. 2.1\nEvaluasi Pelaksanaan Rencana Kerja SKPD", "evaluasi_renja"),
        ("Tabel II.1\nEvaluasi Hasil Pelaksanaan Renja Perangkat Daerah", "evaluasi_renja"),
        ("Tabel T-C.29", "evaluasi_renja"),
        ("Tabel 2.4 T-C.29", "evaluasi_renja"),
        ("TABEL. T-C. 29", "evaluasi_renja"),
        ("Formulir E.81", "evaluasi_renja"),
        ("TABEL. III.1\nRumusan Rencana Program dan Kegiatan", "rencana_kerja"),
        ("Tabel 3.1\nProgram dan Kegiatan serta Prakiraan Maju", "rencana_kerja"),
        ("Tabel T-C.33", "rencana_kerja"),
    ],
)
def test_captions_in_all_spellings(caption: str, kind: str) -> None:
    header = "No\nProgram/Kegiatan\nIndikator\nTarget Renja\nSatuan\n"
    text = f"{caption}\n{header}{FIGURES}"

    assert opens_table(specs()[kind], text)
    if not caption.startswith("Formulir"):
        assert captioned(specs()[kind], text)


def test_a_caption_names_its_own_kind_only() -> None:
    assert captioned(PLAN, "Tabel 3.1\nRumusan Rencana Program dan Kegiatan")
    assert not captioned(EVALUATION, "Tabel 3.1\nRumusan Rencana Program dan Kegiatan")
    assert not captioned(PLAN, "Rumusan Rencana Program dan Kegiatan dibahas di bab ini")


def test_a_ruled_page_is_read_whatever_it_says() -> None:
    plain, ruled = pages(PROSE, PROSE)

    assert [(c.page, c.sure) for c in candidates((plain, replace(ruled, ruled=True)))] == [
        (2, True)
    ]


def test_a_caption_over_figures_is_read_without_rules() -> None:
    captioned_page = "Tabel 2.6 Populasi Ternak\n" + FIGURES

    assert found(captioned_page) == [(1, ())]
    assert found(f"{PROSE}\nTabel 2.6 berikut memuat populasi.") == []


def test_captions_are_told_with_number_and_title() -> None:
    document = pages(LIST, f"{PROSE}\nTabel 2.6\nPopulasi Ternak\n{FIGURES}", PROSE)

    assert captions(document) == [(2, "2.6", "Tabel 2.6\nPopulasi Ternak")]


def test_a_caption_at_the_end_of_a_page_has_its_table_on_the_next() -> None:
    assert captions(pages(f"{PROSE}\nTabel 2.6 Populasi", FIGURES)) != []
    assert captions(pages(f"{PROSE}\nTabel 2.6 Populasi", PROSE)) == []


def test_heads_and_feet_are_the_lines_of_many_pages() -> None:
    head = "Rencana Kerja Tahun 2023"
    document = pages(*(f"{head}\n{PROSE}\nIsi {word}\n{n}" for n, word in enumerate("abcdef")))

    assert "rencanakerjatahun" in running_lines(document)
    assert "isia" not in running_lines(document)
