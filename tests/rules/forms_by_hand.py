"""Small forms as the extractors deliver them, and the rule ids that reading them names.

A plan of one program with two kegiatan of three sub kegiatan, an evaluation of it that quotes it,
and an indicator table. Everything in them adds up and agrees: a case changes a cell or a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cleaning.document import clean
from cleaning.frames import frames
from tables.model import Box, Cell, Column, PageInfo, Row, Table, Triage

Texts = dict[str, str]
Place = tuple[int, str]
Change = Mapping[Place, str | Cell | None]

PLAN = {
    "kode": ("Kode",),
    "uraian": ("Program/Kegiatan",),
    "indikator": ("Indikator Kinerja Kegiatan",),
    "satuan": ("Satuan",),
    "target_sebelum": ("Target Capaian Kinerja", "Sebelum Perubahan"),
    "target": ("Target Capaian Kinerja", "Setelah Perubahan"),
    "pagu_sebelum": ("Pagu Indikatif (Rp)", "Sebelum Perubahan"),
    "pagu": ("Pagu Indikatif (Rp)", "Setelah Perubahan"),
    "perubahan": ("Bertambah/(Berkurang)",),
}
EVALUATION = {
    "kode": ("Kode",),
    "uraian": ("Program/Kegiatan",),
    "indikator": ("Indikator Kinerja Kegiatan",),
    "satuan": ("Satuan",),
    "target_renstra_k": ("Target Renstra OPD", "K"),
    "target_renstra_rp": ("Target Renstra OPD", "Rp"),
    "realisasi_renstra_lalu_k": ("Realisasi Capaian Kinerja Renstra s/d Tahun Lalu", "K"),
    "realisasi_renstra_lalu_rp": ("Realisasi Capaian Kinerja Renstra s/d Tahun Lalu", "Rp"),
    "target_renja_k": ("Target Kinerja dan Anggaran Renja OPD Tahun 2023", "K"),
    "target_renja_rp": ("Target Kinerja dan Anggaran Renja OPD Tahun 2023", "Rp"),
    "realisasi_renja_k": ("Realisasi Capaian Kinerja dan Anggaran Renja OPD", "K"),
    "realisasi_renja_rp": ("Realisasi Capaian Kinerja dan Anggaran Renja OPD", "Rp"),
    "capaian_renja_k": ("Tingkat Capaian Kinerja Renja (%)", "K"),
    "capaian_renja_rp": ("Tingkat Capaian Kinerja Renja (%)", "Rp"),
    "realisasi_renstra_k": ("Realisasi Kinerja dan Anggaran Renstra OPD s/d Akhir Tahun", "K"),
    "realisasi_renstra_rp": ("Realisasi Kinerja dan Anggaran Renstra OPD s/d Akhir Tahun", "Rp"),
    "capaian_renstra_k": ("Tingkat Capaian Kinerja Renstra (%)", "K"),
    "capaian_renstra_rp": ("Tingkat Capaian Kinerja Renstra (%)", "Rp"),
}
NUMBERED = {"target_renstra": "5", "realisasi_renstra_lalu": "6", "target_renja": "7",
            "realisasi_renja": "8", "capaian_renja": "9", "realisasi_renstra": "10",
            "capaian_renstra": "11"}  # fmt: skip
FORMULAS = {"capaian_renja": "8/7*100", "realisasi_renstra": "6+8", "capaian_renstra": "10/5*100"}

# Names that no rule of likeness takes for each other.
NAMES = {
    "4.01.01": "PROGRAM PENUNJANG URUSAN PEMERINTAHAN",
    "4.01.01.2.01": "Perencanaan dan Evaluasi Kinerja",
    "4.01.01.2.01.01": "Penyusunan Dokumen Perencanaan",
    "4.01.01.2.01.02": "Koordinasi Laporan Capaian",
    "4.01.01.2.01.03": "Sosialisasi Peraturan Perundangan",
    "4.01.01.2.09": "Pemeliharaan Barang Milik Daerah",
    "4.01.01.2.09.01": "Rehabilitasi Gedung Kantor",
    "4.01.01.2.09.02": "Pengadaan Kendaraan Operasional",
    "4.01.01.2.09.03": "Fasilitasi Kunjungan Tamu",
}
TARGETS = {"01.01": 12, "01.02": 3, "01.03": 65, "09.01": 4, "09.02": 7, "09.03": 25}
BEFORE = {"01.01": 263_187_500, "01.02": 11_750_000, "01.03": 110_155_000,
          "09.01": 48_019_800, "09.02": 266_169_400, "09.03": 26_731_300}  # fmt: skip
AFTER = {"01.01": 255_275_400, "01.02": 14_525_000, "01.03": 118_020_000,
         "09.01": 51_019_900, "09.02": 280_000_100, "09.03": 27_000_000}  # fmt: skip
BARIS = {code: n for n, code in enumerate(NAMES, 1)}


def shown(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def plan(
    change: Change | None = None,
    scanned: bool = False,
    header: Mapping[str, tuple[str, ...]] = PLAN,
    more: Sequence[Texts] = (),
) -> Table:
    """Tabel 3.1 of a perubahan, the change of every amount with its sign.

    Args:
        more: rows at its end.
    """
    rows = []
    for code, name in NAMES.items():
        before, after = _sum(code, BEFORE), _sum(code, AFTER)
        amounts = {"pagu_sebelum": shown(before), "pagu": shown(after)}
        row = {"kode": code, "uraian": name, **amounts, "perubahan": shown(after - before)}
        if _leaf(code):
            target = str(TARGETS[code[-5:]])
            row |= {"target_sebelum": target, "target": target, **_measured(name)}
        rows.append(row)
    return table("rencana_kerja", "3.1", header, [*rows, *more], change, scanned, page=2)


def evaluation(
    change: Change | None = None,
    more: Sequence[Texts] = (),
    formulas: Mapping[str, str] = FORMULAS,
) -> Table:
    """Tabel 2.1 that quotes the plan before the change; ``more`` are rows at its end."""
    rows = []
    for code, name in NAMES.items():
        budget = _sum(code, BEFORE)
        row = {
            "kode": code, "uraian": name, "target_renstra_rp": shown(budget * 4),
            "realisasi_renstra_lalu_rp": shown(budget), "target_renja_rp": shown(budget),
            "realisasi_renja_rp": shown(budget), "capaian_renja_rp": "100,00",
            "realisasi_renstra_rp": shown(budget * 2), "capaian_renstra_rp": "50,00",
        }  # fmt: skip
        if _leaf(code):
            k = TARGETS[code[-5:]]
            row |= {
                "target_renstra_k": str(k * 4), "realisasi_renstra_lalu_k": str(k),
                "target_renja_k": str(k), "realisasi_renja_k": str(k), "capaian_renja_k": "100,00",
                "realisasi_renstra_k": str(k * 2), "capaian_renstra_k": "50,00", **_measured(name),
            }  # fmt: skip
        rows.append(row)
    made = table("evaluasi_renja", "2.1", EVALUATION, [*rows, *more], change)
    made.columns = [
        replace(c, number=NUMBERED.get(_base(name), ""), formula=formulas.get(_base(name), ""))
        for name, c in zip(EVALUATION, made.columns, strict=True)
    ]
    return made


def table(  # noqa: PLR0917
    kind: str,
    number: str,
    header: Mapping[str, tuple[str, ...]],
    rows: Sequence[Texts],
    change: Change | None = None,
    scanned: bool = False,
    page: int = 1,
) -> Table:
    """A printed table of these texts, one dictionary a row, with some cells changed."""
    names = list(header)
    printed = []
    for n, texts in enumerate(rows, 1):
        cells: dict[int, Cell] = {}
        for place, name in enumerate(names):
            given: str | Cell | None = texts.get(name)
            if change is not None and (n, name) in change:
                given = change[n, name]
            if given is not None:
                made = given if isinstance(given, Cell) else cell(given, page, scanned)
                cells[place] = replace(made, page=page)
        printed.append(Row(page, Box(0, 10.0 * n, 900, 10.0 * n + 10), cells))
    columns = [Column(n, n * 60.0, n * 60.0 + 60, texts) for n, texts in enumerate(header.values())]
    title = "Tahun 2023"
    return Table(kind, number, title, [page], columns, printed)


def cell(text: str, page: int = 1, scanned: bool = False, **more: object) -> Cell:
    made = Cell(page, Box(0, 0, 50, 8), text, "ocr" if scanned else "pdfplumber", confidence=0.99)
    return replace(made, **more)  # type: ignore[arg-type]


def named(*tables: Table, pages: Iterable[PageInfo] = ()) -> set[str]:
    """The ids of all rules that the cells and findings of a document of these tables name."""
    seen = tuple(pages) or (PageInfo(1, 842, 595, 0, "exported", "Renja Tahun 2023"),)
    made = frames(clean(Triage("x.pdf", "0" * 64, 1, seen), list(tables), []), "test")
    ids = [*made["sel"]["aturan"].to_pylist(), *made["temuan"]["aturan"].to_pylist()]
    return {name for name in ids if name}


def _leaf(code: str) -> bool:
    return code.count(".") == 5


def _sum(code: str, amounts: Mapping[str, int]) -> int:
    start = code.removeprefix("4.01.01").removeprefix(".2.")
    return sum(amount for leaf, amount in amounts.items() if leaf.startswith(start))


def _measured(name: str) -> Texts:
    return {"indikator": f"Jumlah hasil {name}", "satuan": "Dokumen"}


def _base(name: str) -> str:
    return name.removesuffix("_k").removesuffix("_rp")
