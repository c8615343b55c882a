"""What is known of a cell, in words for a terminal and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from audit.address import Address
from audit.evidence import Evidence, named
from audit.library import Entry
from audit.texts import Language, rule_sentence, texts
from audit.trace import Place, Record, Way
from tables.model import MID_WORD

_WIDE = 16  # characters of a label
_ROW = ("level", "kode", "kode_cetak", "kode_status", "uraian", "indikator", "satuan", "status")
_FINDING = ("aturan", "kelas", "tingkat", "uraian", "tercetak", "seharusnya", "selisih", "halaman")
_QUOTED = ("nomor", "halaman", "kalimat", "teks", "nilai", "status")


def about_document(entry: Entry) -> Record:
    """The document as JSON."""
    names = ("dokumen_id", "berkas", "tahun", "pemda", "perangkat_daerah", "jenis_dokumen")
    return {**{name: entry.about[name] for name in names}, "quarantined": entry.quarantined}


def as_json(way: Way, language: Language) -> Record:
    """A way as JSON; decimals are text, as JSON numbers pass through floats in most readers."""
    cell = way.cell
    readings = {n: cell.get(n) for n in ("teks", "teks_kedua", "pembaca", "keyakinan")}
    return {
        **way.address._asdict(),
        "anchor": way.address.anchor,
        "row": {name: way.row.get(name) for name in _ROW if name in way.row},
        "column": way.column,
        "place": _place(way.place),
        **readings,
        "status": cell.get("status"),
        "aturan": cell.get("aturan"),
        "aturan_uraian": rule_sentence(cell.get("aturan"), language) or None,
        "nilai": _plain(way.value),
        "findings": [_finding(line, others) for line, others in way.findings],
        "used_by": [_finding(line, others) for line, others in way.used],
        "narrative": [{name: _plain(text[name]) for name in _QUOTED} for text in way.quoted],
    }


def in_words(way: Way, entry: Entry, language: Language) -> Iterator[str]:
    """A way line by line, for people."""
    say, common = texts("trace", language), texts("umum", language)
    yield f"{entry.name}, {entry.tahun or '?'}: {title(way.address, language)}"
    aside = f" · {say['karantina']}" if entry.quarantined else ""
    yield labelled(say["dokumen"], f"{entry.berkas} ({entry.dokumen_id}){aside}")
    yield labelled(say["baris"], describe(way.row))
    if way.column:
        yield labelled(say["kolom"], _printed(way.column, say["skala"]))
        if way.column["rumus"]:
            yield labelled(say["rumus"], f"{way.column['nomor']} = {way.column['rumus']}")
    if way.place:
        box = " ".join(f"{edge:.1f}" for edge in way.place.box)
        where = "" if way.place.printed else f" · {say['kosong']}"
        yield labelled(say["halaman"], f"{way.place.page}, {say['kotak']} {box} pt{where}")
    if way.cell.get("teks") is not None:
        yield from _readings(way.cell, language)
    status = way.cell.get("status") or "kosong"
    yield labelled(say["status"], f"{status} ({common.get(f'status.{status}', status)})")
    if rule := way.cell.get("aturan"):
        yield labelled(say["aturan"], f"{rule}: {rule_sentence(rule, language)}")
    yield labelled(say["nilai"], say["hampa"] if way.value is None else shown(str(way.value)))
    for label, findings in (("temuan", way.findings), ("dipakai", way.used)):
        for finding, others in findings:
            yield from _found(say[label], finding, others, language)
    for text in way.quoted:
        where = f"{say['halaman']} {text['halaman']}"
        yield labelled(say["kalimat"], f"{where}: “{text['teks']}” ({text['status']})")


def row_in_words(ways: list[Way], entry: Entry, language: Language) -> Iterator[str]:
    """The cells of one row, a line each."""
    kind, tabel, baris, _ = ways[0].address
    yield f"{entry.name}, {entry.tahun or '?'}: {title(Address(kind, tabel, baris, ''), language)}"
    yield f"  {describe(ways[0].row)}"
    wide = max(len(way.address.kolom) for way in ways)
    for way in ways:
        value = "–" if way.value is None else shown(str(way.value))
        text = way.cell.get("teks")
        read = "" if text is None or shown(text) == value else f"  “{shown(text)}”"
        notes = [way.cell.get("status") or "", way.cell.get("aturan") or ""]
        notes += sorted({line["aturan"] for line, _ in way.findings})
        marks = " ".join(note for note in notes if note and note != "cetak")
        yield f"  {way.address.kolom:<{wide}}  {value}{read}{f'  [{marks}]' if marks else ''}"


def title(address: Address, language: Language) -> str:
    """E.g. ``Tabel 2.1 (evaluasi_renja), baris 12, target_renja_rp``."""
    say = texts("trace", language)
    kind, tabel, baris, kolom = address
    table = f"{say['tabel']} {tabel} ({kind})" if tabel else say["narasi"]
    return ", ".join(part for part in (table, f"{say['baris']} {baris}", kolom) if part)


def describe(row: Record) -> str:
    """A row by its level, code and name; an amount of running text by its sentence."""
    words = [row.get("level"), row.get("kode"), row.get("uraian") or row.get("kalimat")]
    return shown(" ".join(word for word in words if word)) or f"{row.get('indikator') or '–'}"


def shown(text: str) -> str:
    """Raw text on one line, half cells apart, without marks of ours."""
    return " ".join(text.replace(MID_WORD, "").replace("\t", " | ").split())


def file_name(dokumen_id: str, address: Address) -> str:
    """For the picture of a cell, or of a row where ``kolom`` is empty."""
    parts = [dokumen_id, address.tabel or address.kind, str(address.baris), address.kolom]
    return "-".join(re.sub(r"[^\w.]+", "_", part) for part in parts if part) + ".png"


def labelled(label: str, said: str) -> str:
    """What is said of a cell, behind its label."""
    return f"  {label:<{_WIDE}} {said}"


def _printed(column: Record, times: str) -> str:
    header = " › ".join(shown(level) for level in column["cetak"])
    number = f"{column['nomor']} " if column["nomor"] else ""
    scale = f", {times} {column['skala']}" if column["skala"] != 1 else ""
    return f"{number}“{header}” ({column['jenis']}{scale})"


def _readings(cell: Record, language: Language) -> Iterator[str]:
    say = texts("trace", language)
    second, sure = cell["teks_kedua"], cell["keyakinan"]
    yield labelled(say["teks"], f"“{shown(cell['teks'])}”")
    if cell["pembaca"] is None:  # running text is read once
        yield labelled(say["keyakinan"], f"{sure:.2f}")
        return
    if second is None:
        # A person's decision is certain, too, and says nothing of the second reader.
        agreed = sure == 1 and cell["status"] != "dikoreksi"
        other = say["sama"] if agreed else say["tanpa_kedua"]
    else:
        other = f"“{shown(second)}”" if second else say["tidak_melihat"]
    yield labelled(say["bacaan_kedua"], other)
    yield labelled(say["pembaca"], f"{cell['pembaca']}, {say['keyakinan']} {sure:.2f}")


def _found(
    label: str, finding: Record, others: list[Evidence], language: Language
) -> Iterator[str]:
    common, say = texts("umum", language), texts("trace", language)
    grade = f"{common['tingkat.' + finding['tingkat']]}, {common['kelas.' + finding['kelas']]}"
    yield labelled(label, f"{finding['aturan']} ({grade}): {finding['uraian']}")
    for other in others:
        if other.address is not None and other.address != named(finding):
            where = title(other.address, language)
            yield labelled("", f"{say['dengan']} {where}: {other.nilai}")


def _place(place: Place | None) -> Record | None:
    if place is None:
        return None
    return {"halaman": place.page, **place.box._asdict(), "printed": place.printed}


def _finding(line: Record, others: list[Evidence]) -> Record:
    cells = [
        {
            **(other.address._asdict() if other.address else {}),
            "anchor": other.address.anchor if other.address else None,
            "nilai": other.nilai,
        }
        for other in others
    ]
    return {**{name: _plain(line[name]) for name in _FINDING}, "cells": cells}


def _plain(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value
