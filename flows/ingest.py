"""The Prefect flow ``ingest``: one task a document, then manifest, report and artifacts.

Only paths, hashes and counts pass through Prefect. What Prefect holds a result for is not read
again as long as the files it wrote are still there.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TaskRunContext
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import across_years, inbox, outcome, places, store, years
from flows.gate import write_docs_index
from flows.inbox import Source
from flows.outcome import Outcome
from flows.run import MEMORY, TIMEOUT, Run, Settings, cores, taken
from tables.errors import OutputError, RenjaError

TIMEZONE = ZoneInfo("Asia/Jakarta")
#: Tasks only wait for processes; `Run` decides how many of these work at once.
waiting = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=4))


def _may_pass(_task: object, _run: TaskRun, state: State[Any]) -> bool:
    """Retry what may be gone in a moment: a hiccup of a disk, a dead helper; never a verdict."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and not isinstance(error, RenjaError)


def _cache_key(_context: TaskRunContext, parameters: dict[str, Any]) -> str:
    return str(parameters["key"])


@task(
    name="document",
    task_run_name="{file}",
    retries=2,
    retry_delay_seconds=[1, 5],
    retry_condition_fn=_may_pass,
    cache_key_fn=_cache_key,
    persist_result=True,
    result_storage=places.results(),
    result_serializer="json",
)
def document(file: str, key: str, run: Run, source: Source) -> Outcome:
    """Have one PDF read and judged, and publish it or put it in quarantine.

    Args:
        file: shown as the task's name.
        key: cache key, see `Run.key`.
    """
    folder = run.folder(source)
    judged = run.read(source)
    summary, verdict = judged.summary, judged.verdict
    clean, quarantine = run.settings.clean, run.settings.quarantine
    if verdict["success"]:
        files = store.publish(
            folder, clean, summary["tahun"], source.dokumen_id, quarantine_dir=quarantine
        )
    else:
        place = store.quarantine(folder, quarantine, source.dokumen_id, verdict, clean=clean)
        files = sorted(path for path in place.rglob("*") if path.is_file())
    shutil.rmtree(folder, ignore_errors=True)
    run.gate().write_docs(verdict["dokumen_id"], run.data_docs, source.path.name)
    return outcome.done(source, summary, verdict, files)


@flow(
    name="ingest",
    description="Renja PDFs to clean Parquet",
    task_runner=waiting,
)
def ingest(
    paths: list[str] | None = None,
    *,
    clean: str = str(places.CLEAN),
    quarantine: str = str(places.QUARANTINE),
    reports: str = str(places.REPORTS),
    workers: int = 0,
    force: bool = False,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    cache: bool = True,
    corrections: str = str(places.CORRECTIONS),
) -> State[list[Outcome]]:
    """Read PDFs and publish what passes the gate.

    Args:
        paths: files and folders; the repository's inbox where none is given.
        workers: processes; 0 takes as many as there are processors.
        timeout: seconds a document may take.
        memory: MiB a document may take.
        cache: do not read scanned pages again that were read before.
        corrections: folder with what people decided on cells.

    Returns:
        Completed or Failed, with the outcome of every file (see `flows.outcome`).
    """
    costs = workers, timeout, memory
    folders = clean, quarantine, reports, corrections
    settings = settings_of(folders, costs, force=force, cache=cache)
    with taken(inbox_or(paths), settings) as run:
        return ended(read_all(run))


def settings_of(
    folders: tuple[str, str, str, str], costs: tuple[int, float, int], *, force: bool, cache: bool
) -> Settings:
    """Settings from a flow's parameters, which are JSON."""
    clean, quarantine, reports, corrections = map(Path, folders)
    workers, timeout, memory = costs
    return Settings(
        *(clean, quarantine, reports, workers or cores()),
        force=force,
        timeout=timeout,
        memory=memory,
        cache=cache,
        corrections=corrections,
    )


def inbox_or(paths: list[str] | None) -> list[Path]:
    """The paths, or the repository's inbox where none is given."""
    return [Path(path) for path in paths] if paths else [places.INBOX]


def ended(outcomes: list[Outcome]) -> State[list[Outcome]]:
    """The flow's state: failed where any document was not written."""
    state = Failed if outcome.exit_code(outcomes) else Completed
    return state(message=outcome.sentence(outcomes), data=outcomes)


def read_all(run: Run) -> list[Outcome]:
    """Every document of the run through its task; called inside a flow."""
    log = get_run_logger()
    replaced = inbox.replaced(run.sources)
    futures = {s.sha256: _submit(run, s, force=run.settings.force) for s in run.sources}
    outcomes = [outcome.unreadable(path, error) for path, error in run.failures.items()]
    for source in run.sources:
        made = _await(source, futures[source.sha256])
        if made["cached"] and (made["unread"] or _gone(made["files"])):
            log.info("%s: files are gone, or pages unread; reading it again", source.path.name)
            made = _await(source, _submit(run, source, force=True))
        outcomes.append(made)
        outcomes += [outcome.copy_of(made, copy) for copy in run.copies.get(source.sha256, [])]
        (log.error if made["error"] else log.info)("%s", outcome.line(made))
    outcomes.sort(key=lambda made: str(made["file"]))
    _withdraw(run, replaced, outcomes)
    _keep_manifests(run, outcomes)
    _compare_years(run, replaced, outcomes)
    _publish_report(run, outcomes)
    return outcomes


def _gone(files: list[str]) -> bool:
    return not all(Path(file).exists() for file in files)


def _submit(run: Run, source: Source, *, force: bool) -> PrefectFuture[Outcome]:
    chosen = document.with_options(refresh_cache=True) if force else document
    future: PrefectFuture[Outcome] = chosen.submit(source.path.name, run.key(source), run, source)
    return future


def _await(source: Source, future: PrefectFuture[Outcome]) -> Outcome:
    made = future.result(raise_on_failure=False)
    if isinstance(made, BaseException):
        return outcome.failed(source, made)
    return {**made, "file": str(source.path), "cached": future.state.name == "Cached"}


def _withdraw(run: Run, replaced: dict[str, str], outcomes: list[Outcome]) -> None:
    """A new edition of a file in the inbox is in place: the old one's figures must go."""
    new = {made["sha256"] for made in outcomes if not made["error"]}
    for old, by in replaced.items():
        if by not in new:
            continue
        get_run_logger().info("withdrawing %s, which %s replaces", old[:16], by[:16])
        try:
            for path in run.settings.clean.glob(f"*/tahun=*/{old[:16]}.parquet"):
                path.unlink()
        except OSError as error:
            raise OutputError(f"cannot remove {path}: {error.strerror}") from error
        shutil.rmtree(run.settings.quarantine / old[:16], ignore_errors=True)


def _compare_years(run: Run, replaced: dict[str, str], outcomes: list[Outcome]) -> None:
    """The agencies of these documents, year against year; nothing to do for a single document."""
    settings = run.settings
    ids = {made["dokumen_id"] for made in outcomes if made["dokumen_id"]}
    ids |= {old[:16] for old in replaced}

    def judge(contents: bytes, name: str) -> dict[str, Any]:
        verdict: dict[str, Any] = run.gate().call(years.judge, contents, name)
        return verdict

    across_years.tell(years.compare_all(settings.clean, settings.quarantine, judge, only=ids))


def _keep_manifests(run: Run, outcomes: list[Outcome]) -> None:
    pages = {made["sha256"]: made["pages"] for made in outcomes if made["pages"]}
    sources = [*run.sources]
    for sha256, copies in run.copies.items():
        size = next(source.size for source in run.sources if source.sha256 == sha256)
        sources += [Source(path, sha256, size) for path in copies]
    try:
        inbox.update_manifests(sources, pages, datetime.now(TIMEZONE).date())
    except OSError as error:
        get_run_logger().warning("the manifest was not updated: %s", error)


def _publish_report(run: Run, outcomes: list[Outcome]) -> None:
    """Artifacts for the Prefect UI; ``reports/ingest.json`` and the index of the Data Docs."""
    create_table_artifact(
        key="ingest-summary",
        table=[outcome.row(made) for made in outcomes],
        description=outcome.sentence(outcomes),
    )
    create_table_artifact(
        key="ingest-findings",
        table=[
            {"file": Path(made["file"]).name, "finding": rule, "count": count}
            for made in outcomes
            for rule, count in made["rules"].items()
        ],
        description="How often each rule spoke; the findings are in clean/temuan.",
    )
    if run.judged:
        run.gate().call(write_docs_index, str(run.data_docs))
    report = outcome.report(outcomes, run.version)
    path = run.settings.reports / "ingest.json"
    temporary = path.with_name(f".ingest-{os.getpid()}.json")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise OutputError(f"cannot write {path}: {error.strerror}") from error
