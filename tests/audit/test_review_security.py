"""Only the person who started `renja review` gets in, and only by its own page."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from fastapi.testclient import TestClient
from published import Published

from audit.library import Library
from audit.review.app import Server, create
from audit.review.desk import Desk
from audit.review.jobs import Folders, Jobs
from audit.review.security import MOST_BODY

HOST = "127.0.0.1:8765"
URL = f"http://{HOST}"


@pytest.fixture
def server(published: Published, tmp_path: Path) -> Iterator[Server]:
    folders = Folders(published.clean, tmp_path / "q", tmp_path / "reports", tmp_path / "corr")
    made = Server(
        Desk(Library(published.clean), folders.corrections, [published.pdf]), Jobs(folders)
    )
    yield made
    made.jobs.close()


@pytest.fixture
def stranger(server: Server) -> TestClient:
    return TestClient(create(server, frozenset({HOST})), base_url=URL)


@pytest.fixture
def browser(server: Server, stranger: TestClient) -> TestClient:
    assert stranger.get(f"/?kunci={server.secrets.key}").status_code == 200
    return stranger


PATHS = ("/", "/sel?dok=x", "/gambar?dok=x", "/riwayat", "/proses?dok=x", "/aset/review.js")


@pytest.mark.parametrize("path", PATHS)
def test_without_the_key_nothing_is_shown(stranger: TestClient, path: str) -> None:
    for url in (path, path.split("?", maxsplit=1)[0] + "?kunci=wrong"):
        answer = stranger.get(url)
        assert answer.status_code == 403
        assert "renja review" in answer.text
        assert not answer.cookies


def test_the_key_becomes_a_cookie_of_this_site_alone(server: Server, stranger: TestClient) -> None:
    answer = stranger.get(f"/?kunci={server.secrets.key}&keadaan=semua")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(server.secrets.cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert server.secrets.key not in answer.text + cookie
    assert "url=/?keadaan=semua" in answer.text


def test_the_way_in_leads_nowhere_else(server: Server, stranger: TestClient) -> None:
    answer = stranger.get(f"//evil.example/x?kunci={server.secrets.key}")
    assert "url=//" not in answer.text


def test_a_wrong_cookie_is_none(server: Server, stranger: TestClient) -> None:
    for value in ("", "x", server.secrets.key, server.secrets.session[:-1]):
        answer = stranger.get("/", headers={"cookie": f"{server.secrets.cookie}={value}"})
        assert answer.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80"])
def test_another_host_is_turned_away_even_with_the_key(
    browser: TestClient, server: Server, host: str
) -> None:
    for path in ("/", f"/?kunci={server.secrets.key}"):
        assert browser.get(path, headers={"host": host}).status_code == 421


FORM = {"dok": "x", "aksi": "terima", "oleh": "Sri", "alasan": "ya"}


@pytest.mark.parametrize("path", ["/putusan", "/batal", "/proses"])
def test_a_form_without_its_token_is_refused(
    browser: TestClient, server: Server, path: str
) -> None:
    for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": server.secrets.session}):
        assert browser.post(path, data={**FORM, **csrf}).status_code == 403
    good = browser.post(path, data={**FORM, "csrf": server.secrets.form})
    assert good.status_code == 404  # past the guard: there is no such document
    assert not server.desk.folder.exists()
    assert not server.jobs.busy()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(
    browser: TestClient, server: Server, headers: dict[str, str]
) -> None:
    data = {**FORM, "csrf": server.secrets.form}
    assert browser.post("/putusan", data=data, headers=headers).status_code == 403
    own = {"origin": URL, "sec-fetch-site": "same-origin"}
    assert browser.post("/putusan", data=data, headers=own).status_code == 404


def test_only_forms_of_a_size_are_taken(browser: TestClient, server: Server) -> None:
    json = browser.post("/putusan", json={**FORM, "csrf": server.secrets.form})
    assert json.status_code == 415
    data = {**FORM, "csrf": server.secrets.form, "alasan": "x" * MOST_BODY}
    assert browser.post("/putusan", data=data).status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(browser: TestClient, method: str) -> None:
    assert browser.request(method, "/").status_code == 405


@pytest.mark.parametrize("path", ["/", "/nowhere", "/aset/review.css", "/sel?dok=x"])
def test_pages_may_load_nothing_from_elsewhere(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_pages_hold_no_inline_script_and_no_address_elsewhere(browser: TestClient) -> None:
    page = browser.get("/").text
    assert "<script>" not in page
    assert " onclick" not in page
    assert "style=" not in page
    for text in (page, browser.get("/aset/review.js").text, browser.get("/aset/review.css").text):
        assert "http://" not in text
        assert "https://" not in text


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "/etc/passwd", "..%5capp.py", "app.py"]
)
def test_no_other_file_is_served(browser: TestClient, name: str) -> None:
    answer = browser.get(f"/aset/{name}")
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "dok", ["../../etc/passwd", "..", "%2e%2e%2f", "cb3f4c8eda815297/../x", ""]
)
def test_a_document_is_no_path(browser: TestClient, server: Server, dok: str) -> None:
    sel = "rencana_kerja/3.1/1/pagu"
    for path in ("/sel", "/gambar", "/baca"):
        assert browser.get(path, params={"dok": dok, "sel": sel}).status_code == 404
    data = {"csrf": server.secrets.form, "dok": dok, "id": "../../x", "oleh": "a", "alasan": "b"}
    assert browser.post("/batal", data=data).status_code == 404


@pytest.mark.parametrize(
    "sel", ["", "x", "a/b/c/d", "rencana_kerja/3.1/9999/pagu", "rencana_kerja/3.1/1/../x",
            "narasi//1/nilai", "rencana_kerja/3.1/1/no_such_column", "sel/3.1/1/teks"]
)  # fmt: skip
def test_a_cell_that_is_not_there_is_not_found(
    browser: TestClient, server: Server, published: Published, sel: str
) -> None:
    dok = published.entry.dokumen_id
    assert browser.get("/sel", params={"dok": dok, "sel": sel}).status_code == 404
    data = {**FORM, "csrf": server.secrets.form, "dok": dok, "sel": sel}
    assert browser.post("/putusan", data=data).status_code == 404


def test_what_people_type_is_never_markup(browser: TestClient, server: Server) -> None:
    hostile = "<script>alert(1)</script>\"'><img onerror=x>"
    sheet = server.desk.sheets()[0]
    item = next(iter(sheet.items()))
    sel = item.address.anchor.removeprefix("#sel=")
    dok = item.entry.dokumen_id
    data = {"csrf": server.secrets.form, "dok": dok, "sel": sel, "aksi": "terima"}
    data |= {"oleh": hostile[:100], "alasan": hostile}
    assert browser.post("/putusan", data=data).status_code == 200
    for path in ("/riwayat", f"/sel?dok={dok}&sel={sel}", "/?keadaan=semua"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<img onerror" not in page
    for bad in ("aksi", "sel"):
        page = browser.post("/putusan", data={**data, bad: hostile}).text
        assert "<script>alert" not in page
    assert "<script>" not in browser.get("/sel", params={"dok": hostile}).text


def test_it_listens_on_this_machine_alone_and_keeps_its_key(
    published: Published, tmp_path: Path
) -> None:
    """The real command: what it prints lets in, and it answers on 127.0.0.1 only."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "review"]
    places = ["--clean", str(published.clean), "--corrections", str(tmp_path / "corr")]
    with subprocess.Popen([*command, *places], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            printed = process.stdout.readline().strip()
            address = printed.split()[-1]
            assert address.startswith("http://127.0.0.1:")
            opener = build_opener(ProxyHandler({}))
            port = int(address.split(":")[2].split("/")[0])
            with opener.open(address, timeout=30) as answer:
                cookie = answer.headers["set-cookie"].split(";")[0]
                assert "server" not in answer.headers
            page = Request(f"http://127.0.0.1:{port}/", headers={"cookie": cookie})
            with opener.open(page, timeout=30) as answer:
                assert "Sekretariat Daerah" in answer.read().decode()
            with pytest.raises(HTTPError):
                opener.open(f"http://127.0.0.1:{port}/", timeout=30)
            others = [a for a in _addresses() if not a.startswith("127.")]
            for other in others:
                with pytest.raises(OSError):
                    socket.create_connection((other, port), timeout=2)
        finally:
            process.terminate()
            process.wait(20)


def _addresses() -> set[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return set()
    return {str(info[4][0]) for info in found}
