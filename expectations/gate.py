"""Judges one document's frames with Great Expectations: publish, or quarantine.

Great Expectations is imported on the first call, because that takes seconds.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from tables.schema import FIXED, schema
from tables.spec import specs

SAMPLES = 5
_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}


@dataclass(frozen=True)
class Failure:
    """One expectation that did not hold.

    Attributes:
        expectation: its type, or the name of the rule in `expectations.rules`.
        severity: ``critical|warning|info``.
        column: the column or columns it looks at, comma separated; ``""`` for the whole frame.
        folder: the frame: a folder under ``clean/``, or one of `expectations.evidence`.
        count: rows that fail it; 0 where it is about the frame.
        sample: keys of the first failing rows.
        detail: what was seen, or the exception.
    """

    expectation: str
    severity: str
    column: str
    folder: str
    count: int = 0
    sample: tuple[dict[str, Any], ...] = ()
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        return {**self.__dict__, "sample": list(self.sample)}


@dataclass(frozen=True)
class Verdict:
    """What the gate says of one document.

    Attributes:
        failures: critical ones first.
        checked: number of expectations evaluated.
        results: validation results by frame as Great Expectations returns them, for Data Docs.
    """

    dokumen_id: str
    failures: list[Failure]
    checked: int
    results: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def success(self) -> bool:
        """Whether the document may be published: nothing critical failed, something was checked."""
        return self.checked > 0 and not any(f.severity == "critical" for f in self.failures)

    def to_json(self) -> dict[str, Any]:
        """For ``why.json``."""
        return {
            "dokumen_id": self.dokumen_id,
            "success": self.success,
            "checked": self.checked,
            "failures": [failure.to_json() for failure in self.failures],
        }


def judge(frames: Mapping[str, pa.Table]) -> Verdict:
    """Validate a document's frames, as made by ``cleaning.frames.frames``. Never raises for data.

    A frame that is missing, unknown or too broken to look at is a critical failure like any other.
    """
    misplaced = _misplaced(frames)
    if misplaced:
        return Verdict(_identity(frames), misplaced, checked=len(misplaced))
    suites, gx = _great_expectations()
    from expectations.evidence import evidence

    facts = _facts(frames, suites)
    context = _quiet_context(gx)
    failures: list[Failure] = []
    results = {}
    checked = 0
    beside = evidence(frames) if _as_specified(frames) else {}
    for folder, frame in {**frames, **beside}.items():
        suite = suites.build(folder, facts)
        results[folder] = result = _validate(context, folder, frame, suite, suites.keys(folder))
        checked += len(result.results)
        failures.extend(
            _failure(folder, suites.keys(folder), r) for r in result.results if not r.success
        )
        if len(result.results) != len(suite.expectations):
            failures.append(_broken(folder, "expectations were lost during validation"))
    order = ("critical", "warning", "info")
    failures.sort(key=lambda failure: order.index(failure.severity))
    return Verdict(facts.dokumen_id, failures, checked, results)


def judge_across(frame: pa.Table, name: str) -> Verdict:
    """Validate one agency's ``lintas_tahun``; ``name`` stands where a document's id would."""
    _, gx = _great_expectations()
    from expectations import across

    suite = across.build()
    result = _validate(_quiet_context(gx), across.FOLDER, frame, suite, across.KEYS)
    failures = [_failure(across.FOLDER, across.KEYS, r) for r in result.results if not r.success]
    if len(result.results) != len(suite.expectations):
        failures.append(_broken(across.FOLDER, "expectations were lost during validation"))
    return Verdict(name, failures, len(result.results), {across.FOLDER: result})


def _great_expectations() -> tuple[Any, Any]:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    from expectations import suites

    return suites, gx


def _quiet_context(gx: Any) -> Any:
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def _broken(folder: str, detail: str) -> Failure:
    return Failure("expect_frames", "critical", "", folder, detail=detail)


def _misplaced(frames: Mapping[str, pa.Table]) -> list[Failure]:
    missing = [_broken(name, "the frame is missing") for name in FIXED if name not in frames]
    unknown = set(frames) - set(FIXED) - set(specs())
    found = [*missing, *(_broken(name, "no such kind") for name in sorted(unknown))]
    document = frames.get("dokumen")
    if document is not None:
        needed = {"dokumen_id", "jumlah_halaman"}
        if document.num_rows != 1 or not needed <= set(document.column_names):
            found.append(_broken("dokumen", "it has not exactly one row that names the document"))
    return found


def _as_specified(frames: Mapping[str, pa.Table]) -> bool:
    """Whether rows and cells can be compared at all; the suites report it where they cannot."""
    return all(frame.schema.equals(schema(name)) for name, frame in frames.items())


def _identity(frames: Mapping[str, pa.Table]) -> str:
    document = frames.get("dokumen")
    if document is None or not document.num_rows or "dokumen_id" not in document.column_names:
        return ""
    return str(document["dokumen_id"][0].as_py())


def _facts(frames: Mapping[str, pa.Table], suites: Any) -> Any:
    kinds = {name: frame for name, frame in frames.items() if name not in FIXED}
    filled = {
        kind: frozenset(
            name
            for name in specs()[kind].numbers
            if name in frame.column_names and frame[name].null_count < frame.num_rows
        )
        for kind, frame in kinds.items()
    }
    return suites.Facts(
        dokumen_id=_identity(frames),
        pages=frames["dokumen"]["jumlah_halaman"][0].as_py(),
        filled=filled,
        rows=sum(frame.num_rows for frame in kinds.values()),
    )


def _validate(context: Any, folder: str, frame: pa.Table, suite: Any, keys: list[str]) -> Any:
    # Arrow-backed, because GX adds up Decimal objects as floats.
    data = frame.to_pandas(types_mapper=pd.ArrowDtype)
    asset = context.data_sources.add_pandas(folder).add_dataframe_asset(folder)
    definition = asset.add_batch_definition_whole_dataframe(folder)
    batch = definition.get_batch(batch_parameters={"dataframe": data})
    there = [key for key in keys if key in data.columns]
    return batch.validate(suite, result_format={**_FORMAT, "unexpected_index_column_names": there})


def _failure(folder: str, keys: list[str], result: Any) -> Failure:
    config = result.expectation_config
    kwargs = config.kwargs
    columns = kwargs.get("column") or ", ".join(kwargs.get("column_list") or ())
    exception = _exception(result.exception_info)
    # An expectation that could not be evaluated has not been met, whatever its severity.
    severity = "critical" if exception else str(getattr(config.severity, "value", config.severity))
    rows = result.result.get("unexpected_index_list") or []
    observed = result.result.get("observed_value")
    return Failure(
        expectation=kwargs.get("rule") or config.type,
        severity=severity,
        column=columns,
        folder=folder,
        count=int(result.result.get("unexpected_count") or 0),
        sample=tuple({key: _plain(row.get(key)) for key in keys} for row in rows[:SAMPLES]),
        detail=exception or ("" if observed is None else f"observed {observed}"),
    )


def _exception(info: Any) -> str:
    """The message of an exception inside an expectation; GX nests it by metric, or not at all."""
    if not isinstance(info, Mapping):
        return ""
    if info.get("raised_exception"):
        return str(info.get("exception_message") or "exception")
    return next((found for found in map(_exception, info.values()) if found), "")


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA:
        return None
    return value if isinstance(value, (str, int, float, bool)) else str(value)
