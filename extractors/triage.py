"""A PDF before any table is read: hash, encryption, limits, and what each page is made of."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.cropped import hidden_margin
from extractors.page_kind import Content, content, kind_of
from extractors.prose import text_lines
from tables.errors import (
    DamagedPdf,
    DocumentError,
    EmptyFile,
    EncryptedPdf,
    FileVanished,
    NoPages,
    NotAPdf,
    TooLarge,
)
from tables.model import PageInfo, PageKind, Triage

_HEAD = 1024  # readers look for %PDF this far; some servers prepend blank lines
_TAIL = 64 * 1024  # some servers append a page of HTML after the last %%EOF
_PICTURE_NOTE = 0.25  # a picture this large on an exported page may hold a table of its own


@dataclass(frozen=True, slots=True)
class Limits:
    """What triage accepts; anything larger is refused with :class:`TooLarge`.

    Attributes:
        file_size: bytes.
        pages: pages of one document.
        page_side: points; the default lets the largest drawing sheet (2A0) pass.
        objects: text runs, paths and pictures on one page.
        page_characters: characters on one page.
        characters: characters in the document.
    """

    file_size: int = 512 * 1024**2
    pages: int = 1500
    page_side: float = 5000.0
    objects: int = 300_000
    page_characters: int = 200_000
    characters: int = 10_000_000


def triage(path: Path, limits: Limits = Limits()) -> Triage:
    """Look at a PDF without reading tables.

    A page that cannot be loaded while others can is reported as ``blank`` with a ``note``.

    Raises:
        FileVanished, EmptyFile, NotAPdf, DamagedPdf, EncryptedPdf, NoPages, TooLarge:
            the document cannot be read; the message says why.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            _check_size(path, before.st_size, limits)
            _check_head(path, file.read(_HEAD))
            file.seek(max(before.st_size - _TAIL, 0))
            _check_tail(path, file.read())
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        pages, encrypted = _read(path, limits)
        after = path.stat()
    except FileNotFoundError as error:
        raise FileVanished(f"{path} is not there any more") from error
    except OSError as error:
        raise DocumentError(
            f"{path} cannot be opened: {error.strerror or error}",
            remedy="Check that the path is a file you may read.",
        ) from error
    if (before.st_ino, before.st_size, before.st_mtime_ns) != (
        *(after.st_ino, after.st_size, after.st_mtime_ns),
    ):
        raise DamagedPdf(
            f"{path} changed while it was being read",
            remedy="Wait until the file is completely copied, then run again.",
        )
    return Triage(str(path), sha256, before.st_size, pages, encrypted)


def _check_size(path: Path, size: int, limits: Limits) -> None:
    if size == 0:
        raise EmptyFile(f"{path} is empty (0 bytes)")
    if size > limits.file_size:
        raise TooLarge(f"{path} has {size} bytes (limit: file_size = {limits.file_size})")


def _check_head(path: Path, head: bytes) -> None:
    if b"%PDF" not in head:
        start = head.lstrip()[:24].decode("latin-1")
        raise NotAPdf(f"{path} is not a PDF: it starts with {start!r}")


def _check_tail(path: Path, tail: bytes) -> None:
    """Refuse a file that is cut off.

    pdfium mends such files silently and shows fewer pages or an older revision, so a missing end
    marker, or objects after the last one (a cut incremental or linearised file), must be an error.
    """
    end = tail.rfind(b"%%EOF")
    if end < 0 or re.search(rb"\d\s+\d+\s+obj\b", tail[end:]):
        raise DamagedPdf(f"{path} is cut off: the end marker %%EOF is missing")


def _read(path: Path, limits: Limits) -> tuple[tuple[PageInfo, ...], bool]:
    """Every page, and whether the file is encrypted."""
    pdf = _open(path)
    try:
        count = len(pdf)
        if count > limits.pages:
            raise TooLarge(f"{path} has {count} pages (limit: pages = {limits.pages})")
        encrypted = raw.FPDF_GetSecurityHandlerRevision(pdf.raw) != -1
        pages, characters = [], 0
        for number in range(1, count + 1):
            try:
                page = _page(pdf, number, limits)
            except TooLarge as error:
                raise TooLarge(f"{path}, page {number}: {error.message}") from error
            characters += len(page.text)
            if characters > limits.characters:
                raise TooLarge(
                    f"{path} has more than {limits.characters} characters (limit: characters)"
                )
            pages.append(page)
    finally:
        pdf.close()
    if all(page.width == 0 for page in pages):
        raise DamagedPdf(f"{path}: none of its {count} pages can be opened")
    return tuple(pages), encrypted


def _open(path: Path) -> Any:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if _opens(path):  # pypdfium2 refuses a document without pages, with a stale error code
            raise NoPages(f"{path} has no page") from error
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise EncryptedPdf(f"{path} needs a password") from error
        if error.err_code == raw.FPDF_ERR_SECURITY:
            raise EncryptedPdf(f"{path} is encrypted in a way that cannot be opened") from error
        if not path.exists():
            raise FileVanished(f"{path} is not there any more") from error
        raise DamagedPdf(f"{path} cannot be opened: {error}") from error


def _opens(path: Path) -> bool:
    handle = raw.FPDF_LoadDocument(os.fsencode(path) + b"\0", None)
    if handle:
        raw.FPDF_CloseDocument(handle)
    return bool(handle)


def _page(pdf: Any, number: int, limits: Limits) -> PageInfo:
    page = None
    try:
        page = pdf[number - 1]
        return _page_info(page, number, limits)
    except pdfium.PdfiumError:
        return PageInfo(number, 0, 0, 0, "blank", note="the page cannot be opened")
    finally:
        if page is not None:
            page.close()


def _page_info(page: Any, number: int, limits: Limits) -> PageInfo:
    width, height = page.get_size()
    if max(width, height) > limits.page_side:
        raise TooLarge(
            f"the page measures {width:.0f} × {height:.0f} points "
            f"(limit: page_side = {limits.page_side:.0f})"
        )
    seen = content(page, limits.objects)
    textpage = page.get_textpage()
    try:
        characters = textpage.count_chars()
        if characters > limits.page_characters:
            raise TooLarge(
                f"{characters} characters (limit: page_characters = {limits.page_characters})"
            )
        printed = textpage.get_text_range() if characters else ""
        text = _tidy(printed)
        kind = kind_of(seen, textpage, text)
        corner = page.get_bbox()[:2]
        lines = text_lines(textpage, printed, (width, height), seen.rotation, corner)
    finally:
        textpage.close()
    note = _note(kind, seen)
    return PageInfo(
        *(number, width, height, seen.rotation, kind, text, note),
        lines=lines,
        ruled=seen.lines.ruled,
        sheet=hidden_margin(page),
    )


def _tidy(text: str) -> str:
    """pdfium ends lines with CRLF and marks a hyphen at a line's end with U+FFFE."""
    return text.replace("\r\n", "\n").replace("\ufffe", "-")


def _note(kind: PageKind, seen: Content) -> str:
    """What a reader of this page should be told."""
    notes = []
    if kind == "exported" and seen.picture_share >= _PICTURE_NOTE:
        notes.append(
            f"gambar menutupi {seen.picture_share:.0%} halaman; teks di dalamnya tidak dibaca"
        )
    if kind != "garbage_text" and seen.unmapped:
        notes.append(f"{seen.unmapped} huruf tanpa nilai Unicode")
    return "; ".join(notes)
