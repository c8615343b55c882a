"""Starts the page of `renja review` on this machine, and ends it with its runs."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from pathlib import Path

from audit.library import Library
from audit.review.desk import Desk
from audit.review.jobs import Folders, Jobs
from audit.review.security import KEY
from audit.texts import Language, texts
from tables.errors import UsageError

ADDRESS = "127.0.0.1"


def serve(
    folders: Folders,
    pdfs: Iterable[Path] = (),
    document: str = "",
    port: int = 0,
    language: Language = "id",
) -> None:
    """Serve until stopped; prints the address with its key.

    Args:
        document: the only one to work on, by any of its names; all where it is empty.
        port: 0 takes a free one.

    Raises:
        UsageError: there is no such document, or the port is taken.
    """
    import uvicorn

    from audit.review.app import Server, create
    from flows import worker

    library = Library(folders.clean, folders.quarantine)
    only = library.find(document).dokumen_id if document else ""
    worker.warm(["audit.drawing"])
    listener = _listener(port)
    number = listener.getsockname()[1]
    jobs = Jobs(folders)
    server = Server(Desk(library, folders.corrections, pdfs, only), jobs, language)
    hosts = frozenset({f"{ADDRESS}:{number}", f"localhost:{number}"})
    # The access log would hold the key.
    config = uvicorn.Config(
        create(server, hosts),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
    )
    say = texts("tinjau", language)
    print(f"{say['alamat']}: http://{ADDRESS}:{number}/?{KEY}={server.secrets.key}")
    print(say["berhenti"], flush=True)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        jobs.close()
        listener.close()


def _listener(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        listener.close()
        raise UsageError(
            f"port {port} cannot be used: {error.strerror}", remedy="Choose another --port."
        ) from error
    listener.listen()  # who opens the address at once is kept waiting, not refused
    return listener
