"""The report as a file: whole in itself, in two languages, and nothing in a document is markup."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from published import Published
from typer.testing import CliRunner

from audit.pages import View, draw
from audit.report import images as drawing
from audit.report.collect import collect
from audit.report.images import Images, images
from audit.report.summary import count
from audit.report.write import index, report
from audit.texts import LANGUAGES, texts
from flows.cli import app
from tables.errors import OutputError, UsageError

pytestmark = pytest.mark.usefixtures("own_state")
TEMPLATES = Path(drawing.__file__).parent / "template"
HOSTILE = "</script><img src=x onerror=alert(1)><!--\u2028"
_EVENT = re.compile(r"on[a-z]+")


@dataclass
class Page(HTMLParser):
    """Elements with their attributes, and the contents of scripts by id."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    scripts: dict[str, str] = field(default_factory=dict)
    inside: str | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = (dict(attrs).get("id") or "") if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.scripts[self.inside] = self.scripts.get(self.inside, "") + data


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    return page


@pytest.fixture(scope="module")
def model(published: Published) -> dict[str, Any]:
    return collect(published.entry, published.library.frames(published.entry))


@pytest.fixture(scope="module")
def html(model: dict[str, Any]) -> str:
    return report(model, count(model), Images())


def made_hostile(value: Any) -> Any:
    """The same model with hostile words in every text but names the script looks up."""
    kept = "kind name type level kolom aturan kelas tingkat tercetak seharusnya selisih nilai tabel"
    kept += " a status dokumen_id jenis_dokumen"
    if isinstance(value, dict):
        return {k: v if k in kept.split() else made_hostile(v) for k, v in value.items()}
    if isinstance(value, list):
        return [made_hostile(each) for each in value]
    return value + HOSTILE if isinstance(value, str) and value else value


def test_nothing_of_a_document_becomes_markup(model: dict[str, Any], html: str) -> None:
    hostile = made_hostile(copy.deepcopy(model))
    # Figures of cells stay figures; what else stands in them is text.
    for table, plain in zip(hostile["tables"], model["tables"], strict=True):
        for row, fair in zip(table["rows"], plain["rows"], strict=True):
            for cell, good in zip(row["c"], fair["c"], strict=True):
                if cell:
                    cell[:2] = good[:2]
    attacked = report(hostile, count(model), Images())
    bad, good = parsed(attacked), parsed(html)
    assert {tag for tag, _ in bad.elements} == {tag for tag, _ in good.elements}
    assert list(bad.scripts) == list(good.scripts)
    assert not any(_EVENT.fullmatch(name) for _, names in bad.elements for name in names)
    assert "onerror" in attacked
    data = json.loads(bad.scripts["data"])
    assert data["findings"][0]["uraian"] == model["findings"][0]["uraian"] + HOSTILE
    assert bad.scripts[""] == good.scripts[""]


def test_only_its_own_script_may_run(html: str) -> None:
    page = parsed(html)
    (policy,) = (
        names["content"] or ""
        for tag, names in page.elements
        if tag == "meta" and names.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(hashlib.sha256(page.scripts[""].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    assert "unsafe-eval" not in policy


def test_nothing_is_loaded_from_elsewhere(html: str) -> None:
    for tag, names in parsed(html).elements:
        assert tag not in ("iframe", "object", "embed", "base")
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            address = names.get(name) or ""
            assert not re.match(r"(https?:)?//", address), (tag, address)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_everything_is_said_in_both_languages(html: str) -> None:
    said = re.findall(r'<span class="l-(id|en)" lang="(id|en)">', html)
    assert len(said) > 100
    assert [one for one, other in said if one != other] == []
    assert sum(one == "id" for one, _ in said) == sum(one == "en" for one, _ in said)
    assert json.loads(parsed(html).scripts["data"])["texts"].keys() == {"id", "en"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_shown_first(model: dict[str, Any], language: Any) -> None:
    made = report(model, count(model), Images(), language)
    assert f'<html lang="{language}">' in made


def test_every_text_that_is_used_is_written() -> None:
    own, common = texts("laporan", "id"), texts("umum", "id")
    used = set()
    for path in TEMPLATES.glob("*.j2"):
        used |= set(re.findall(r"""\b(?:t|both)\(["']([\w.]+)["'][,)]""", path.read_text()))
    assert len(used) > 40
    assert used - set(own) - set(common) == set()
    spoken = set()
    for path in TEMPLATES.glob("*.js"):
        spoken |= set(re.findall(r"\b(?:say|line)\('([\w.]+)'[,)]", path.read_text()))
    assert len(spoken) > 40
    assert spoken - {name.removeprefix("js.") for name in own} - set(common) == set()


def test_rules_are_sentences_in_both_languages(html: str) -> None:
    data = json.loads(parsed(html).scripts["data"])
    for finding in data["findings"]:
        told = data["rules"][finding["aturan"]]
        assert told["id"].endswith(".")
        assert told["en"].endswith(".")


def test_documents_without_tables_have_a_report(model: dict[str, Any]) -> None:
    bare = {
        **model,
        "document": {**model["document"], "status": "perlu_ocr", "fakta": []},
        **{"tables": [], "findings": []},
    }
    made = report(bare, count(bare), Images())
    assert texts("laporan", "id")["kalimat.perlu_ocr"] in made
    assert texts("laporan", "en")["kalimat.perlu_ocr"] in made


# Pictures


def test_pictures_stay_below_the_budget(published: Published) -> None:
    pages, wanted = range(1, 39), {10, 11, 30}
    whole = images(published.pdf, pages, wanted)
    assert list(whole.pictures) == list(pages)
    assert whole.pictures[10].dpi > whole.pictures[1].dpi
    size = sum(len(picture.data()) for picture in whole.pictures.values())
    coarse = images(published.pdf, pages, wanted, budget=size // 2)
    assert sum(len(picture.data()) for picture in coarse.pictures.values()) <= size // 2
    assert coarse.pictures[10].dpi < whole.pictures[10].dpi
    assert wanted <= set(coarse.pictures)


def test_where_not_all_pictures_fit_pages_with_cells_are_kept(published: Published) -> None:
    few = images(published.pdf, range(1, 39), {37, 38}, budget=60_000)
    assert {37, 38} <= set(few.pictures)
    assert set(few.pictures) | set(few.left_out) == set(range(1, 39))
    assert few.left_out


def test_a_page_that_cannot_be_drawn_says_why(
    published: Published, model: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(pdf: Path, views: list[View]) -> Any:
        return draw(pdf, [view for view in views if view.page != 2])

    monkeypatch.setattr(drawing, "draw", without)
    made = images(published.pdf, [1, 2], set())
    made.failed[2] = "page 2 takes too long"
    data = json.loads(parsed(report(model, count(model), made)).scripts["data"])
    assert data["pages"][1]["why"] == "page 2 takes too long"
    assert data["pages"][1]["size"] is None
    assert data["pages"][0]["size"] is not None


# The command


def run(published: Published, reports: Path, *options: str) -> Any:
    folders = ["--clean", str(published.clean), "--quarantine", str(published.home / "quarantine")]
    return CliRunner().invoke(app, ["report", *options, *folders, "--reports", str(reports)])


def test_the_command_writes_report_and_index(published: Published, tmp_path: Path) -> None:
    name = published.entry.dokumen_id
    (tmp_path / "data_docs").mkdir()
    (tmp_path / "data_docs" / "index.html").touch()
    told = run(published, tmp_path, name, "--pdf", str(published.pdf), "--json")
    assert told.exit_code == 0, told.output
    paths = json.loads(told.stdout)
    made = Path(paths["reports"][0])
    assert made == tmp_path / "audit" / f"{name}.html"
    page = parsed(made.read_text("utf-8"))
    assert {f"picture-{n}" for n in range(1, 39)} <= set(page.scripts)
    assert made.stat().st_size < 15_000_000
    assert base64.b64decode(page.scripts["picture-1"])[8:12] == b"WEBP"
    links = [names.get("href") for tag, names in page.elements if tag == "a"]
    assert f"../data_docs/index.html#{name}" in links
    assert "index.html" in links
    listed = parsed(Path(paths["index"]).read_text("utf-8"))
    assert f"{name}.html" in [names.get("href") for tag, names in listed.elements if tag == "a"]


def test_without_its_pdf_a_report_has_no_pictures(published: Published, tmp_path: Path) -> None:
    told = run(published, tmp_path, "--pdf", str(tmp_path))
    assert told.exit_code == 0, told.output
    assert "no pictures" in told.stderr
    made = tmp_path / "audit" / f"{published.entry.dokumen_id}.html"
    assert "picture-1" not in parsed(made.read_text("utf-8")).scripts


def test_without_pictures_the_pdf_is_not_looked_for(published: Published, tmp_path: Path) -> None:
    told = run(published, tmp_path, "--no-images", "--pdf", str(tmp_path))
    assert told.exit_code == 0, told.output
    assert told.stderr == ""


def test_mistakes_are_told(published: Published, tmp_path: Path) -> None:
    assert isinstance(run(published, tmp_path, "nothing-of-that-name").exception, UsageError)
    (tmp_path / "file").touch()
    told = run(published, tmp_path / "file", "--no-images")
    assert isinstance(told.exception, OutputError)


def test_the_index_links_only_reports_that_are_there(model: dict[str, Any]) -> None:
    hostile = {**model["document"], "nama": HOSTILE, "karantina": True}
    listed = index([(hostile, count(model), ""), (model["document"], count(model), "a.html")])
    page = parsed(listed)
    reports = [n for t, n in page.elements if t == "a" and (n.get("href") or "").endswith(".html")]
    assert [names["href"] for names in reports] == ["a.html"]
    assert not any("onerror" in names for _, names in page.elements)
    assert "img" not in [tag for tag, _ in page.elements]
    assert texts("laporan", "id")["status_dokumen.karantina"] in listed
