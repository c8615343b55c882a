"""Documents as their pages and tables say of themselves, and what is made of it."""

from __future__ import annotations

from cleaning.facts import find_facts
from tables.model import CleanTable, Column, ColumnUse, Facts, Finding, PageInfo

COVER = "RENCANA KERJA\nSEKRETARIAT DAERAH KOTA SERANG\nTAHUN 2023"
CHANGE = "PERUBAHAN RENCANA KERJA\nSEKRETARIAT DAERAH KOTA SERANG\nTAHUN 2023"
BODY = "Evaluasi pelaksanaan Renja Tahun 2022 dibahas lebih dahulu."
DECREES = """\
PEMERINTAH KOTA SERANG
KEPUTUSAN SEKRETARIS DAERAH KOTA SERANG
NOMOR : 099 / 021-SETDA/ 2023
TENTANG PEMBENTUKAN TIM PENYUSUN RENCANA KERJA TAHUN 2023
Menimbang : a. bahwa
Mengingat : 1. Peraturan Walikota Serang Nomor 38 Tahun 2019 tentang Rencana Strategis
Ditetapkan di Serang pada tanggal 1 Juni 2022
KEPUTUSAN SEKRETARIS DAERAH KOTA SERANG
NOMOR : 98/ 021-SETDA/
2023
TENTANG PENETAPAN RENCANA KERJA SEKRETARIAT DAERAH TAHUN {year}
Menimbang : a. bahwa
Di tetapkan ; di Serang
Pada tanggal : 20 Agustus 2023
"""


def pages(*texts: str, reader: str = "") -> tuple[PageInfo, ...]:
    return tuple(
        PageInfo(n, 595, 842, 0, "exported", text, reader=reader)
        for n, text in enumerate(texts, start=1)
    )


def facts(*texts: str, tables: tuple[CleanTable, ...] = ()) -> Facts:
    return find_facts(pages(*texts), list(tables))[0]


def wrong(*texts: str, tables: tuple[CleanTable, ...] = (), reader: str = "") -> list[Finding]:
    """Findings on years in headings."""
    found = find_facts(pages(*texts, reader=reader), list(tables))[1]
    return [finding for finding in found if finding.aturan == "tahun_judul"]


def years(findings: list[Finding]) -> list[tuple[int | None, int, int]]:
    """Page, printed and expected year."""
    return [(f.halaman, int(f.tercetak or 0), int(f.seharusnya or 0)) for f in findings]


def table(kind: str, title: str, *headers: str, **columns: str) -> CleanTable:
    named = [(f"x_{i}", text) for i, text in enumerate(headers)] + list(columns.items())
    uses = [
        ColumnUse(name, Column(i, 0, 0, (text,)), "kinerja") for i, (name, text) in enumerate(named)
    ]
    return CleanTable(kind, "2.1", title, [2], uses, [])
