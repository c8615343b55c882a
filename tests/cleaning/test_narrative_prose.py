"""Which lines of a page are running text, and where its paragraphs and sentences begin."""

from __future__ import annotations

from dataclasses import replace

import documents as make
import pytest
from narrative_text import MARGIN, page

from cleaning.narrative.prose import blocks, sentences
from tables.model import Box, PageInfo, TextLine

LONG = (
    "Pelaksanaan program dan kegiatan dalam rangka pelayanan pemerintahan umum tidak mengalami "
    "hambatan yang berarti sehingga sebagian besar target terpenuhi pada tahun berjalan."
)


def texts(*pages: PageInfo) -> list[str]:
    return [block.text for block in blocks(pages, [])]


def with_lines(seen: PageInfo, *more: TextLine) -> PageInfo:
    lines = (*seen.lines, *more)
    return replace(seen, lines=lines, text="\n".join(line.text for line in lines))


def test_a_paragraph_is_one_block() -> None:
    assert texts(page(LONG)) == [LONG]


def test_short_lines_beside_it_belong_to_running_text() -> None:
    assert texts(page("1.1. Kegiatan Penataan Organisasi", LONG, "a. singkat")) == [
        "1.1. Kegiatan Penataan Organisasi",
        LONG,
        "a. singkat",
    ]


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    first, second = LONG.split(" yang berarti ")
    assert texts(page(first), page(f"yang berarti {second}", number=2)) == [LONG]


def test_lines_with_gaps_are_cells_of_a_table() -> None:
    row = TextLine("Dokumen 15 1.442.971.318 Penyusunan Dokumen", Box(60, 300, 500, 310), 40.0)
    alone = TextLine("Penyusunan Dokumen", Box(60, 400, 150, 410))

    assert texts(with_lines(page(LONG), row, alone)) == [LONG]


def test_what_stands_in_a_table_is_no_running_text() -> None:
    table = make.plan(rows=[make.money_row(1, "program", make.PROGRAM, 100, 160)])
    for entry in table.rows[0].entries.values():
        entry.cell = make.cell("x", page=1)
    box = Box(MARGIN, MARGIN - 5, 600, 700)
    first = table.rows[0].entries["pagu"]
    assert first.cell is not None
    first.cell = replace(first.cell, box=box)

    assert blocks([page(LONG)], [table]) == []


@pytest.mark.parametrize(
    "line",
    [
        "DAFTAR TABEL Pelaksanaan program dan kegiatan pelayanan pemerintahan umum ........ 12",
        "Tabel 2.1 Evaluasi hasil pelaksanaan Renja perangkat daerah sampai dengan triwulan II",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15=14/9*100 16=8+14 17=16/7*100 18 19 20 21 22 23 24",
    ],
)
def test_contents_captions_and_number_rows_are_not(line: str) -> None:
    assert texts(page(line)) == []


def test_running_heads_and_page_numbers_are_not() -> None:
    words = LONG[:-1].lower().split()
    bodies = [f"Adapun {' '.join([*words[n:], *words[:n]])}." for n in range(5)]
    pages = []
    for number, body in enumerate(bodies, start=1):
        head = TextLine(f"Rencana Kerja Dinas Tahun 2016 2 - {number}", Box(60, 20, 500, 30))
        pages.append(with_lines(page(body, number=number), head))

    assert texts(*pages) == bodies


def test_scanned_pages_are_read_by_the_length_of_their_lines() -> None:
    seen = page(LONG, ocr=True)

    assert texts(seen) == [LONG]
    assert texts(replace(seen, text="Dokumen\n15\n1.442.971.318\nPenyusunan")) == []


def test_an_amount_alone_on_a_line_is_no_page_number() -> None:
    text = f"{LONG[:-1]} dari total pagu anggaran yang tersedia sampai dengan triwulan kedua Rp."
    for ocr in (False, True):
        (told,) = texts(page(text, "58.622.444.721,-.", ocr=ocr))
        assert told.endswith("Rp. 58.622.444.721,-.")
    assert texts(page(LONG, "- 17 -")) == [LONG]


def test_text_without_an_end_is_cut() -> None:
    found = texts(page("dan kegiatan tersebut " * 2000))

    assert len(found) > 1
    assert max(map(len, found)) < 10_000


def test_a_text_layer_that_is_no_text_is_left_out() -> None:
    assert texts(replace(page(LONG), kind="garbage_text")) == []


def test_each_place_of_a_block_knows_its_page() -> None:
    first, second = LONG.split(" yang berarti ")
    (block,) = blocks([page(first), page(f"yang berarti {second}", number=2)], [])

    assert block.line_at(0).page == 1
    assert block.line_at(block.text.index("yang berarti")).page == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Pagu sebesar Rp. Seratus. Realisasi baik. Sisa nihil", 3),
        ("Wilayah II Prov. Jawa Barat dan Kab. Serang sesuai No. Urut", 1),
        ("1. Program Penunjang. Urusan", 2),
        ("sebesar 91,7 % pada tahun 2015", 1),
        ("Pagu Rp. 1.000.000. Sisa nihil. Total 5.555. Akhir", 4),
    ],
)
def test_sentences(text: str, count: int) -> None:
    found = list(sentences(text))

    assert len(found) == count
    assert all(text[start:].startswith(sentence) for start, sentence in found)
