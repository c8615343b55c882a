"""The pages of `renja review`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from importlib import resources
from threading import Lock
from typing import Any
from urllib.parse import quote, unquote

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from jinja2 import Environment

from audit import pages
from audit.address import Address
from audit.address import parse as parse_address
from audit.review import view
from audit.review.decide import Refused, called, column_of, decision, number, typed, undo, words
from audit.review.desk import OPEN, STALE, WAITING, Desk, Item, Sheet
from audit.review.jobs import Jobs
from audit.review.security import Guard, Secrets
from audit.tell import describe
from audit.templates import templates
from audit.texts import LANGUAGES, Language, texts
from audit.trace import Place
from flows import corrections
from tables.correction import Correction
from tables.errors import RenjaError, UsageError

_YEAR = 365 * 24 * 3600
_NEAR = pages.View(1, dpi=300, margin=4, outlined=True)
_WIDE = pages.View(1, dpi=130, margin=150, outlined=True)
_ASSETS = {
    "review.css": "text/css",
    "review.js": "text/javascript",
    "review.svg": "image/svg+xml",
}
_FIELDS = ("aksi", "nilai", "hampa", "seharusnya", "alasan")
_SHOWN = {"buka": OPEN, "tunggu": WAITING, "selesai": ("selesai",)}


@dataclass(slots=True)
class Server:
    """What the pages work with."""

    desk: Desk
    jobs: Jobs
    language: Language = "id"
    secrets: Secrets = field(default_factory=Secrets)
    drawing: Lock = field(default_factory=Lock)

    def pages(self) -> Environment:
        return templates("audit.review", link=view.link, said=view.said, csrf=self.secrets.form)


def create(server: Server, hosts: frozenset[str]) -> Guard:
    """The application behind its guard.

    Args:
        hosts: allowed values of the Host header.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    shown = _Pages(server)
    app.get("/")(shown.queue)
    app.get("/sel")(shown.cell)
    app.post("/putusan")(shown.decide)
    app.get("/baca")(shown.preview)
    app.get("/gambar")(shown.picture)
    app.get("/riwayat")(shown.history)
    app.post("/batal")(shown.undo)
    app.post("/proses")(shown.reprocess)
    app.get("/proses")(shown.progress)
    app.get("/proses.json")(shown.progress_json)
    app.get("/aset/{name}")(asset)
    app.exception_handler(RenjaError)(shown.failed)
    return Guard(app, server.secrets, hosts)


def asset(name: str) -> Response:
    """Style and script; nothing else is served from disk."""
    if name not in _ASSETS:
        return PlainTextResponse("not found", 404)
    source = resources.files("audit.review").joinpath("asset", name).read_text("utf-8")
    return Response(source, media_type=_ASSETS[name])


class _Pages:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._desk = server.desk
        self._templates = server.pages()

    # --- the queue --------------------------------------------------------------------------

    def queue(self, request: Request, keadaan: str = "buka", dok: str = "") -> Response:
        sheets = self._desk.sheets()
        items = sorted((i for s in sheets for i in s.items()), key=lambda item: item.weight)
        wanted = _SHOWN.get(keadaan, ())
        chosen = [
            item
            for item in items
            if (not wanted or item.state in wanted) and dok in ("", item.entry.dokumen_id)
        ]
        language = self._language(request)
        return self._page(
            request,
            "queue.html.j2",
            rows=view.rows(chosen, language),
            counts=Counter(item.state for item in items),
            documents=[_document(sheet, items, self._server.jobs) for sheet in sheets],
            keadaan=keadaan if keadaan in _SHOWN else "semua",
            dok=dok,
        )

    # --- one cell ---------------------------------------------------------------------------

    def cell(self, request: Request, dok: str = "", sel: str = "") -> Response:
        sheet, address = self._found(dok, sel)
        return self._cell(request, sheet, address)

    def _cell(
        self,
        request: Request,
        sheet: Sheet,
        address: Address,
        problem: str = "",
        form: dict[str, str] | None = None,
    ) -> Response:
        language = self._language(request)
        way = sheet.tracer.way(address)
        column = column_of(sheet.entry, address)
        item = _item_of(sheet, address)
        names = view.headers(sheet, address)
        before, after = self._beside(item, sheet, address)
        given = {**dict.fromkeys(_FIELDS, ""), "oleh": _remembered(request, "nama"), **(form or {})}
        return self._page(
            request,
            "cell.html.j2",
            status=422 if problem else 200,
            sheet=sheet,
            address=address,
            sel=_sel(address),
            way=way,
            column=column,
            state=item.state if item else "",
            line=item.line if item else None,
            name=describe(way.row),
            header=names.get(address.kolom, ""),
            value=view.written(way.value, language),
            candidates=view.candidates(way, column),
            tried=view.tried(sheet, address, way, column, language) if column.numeric else [],
            around=view.around(sheet, address, language, names),
            findings=view.sums(sheet, address, way.findings, language),
            used=view.sums(sheet, address, way.used, language),
            stale=sheet.stale.get(address, ()) if item and item.state == "ditinjau" else (),
            pdf=self._desk.pdf_or_none(sheet.entry) is not None and way.place is not None,
            before=before,
            after=after,
            problem=problem,
            form=given,
        )

    def decide(self, request: Request) -> Response:
        form: dict[str, str] = request.scope["form"]
        sheet, address = self._found(form.get("dok", ""), form.get("sel", ""))
        item = _item_of(sheet, address)
        _, after = self._beside(item, sheet, address)
        name = called(self._desk.pdf_or_none(sheet.entry), sheet.entry)
        try:
            line = decision(sheet.tracer, address, typed(form), name)
        except Refused as refused:
            return self._cell(request, sheet, address, str(refused), form)
        corrections.append(self._desk.folder, line)
        for told in sheet.stale.get(address, ()):
            self._replace(told, line)
        answer = RedirectResponse(after or "/", 303)
        _remember(answer, "nama", line.oleh)
        return answer

    def _replace(self, told: dict[str, Any], line: Correction) -> None:
        """Take a decision that was not applied out of force: the new one is in its place."""
        try:
            old = self._desk.line(told["sha256"][:16], told["id"])
        except UsageError:
            return
        corrections.append(self._desk.folder, undo(old, line.oleh, f"diganti {line.id}"))

    def preview(self, dok: str = "", sel: str = "", nilai: str = "") -> Response:
        """How a typed value is understood."""
        sheet, address = self._found(dok, sel)
        column = column_of(sheet.entry, address)
        try:
            if column.numeric:
                return JSONResponse({"nilai": view.written(number(nilai, column), "id")})
            return JSONResponse({"nilai": words(nilai)})
        except Refused as refused:
            return JSONResponse({"salah": str(refused)})

    def picture(self, dok: str = "", sel: str = "", luas: str = "") -> Response:
        """The cell's place on its page, outlined; ``luas``: with what is around it."""
        sheet, address = self._found(dok, sel)
        place = sheet.tracer.place(address)
        if place is None:
            return PlainTextResponse("no place", 404)
        near, wide = _views(place)
        with self._server.drawing:
            drawn = pages.draw(self._desk.pdf(sheet.entry), [near, wide])
        view_ = wide if luas else near
        if view_ in drawn.failed:
            raise drawn.failed[view_]
        return Response(drawn.pictures[view_].data(), media_type="image/png")

    # --- history, undo, reprocess -----------------------------------------------------------

    def history(self, request: Request, dok: str = "") -> Response:
        sheets = [self._desk.sheet(dok)] if dok else self._desk.sheets()
        lines = [(sheet, line) for sheet in sheets for line in reversed(sheet.lines)]
        strangers = [(s, told) for s in sheets for each in s.stale.values() for told in each]
        return self._page(
            request,
            "history.html.j2",
            lines=[
                (s, line, view.cell_link(s.entry.dokumen_id, s.address_of(line)))
                for s, line in lines
            ],
            active={line.id for sheet in sheets for line in sheet.decided},
            stale=[(s, told) for s, told in strangers if self._in_force(told)],
            problems=[problem for sheet in sheets for problem in sheet.problems],
            dok=dok,
            name=_remembered(request, "nama"),
        )

    def _in_force(self, told: dict[str, Any]) -> bool:
        try:
            self._desk.line(told["sha256"][:16], told["id"])
        except UsageError:
            return False
        return True

    def undo(self, request: Request) -> Response:
        form: dict[str, str] = request.scope["form"]
        line = self._desk.line(form.get("dok", ""), form.get("id", ""))
        try:
            made = undo(line, form.get("oleh", ""), form.get("alasan", ""))
        except Refused as refused:
            raise UsageError(texts("tinjau", self._language(request))[str(refused)]) from refused
        corrections.append(self._desk.folder, made)
        answer = RedirectResponse(view.link("/riwayat", dok=form.get("kembali", "")), 303)
        _remember(answer, "nama", made.oleh)
        return answer

    def reprocess(self, request: Request) -> Response:
        entry = self._desk.sheet(request.scope["form"].get("dok", "")).entry
        self._server.jobs.start(entry.dokumen_id, self._desk.pdf(entry))
        return RedirectResponse(view.link("/proses", dok=entry.dokumen_id), 303)

    def progress(self, request: Request, dok: str = "") -> Response:
        job = self._server.jobs.of(dok)
        if job is None:
            raise UsageError("that document was not reprocessed from here")
        done, all_ = job.progress()
        sheet = None if job.running else self._desk.sheet(dok)
        return self._page(
            request,
            "progress.html.j2",
            job=job,
            done=done,
            pages=all_,
            dok=dok,
            sheet=sheet,
            left=len([i for i in sheet.items() if i.state in OPEN]) if sheet else 0,
        )

    def progress_json(self, dok: str = "") -> Response:
        job = self._server.jobs.of(dok)
        if job is None:
            return JSONResponse({"berjalan": False})
        done, all_ = job.progress()
        told = {"berjalan": job.running, "selesai": done, "halaman": all_}
        return JSONResponse({**told, "detik": round(job.seconds)})

    # --- what pages share -------------------------------------------------------------------

    def _found(self, dok: str, sel: str) -> tuple[Sheet, Address]:
        """The cell of a link.

        Raises:
            UsageError: there is no such cell.
        """
        sheet = self._desk.sheet(dok)
        try:
            address = parse_address(f"sel={sel}")
        except ValueError:
            address = Address("", "", 0, "")
        table = sheet.tracer.tables.get(address[:2], {})
        if address.kind == "narasi" or address.baris not in table:
            raise UsageError(f"no such cell: {sel}")
        known = address.kolom in table[address.baris] or address in sheet.tracer.cells
        if not known:
            raise UsageError(f"no such cell: {sel}")
        return sheet, address

    def _beside(self, item: Item | None, sheet: Sheet, address: Address) -> tuple[str, str]:
        """Links to the open cells before and after this one; of the rest the gravest is next."""
        items = [other for other in self._desk.items() if other.state in OPEN]
        places = [(other.entry.dokumen_id, other.address) for other in items]
        here = (sheet.entry.dokumen_id, address)
        if here in places:
            at = places.index(here)
            before, after = places[at - 1 : at], places[at + 1 : at + 2] or places[:at][:1]
        else:
            before, after = [], places[:1]
        first = [view.cell_link(*place) for place in before] if item else []
        return next(iter(first), ""), next(iter(view.cell_link(*p) for p in after), "")

    def _language(self, request: Request) -> Language:
        asked = request.query_params.get("bahasa") or _remembered(request, "bahasa")
        return next((one for one in LANGUAGES if one == asked), self._server.language)

    def _page(
        self, request: Request, template: str, status: int = 200, **given: Any
    ) -> HTMLResponse:
        language = self._language(request)
        say = {**texts("umum", language), **texts("tinjau", language)}
        other = next(one for one in LANGUAGES if one != language)
        path = request.url.path if request.method == "GET" else "/"
        query = {n: v for n, v in request.query_params.items() if n != "bahasa"}
        html = self._templates.get_template(template).render(
            say=say,
            lang=language,
            switch=view.link(path, **{**query, "bahasa": other}),
            other=other,
            busy=self._server.jobs.busy(),
            **given,
        )
        answer = HTMLResponse(html, status)
        _remember(answer, "bahasa", language)
        return answer

    def failed(self, request: Request, error: Exception) -> Response:
        """The project's errors are pages with what to do."""
        assert isinstance(error, RenjaError)
        status = 404 if isinstance(error, UsageError) else 500
        given = {"message": error.message, "remedy": error.remedy}
        return self._page(request, "error.html.j2", status, **given)


def _views(place: Place) -> tuple[pages.View, pages.View]:
    from dataclasses import replace

    near = replace(_NEAR, page=place.page, box=place.box)
    return near, replace(_WIDE, page=place.page, box=place.box)


def _item_of(sheet: Sheet, address: Address) -> Item | None:
    return next((item for item in sheet.items() if item.address == address), None)


def _document(sheet: Sheet, items: list[Item], jobs: Jobs) -> dict[str, Any]:
    mine = [item.state for item in items if item.entry.dokumen_id == sheet.entry.dokumen_id]
    job = jobs.of(sheet.entry.dokumen_id)
    return {
        "entry": sheet.entry,
        "open": sum(state in OPEN for state in mine),
        "waiting": sum(state in WAITING for state in mine),
        "done": mine.count("selesai"),
        "stale": len(sheet.stale.get(None, ())),
        "problems": sheet.problems,
        "running": job is not None and job.running,
        "lines": len(sheet.lines),
    }


def _sel(address: Address) -> str:
    return address.anchor.removeprefix("#sel=")


def _remembered(request: Request, name: str) -> str:
    return unquote(request.cookies.get(f"renja_{name}", ""))


def _remember(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(
        f"renja_{name}", quote(value), max_age=_YEAR, httponly=True, samesite="strict"
    )


__all__ = ["STALE", "Server", "create"]
