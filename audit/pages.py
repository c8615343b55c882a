"""Pictures of pages and of places on them, drawn in processes that can be killed.

pdfium is not thread-safe, and a malformed page may hang it or eat memory: each view has a limit of
time and its process one of memory. A view that brings its process down is left out with its
reason, the others are drawn all the same. Pictures are kept below the state folder under the hash
of their PDF and are drawn once.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from audit.library import sha256_of
from extractors.scan.cache import remove_oldest
from tables.errors import (
    DamagedPdf,
    DocumentError,
    FileVanished,
    OutputError,
    WorkerCrashed,
    WorkerOutOfMemory,
    WorkerTimedOut,
)
from tables.model import Box

Form = Literal["png", "webp", "jpeg"]
KEPT = 512 * 1024**2  # bytes of pictures kept
_VERSION = "2"  # of what is drawn; another one draws all pictures anew
_PATIENCE = 3  # views in a row that may bring their process down before the rest is given up


@dataclass(frozen=True, slots=True)
class View:
    """What is to be drawn.

    Attributes:
        page: counted from 1.
        box: the place on it, in points from the top left of the page as displayed; ``None``: all.
        dpi: pixels per inch.
        margin: points of its surroundings shown on every side of the box.
        outlined: the box is drawn around.
        turned: degrees clockwise that the print lies turned (0, 90, 180, 270), see `audit.turned`;
            the picture is turned back.
        quality: 1–100, of ``webp`` and ``jpeg``.
        colours: of a ``png``; a palette of 16 is about half the bytes; 0: all there are.
    """

    page: int
    box: Box | None = None
    dpi: float = 110
    margin: float = 0
    outlined: bool = False
    turned: int = 0
    form: Form = "png"
    quality: int = 70
    colours: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What drawing may take.

    Attributes:
        seconds: for one view.
        starting: seconds for a process to start and to open the PDF.
        memory: bytes of the process.
    """

    seconds: float = 20.0
    starting: float = 15.0
    memory: int = 1024**3


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn view.

    Attributes:
        path: the file, of the form that was asked for.
        width, height: in pixels, as turned.
        dpi: pixels per inch; less than asked for where the page is very large.
        box: what it shows, in points on the page as displayed, origin top left.
        page_width, page_height: of the whole page as displayed, in points.
    """

    page: int
    path: Path
    width: int
    height: int
    dpi: float
    box: Box
    page_width: float
    page_height: float

    def data(self) -> bytes:
        """Contents of the file."""
        return self.path.read_bytes()


@dataclass(slots=True)
class Drawn:
    """Pictures by view, and why there is none of the others."""

    pictures: dict[View, Picture] = field(default_factory=dict)
    failed: dict[View, DocumentError] = field(default_factory=dict)


@dataclass(slots=True)
class Pages:
    """Pictures by page, and why there is none of the others."""

    pictures: dict[int, Picture] = field(default_factory=dict)
    failed: dict[int, DocumentError] = field(default_factory=dict)


def render(
    pdf: Path,
    pages: Iterable[int],
    dpi: float = 110,
    *,
    form: Form = "png",
    quality: int = 70,
    colours: int = 0,
    limits: Limits = Limits(),
) -> Pages:
    """Whole pages (counted from 1) as pictures; form, quality and colours as of `View`.

    Raises:
        DocumentError: the PDF cannot be opened.
    """
    style: dict[str, Any] = {"dpi": dpi, "form": form, "quality": quality, "colours": colours}
    drawn = draw(pdf, [View(page, **style) for page in pages], limits=limits)
    return Pages(
        {view.page: picture for view, picture in drawn.pictures.items()},
        {view.page: error for view, error in drawn.failed.items()},
    )


def crop(
    pdf: Path,
    page: int,
    box: Box,
    dpi: float = 200,
    margin: float = 6,
    *,
    outlined: bool = True,
    turned: int = 0,
    limits: Limits = Limits(),
) -> bytes:
    """A place on a page as PNG: ``box`` and ``margin`` points around it, the box outlined.

    Args:
        turned: as of `View`.

    Raises:
        DocumentError: the PDF cannot be opened, or the page not be drawn.
    """
    view = View(page, box, dpi, margin, outlined, turned)
    drawn = draw(pdf, [view], limits=limits)
    if view in drawn.failed:
        raise drawn.failed[view]
    return drawn.pictures[view].data()


def draw(pdf: Path, views: Iterable[View], *, limits: Limits = Limits()) -> Drawn:
    """Draw what was not drawn before. Many views in one call cost one process.

    Raises:
        DocumentError: the PDF cannot be opened.
        OutputError: the folder for pictures cannot be written.
    """
    folder = _folder(pdf)
    drawn, todo = Drawn(), []
    for view in dict.fromkeys(views):
        known = _known(view, folder)
        if known is None:
            todo.append(view)
        else:
            drawn.pictures[view] = known
    if todo:
        sweep(KEPT)
        _draw(pdf, todo, folder, drawn, limits)
    return drawn


def sweep(limit: int) -> None:
    """Remove the pictures used longest ago until the rest takes at most ``limit`` bytes."""
    remove_oldest(_root().glob("*/*"), limit)


def _draw(pdf: Path, todo: Sequence[View], folder: Path, drawn: Drawn, limits: Limits) -> None:
    """Give views to one process after another until none is left."""
    deaths, rest = 0, list(todo)
    while rest:
        told: list[str] = []
        died = _process(pdf, rest, folder, told, limits)
        for view, problem in zip(rest, told, strict=False):
            picture = None if problem else _known(view, folder)
            if picture is not None:
                drawn.pictures[view] = picture
            else:
                drawn.failed[view] = DamagedPdf(f"{pdf}: {problem or 'the picture is gone'}")
        rest = rest[len(told) :]
        if died is not None:
            # The view at work brought it down; views that succeeded meanwhile renew our patience.
            deaths = 1 if told else deaths + 1
            lost = rest if deaths >= _PATIENCE else rest[:1]
            drawn.failed.update(dict.fromkeys(lost, died))
            rest = rest[len(lost) :]


def _process(
    pdf: Path, views: Sequence[View], folder: Path, told: list[str], limits: Limits
) -> DocumentError | None:
    """Draw in one process; ``told`` gets a line for each view done, ``""`` where it went well.

    Returns:
        What ended it early, ``None`` where all views are done.

    Raises:
        DocumentError: the PDF cannot be opened, or not within the limits.
    """
    from flows import worker

    opened = False

    def hear(message: dict[str, Any]) -> None:
        nonlocal opened
        if "error" in message:
            told.append(message["error"])
        else:
            opened = True

    worker.warm(["audit.drawing"])
    files = [(view, str(_file(view, folder))) for view in views]
    try:
        worker.run(
            _job,
            *(str(pdf), files, limits.seconds),
            timeout=limits.starting,
            memory=limits.memory,
            on_progress=hear,
        )
    except (WorkerTimedOut, WorkerOutOfMemory, WorkerCrashed) as error:
        if not opened:
            raise
        return error
    return None


def _job(*args: Any) -> None:
    """`audit.drawing.draw`, imported in the worker."""
    from audit import drawing

    drawing.draw(*args)


def _root() -> Path:
    from flows.places import state

    return state() / "pictures"


def _folder(pdf: Path) -> Path:
    """Where the pictures of a PDF are, by what is in it."""
    try:
        status = pdf.stat()
    except OSError as error:
        raise FileVanished(f"{pdf}: {error.strerror}") from error
    folder = _root() / _hash(pdf, status.st_size, status.st_mtime_ns)[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror}") from error
    return folder


@lru_cache(maxsize=256)
def _hash(pdf: Path, _size: int, _changed: int) -> str:
    """Hashed once as long as size and time of the file stay the same."""
    return sha256_of(pdf)


def _file(view: View, folder: Path) -> Path:
    asked = hashlib.sha256(f"{_VERSION} {view!r}".encode()).hexdigest()
    return folder / f"{view.page}-{asked[:16]}.{view.form}"


def _known(view: View, folder: Path) -> Picture | None:
    """The picture, if it was drawn before; it counts as used now."""
    path = _file(view, folder)
    try:
        about = json.loads(path.with_suffix(".json").read_text("utf-8"))
        os.utime(path)
        os.utime(path.with_suffix(".json"))
    except (OSError, ValueError):
        return None
    width, height = about.pop("pixels")
    return Picture(path=path, width=width, height=height, **{**about, "box": Box(*about["box"])})
