"""`./renja` on machines that lack something, and what it does when it is already set up.

The script runs with a PATH of our own making, so nothing here installs anything.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("bash", "cat", "cksum", "dirname", "env", "id", "mkdir", "rm", "touch")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without .venv."""
    home = tmp_path / "checkout"
    home.mkdir()
    for name in ("renja", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, home / name)
    return home


@pytest.fixture
def bin_(tmp_path: Path) -> Path:
    """A PATH with the tools the script may use, no Python, and an apt that fails."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    command(folder / "apt-get", "exit 100")
    return folder


def command(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/bash\n{body}\n")
    path.chmod(0o755)


def renja(checkout: Path, bin_: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "renja", *arguments],
        env={"PATH": str(bin_), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_python_it_says_what_to_run(checkout: Path, bin_: Path) -> None:
    command(bin_ / "python3", "exit 1")  # too old: the version check fails
    run = renja(checkout, bin_, "--help")
    assert run.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13. Run: sudo apt install" in run.stderr


def test_without_venv_it_says_what_to_run(checkout: Path, bin_: Path) -> None:
    command(
        bin_ / "python3",
        'case "$*" in *venv*) exit 1;; *"python%d.%d"*) echo python3.11;; esac; exit 0',
    )
    run = renja(checkout, bin_, "--help")
    assert run.returncode == 1
    assert "Run: sudo apt install python3.11-venv" in run.stderr
    assert not (checkout / ".venv").exists()


def pretend_venv(checkout: Path, bin_: Path) -> Path:
    """Commands that only note that they were called; returns the notes."""
    notes = checkout / "notes"
    body = f'echo "$(basename "$0") $*" >>{notes}'
    (bin_ / "basename").symlink_to(shutil.which("basename") or "")
    bin_.joinpath("python3").unlink(missing_ok=True)
    command(bin_ / "python3", "exit 0")
    venv = checkout / ".venv" / "bin"
    venv.mkdir(parents=True)
    for name in ("python", "pip", "uv", "renja"):
        command(venv / name, body)
    return notes


def test_it_installs_once_and_again_when_the_lock_changes(checkout: Path, bin_: Path) -> None:
    notes = pretend_venv(checkout, bin_)
    assert renja(checkout, bin_, "ingest", "a b.pdf").returncode == 0
    first = notes.read_text()
    assert re.search(r"^uv pip sync .*--require-hashes --compile-bytecode", first, re.M)
    assert first.endswith("renja ingest a b.pdf\n")

    notes.write_text("")
    renja(checkout, bin_, "--help")
    assert notes.read_text() == "renja --help\n"

    notes.write_text("")
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    renja(checkout, bin_, "--help")
    assert "uv pip sync" in notes.read_text()


def test_an_interrupted_installation_starts_again(checkout: Path, bin_: Path) -> None:
    notes = pretend_venv(checkout, bin_)
    command(checkout / ".venv/bin/uv", "kill -9 $PPID")
    assert renja(checkout, bin_, "--help").returncode != 0
    assert not notes.exists() or "renja" not in notes.read_text()
    command(checkout / ".venv/bin/uv", f'echo "uv $*" >>{notes}')
    assert renja(checkout, bin_, "--help").returncode == 0
    assert "uv pip sync" in notes.read_text()


def test_pip_installs_where_uv_cannot(checkout: Path, bin_: Path) -> None:
    notes = pretend_venv(checkout, bin_)
    command(checkout / ".venv/bin/uv", "exit 1")
    assert renja(checkout, bin_, "--help").returncode == 0
    assert "-m pip install" in notes.read_text()
    assert "--require-hashes" in notes.read_text()


def test_tests_run_in_the_checkout(checkout: Path, bin_: Path) -> None:
    notes = pretend_venv(checkout, bin_)
    renja(checkout, bin_, "test", "tests/flows", "-k", "inbox")
    assert notes.read_text().endswith("python -m pytest tests/flows -k inbox\n")
    renja(checkout, bin_, "test")
    assert notes.read_text().endswith("python -m pytest -n 2 --dist loadfile\n")


def pretend_apt(checkout: Path, bin_: Path, user: int, code: int = 0) -> Path:
    """Notes what is to be installed, as root or not; returns the notes."""
    notes = checkout / "apt"
    notes.write_text("")
    for name, body in (("id", f"echo {user}"), ("apt-get", f'echo "$*" >>{notes}; exit {code}')):
        (bin_ / name).unlink()
        command(bin_ / name, body)
    return notes


def test_chromium_is_installed_once_for_the_tests(checkout: Path, bin_: Path) -> None:
    pretend_venv(checkout, bin_)
    apt = pretend_apt(checkout, bin_, user=0)
    renja(checkout, bin_, "test", "tests/flows")
    renja(checkout, bin_, "ingest")
    assert apt.read_text() == ""
    renja(checkout, bin_, "test")
    assert apt.read_text().endswith("install -qqy chromium\n")

    apt.write_text("")
    renja(checkout, bin_, "test", "tests/browser")
    assert apt.read_text() == ""


def test_chromium_that_is_there_is_left_alone(checkout: Path, bin_: Path) -> None:
    pretend_venv(checkout, bin_)
    apt = pretend_apt(checkout, bin_, user=0)
    command(bin_ / "chromium", "exit 0")
    assert renja(checkout, bin_, "test").returncode == 0
    assert apt.read_text() == ""


@pytest.mark.parametrize(("user", "code"), [(0, 100), (1000, 0)])
def test_without_chromium_the_tests_run_all_the_same(
    checkout: Path, bin_: Path, user: int, code: int
) -> None:
    notes = pretend_venv(checkout, bin_)
    apt = pretend_apt(checkout, bin_, user, code)
    run = renja(checkout, bin_, "test")
    assert run.returncode == 0
    assert "To run them: sudo apt install chromium" in run.stderr
    assert ("update" in apt.read_text()) == (user == 0)
    assert "-m pytest -n 2" in notes.read_text()


def test_the_lock_is_hashed_and_names_no_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"https?://|index-url|find-links", lock)
    pinned = re.findall(r"^[a-z0-9._-]+==", lock, re.M)
    assert len(pinned) > 100
    # Two OpenCVs would lie in one folder; torch is ten times the rest together.
    assert not {"opencv-python==", "opencv-contrib-python==", "torch=="} & set(pinned)
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]
