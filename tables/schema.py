"""The Parquet schemas of the data contract, derived from the specs."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from tables.spec import specs

MONEY = pa.decimal128(20, 2)
NUMBER = pa.decimal128(20, 4)
_ARROW = {"teks": pa.string(), "kinerja": NUMBER, "persen": NUMBER, "uang": MONEY}

KEYS = {
    "dokumen_id": pa.string(),
    "kind": pa.string(),
    "tabel": pa.string(),
    "baris": pa.int32(),
    "halaman": pa.int32(),
    "tahun": pa.int16(),
    "pemda": pa.string(),
    "perangkat_daerah": pa.string(),
    "jenis_dokumen": pa.string(),
}
HIERARCHY = {
    "level": pa.string(),
    "kode": pa.string(),
    "kode_cetak": pa.string(),
    "kode_status": pa.string(),
    "program_kode": pa.string(),
    "kegiatan_kode": pa.string(),
    "sub_kegiatan_kode": pa.string(),
}
TEXT = (
    "no",
    "sasaran",
    "indikator_sasaran",
    "bidang_urusan",
    "uraian",
    "indikator",
    "satuan",
    "lokasi",
    "lokasi_sebelum",
    "sumber_dana",
    "sumber_dana_sebelum",
    "catatan",
    "penanggung_jawab",
    "keterangan",
)
ROW_STATUS = {"status": pa.string()}

CELLS = {
    "dokumen_id": pa.string(),
    "kind": pa.string(),
    "tabel": pa.string(),
    "baris": pa.int32(),
    "kolom": pa.string(),
    "halaman": pa.int32(),
    "x0": pa.float64(),
    "y0": pa.float64(),
    "x1": pa.float64(),
    "y1": pa.float64(),
    "teks": pa.string(),
    "nilai": NUMBER,
    "pembaca": pa.string(),
    "teks_kedua": pa.string(),
    "keyakinan": pa.float64(),
    "status": pa.string(),
    "aturan": pa.string(),
}
FINDINGS = {
    "dokumen_id": pa.string(),
    "kind": pa.string(),
    "tabel": pa.string(),
    "baris": pa.int32(),
    "kolom": pa.string(),
    "halaman": pa.int32(),
    "aturan": pa.string(),
    "kelas": pa.string(),
    "tingkat": pa.string(),
    "tercetak": NUMBER,
    "seharusnya": NUMBER,
    "selisih": NUMBER,
    "uraian": pa.string(),
    "bukti": pa.string(),
}
DOCUMENT = {
    "dokumen_id": pa.string(),
    "sha256": pa.string(),
    "berkas": pa.string(),
    "ukuran": pa.int64(),
    "jumlah_halaman": pa.int32(),
    "tahun": pa.int16(),
    "pemda": pa.string(),
    "perangkat_daerah": pa.string(),
    "jenis_dokumen": pa.string(),
    "status": pa.string(),
    "halaman": pa.string(),
    "tabel": pa.string(),
    "jumlah_baris": pa.int32(),
    "jumlah_sel": pa.int32(),
    "sel_ditandai": pa.int32(),
    "jumlah_temuan": pa.int32(),
    "versi_pipeline": pa.string(),
}
FIXED = {"sel": CELLS, "temuan": FINDINGS, "dokumen": DOCUMENT}


def _schema(fields: dict[str, pa.DataType]) -> pa.Schema:
    return pa.schema([pa.field(name, type_) for name, type_ in fields.items()])


@cache
def schema(folder: str) -> pa.Schema:
    """Arrow schema of a folder under ``clean/``: a kind, ``sel``, ``temuan`` or ``dokumen``.

    Raises:
        KeyError: no such folder in the contract.
    """
    if folder in FIXED:
        return _schema(FIXED[folder])
    spec = specs()[folder]
    numbers = {n: _ARROW[t] for n, t in spec.types.items() if t in ("kinerja", "persen", "uang")}
    return _schema(
        {**KEYS, **HIERARCHY, **dict.fromkeys(TEXT, pa.string()), **numbers, **ROW_STATUS}
    )
