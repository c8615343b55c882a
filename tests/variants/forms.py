# ruff: noqa: E501 - a wording on one line reads better than a broken one
"""The forms as data: which columns each prints, under which header wording.

Wordings come from the regulation and from documents seen; ``{org}`` and ``{n-1}`` stand for the
organisation's name and a year. A column of no canonical name is called ``x…``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

ORGANISATIONS = ("Perangkat Daerah", "SKPD", "OPD", "PD")
TEXT, CODE, WORK, MONEY, PERCENT = "teks", "kode", "kinerja", "uang", "persen"


@dataclass(frozen=True)
class Leaf:
    """A printed column.

    Attributes:
        path: header texts from the top level down.
        weight: relative width.
        number: column number; a K and its Rp share one.
    """

    name: str
    path: tuple[str, ...]
    type: str
    weight: float
    number: int = 0
    formula: str = ""


@dataclass(frozen=True)
class Form:
    """A table as one government prints it. ``scale`` is the factor from print to rupiah."""

    name: str
    kind: str
    title: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    scale: int
    year: int

    def has(self, name: str) -> bool:
        return any(leaf.name == name for leaf in self.leaves)


class _Words:
    """One document's choice of words."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.org = rng.choice(ORGANISATIONS)
        self.year = rng.randint(2018, 2025)
        self.scale, wording = rng.choice(
            [(1, "Rp"), (1, "Rp"), (1, "Rp."), (1, "(Rp)"), (1, "Rp (Rupiah)"), (1000, "Rp. (000)"),
             (1000, "Rp (ribuan)"), (1000000, "Rp (dlm juta)"), (1000, "Rp. (dalam ribuan)")]
        )  # fmt: skip
        self.rp, self.k = wording, rng.choice(["K", "K", "(K)", "Kinerja"])
        if self.k == "Kinerja" and self.scale == 1:
            self.rp = rng.choice(["Anggaran (Rp)", "Rp", "Anggaran"])

    def say(self, *texts: str) -> str:
        """One of several wordings, filled in; most often the first."""
        text = texts[0] if self.rng.random() < 0.4 else self.rng.choice(texts)
        text = text.replace("{org}", self.org)
        return re.sub(r"\{n([+-]\d)?\}", lambda m: str(self.year + int(m[1] or 0)), text)


URAIAN = (
    "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan",
    "Urusan/ Bidang Urusan/ Program/ Kegiatan/ Sub Kegiatan",
    "Program/Kegiatan/Sub Kegiatan",
    "Program, Kegiatan, dan Sub Kegiatan",
    "Program / Kegiatan",
)
INDIKATOR = (
    "Indikator Kinerja Program (outcome) dan Kegiatan (output)",
    "Indikator Kinerja Program (outcome)/ Kegiatan (output)",
    "Indikator Program/ Kegiatan/ Sub Kegiatan",
    "Indikator Kinerja",
)


def _front(w: _Words, *, sasaran: bool = False, unit: bool = True) -> list[Leaf]:
    found = []
    if sasaran:
        found.append(Leaf("no", ("No",), TEXT, 1.0))
        found.append(Leaf("sasaran", (w.say("Sasaran", "Tujuan/Sasaran"),), TEXT, 2.6))
    if not sasaran or w.rng.random() < 0.5:
        found.append(Leaf("kode", (w.say("Kode", "Kode Rekening"),), CODE, 2.4))
    found.append(Leaf("uraian", (w.say(*URAIAN),), TEXT, 5.0))
    found.append(Leaf("indikator", (w.say(*INDIKATOR),), TEXT, 4.5))
    if unit and w.rng.random() < 0.5:
        found.append(Leaf("satuan", ("Satuan",), TEXT, 1.8))
    return found


def _pair(w: _Words, name: str, *path: str, both: bool = True) -> list[Leaf]:
    kinds = (PERCENT, PERCENT) if name.startswith("capaian") else (WORK, MONEY)
    wide = 1.5 if kinds[1] == PERCENT else 3.2
    if not both:
        return [Leaf(f"{name}_k", path, kinds[0], 1.8)]
    rp = "Rp" if kinds[1] == PERCENT else w.rp
    if kinds[1] == PERCENT and w.k == "Kinerja":
        rp = "Anggaran"
    return [
        Leaf(f"{name}_k", (*path, w.k), kinds[0], 1.5),
        Leaf(f"{name}_rp", (*path, rp), kinds[1], wide),
    ]


def _numbered(leaves: list[Leaf], formulas: dict[str, str]) -> tuple[Leaf, ...]:
    """Column numbers, a pair sharing one; ``formulas`` name columns, which become numbers."""
    numbers: dict[str, int] = {}
    for leaf in leaves:
        base = re.sub(r"_(k|rp)$", "", leaf.name)
        numbers.setdefault(base, len(numbers) + 1)
    done = []
    for leaf in leaves:
        base = re.sub(r"_(k|rp)$", "", leaf.name)
        text = re.sub(r"[a-z]\w+", lambda m: str(numbers.get(m[0], "")), formulas.get(base, ""))
        done.append(
            Leaf(leaf.name, leaf.path, leaf.type, leaf.weight, numbers[base],
                 text if "" not in re.split(r"[+/*]", text) else "")
        )  # fmt: skip
    return tuple(done)


def tc29(w: _Words, both: bool) -> tuple[list[Leaf], dict[str, str], str]:
    """Permendagri 86/2017, T-C.29."""
    last = w.say("Target dan Realisasi Kinerja Program dan Kegiatan Tahun Lalu ({n-2})",
                 "Target dan Realisasi Kinerja Program dan Keluaran Kegiatan Tahun {n-2}")  # fmt: skip
    now = w.say("Perkiraan Realisasi Capaian Target Renstra {org} s/d Tahun Berjalan",
                "Perkiraan Realisasi Capaian Target Program/Kegiatan Renstra {org} s/d Tahun {n-1}")  # fmt: skip
    leaves = [
        *_front(w),
        *_pair(w, "target_renstra", w.say("Target Kinerja Capaian Program (Renstra {org}) Tahun {n+3}",
               "Target Capaian Kinerja Renstra {org} Tahun {n+3}"), both=both),
        *_pair(w, "realisasi_renstra_lalu", w.say(
               "Realisasi Target Kinerja Hasil Program dan Keluaran Kegiatan s/d Tahun {n-3}",
               "Realisasi Target Kinerja Hasil Program dan Keluaran Kegiatan s/d dengan tahun (n-3)"), both=both),
        *_pair(w, "target_renja", last, w.say("Target Renja {org} Tahun {n-2}", "Target Renja {org} tahun (n-2)"), both=both),
        *_pair(w, "realisasi_renja", last, w.say("Realisasi Renja {org} Tahun {n-2}", "Realisasi Renja {org} tahun (n-2)"), both=both),
        *_pair(w, "capaian_renja", last, "Tingkat Realisasi (%)", both=both),
        *_pair(w, "target_berjalan", w.say("Target Program dan Kegiatan (Renja {org} Tahun {n-1})",
               "Target program / kegiatan Renja {org} tahun berjalan (tahun n-1)"), both=both),
        *_pair(w, "realisasi_renstra", now, w.say("Realisasi Capaian Program dan Kegiatan s/d Tahun Berjalan ({n-1})",
               "Realisasi Capaian"), both=both),
        *_pair(w, "capaian_renstra", now, w.say("Tingkat Capaian Target Renstra (%)", "Tingkat Capaian (%)"), both=both),
    ]  # fmt: skip
    if w.rng.random() < 0.5:
        leaves.append(Leaf("catatan", ("Catatan",), TEXT, 2.0))
    formulas = {
        "capaian_renja": "realisasi_renja/target_renja*100",
        "realisasi_renstra": "realisasi_renstra_lalu+realisasi_renja+target_berjalan",
        "capaian_renstra": "realisasi_renstra/target_renstra*100",
    }
    return leaves, formulas, w.say(
        "Tabel T-C.29\nRekapitulasi Evaluasi Hasil Pelaksanaan Renja {org} dan Pencapaian Renstra {org} s/d Tahun {n-1}",
        "Tabel 2.1\nEvaluasi Pelaksanaan Renja {org} Tahun Lalu dan Capaian Renstra {org}")  # fmt: skip


def e81(w: _Words, long: bool) -> tuple[list[Leaf], dict[str, str], str]:
    """Permendagri 86/2017, Formulir E.81; ``long`` has the year's own percent too."""
    tw = w.say("Realisasi Kinerja Pada Triwulan", "Realisasi Kinerja Per Triwulan", "Triwulan")
    quarter = w.rng.choice(["{}", "{}", "Triwulan {}", "TW {}"])
    leaves = [
        *_front(w, sasaran=True, unit=w.rng.random() < 0.5),
        *_pair(w, "target_renstra", w.say("Target Renstra {org} pada Tahun {n+1} (Akhir Periode Renstra {org})",
               "Target Akhir Periode Renstra {org}")),
        *_pair(w, "realisasi_renstra_lalu", w.say(
               "Realisasi Capaian Kinerja Renstra {org} sampai dengan Renja {org} Tahun Lalu (n-2)",
               "Realisasi Capaian Kinerja Renstra {org} s/d Renja {org} Tahun Lalu ({n-2})")),
        *_pair(w, "target_renja", w.say("Target Kinerja dan Anggaran Renja {org} Tahun Berjalan (Tahun n-1) yang dievaluasi",
               "Target Kinerja dan Anggaran Renja {org} Tahun {n}")),
    ]  # fmt: skip
    for i, roman in enumerate(("I", "II", "III", "IV"), 1):
        leaves += _pair(w, f"realisasi_tw{i}", tw, quarter.format(roman))
    leaves += _pair(w, "realisasi_renja", w.say(
        "Realisasi Capaian Kinerja dan Anggaran Renja {org} yang dievaluasi",
        "Realisasi Capaian Kinerja dan Anggaran Renja {org} Tahun {n}"))  # fmt: skip
    if long:
        leaves += _pair(w, "capaian_renja", w.say(
            "Tingkat Capaian Kinerja dan Realisasi Anggaran Renja {org} Tahun {n} (%)"))  # fmt: skip
    leaves += _pair(w, "realisasi_renstra", w.say(
        "Realisasi Kinerja dan Anggaran Renstra {org} s/d Tahun {n} (Akhir Tahun Pelaksanaan Renja {org})",
        "Realisasi Kinerja dan Anggaran Renstra {org} s/d Tahun Berjalan"))  # fmt: skip
    leaves += _pair(w, "capaian_renstra", w.say(
        "Tingkat Capaian Kinerja dan Realisasi Anggaran Renstra {org} s/d Tahun {n} (%)",
        "Tingkat Capaian Kinerja Dan Realisasi Anggaran Renstra {org} (%)"))  # fmt: skip
    leaves.append(Leaf("penanggung_jawab", (w.say("Unit {org} Penanggung Jawab", "Unit Kerja"),), TEXT, 2.4))  # fmt: skip
    if w.rng.random() < 0.4:
        leaves.append(Leaf("keterangan", (w.say("Keterangan", "Ket"),), TEXT, 1.6))
    formulas = {
        "realisasi_renja": "realisasi_tw1+realisasi_tw2+realisasi_tw3+realisasi_tw4",
        "capaian_renja": "realisasi_renja/target_renja*100" if long else "",
        "realisasi_renstra": "realisasi_renstra_lalu+realisasi_renja",
        "capaian_renstra": "realisasi_renstra/target_renstra*100",
    }
    return leaves, formulas, w.say(
        "Formulir E.81\nEvaluasi Terhadap Hasil Renja {org} Kabupaten Contoh\nPeriode Pelaksanaan Tahun {n}",
        "Tabel 2.1\nEvaluasi Hasil Pelaksanaan Renja {org} s/d Triwulan IV Tahun {n}")  # fmt: skip


def semester(w: _Words) -> tuple[list[Leaf], dict[str, str], str]:
    """Half-year evaluation without quarters, as the committed sample."""
    leaves = [
        *_front(w, sasaran=True),
        *_pair(w, "target_renstra", w.say("Target Renstra {org} pada Tahun {n} (Kondisi Akhir Renstra)", "Target Renstra Akhir")),
        *_pair(w, "realisasi_renstra_lalu", w.say("Realisasi Capaian Kinerja Renstra {org} Tahun lalu ({n-4} s/d {n-1})",
               "Realisasi s/d Tahun Lalu")),
        *_pair(w, "target_renja", w.say("Target Kinerja dan Anggaran Renja {org} Tahun {n}", "Target Tahun Berjalan")),
        *_pair(w, "realisasi_renja", w.say("Realisasi Capaian Kinerja dan Anggaran Renja {org} yang dievaluasi ({n})",
               "Realisasi Renja {n}")),
        *_pair(w, "capaian_renja", w.say("Tingkat Capaian Kinerja dan realisasi Anggaran Renja {org} Tahun {n} (%)")),
        *_pair(w, "realisasi_renstra", w.say("Realisasi Capaian kinerja & Anggaran Renstra {org} s.d tahun {n}",
               "Realisasi Renstra s/d Tahun Berjalan")),
        *_pair(w, "capaian_renstra", w.say("Capaian Kinerja & Anggaran Renstra {org} s.d tahun {n} (%)",
               "Tingkat Capaian Renstra s/d Tahun Berjalan (%)")),
        Leaf("penanggung_jawab", (w.say("Unit {org} Penanggung jawab"),), TEXT, 2.4),
    ]  # fmt: skip
    formulas = {
        "capaian_renja": "realisasi_renja/target_renja*100",
        "realisasi_renstra": "realisasi_renstra_lalu+realisasi_renja",
        "capaian_renstra": "realisasi_renstra/target_renstra*100",
    }
    return leaves, formulas, w.say(
        "Tabel 2.1\nRekapitulasi Evaluasi Hasil Pelaksanaan Renja {org} s/d Semester I Tahun {n}")  # fmt: skip


def _money(w: _Words, *path: str, name: str) -> Leaf:
    text = path[-1]
    if w.scale > 1:
        text = re.sub(r"\(Rp\.?\)", w.rp, text) if "(Rp" in text else f"{text} {w.rp}"
    return Leaf(name, (*path[:-1], text), MONEY, 3.2)


def tc33(w: _Words, short: bool) -> tuple[list[Leaf], dict[str, str], str]:
    """T-C.33; ``short`` without lokasi, sumber dana and catatan."""
    plan, ahead = w.say("Rencana Tahun {n}"), w.say("Prakiraan Maju Rencana Tahun {n+1}")
    pagu = w.say("Kebutuhan Dana/ Pagu Indikatif (Rp)", "Pagu Indikatif (Rp)", "Pagu Indikatif")
    target = w.say("Target Capaian Kinerja", "Target")
    leaves = _front(w)
    if not short:
        leaves.append(Leaf("lokasi", (plan, "Lokasi"), TEXT, 2.2))
    leaves += [Leaf("target", (plan, target), WORK, 2.0), _money(w, plan, pagu, name="pagu")]
    if not short:
        leaves.append(Leaf("sumber_dana", (plan, "Sumber Dana"), TEXT, 2.0))
        leaves.append(Leaf("catatan", ("Catatan Penting",), TEXT, 1.8))
    leaves += [
        Leaf("target_maju", (ahead, target), WORK, 2.0),
        _money(w, ahead, pagu, name="pagu_maju"),
    ]
    return leaves, {}, w.say(
        "Tabel 3.1\nRumusan Rencana Program dan Kegiatan {org} Tahun {n} dan Prakiraan Maju Tahun {n+1}",
        "Tabel T-C.33\nRumusan Rencana Program dan Kegiatan {org} Tahun {n}")  # fmt: skip


def perubahan(w: _Words, by: str) -> tuple[list[Leaf], dict[str, str], str]:
    """Perubahan: ``by`` is ``pair`` (each column before/after), ``block``, ``semula``, ``murni``."""
    before, after = {
        "pair": ("Sebelum Perubahan", "Setelah Perubahan"),
        "block": ("Sebelum Perubahan", w.say("Setelah Perubahan", "Sesudah Perubahan")),
        "semula": ("Semula", "Menjadi"),
        "murni": ("Murni", "Perubahan"),
    }[by]
    pagu, target = w.say("Pagu Indikatif (Rp)", "Anggaran (Rp)", "Pagu (Rp)"), "Target"
    diff = w.say(
        "Bertambah/(Berkurang)", "Bertambah / Berkurang", "Selisih", "Jumlah Perubahan (-/+)"
    )
    leaves = _front(w)
    if by == "block":
        leaves += [
            Leaf("target_sebelum", (before, target), WORK, 2.0),
            _money(w, before, pagu, name="pagu_sebelum"),
            Leaf("target", (after, target), WORK, 2.0),
            _money(w, after, pagu, name="pagu"),
            _money(w, diff, name="perubahan"),
        ]
    else:
        if by == "pair" and w.rng.random() < 0.5:
            leaves += [Leaf("lokasi_sebelum", ("Lokasi", before), TEXT, 2.0), Leaf("lokasi", ("Lokasi", after), TEXT, 2.0)]  # fmt: skip
        leaves += [
            Leaf("target_sebelum", ("Target Kinerja", before), WORK, 2.0),
            Leaf("target", ("Target Kinerja", after), WORK, 2.0),
            Leaf("pagu_sebelum", (pagu if w.scale == 1 else f"Pagu Indikatif {w.rp}", before), MONEY, 3.2),
            Leaf("pagu", (pagu if w.scale == 1 else f"Pagu Indikatif {w.rp}", after), MONEY, 3.2),
            _money(w, diff, name="perubahan"),
        ]  # fmt: skip
    if w.rng.random() < 0.5:
        leaves.append(Leaf("sumber_dana", ("Sumber Dana",), TEXT, 2.0))
    if w.rng.random() < 0.4:
        leaves.append(Leaf("keterangan", (w.say("Keterangan", "Ket."),), TEXT, 1.6))
    return leaves, {}, w.say(
        "Tabel 3.1\nRumusan Rencana Program dan Kegiatan Perubahan Renja {org} Tahun {n}",
        "Tabel 4.1\nProgram dan Kegiatan Perubahan Renja {org} Tahun {n}")  # fmt: skip


def sipd(w: _Words, deep: bool) -> tuple[list[Leaf], dict[str, str], str]:
    """SIPD print with three indicator columns; ``deep``: each with tolok ukur and target."""
    plan, ahead = w.say("Rencana Tahun {n}"), w.say("Prakiraan Maju Rencana Tahun {n+1}")
    kinds = [("x_program", "Capaian Program"), ("indikator", "Keluaran Sub Kegiatan"), ("x_hasil", "Hasil Kegiatan")]  # fmt: skip
    leaves = [
        Leaf("kode", ("Kode",), CODE, 2.4),
        Leaf("uraian", ("Urusan/ Bidang Urusan/ Program/ Kegiatan/ Sub Kegiatan",), TEXT, 5.0),
    ]
    targets = {"x_program": "x_target_program", "indikator": "target", "x_hasil": "x_target_hasil"}
    for name, label in kinds:
        if deep:
            leaves += [
                Leaf(name, ("Indikator Kinerja", label, "Tolok Ukur"), TEXT, 3.2),
                Leaf(targets[name], ("Indikator Kinerja", label, "Target"), WORK, 1.9),
            ]
        else:
            leaves.append(Leaf(name, ("Indikator Kinerja", label), TEXT, 3.2))
    leaves.append(Leaf("lokasi", (plan, "Lokasi Output Kegiatan") if not deep else ("Lokasi Output Kegiatan",), TEXT, 2.4))  # fmt: skip
    if not deep:
        for name, label in (("x_target_program", "Program"), ("target", "Keluaran Sub Kegiatan"), ("x_target_hasil", "Hasil Kegiatan")):  # fmt: skip
            leaves.append(Leaf(name, (plan, "Target Capaian Kinerja", label), WORK, 1.9))
    top = (plan,) if not deep else ()
    leaves += [
        _money(w, *top, "Pagu Indikatif (Rp)", name="pagu"),
        Leaf("sumber_dana", (*top, "Sumber Dana"), TEXT, 2.0),
        Leaf("catatan", ("Catatan Penting",), TEXT, 1.6),
        Leaf("x_tolok_maju", (ahead, "Target Capaian Kinerja", "Tolok Ukur"), TEXT, 2.6),
        Leaf("target_maju", (ahead, "Target Capaian Kinerja", "Target"), WORK, 1.9),
        _money(w, ahead, "Kebutuhan Dana/ Pagu Indikatif (Rp)", name="pagu_maju"),
    ]
    return leaves, {}, w.say("Rumusan Rencana Program dan Kegiatan {org} Tahun {n}\ndan Prakiraan Maju Tahun {n+1}")  # fmt: skip


def sipd_ri(w: _Words) -> tuple[list[Leaf], dict[str, str], str]:
    """SIPD-RI, 17 columns."""
    ahead = w.say("Prakiraan Maju Tahun {n+1}")
    leaves = [
        Leaf("no", ("No",), TEXT, 1.0),
        Leaf("kode", ("Kode",), CODE, 2.4),
        Leaf("uraian", ("Urusan / Bidang Urusan / Program / Kegiatan / Sub Kegiatan",), TEXT, 4.5),
        Leaf("indikator", ("Indikator Kinerja",), TEXT, 4.0),
        Leaf("x_renstra", (w.say("Target Akhir Renstra {org}", "Target Renstra {org} Akhir Periode"),), WORK, 1.9),
        Leaf("x_realisasi", (w.say("Realisasi Capaian Renja {org} Tahun {n-2}"),), WORK, 1.9),
        Leaf("x_prakiraan", (w.say("Prakiraan Capaian Target Renja {org} Tahun {n-1}"),), WORK, 1.9),
        Leaf("target", (w.say("Rencana Tahun {n}"), "Target"), WORK, 1.9),
        _money(w, w.say("Rencana Tahun {n}"), "Pagu Indikatif (Rp)", name="pagu"),
        Leaf("lokasi", (w.say("Rencana Tahun {n}"), "Lokasi"), TEXT, 2.2),
        Leaf("sumber_dana", (w.say("Rencana Tahun {n}"), "Sumber Dana"), TEXT, 2.0),
        Leaf("x_nasional", ("Prioritas", "Nasional"), TEXT, 1.8),
        Leaf("x_daerah", ("Prioritas", "Daerah"), TEXT, 1.8),
        Leaf("x_kelompok", ("Kelompok Sasaran",), TEXT, 2.0),
        Leaf("target_maju", (ahead, "Target"), WORK, 1.9),
        _money(w, ahead, "Pagu Indikatif (Rp)", name="pagu_maju"),
        Leaf("penanggung_jawab", (w.say("{org} Penanggung Jawab"),), TEXT, 2.4),
    ]  # fmt: skip
    return leaves, {}, w.say("Rumusan Rencana Program dan Kegiatan {org} Tahun {n} dan Prakiraan Maju Tahun {n+1}")  # fmt: skip


_Build = Callable[[_Words], tuple[list[Leaf], dict[str, str], str]]
FORMS: dict[str, tuple[str, _Build]] = {
    "tc29_k": ("evaluasi_renja", lambda w: tc29(w, False)),
    "tc29_krp": ("evaluasi_renja", lambda w: tc29(w, True)),
    "e81": ("evaluasi_renja", lambda w: e81(w, False)),
    "e81_long": ("evaluasi_renja", lambda w: e81(w, True)),
    "semester": ("evaluasi_renja", semester),
    "tc33": ("rencana_kerja", lambda w: tc33(w, False)),
    "tc33_short": ("rencana_kerja", lambda w: tc33(w, True)),
    "ubah_pair": ("rencana_kerja", lambda w: perubahan(w, "pair")),
    "ubah_block": ("rencana_kerja", lambda w: perubahan(w, "block")),
    "ubah_semula": ("rencana_kerja", lambda w: perubahan(w, "semula")),
    "ubah_murni": ("rencana_kerja", lambda w: perubahan(w, "murni")),
    "sipd": ("rencana_kerja", lambda w: sipd(w, False)),
    "sipd_deep": ("rencana_kerja", lambda w: sipd(w, True)),
    "sipd_ri": ("rencana_kerja", sipd_ri),
}


def form(name: str, rng: random.Random) -> Form:
    """One document's edition of a form."""
    words = _Words(rng)
    kind, build = FORMS[name]
    leaves, formulas, title = build(words)
    numbered = _numbered(leaves, formulas)
    shown_scale = any(leaf.type == MONEY for leaf in numbered)
    return Form(name, kind, tuple(title.split("\n")), numbered, words.scale if shown_scale else 1, words.year)  # fmt: skip
