"""Prefect's API for one run: the user's server, or a temporary one started while others load.

Prefect can start a temporary server by itself, but only when the first flow runs, and it imports
the whole server into the caller first. Started here, ahead and in its own process, it costs the
run about a third of that. Run as ``python -m flows.server FD`` this module *is* that process.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from flows import places
from tables.errors import RenjaError, UsageError

TIMEOUT = 120.0  # seconds; a first start migrates an empty database
_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(int(TIMEOUT)),
    # The terminal belongs to the command, which tells of errors itself; the API has all logs.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}


def configure() -> None:
    """Give Prefect a home below ``.renja`` and quiet settings, unless the user chose others.

    Must be called before Prefect is imported.
    """
    if "PREFECT_API_URL" not in os.environ:
        os.environ.setdefault("PREFECT_HOME", str(places.state() / "prefect"))
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)


def has_own_settings() -> bool:
    """Whether the user tells Prefect by other means than our defaults where its API is."""
    if os.environ.get("PREFECT_API_URL") or os.environ.get("PREFECT_PROFILE"):
        return True
    home = Path(os.environ["PREFECT_HOME"])
    return any(path.exists() for path in (home / "profiles.toml", Path("prefect.toml")))


def check_reachable() -> None:
    """Say so early where the user's API does not answer; Prefect would say it late, and at length.

    Raises:
        UsageError: nothing listens at ``PREFECT_API_URL``.
    """
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        return
    try:
        urllib.request.urlopen(f"{url}/health", timeout=10).close()
    except urllib.error.HTTPError:
        return  # it answers; what it thinks of us is for Prefect to find out
    except urllib.error.URLError as error:
        if isinstance(error.reason, (ConnectionError, socket.gaierror, TimeoutError)):
            raise UsageError(
                f"Prefect's API at {url} does not answer: {error.reason}",
                remedy="Start that server, or unset PREFECT_API_URL to use a temporary one.",
            ) from error


class TemporaryServer:
    """A server that lives as long as this process.

    It watches a pipe that closes when this process ends, however that happens, and then stores
    what it still has in hand; nobody waits for that. Sets ``PREFECT_API_URL``, so it must be
    made before Prefect is imported.
    """

    def __init__(self) -> None:
        home = Path(os.environ["PREFECT_HOME"])
        home.mkdir(parents=True, exist_ok=True)
        self._log = home / "server.log"
        self._ready = False
        with socket.socket() as listener, self._log.open("wb") as log:
            listener.bind(("127.0.0.1", 0))
            self._address = listener.getsockname()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.server", str(listener.fileno())],
                pass_fds=[listener.fileno()],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the run; the server follows it
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{self._address[1]}/api"
        for name in ("NO_PROXY", "no_proxy"):
            os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1")))

    def wait(self) -> None:
        """Return when the server answers.

        Raises:
            RenjaError: it does not start; the message quotes its log.
        """
        deadline = time.monotonic() + TIMEOUT
        while not self._ready:
            try:
                socket.create_connection(self._address, timeout=1).close()
                self._ready = True
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise self._failure() from None
                time.sleep(0.05)

    def _failure(self) -> RenjaError:
        tail = self._log.read_text(errors="replace").strip().splitlines()[-3:]
        return RenjaError(
            "Prefect's temporary server did not start: " + (" | ".join(tail) or "no message"),
            remedy=f"Look at {self._log}; removing that folder starts afresh.",
        )


def _serve(listener: socket.socket) -> None:
    import uvicorn
    from prefect.server.api.server import create_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            # Two first runs at once: one creates the database, the other waits.
            with _exclusively(Path(os.environ["PREFECT_HOME"]) / "starting.lock"):
                await super().startup(sockets)

    server = Server(uvicorn.Config(create_app(ephemeral=True, final=True), log_level="error"))

    def stop_with_parent() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=stop_with_parent, daemon=True).start()
    asyncio.run(server.serve([listener]))


class _exclusively:  # noqa: N801 - reads as a phrase where it is used
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        import fcntl

        self._file = self._path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()


if __name__ == "__main__":
    os.environ["PREFECT_SERVER_UI_ENABLED"] = "false"
    os.environ["PREFECT__SERVER_EPHEMERAL"] = "1"
    _serve(socket.socket(fileno=int(sys.argv[1])))
