"""The file beside a PDF that states facts: what it may say, and that it is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Bench

from flows import inbox, sidecar
from flows.run import Run, Settings
from tables.errors import DocumentError, SidecarError
from tables.model import Facts

EXAMPLE = Path(__file__).parents[2] / "docs" / "sidecar-example.yaml"


def test_every_field_is_read() -> None:
    facts = sidecar.parse(
        "tahun: 2023\ntahun_evaluasi: 2022\npemda: Kota Serang\n"
        "perangkat_daerah: Sekretariat Daerah\njenis_dokumen: renja_perubahan\n"
        "periode_renstra: 2018 - 2023\nnomor_sk: 98/021-SETDA/2023\ntanggal_sk: 2023-08-20\n",
        "x.yaml",
    )

    assert facts == {
        "tahun": 2023,
        "tahun_evaluasi": 2022,
        "pemda": "Kota Serang",
        "perangkat_daerah": "Sekretariat Daerah",
        "jenis_dokumen": "renja_perubahan",
        "periode_renstra": "2018-2023",
        "nomor_sk": "98/021-SETDA/2023",
        "tanggal_sk": "2023-08-20",
    }


def test_the_fields_are_those_of_a_document() -> None:
    assert [*sidecar.FIELDS] == [
        "tahun", "tahun_evaluasi", "pemda", "perangkat_daerah", "jenis_dokumen",
        "periode_renstra", "nomor_sk", "tanggal_sk",
    ]  # fmt: skip
    assert set(sidecar.FIELDS) == set(Facts.__dataclass_fields__) - {"evidence"}


def test_the_example_in_the_documentation_can_be_used() -> None:
    assert sidecar.parse(EXAMPLE.read_text(encoding="utf-8"), "example")["tahun"] == 2023


def test_comments_alone_state_nothing() -> None:
    assert sidecar.parse("# tahun: 2023\n", "x.yaml") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tahunn: 2023", "unknown field 'tahunn'"),
        ("tahun: dua ribu", "tahun: 'dua ribu' is not a year from 2005 to 2045"),
        ("tahun: true", "tahun: True is not a year"),
        ("tahun: 1823", "tahun: 1823 is not a year"),
        ("pemda: [Kota, Serang]", "is not one line of text"),
        ("pemda: ''", "is not one line of text"),
        ("jenis_dokumen: rkpd", "is none of renja, renja_perubahan, renstra, evaluasi, lain"),
        ("periode_renstra: 2023-2018", "is not a period such as 2019-2023"),
        ("tanggal_sk: 20 Agustus 2023", "is not a date such as 2023-08-20"),
        ("tanggal_sk: 2023-02-31", "a date that does not exist"),
        ("tahun: 2022\ntahun_evaluasi: 2023", "tahun_evaluasi 2023 is after tahun 2022"),
        ("tahun: 2022\ntahun: 2023", "given twice: tahun"),
        ("- tahun: 2022", "expected lines `field: value`"),
        ("tahun: [", "not YAML"),
    ],
)
def test_what_is_wrong_is_told(text: str, told: str) -> None:
    with pytest.raises(SidecarError) as error:
        sidecar.parse(text, "renja.yaml")

    assert error.value.message.startswith("renja.yaml: ")
    assert told in error.value.message


def test_all_that_is_wrong_is_told_with_the_fields_there_are() -> None:
    with pytest.raises(SidecarError) as error:
        sidecar.parse("tahunn: 2023\ntahun: x", "renja.yaml")

    assert "unknown field 'tahunn'; tahun: 'x'" in error.value.message
    assert error.value.message.endswith("Fields: " + ", ".join(sidecar.FIELDS))
    assert isinstance(error.value, DocumentError)
    assert error.value.exit_code == 4
    assert "sidecar" in error.value.remedy


def test_a_pdf_without_one_has_none(tmp_path: Path) -> None:
    assert sidecar.read(tmp_path / "renja.pdf") is None
    assert sidecar.fingerprint(tmp_path / "renja.pdf") == ""


def test_it_lies_beside_its_pdf(tmp_path: Path) -> None:
    contents = b"tahun: 2023\n"
    (tmp_path / "renja.v2.yaml").write_bytes(contents)

    beside = sidecar.read(tmp_path / "renja.v2.PDF")

    assert beside is not None
    assert beside.facts == {"tahun": 2023}
    assert beside.told == {
        "berkas": "renja.v2.yaml",
        "sha256": hashlib.sha256(contents).hexdigest(),
    }


def test_text_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "renja.yaml").write_bytes("pemda: Kota \xe9".encode("latin-1"))

    with pytest.raises(SidecarError, match="not UTF-8"):
        sidecar.read(tmp_path / "renja.pdf")


@pytest.fixture
def run_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Run]:
    monkeypatch.setenv("RENJA_STATE", str(tmp_path / "state"))
    folders = (tmp_path / "clean", tmp_path / "quarantine", tmp_path / "reports")
    return lambda: Run([tmp_path / "in"], Settings(*folders))


def test_a_changed_sidecar_is_work_to_do(tmp_path: Path, run_of: Callable[[], Run]) -> None:
    pdf = tmp_path / "in" / "a.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"%PDF-1")
    keys = []
    for text in (None, "tahun: 2022", "tahun: 2023", "tahun: 2022"):
        if text:
            pdf.with_suffix(".yaml").write_text(text)
        with run_of() as run:
            keys.append(run.key(run.sources[0]))

    assert len(set(keys)) == 3
    assert keys[1] == keys[3]


def test_of_copies_the_one_with_a_sidecar_is_read(
    tmp_path: Path, run_of: Callable[[], Run]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (folder / name).write_bytes(b"%PDF-1")
    with run_of() as run:
        assert [source.path.name for source in run.sources] == ["a.pdf"]

    for name in ("b.yaml", "c.yaml"):
        (folder / name).write_text("tahun: 2023")
    with run_of() as run:
        assert [source.path.name for source in run.sources] == ["b.pdf"]
        (copies,) = run.copies.values()
        assert [path.name for path in copies] == ["a.pdf", "c.pdf"]
        assert inbox.fingerprint(folder / "a.pdf").sidecar == ""


def test_through_the_whole_way(
    served_bench: Callable[..., Bench], excerpt: Callable[[list[int]], bytes]
) -> None:
    """Facts as stated in the output; a bad sidecar stops its own document; a mended one is read."""
    bench = served_bench({"good.pdf": excerpt([9]), "bad.pdf": excerpt([9, 10])})
    folder = bench.inbox / "2023"
    (folder / "good.yaml").write_text("tahun: 2024\npemda: Kota Lain\nnomor_sk: 1/X\n")
    (folder / "bad.yaml").write_text("year: 2024\n")

    first = bench.ingest()
    assert first.code == 4
    assert first.documents["bad.pdf"]["error"]["name"] == "SidecarError"
    good = first.documents["good.pdf"]
    assert (good["status"], good["tahun"], good["sidecar"]) == ("written", 2024, "good.yaml")
    (path,) = bench.clean.glob("dokumen/tahun=2024/*.parquet")
    written = pq.read_table(path, partitioning=None)
    (document,) = written.to_pylist()
    assert (document["pemda"], document["nomor_sk"]) == ("Kota Lain", "1/X")
    told = {fact["nama"]: fact["sumber"] for fact in json.loads(document["fakta"])}
    assert (told["tahun"], told["perangkat_daerah"]) == ("sidecar", "cetak")
    about = json.loads(written.schema.metadata[b"renja"])["sidecar"]
    assert about["berkas"] == "good.yaml"
    assert about["sha256"] == sidecar.fingerprint(folder / "good.pdf")

    (folder / "bad.yaml").unlink()
    (folder / "good.yaml").write_text("tahun: 2023\n")
    second = bench.ingest(command="reprocess")
    assert second.code == 0
    assert not any(made["cached"] for made in second.documents.values())
    assert [p.parent.name for p in bench.clean.glob("dokumen/*/*.parquet")] == ["tahun=2023"] * 2

    third = bench.ingest()
    assert all(made["cached"] for made in third.documents.values())
