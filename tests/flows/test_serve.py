"""The schedules: served by the command, and the same in prefect.yaml."""

from __future__ import annotations

import importlib
import json
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import yaml
from conftest import ROOT, Bench

from flows import serve

EXPECTED = {
    "weekly": serve.WEEKLY,
    "yearly": serve.YEARLY,
    "across-years": serve.ACROSS_YEARS,
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def deployments(port: int) -> list[dict[str, Any]]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/deployments/filter",
        data=b"{}",
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)
    except (urllib.error.URLError, OSError):
        return []


def test_serve_registers_all_schedules(new_bench: Callable[..., Bench]) -> None:
    port = free_port()
    process = new_bench({}).start("serve", "--port", str(port))
    try:
        deadline = time.monotonic() + 120
        while len(found := deployments(port)) < len(EXPECTED) and time.monotonic() < deadline:
            assert process.poll() is None, process.communicate()
            time.sleep(0.3)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    schedules = {
        made["name"]: (made["schedules"][0]["schedule"]["cron"], made["parameters"].get("force"))
        for made in found
    }
    forced = {"yearly": True}
    assert schedules == {name: (cron, forced.get(name)) for name, cron in EXPECTED.items()}
    zones = {made["schedules"][0]["schedule"]["timezone"] for made in found}
    assert zones == {"Asia/Jakarta"}
    assert deployments(port) == []  # the server it started has gone with it


def test_prefect_yaml_says_the_same() -> None:
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    crons = {d["name"]: d["schedules"][0]["cron"] for d in described["deployments"]}
    assert crons == EXPECTED
    for deployment in described["deployments"]:
        assert deployment["schedules"][0]["timezone"] == serve.TIMEZONE
        path, name = deployment["entrypoint"].removesuffix(":").split(":")
        module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        known = set(getattr(module, name).parameters.properties)
        assert set(deployment.get("parameters", {})) <= known
