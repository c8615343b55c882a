"""What the project knows about forms, wording and rules is data: YAML files, loaded here alone."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from tables.errors import SpecError

#: Where the forms, their wording and the rules stand.
TABLES = resources.files("tables")

# The C loader is ten times as fast, and every command loads some twenty files.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def knowledge(file: Traversable) -> Any:
    """Contents of one YAML file.

    Raises:
        SpecError: the file is missing, or no YAML.
    """
    try:
        return yaml.load(file.read_text(encoding="utf-8"), _Loader)
    except (OSError, yaml.YAMLError) as error:
        raise SpecError(f"{file.name}: {error}") from error
