"""The Parquet schemas of the data contract, derived from the specs."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from tables.spec import specs

MONEY = pa.decimal128(20, 2)
NUMBER = pa.decimal128(20, 4)
_ARROW = {
    **dict.fromkeys(("teks", "rumus", "kode"), pa.string()),
    **{"kinerja": NUMBER, "persen": NUMBER, "uang": MONEY},
}

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
#: What stands beside the printed unit, code and name.
OFFICIAL = {"satuan_baku": pa.string(), "kode_resmi": pa.string(), "nama_resmi": pa.string()}

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
    "tahun_evaluasi": pa.int16(),
    "periode_renstra": pa.string(),
    "nomor_sk": pa.string(),
    "tanggal_sk": pa.string(),
    "fakta": pa.string(),
    "versi_nomenklatur": pa.string(),
}
#: A figure of one document beside what it repeats of another (``a`` the earlier, ``b`` the later):
#: made of all documents of an agency, so not one of a document's frames.
ACROSS = {
    "tahun": pa.int16(),
    "pemda": pa.string(),
    "perangkat_daerah": pa.string(),
    "aturan": pa.string(),
    "level": pa.string(),
    "kode": pa.string(),
    "uraian": pa.string(),
    "kolom": pa.string(),
    **{
        f"{name}_{side}": type_
        for side in "ab"
        for name, type_ in (
            ("dokumen", pa.string()),
            ("tahun", pa.int16()),
            ("tabel", pa.string()),
            ("baris", pa.int32()),
            ("halaman", pa.int32()),
            ("kolom", pa.string()),
            ("nilai", NUMBER),
        )
    },
    "selisih": NUMBER,
    "status": pa.string(),
    "kelas": pa.string(),
    "tingkat": pa.string(),
    "uraian_temuan": pa.string(),
}
#: An amount, percent or count in running text, and the table cell it repeats.
NARRATIVE = {
    "dokumen_id": pa.string(),
    "tahun": pa.int16(),
    "pemda": pa.string(),
    "perangkat_daerah": pa.string(),
    "jenis_dokumen": pa.string(),
    "nomor": pa.int32(),
    "halaman": pa.int32(),
    "kalimat": pa.string(),
    "teks": pa.string(),
    "nilai": NUMBER,
    "satuan": pa.string(),
    "peran": pa.string(),
    "x0": pa.float64(),
    "y0": pa.float64(),
    "x1": pa.float64(),
    "y1": pa.float64(),
    "keyakinan": pa.float64(),
    "status": pa.string(),
    "tabel_kind": pa.string(),
    "tabel": pa.string(),
    "baris": pa.int32(),
    "kolom": pa.string(),
    "nilai_tabel": NUMBER,
}
FIXED = {"sel": CELLS, "temuan": FINDINGS, "narasi": NARRATIVE, "dokumen": DOCUMENT}


def _schema(fields: dict[str, pa.DataType]) -> pa.Schema:
    return pa.schema([pa.field(name, type_) for name, type_ in fields.items()])


@cache
def schema(folder: str) -> pa.Schema:
    """Arrow schema of a folder under ``clean/``: a kind, ``sel``, ``temuan`` or ``dokumen``.

    Raises:
        KeyError: no such folder in the contract.
    """
    if folder == "lintas_tahun":
        return _schema(ACROSS)
    if folder in FIXED:
        return _schema(FIXED[folder])
    spec = specs()[folder]
    own = {n: _ARROW[t] for n, t in spec.types.items()}
    if spec.contract_text:
        numbers = {name: own[name] for name in spec.numbers}
        columns = {**HIERARCHY, **dict.fromkeys(TEXT, pa.string()), **numbers}
    elif spec.hierarchy:
        columns = {**HIERARCHY, **{name: own[name] for name in own if name != "kode"}}
    else:
        columns = {"level": HIERARCHY["level"], **own}
    return _schema({**KEYS, **columns, **ROW_STATUS, **OFFICIAL})
