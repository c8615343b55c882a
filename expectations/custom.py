"""The project's own Great Expectations: rules over rows, column types, and the row count of frames.

Importing this module registers them. Great Expectations loads a suite that names an unregistered
expectation *without* it and says nothing; `expectations.suites` counts what it built.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    BatchExpectation,
    MulticolumnMapExpectation,
)
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from expectations.rules import RULES

_METRIC = "multicolumn_values.renja_rule"
_TYPES = "table.arrow_types"


class _RuleMetric(MulticolumnMapMetricProvider):  # type: ignore[misc]
    condition_metric_name = _METRIC
    condition_domain_keys = (
        "batch_id",
        "table",
        "column_list",
        "row_condition",
        "condition_parser",
        "ignore_row_if",
    )
    condition_value_keys = ("rule", "options")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, frame: pd.DataFrame, rule: str, options: Any, **_: Any) -> pd.Series:  # noqa: N805
        # GX hands the class in; the decorator makes it a class method.
        return RULES[rule](frame, **options)


class ExpectRowsToFollowRule(MulticolumnMapExpectation):  # type: ignore[misc]
    """Every row keeps a rule of `expectations.rules`, given by name.

    Args:
        column_list: the columns the rule reads, in the order it wants them.
        rule: name in ``RULES``; an unknown one fails with an exception.
        options: keyword arguments of the rule.
    """

    map_metric = _METRIC
    rule: str
    options: dict[str, Any] = {}  # noqa: RUF012  pydantic copies it
    # A null is something for the rule to judge, never a reason to leave the row out.
    ignore_row_if: str = "never"
    success_keys = ("rule", "options", "mostly")
    args_keys = ("column_list", "rule", "options")


class _TypesMetric(TableMetricProvider):  # type: ignore[misc]
    metric_name = _TYPES

    @metric_value(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, execution_engine: Any, metric_domain_kwargs: Any, **_: Any) -> Any:  # noqa: N805
        frame, *_rest = execution_engine.get_compute_domain(
            metric_domain_kwargs, domain_type="table"
        )
        return [[name, str(kind.pyarrow_dtype)] for name, kind in frame.dtypes.items()]


class ExpectArrowTypesToMatch(BatchExpectation):  # type: ignore[misc]
    """The frame has exactly these columns, in this order, of these Arrow types.

    Args:
        types: pairs of column name and Arrow type, e.g. ``["pagu", "decimal128(20, 2)"]``.
    """

    types: list[list[str]]
    metric_dependencies = (_TYPES,)
    success_keys = ("types",)
    args_keys = ("types",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: Any = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        found = [tuple(pair) for pair in metrics[_TYPES]]
        wanted = [tuple(pair) for pair in self.types]
        differing = sorted(set(found) ^ set(wanted))
        names = sorted({name for name, _ in differing})
        return {
            "success": found == wanted,
            "result": {
                "observed_value": f"{len(found)} columns" + (f"; differ: {names}" if names else "")
            },
        }
