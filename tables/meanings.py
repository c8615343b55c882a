"""What each column of the output means, in one English phrase, for the data dictionary."""

from __future__ import annotations

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
}

#: Columns whose meaning depends on the folder.
SPECIAL = {
    ("temuan", "uraian"): "uraian_temuan",
    ("dokumen", "status"): "status_dokumen",
    ("dokumen", "halaman"): "halaman_dokumen",
    ("dokumen", "tabel"): "tabel_dokumen",
}

CELL_STATUS = {
    "cetak": "printed, and read as it stands",
    "kosong": "nothing is printed; null",
    "nol_strip": "a dash: 0, or null for a percent without a base",
    "galat_excel": "`#DIV/0!`, `#REF!` …; null",
    "digabung": "pieces of a wrapped number were joined",
    "diperbaiki": "the value differs from the raw text by more than number format; `aturan` says "
    "why (`pembulatan`: it has more decimals than the column holds)",
    "ditandai": "doubtful: a value that may be wrong, or null (`di_luar_batas`: too large)",
    "tidak_terbaca": "a number was expected and none could be read; null",
}
ROW_STATUS = {
    "bersih": "no cell of the row was changed or is doubtful",
    "diperbaiki": "some cell is `diperbaiki`, none is doubtful",
    "ditandai": "some cell is `ditandai` or `tidak_terbaca`",
}


def meaning(folder: str, column: str) -> str:
    """What a column means.

    Raises:
        KeyError: nobody wrote it down yet.
    """
    name = SPECIAL.get((folder, column), column)
    if name in MEANINGS:
        return MEANINGS[name]
    base, _, measure = name.rpartition("_")
    reading = {"k": "performance", "rp": "budget"}[measure]
    return f"{MEANINGS[base]}; {reading}"
