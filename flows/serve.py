"""`renja serve`: the schedules, kept by the user's Prefect server or by one started here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, cast

from flows import server
from tables.errors import RenjaError

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

TIMEZONE = "Asia/Jakarta"
WEEKLY = "0 2 * * 1"  # Mondays at two
YEARLY = "30 1 2 1 *"  # the second of January
ACROSS_YEARS = "0 4 1 * *"  # the first of the month; each ingest compares its own agencies


def serve(port: int) -> None:
    """Wait for schedules and run them, until stopped.

    Args:
        port: of the Prefect server and its UI, where none is configured.

    Raises:
        RenjaError: the server does not start.
    """
    server.configure()
    process = None if server.has_own_settings() else _start_server(port)
    try:
        _serve_schedules()
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _start_server(port: int) -> subprocess.Popen[bytes]:
    """A full Prefect server, with scheduler and UI; the temporary one of a run has neither."""
    address = f"http://127.0.0.1:{port}"
    command = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        env={**os.environ, "PREFECT_SERVER_UI_API_URL": f"{address}/api"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.environ["PREFECT_API_URL"] = f"{address}/api"
    deadline = time.monotonic() + server.TIMEOUT
    while not _answers(f"{address}/api/health"):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RenjaError(
                f"Prefect's server did not start on port {port}",
                remedy="Choose another --port, or set PREFECT_API_URL to a running server.",
            )
        time.sleep(0.2)
    print(f"Prefect UI: {address}")
    return process


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _serve_schedules() -> None:
    from prefect import serve as serve_deployments
    from prefect.schedules import Cron

    from flows.across_years import across_years
    from flows.ingest import ingest
    from flows.reprocess import reprocess

    weekly = ingest.to_deployment("weekly", schedule=Cron(WEEKLY, timezone=TIMEZONE))
    yearly = reprocess.to_deployment(
        "yearly", schedule=Cron(YEARLY, timezone=TIMEZONE), parameters={"force": True}
    )
    monthly = across_years.to_deployment(
        "across-years", schedule=Cron(ACROSS_YEARS, timezone=TIMEZONE)
    )
    # Called from plain code these are deployments, whatever their signature allows.
    deployments = [cast("RunnerDeployment", made) for made in (weekly, yearly, monthly)]
    serve_deployments(*deployments, limit=1)
