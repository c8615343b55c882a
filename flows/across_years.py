"""The Prefect flow ``across_years``: all published documents compared, year against year."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import places, years


@flow(name="across_years", description="Every agency's documents compared, year against year")
def across_years(
    clean: str = str(places.CLEAN), quarantine: str = str(places.QUARANTINE)
) -> State[list[years.Written]]:
    """Write ``clean/lintas_tahun`` for all agencies, see `flows.years`.

    Returns:
        Completed, or Failed where something went to quarantine, with what was written.
    """
    written = years.compare_all(Path(clean), Path(quarantine))
    tell(written)
    failed = any(made["status"] == "quarantined" for made in written)
    return (Failed if failed else Completed)(message=years.sentence(written), data=written)


def tell(written: list[years.Written]) -> None:
    """Log lines and an artifact; nothing where there was nothing to compare. Inside a flow only."""
    log = get_run_logger()
    for made in written:
        (log.error if made["status"] == "quarantined" else log.info)("%s", years.line(made))
    if written:
        create_table_artifact(
            key="across-years",
            table=[years.row(made) for made in written],
            description=years.sentence(written),
        )
