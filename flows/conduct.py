"""Runs a flow from the command line: the processes first, Prefect while they work."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Literal

from flows import server
from flows.outcome import Outcome
from flows.run import Progress, Run, Settings, handed_over
from tables.errors import RenjaError


def conduct(
    name: Literal["ingest", "reprocess"],
    paths: Sequence[Path],
    settings: Settings,
    on_progress: Progress | None = None,
) -> tuple[list[Outcome], str]:
    """Run the flow over ``paths``.

    Returns:
        The outcome of every file, and the pipeline's version.

    Raises:
        UsageError: a path does not exist, there is no PDF, or Prefect's API does not answer.
        OutputError: the report or the Data Docs cannot be written.
        RenjaError: the temporary server does not start, or Prefect cannot run the flow.
    """
    server.configure()
    server.check_reachable()
    with Run(paths, settings, on_progress) as run:
        own = None if server.has_own_settings() else server.TemporaryServer()
        run.start()
        # From here on Prefect loads, which takes seconds: the documents are being read meanwhile.
        from prefect.settings import temporary_settings

        from flows import ingest, reprocess

        if own:
            own.wait()
        # Heartbeats let a server notice dead runs; ours dies with us, and ending them costs 1 s.
        quick = temporary_settings({"flows.heartbeat_frequency": None}) if own else nullcontext()
        flow = ingest.ingest if name == "ingest" else reprocess.reprocess
        with quick, handed_over(run):
            state = flow(**_parameters(paths, settings), return_state=True)
        return _outcomes(state.result(raise_on_failure=False)), run.version


def _parameters(paths: Sequence[Path], settings: Settings) -> dict[str, object]:
    """The same as flow parameters, so that Prefect shows what was asked for."""
    return {
        "paths": [str(path) for path in paths],
        "clean": str(settings.clean),
        "quarantine": str(settings.quarantine),
        "reports": str(settings.reports),
        "workers": settings.workers,
        "force": settings.force,
        "timeout": settings.timeout,
        "memory": settings.memory,
        "cache": settings.cache,
        "corrections": str(settings.corrections),
    }


def _outcomes(result: object) -> list[Outcome]:
    if isinstance(result, list):
        return result
    if isinstance(result, RenjaError):
        raise result
    raise RenjaError(f"Prefect could not run the flow: {result!r}") from (
        result if isinstance(result, BaseException) else None
    )
