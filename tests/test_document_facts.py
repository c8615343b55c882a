"""Facts of whole documents against what people see on their pages.

The sample's are written out. Those of the real documents are kept as hashes, by the start of the
document's SHA-256: they were read off the page images, and only change with another look at them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pytest

from cleaning.document import clean
from extractors.document import extract
from extractors.scan.assemble import with_text
from extractors.scan.pages import read_scans, scanned
from extractors.triage import triage
from flows import places
from tables.model import CleanDocument

SAMPLE = Path(__file__).parents[1] / "raw_pdfs/2023/renja-perubahan-2023-setda-kota-serang.pdf"
REAL = Path(__file__).parents[2] / "shared" / "real"
NAMES = (
    *("tahun", "pemda", "perangkat_daerah", "jenis_dokumen"),
    *("tahun_evaluasi", "periode_renstra", "nomor_sk", "tanggal_sk"),
)

#: dokumen_id -> a hash for each of NAMES, see `hashed`.
FACTS = {
    "354689fcdfe97203": "93d27016 ec631e15 48b42a1d 132877d4 8d1b12ae 6e59d2f4 1012ce00 7090743d",
    "914245d61cf1ced6": "cef2be66 6335b793 8dac3d7b 325751ad 9c947652 e8d566ff b5818645 92eff2a0",
    "01105d631831e6cc": "91c86cf0 efc1291a 76bf419d c106d51b 684cac34 805069bf 5a6618e8 2568220e",
    "5689539d370f4f74": "5eae2f31 aead7932 50f8dbec cc9797d9 3723e377 9db6ff7e 156394fc ba9392c2",
    "5d5dc93ab566c283": "b1c2ddec 18d340c2 0d32ffe4 459d463f 29d8dcd5 142109b6 11840400 7b3fee03",
    "55f923e1ab439d05": "42afc7f5 5fb32381 71085256 0e263237 9dc067d5 7af6e3a7 c1a84913 e1a613b4",
    "d6ef5163c7338967": "c8107f14 de021bb6 80295be1 22e26165 e7b4e9e0 5dfaba66 99042195 ae7bd49c",
    "7c5336ce5d4b4b56": "7686745f e14a1fa8 c29b7677 e739848f d506c007 bb7712de f6c0ec8b 01aeeece",
    "3ca712985206f4cc": "05b84f01 66a32ac9 0ca5b3f6 02f05853 d3e82c96 400445bb a3281091 7a07dbbe",
    # scans
    "d8b89bb5564f2128": "ad02d838 11155114 6b7d19ef 8a9b2a17 0a4f69de 7976a4ed b9d65bdc e64ea1db",
    "b7775b7f2cdef4d8": "ae17af10 c8e91fba 0ed85996 bcb716c4 45cc4f5d 8fe339e1 74b5788c b95979b0",
    "ebb5ef12950bfd14": "3141a058 89fb173f 6f9386d7 8062f1e7 64aa08d1 eb993555 a8dad8cb 5f5d9236",
}
#: dokumen_id -> page, printed and expected year of every heading that is wrong.
WRONG_YEARS = {
    "55f923e1ab439d05": {(2, 2021, 2023), (56, 2023, 2024)},
    "b7775b7f2cdef4d8": {(2, 2016, 2015)},
}
SCANS = {"d8b89bb5564f2128", "b7775b7f2cdef4d8", "ebb5ef12950bfd14"}

real = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project"),
]


@cache
def read(path: Path) -> CleanDocument:
    seen = triage(path)
    scans = {}
    if scanned(seen):
        scans, _ = read_scans(path, seen, 1, lambda *_: None, places.pages())
        seen = with_text(seen, scans)
    return clean(seen, *extract(path, seen, None, 1, scans))


def wrong_years(document: CleanDocument) -> set[tuple[int | None, int, int]]:
    return {
        (f.halaman, int(f.tercetak or 0), int(f.seharusnya or 0))
        for f in document.findings
        if f.aturan == "tahun_judul"
    }


def hashed(document: CleanDocument) -> str:
    key = document.triage.dokumen_id
    said = [f"{key}:{name}:{getattr(document.facts, name) or ''}" for name in NAMES]
    return " ".join(hashlib.sha256(text.encode()).hexdigest()[:8] for text in said)


def named(pattern: str) -> list[Path]:
    return sorted(REAL.glob(pattern))


def test_the_sample() -> None:
    facts = read(SAMPLE).facts

    assert {name: getattr(facts, name) for name in NAMES} == {
        "tahun": 2023,
        "pemda": "Kota Serang",
        "perangkat_daerah": "Sekretariat Daerah",
        "jenis_dokumen": "renja_perubahan",
        "tahun_evaluasi": 2023,
        "periode_renstra": "2018-2023",
        "nomor_sk": "98/021-SETDA/2023",
        "tanggal_sk": "2023-08-20",
    }
    pages = {fact.nama: fact.halaman for fact in facts.evidence}
    assert (pages["nomor_sk"], pages["tanggal_sk"], pages["tahun"]) == (1, 2, 1)


def test_wrong_years_of_the_sample() -> None:
    """The decree's subject, the contents, the legal basis, a chapter, and Tabel 2.1 and 3.3-3.5."""
    assert wrong_years(read(SAMPLE)) == {
        (1, 2024, 2023),
        (5, 2019, 2023),
        (6, 2022, 2023),
        (8, 2022, 2023),
        (10, 2022, 2023),
        (37, 2022, 2023),
        (37, 2023, 2024),
    }


@pytest.mark.parametrize("path", named("*.pdf"), ids=lambda p: p.stem[:12])
class TestRealDocuments:
    pytestmark = real

    def test_facts(self, path: Path) -> None:
        self.skip_slow_scan(path)
        document = read(path)

        found = dict(zip(NAMES, hashed(document).split(), strict=True))
        truth = FACTS[document.triage.dokumen_id].split()
        assert found == dict(zip(NAMES, truth, strict=True))

    def test_wrong_years(self, path: Path) -> None:
        self.skip_slow_scan(path)
        document = read(path)

        assert wrong_years(document) == WRONG_YEARS.get(document.triage.dokumen_id, set())

    @staticmethod
    def skip_slow_scan(path: Path) -> None:
        """Reading scans takes minutes unless their pages were read before."""
        key = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        if key in SCANS and not places.pages().is_dir():
            pytest.skip("the scans were not read yet: run `renja ingest` on them first")
