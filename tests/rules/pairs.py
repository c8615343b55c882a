"""A pair for each rule: a small document on which it fires, and one close to it where it must not.

``PAIRS`` maps a rule id to two functions that give the ids named; ``ELSEWHERE`` (in
``elsewhere.yaml``) maps a rule whose pair needs more than a small form to the two tests that are
its pair.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from forms_by_hand import FORMULAS, PLAN, Change, Texts, cell, evaluation, named, plan, shown, table

from extractors.document import _notes, _without_rows
from tables.model import MID_WORD, Cell, PageInfo, Triage

Ids = Callable[[], set[str]]


TOTAL: Texts = {
    "uraian": "TOTAL",
    "pagu_sebelum": shown(726_013_000),
    "pagu": shown(745_840_400),
    "perubahan": shown(19_827_400),
}


class Pair(NamedTuple):
    fires: Ids
    silent: Ids


SUB = 3  # the row of the first sub kegiatan
KEGIATAN, PROGRAM = 2, 1
TARGET, PAGU = (SUB, "target"), (SUB, "pagu")


def of_plan(fires: Change, silent: Change, scanned: bool = False) -> Pair:
    return Pair(
        lambda: named(plan(fires, scanned)),
        lambda: named(plan(silent, scanned)),
    )


def of_evaluation(fires: Change, silent: Change) -> Pair:
    return Pair(lambda: named(evaluation(fires)), lambda: named(evaluation(silent)))


def typed(place: tuple[int, str], wrong: str, right: str) -> Pair:
    return of_plan({place: wrong}, {place: right})


def two(first: str, second: str | None, *others: str, sure: float = 0.4, doubt: str = "") -> Cell:
    """A scanned cell that two engines read; ``None``: the second agrees."""
    return cell(first, scanned=True, second=second, confidence=sure, others=others, doubt=doubt)


def read(place: tuple[int, str], wrong: Cell, right: Cell) -> Pair:
    return of_plan({place: wrong}, {place: right}, scanned=True)


ANGKA = {
    "angka_terlalu_panjang": typed(TARGET, "9" * 2001, "9" * 12),
    "angka_bertumpuk": typed(TARGET, "12\n34", "12"),
    "isian_kosong": typed(TARGET, "……", "5"),
    "nihil": typed(TARGET, "NIHIL", "0"),
    "galat_excel": typed(TARGET, "#DIV/0!", "-"),
    "kolom_sempit": typed(PAGU, "#######", "#REF!"),
    "presisi_hilang": typed(PAGU, "1,31453E+11", "131.453.000.000"),
    "nilai_huruf": typed(TARGET, "BB", "75"),
    "bukan_angka": typed(TARGET, "orang", "12 orang"),
    "kata_sebelum_angka": typed(TARGET, "% 39", "39 %"),
    "nol_untuk_o": typed(TARGET, "250 0rg", "250 org"),
    "huruf_dalam_angka": typed(PAGU, "255.275.Z50", "255.275.250"),
    "ungkapan": typed(TARGET, "3/4", "3"),
    "dua_ukuran": typed(TARGET, "4 kali, 6 Jenis", "4 kali"),
    "tanda_diragukan": typed((SUB, "perubahan"), "7.912.100 -", "-7.912.100"),
    "pembanding": typed(TARGET, "> 90", "90"),
    "potongan_digabung": typed(PAGU, "255.275.\n400", "255.275.400"),
    "angka_dibungkus": typed(PAGU, f"255.27{MID_WORD}\n5.400", "255.275.400"),
    "potongan_diragukan": typed(TARGET, "292 5", "2925"),
    "format_asing": typed(PAGU, "255,275,400", "255.275.400"),
    "tiga_desimal": typed(PAGU, "6.008.850,000", "6.008.850,00"),
    "desimal_panjang": typed(PAGU, "6.008.850,0001", "6.008.850,01"),
    "pemisah_hilang": typed(PAGU, "269.558195", "269.558.195"),
    "tanda_baca_liar": typed(PAGU, "25.410..000", "25.410.000"),
    "kelompok_ganjil": typed(PAGU, "1.44.971.318", "1.448.971.318"),
    "pembulatan": typed(TARGET, "12,34567", "12,3456"),
    "di_luar_batas": typed(TARGET, "9" * 18, "9" * 15),
}

SAME = "255.275.400"
BACAAN = {
    "bacaan_berbeda": of_plan(
        {TARGET: cell("12", second="13", doubt="bacaan_berbeda")}, {TARGET: cell("12")}
    ),
    "tata_angka": of_plan(
        {TARGET: cell("12", second="i2x", doubt="bacaan_berbeda")}, {TARGET: cell("12")}
    ),
    "bacaan_setara": read(PAGU, two(SAME, "255,275.400"), two(SAME, None, sure=0.99)),
    "aritmetika": read(PAGU, two(SAME, "255.275.700"), two(SAME, None, sure=0.99)),
    "perbaikan_aritmetika": read(PAGU, two("255.275.700", SAME), two(SAME, "255.275.700")),
    "melanggar_aritmetika": read(
        PAGU, two("255.275.700", None, sure=0.99), two(SAME, None, sure=0.99)
    ),
    "sepakat_ulang": read(PAGU, two(SAME, "255", SAME, SAME, SAME, SAME), two(SAME, "255", SAME)),
    "sepakat_lemah": read(TARGET, two("12", None, sure=0.5), two("12", None, sure=0.9)),
    "satu_bacaan": read(TARGET, two("12", ""), two("12", None, sure=0.99)),
    "suara_lapisan": read(TARGET, two("12", "13", sure=0.85), two("12", "13")),
    "suara_terbanyak": read(TARGET, two("12", "13", "12", "12"), two("12", "13", "14")),
    "tanda_pisah_diragukan": read(
        TARGET, two("1.234,5.", None, sure=0.99), two("1.234,5", None, sure=0.99)
    ),
    "sisa_diragukan": read(
        TARGET, two("12 x", None, sure=0.99), two("12 dokumen", None, sure=0.99)
    ),
    "satuan_diragukan": read(
        TARGET, two("12 Org", None, sure=0.99), two("12 orang", None, sure=0.99)
    ),
    "tidak_terbaca_pindaian": read(TARGET, two("\ufffd", None), two("12", None, sure=0.99)),
    "teks_bertumpuk": of_plan(
        {(SUB, "uraian"): cell("Satu Dua", doubt="teks_bertumpuk")}, {(SUB, "uraian"): "Satu Dua"}
    ),
    "baris_tanpa_garis": of_plan(
        {TARGET: cell("12", doubt="baris_tanpa_garis")}, {TARGET: cell("12")}
    ),
    "leksikon": read(
        (SUB, "indikator"), two("Jumlah Penyusvnan Dokumen", "Jumlah Penyusunan Dokumen"),
        two("Jumlah hasil Penyusunan Dokumen", None, sure=0.99),
    ),
    "angka_romawi": read(
        (SUB, "indikator"), two("Jumlah Wilayah Il", None, sure=0.99),
        two("Jumlah Wilayah II", None, sure=0.99),
    ),
    "teks_diragukan": read(
        (SUB, "uraian"), two("Penyxsunan Dzkumen", "Penyqsunan Dakumen"),
        two("Penyusunan Dokumen", None, sure=0.99),
    ),
}  # fmt: skip


BEFORE_KEGIATAN = 385_092_500  # what the first kegiatan's three lines add up to
ALL = 726_013_000
FIRST, SECOND = 263_187_500, 11_750_000


def quoted(value: int) -> Change:
    """The first kegiatan's budget in the evaluation."""
    return {(KEGIATAN, "target_renja_rp"): shown(value)}


def closed(name: str, **texts: str) -> Ids:
    """The evaluation with a closing row."""
    return lambda: named(evaluation(more=[{"uraian": name, **texts}]))


def achieved(percent: str) -> Change:
    """The achievement of every sub kegiatan, which is 100 % of its target."""
    return {(row, "capaian_renja_k"): percent for row in (3, 4, 5, 7, 8, 9)}


def turned(text: str) -> Change:
    """The achievement against the Renstra, 2 of 4, of every sub kegiatan."""
    return {(row, "capaian_renstra_k"): text for row in (3, 4, 5, 7, 8, 9)}


AVERAGE = "Rata-rata capaian sub kegiatan (%)"
HITUNGAN = {
    "rumus_baris": typed((SUB, "perubahan"), "-7.912.200", "-7.912.100"),
    "tanda_hilang": typed((SUB, "perubahan"), "7.912.100", "-7.912.100"),
    "anak_terlewat": of_evaluation(quoted(BEFORE_KEGIATAN - FIRST), quoted(BEFORE_KEGIATAN)),
    "anak_ganda": of_evaluation(
        quoted(BEFORE_KEGIATAN + SECOND), quoted(BEFORE_KEGIATAN + SECOND + 1_000)
    ),
    "jumlah_anak": of_evaluation(quoted(BEFORE_KEGIATAN + 777_000), quoted(BEFORE_KEGIATAN)),
    "jumlah_total": Pair(
        lambda: named(plan(more=[TOTAL | {"pagu": shown(700_000_000)}])),
        lambda: named(plan(more=[TOTAL])),
    ),
    "rata_rata": Pair(
        closed(AVERAGE, capaian_renja_k="97,30"), closed(AVERAGE, capaian_renja_k="100,00")
    ),
    "rumus_tidak_berlaku": of_evaluation(achieved("73,00"), achieved("100,00")),
    "rumus_terbalik": of_evaluation(turned("200,00"), turned("50,00")),
}
KODE = {
    "kode_janggal": typed((SUB, "kode"), "4.01.01.2.01.01.7.7", "4.01.01.2.01.01"),
    "kode_salah_induk": typed((SUB, "kode"), "4.01.02.2.01.01", "4.01.01.2.01.07"),
    "bacaan_kode_berbeda": read(
        (SUB, "kode"), two("4.01.01.2.01.07", "4.01.01.2.01.01"),
        two("4.01.01.2.01.01", None, sure=0.99),
    ),
    "kode_cabang": read(
        (SUB, "kode"), two("4.07.01.2.01.01", "4.01.01.2.01.01"),
        two("4.01.01.2.01.01", "4.07.01.2.01.01"),
    ),
}  # fmt: skip


def headed(**changed: tuple[str, ...] | None) -> Ids:
    """The plan with other headers; ``None`` leaves the column out."""
    header = {name: changed.get(name, texts) for name, texts in PLAN.items()}
    kept = {name: texts for name, texts in header.items() if texts is not None}
    return lambda: named(plan(header=kept))


def page(text: str, number: int = 1, **more: Any) -> PageInfo:
    return PageInfo(number, 842, 595, 0, **{"kind": "exported", "text": text, **more})


def printed_on(*pages: PageInfo) -> set[str]:
    """The rules that nothing but the pages of a document name."""
    seen = Triage("x.pdf", "0" * 64, 1, pages)
    return {finding.aturan for finding in _notes(seen)}


TABEL = {
    "pemetaan_diragukan": Pair(
        lambda: named(evaluation(formulas={**FORMULAS, "capaian_renja": "8/5*100"})),
        lambda: named(evaluation()),
    ),
    "kolom_tak_dikenal": Pair(headed(satuan=("Warna Sampul",)), headed()),
    "kolom_hilang": Pair(headed(kode=None), lambda: named(evaluation())),
    "catatan_halaman": Pair(
        lambda: printed_on(page("", note="cannot be opened")), lambda: printed_on(page(""))
    ),
    "perlu_ocr": Pair(
        lambda: printed_on(page("", kind="scanned")),
        lambda: printed_on(page("", kind="scanned", reader="ocr")),
    ),
    "tahun_tidak_ada": Pair(
        lambda: named(pages=[page("Sampul")]), lambda: named(pages=[page("Renja Tahun 2023")])
    ),
}


def both(in_evaluation: Change | None = None, in_plan: Change | None = None) -> Ids:
    """The evaluation and the plan it quotes."""
    return lambda: named(evaluation(in_evaluation), plan(in_plan))


def without(row: int) -> Change:
    return {(row, name): None for name in PLAN}


def with_totals(amount: int) -> Ids:
    """Both tables with a grand total; the evaluation's is this."""
    own = {"uraian": "TOTAL", "target_renja_rp": shown(amount)}
    return lambda: named(evaluation(more=[own]), plan(more=[TOTAL]))


LAST = 9  # the last row
ANTAR_TABEL = {
    "beda_pagu_antar_tabel": Pair(
        both({(SUB, "target_renja_rp"): shown(FIRST + 1)}), both({(SUB, "target_renja_rp"): None})
    ),
    "beda_target_antar_tabel": Pair(
        both({(SUB, "target_renja_k"): "13"}),
        both({(SUB, "target_renja_k"): "13", (SUB, "satuan"): "Orang"}),
    ),
    "beda_total_antar_tabel": Pair(with_totals(ALL + 5), with_totals(ALL)),
    "baris_tak_berpasangan": Pair(
        both(in_plan=without(LAST)),
        both(in_plan={(LAST, "uraian"): "Fasilitasi  kunjungan tamu."}),
    ),
    "kode_dua_nama": Pair(
        both(in_plan={(LAST, "kode"): "4.01.01.2.09.02"}),
        both(in_plan={(LAST, "uraian"): "Fasilitasi Kunjungan Para Tamu"}),
    ),
    "nama_dua_kode": Pair(
        both(in_plan={(LAST, "kode"): "4.01.01.2.09.08"}),
        both(in_plan={(LAST, "kode"): "4.01.01.2.09.0003"}),
    ),
}


def misplaced(by: int) -> Change:
    """Every change of the budget off by an amount, as if it stood in another column."""
    changes = {
        1: 19_827_400,
        2: 2_727_900,
        3: -7_912_100,
        4: 2_775_000,
        5: 7_865_000,
        6: 17_099_500,
    }
    return {(row, "perubahan"): two(shown(v + by), None, sure=0.99) for row, v in changes.items()}


def numbered(third: Cell) -> Ids:
    """A scanned plan whose rows are numbered; the third number is this cell."""
    header = {"no": ("No",), **PLAN}
    numbers: Change = {(row, "no"): str(row) for row in (1, 2, 4, 5, 6, 7, 8, 9)}
    return lambda: named(plan({**numbers, (SUB, "no"): third}, True, header))


def wide(columns: int) -> Ids:
    """A ruled table of no known kind."""
    header = {f"k{n}": (f"Rincian {n}",) for n in range(columns)}
    return lambda: named(table("lain", "5.1", header, [dict.fromkeys(header, "isi")]))


def captioned(*below: str) -> Ids:
    """A page that carries a table's caption, and these lines below it."""
    text = "\n".join(("Tabel 4.2 Jumlah Pegawai menurut Golongan", *below))
    seen = Triage("x.pdf", "0" * 64, 1, (page(text),))
    return lambda: {finding.aturan for finding in _without_rows(seen, [], set())[1]}


WHOLE_TABLES = {
    "tabel_tanpa_baris": Pair(
        captioned("No Golongan Jumlah", *(f"{n} Golongan {n} 1.{n}50.000" for n in range(1, 20))),
        captioned("memuat uraian tentang pegawai yang bertugas pada seluruh bagian."),
    ),
    "kolom_diragukan": of_plan(misplaced(5_000_000_000), misplaced(0), scanned=True),
    "nomor_urut": Pair(numbered(two("S", "3")), numbered(two("3", None, sure=0.99))),
    "tabel_terlalu_lebar": Pair(wide(80), wide(8)),
}

PAIRS: dict[str, Pair] = {
    **ANGKA,
    **BACAAN,
    **HITUNGAN,
    **KODE,
    **TABEL,
    **ANTAR_TABEL,
    **WHOLE_TABLES,
}
