"""What each column of the output means, in one English phrase, for the data dictionary."""

from __future__ import annotations

from tables.spec import TableSpec, specs

MEANINGS = {
    # keys
    "dokumen_id": "first 16 hex digits of the PDF's SHA-256",
    "kind": "kind of table: the folder under `clean/`",
    "tabel": "table number as printed (`2.1`, `T-C.29`); ` (2)` is added to a second table of the "
    "same number, `tanpa nomor` stands for none",
    "baris": "line in the table, from 1 without gaps",
    "halaman": "PDF page, from 1",
    "tahun": "plan year; 0 where no page says it. In the path only (Hive partition)",
    "pemda": "local government",
    "perangkat_daerah": "agency",
    "jenis_dokumen": "`renja`, `renja_perubahan`, `renstra`, `evaluasi` or `lain`",
    # hierarchy
    "level": "`urusan`, `bidang_urusan`, `program`, `kegiatan`, `sub_kegiatan`, `indikator`, "
    "`total`, `rata_rata`, `sasaran` or `lainnya`",
    "kode": "canonical code: dotted, zero-padded text; never a number",
    "kode_cetak": "code as printed",
    "kode_status": "`cetak` (printed), `disimpulkan` (inferred) or `tidak_ada` (none)",
    "program_kode": "code of the program the row belongs to",
    "kegiatan_kode": "code of the kegiatan the row belongs to",
    "sub_kegiatan_kode": "code of the sub kegiatan the row belongs to",
    # text
    "no": "running number as printed",
    "sasaran": "target group or strategic objective",
    "indikator_sasaran": "indicator of the sasaran",
    "bidang_urusan": "field of government affairs",
    "uraian": "name of the urusan, program, kegiatan or sub kegiatan",
    "indikator": "performance indicator",
    "satuan": "unit of the indicator; taken from the number cell where there is no such column",
    "lokasi": "location",
    "lokasi_sebelum": "location before the change",
    "sumber_dana": "source of funds",
    "sumber_dana_sebelum": "source of funds before the change",
    "catatan": "note",
    "penanggung_jawab": "unit or agency responsible",
    "keterangan": "remark",
    "satuan_baku": "the unit as `tables/satuan.yaml` names it; other units in lower case",
    "kode_resmi": "code in the official list in force (`renja nomenklatur`); null without a match",
    "nama_resmi": "name the official list in force has for that code; null without a match",
    # evaluasi_renja
    "target_renstra": "target at the end of the Renstra",
    "realisasi_renstra_lalu": "realised up to the year before, against the Renstra",
    "target_renja": "target of the year's Renja",
    "realisasi_tw1": "realised in the first quarter",
    "realisasi_tw2": "realised in the second quarter",
    "realisasi_tw3": "realised in the third quarter",
    "realisasi_tw4": "realised in the fourth quarter",
    "realisasi_renja": "realised in the year",
    "capaian_renja": "realised of the Renja target",
    "target_berjalan": "target of the current year (T-C.29 column 9)",
    "realisasi_renstra": "realised (or expected to be) up to this year, against the Renstra",
    "capaian_renstra": "realised of the Renstra target",
    # rencana_kerja
    "target": "target of the plan in force (in a perubahan: after the change)",
    "target_sebelum": "target before the change",
    "pagu": "budget ceiling of the plan in force (in a perubahan: after the change)",
    "pagu_sebelum": "budget ceiling before the change",
    "perubahan": "change of the budget ceiling",
    "target_maju": "target of the next year (prakiraan maju)",
    "pagu_maju": "budget ceiling of the next year (prakiraan maju)",
    # cells
    "status": "see the table of statuses",
    "kolom": "column of the row the cell belongs to; `x_…` for a printed column without a "
    "canonical name (its header is in `dokumen.tabel`)",
    "x0": "left edge, PDF points on the page as displayed, origin top left",
    "y0": "top edge",
    "x1": "right edge",
    "y1": "bottom edge",
    "teks": "raw text as read; lines end with a line feed, half cells with a tab",
    "nilai": "value read from it, with four decimals; null for text and for no number",
    "pembaca": "reader of `teks`: `pdfplumber`, `camelot`, …",
    "teks_kedua": "text of the second reader where it differs; empty where it saw nothing",
    "keyakinan": "confidence from 0 to 1",
    "aturan": "rule that repaired, flagged or found it",
    # findings
    "kelas": "`sumber` (the document contradicts itself), `ekstraksi` (the reading is doubtful) "
    "or `belum_jelas`",
    "tingkat": "`kritis`, `sedang` or `info`",
    "tercetak": "value printed",
    "seharusnya": "value recomputed",
    "selisih": "printed minus recomputed",
    "uraian_temuan": "one sentence",
    "bukti": "JSON: the cells and the formula used; decimals as strings",
    # running text
    "nomor": "order in the document, from 1",
    "kalimat": "the sentence it stands in, with single spaces",
    "teks_narasi": "as printed",
    "nilai_narasi": "rupiah, percent or count; null where it is misprinted",
    "satuan_narasi": "`rp`, `persen` or `jumlah` (a count of rows)",
    "peran": "what the words in front of it make of it: `sebelum`, `sesudah`, `selisih`, "
    "`realisasi`, `sisa`, `pagu`; of a count what it counts: `program`, `kegiatan`, …",
    "keyakinan_narasi": "confidence from 0 to 1; below 1 where the page was read by OCR",
    "status_narasi": "`cocok` (a table cell says the same), `beda` (the cell it must repeat says "
    "otherwise), `rusak` (misprinted) or `tak_berpasangan` (no cell is known)",
    "tabel_kind": "kind of the table with the cell it repeats",
    "baris_narasi": "line of that cell; null for a figure reckoned from the table",
    "kolom_narasi": "column of that cell; `jumlah …` for the number of rows of a level",
    "nilai_tabel": "value of that cell",
    # the document
    "sha256": "SHA-256 of the PDF",
    "berkas": "file name of the PDF, without folder",
    "ukuran": "size of the PDF in bytes",
    "jumlah_halaman": "number of pages",
    "status_dokumen": "`bersih`, `ditandai` (a doubtful cell, or a finding that doubts the "
    "reading), `perlu_ocr` (no table, and scanned pages could not be read) or `tanpa_tabel`",
    "halaman_dokumen": "JSON: number of pages by kind",
    "tabel_dokumen": "JSON: each table's kind, number, title, pages, rows, and columns with the "
    "printed header, column number, formula, type, locale and scale",
    "jumlah_baris": "rows written, over all kinds",
    "jumlah_sel": "rows written to `sel`",
    "sel_ditandai": "cells that are `ditandai` or `tidak_terbaca`",
    "jumlah_temuan": "rows written to `temuan`",
    "versi_pipeline": "version of the code that read the document",
    "tahun_evaluasi": "year whose Renja is evaluated; null where no page says it",
    "periode_renstra": "first and last year of the Renstra, `2019-2023`; null if no page says it",
    "nomor_sk": "number of the decree that enacts the document, without inner spaces",
    "tanggal_sk": "date of that decree, `YYYY-MM-DD`",
    "versi_nomenklatur": "version of the official list `kode_resmi` and `nama_resmi` are from",
    "fakta": "JSON: each known fact with `nama`, `nilai`, `halaman`, `keyakinan` (0–1), `sumber` "
    "(`cetak`, or `sidecar` where a file beside the PDF says it) and `kutipan`, its words",
    # year against year
    "dokumen": "`dokumen_id`",
    "tahun_lintas_tahun": "plan year",
    "kolom_lintas_tahun": "column compared",
    "nilai_lintas_tahun": "value there, with four decimals; null where it has none",
    "selisih_lintas_tahun": "the later document's value less the earlier's",
    "status_lintas_tahun": "`cocok` (they agree), `beda` (they differ) or `tak_berpasangan` (only "
    "one of them has the row or the figure)",
}

#: Columns whose meaning depends on the folder.
SPECIAL = {
    **{
        ("lintas_tahun", name): f"{name}_lintas_tahun"
        for name in ("tahun", "kolom", "nilai", "selisih", "status")
    },
    **{
        ("narasi", name): f"{name}_narasi"
        for name in ("teks", "nilai", "satuan", "keyakinan", "status", "baris", "kolom")
    },
    ("temuan", "uraian"): "uraian_temuan",
    ("dokumen", "status"): "status_dokumen",
    ("dokumen", "halaman"): "halaman_dokumen",
    ("dokumen", "tabel"): "tabel_dokumen",
}

_READINGS = {
    "k": "performance",
    "rp": "budget",
    "a": "of the earlier document",
    "b": "of the later document",
}

CELL_STATUS = {
    "cetak": "printed, and read as it stands",
    "kosong": "nothing is printed; null",
    "nol_strip": "a dash: 0, or null for a percent without a base",
    "galat_excel": "`#DIV/0!`, `#REF!` …; null",
    "digabung": "pieces of a wrapped number were joined",
    "diperbaiki": "the value differs from the raw text by more than number format; `aturan` says "
    "why (`pembulatan`: it has more decimals than the column holds)",
    "dikoreksi": "a person looked at the page and decided (`corrections/`); `aturan` says whether "
    "the reading was accepted (`terima_manual`), corrected (`koreksi_manual`) or confirmed while "
    "the document is wrong (`galat_sumber_manual`); `keyakinan` is 1, `teks` and `teks_kedua` stay",
    "ditandai": "doubtful: a value that may be wrong, or null (`di_luar_batas`: too large)",
    "tidak_terbaca": "a number was expected and none could be read; null",
}
ROW_STATUS = {
    "bersih": "no cell of the row was changed or is doubtful",
    "diperbaiki": "some cell is `diperbaiki` or `dikoreksi`, none is doubtful",
    "ditandai": "some cell is `ditandai` or `tidak_terbaca`",
}


def meaning(folder: str, column: str) -> str:
    """What a column means.

    Raises:
        KeyError: nobody wrote it down yet.
    """
    if folder in specs() and column in (names := _of_spec(specs()[folder])):
        return names[column]
    name = SPECIAL.get((folder, column), column)
    if name in MEANINGS:
        return MEANINGS[name]
    base, _, measure = name.rpartition("_")
    base = SPECIAL.get((folder, base), base)
    return f"{MEANINGS[base]}; {_READINGS[measure]}"


def _of_spec(spec: TableSpec) -> dict[str, str]:
    """Columns whose meaning the spec gives, or the half or year they are of."""
    halves = {half.prefix: half.meaning for half in spec.halves}
    found = {}
    for column in spec.columns:
        base = column.meaning or MEANINGS.get(column.family, "")
        if column.half:
            found[column.name] = f"{base}; {halves[column.half]}"
        elif column.year is not None:
            found[column.name] = f"{base}; {_year(column.year)}"
        elif column.meaning:
            found[column.name] = base
    return found


def _year(year: int) -> str:
    if year == 0:
        return "year of the plan"
    word = "year" if abs(year) == 1 else "years"
    return f"{abs(year)} {word} {'before' if year < 0 else 'after'} the plan's"
