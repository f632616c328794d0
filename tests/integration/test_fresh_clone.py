"""What the README promises to somebody who has just cloned the project: `make demo` does everything by itself.

The other promised command, `make test`, is what runs this test.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
NOT_INHERITED = re.compile(r"(INTYG|PYTEST|XDG|UV|VIRTUAL_ENV|MAKE|MFLAGS|HYPOTHESIS|COV|DAGSTER)")
FIRST_START_SECONDS = 900
SECOND_START_SECONDS = 120
STOP_SECONDS = 60

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("CI"),
        reason="downloads and builds everything anew; run it with CI=true make test TESTS=tests/integration",
    ),
    pytest.mark.timeout(1800),
    # After the browser tests, not beside them: two heavy things at once would only wait for each other.
    pytest.mark.xdist_group("web"),
]


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """A clone of what is committed. Removed at the end: a set-up takes a gigabyte."""
    with tempfile.TemporaryDirectory(prefix="fresh-clone-") as folder:
        target = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(CHECKOUT), str(target)], check=True)
        yield target


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """The environment of somebody with an empty home directory; two free ports for the sites."""
    kept = {name: value for name, value in os.environ.items() if not NOT_INHERITED.match(name)}
    public, care = _free_ports()
    with tempfile.TemporaryDirectory(prefix="empty-home-") as home:
        yield {**kept, "HOME": home, "INTYG_PUBLIC_PORT": str(public), "INTYG_CARE_PORT": str(care)}


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def _addresses(environment: dict[str, str]) -> tuple[str, str]:
    return tuple(f"http://127.0.0.1:{environment[name]}/" for name in ("INTYG_PUBLIC_PORT", "INTYG_CARE_PORT"))


def _fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        return answer.read().decode()


def _wait_until_up(process: subprocess.Popen[bytes], addresses: tuple[str, str], limit: float, output: Path) -> float:
    """Seconds until both addresses answer. Fails with the program's output when it stops, or does not in time."""
    started = time.monotonic()
    waiting = list(addresses)
    while waiting:
        seconds = time.monotonic() - started
        if process.poll() is not None or seconds > limit:
            pytest.fail(f"not up after {seconds:.0f} s:\n{output.read_text()[-4000:]}")
        try:
            _fetch(waiting[0])
            waiting.pop(0)
        except OSError:
            time.sleep(0.2)
    return time.monotonic() - started


def _family(leader: int) -> set[psutil.Process]:
    """The living processes of the session that `leader` opened, and those that they started."""
    found: set[psutil.Process] = set()
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getsid(process.pid) == leader:
                found |= {process, *process.children(recursive=True)}
    return found


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the demonstration as Ctrl-C does, and see that nothing of it is left."""
    family = _family(process.pid)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    _, left = psutil.wait_procs(family, STOP_SECONDS)
    for member in left:
        member.kill()
    process.wait()
    assert left == [], "the demonstration left processes behind"


@contextmanager
def _demo(clone: Path, environment: dict[str, str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`make demo` as somebody runs it, in a session of its own, stopped at the end."""
    with output.open("wb") as file:
        process = subprocess.Popen(
            ["make", "demo"],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _stop(process)


def test_the_verbs_are_listed(clone: Path, environment: dict[str, str]) -> None:
    listed = subprocess.run(["make", "help"], cwd=clone, env=environment, capture_output=True, text=True, check=True)
    for verb in ("demo", "test", "check", "clean"):
        assert f"make {verb} " in listed.stdout


def test_the_demonstration_starts_in_a_fresh_clone_and_again(
    clone: Path, environment: dict[str, str], tmp_path: Path, measured: Callable[[str, object], None]
) -> None:
    public, care = addresses = _addresses(environment)

    with _demo(clone, environment, tmp_path / "first") as process:
        seconds = _wait_until_up(process, addresses, FIRST_START_SECONDS, tmp_path / "first")
        measured("seconds to the first start, set-up included:", round(seconds))
        assert "Intygsinsikt" in _fetch(public)
        assert "Intygsinsikt" in _fetch(care)
    printed = (tmp_path / "first").read_text()
    assert public.rstrip("/") in printed
    assert care.rstrip("/") in printed

    with _demo(clone, environment, tmp_path / "second") as process:
        seconds = _wait_until_up(process, addresses, SECOND_START_SECONDS, tmp_path / "second")
        measured("seconds to the second start:", round(seconds))

    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    ).stdout
    assert changed == "", "the demonstration changed or left files that git knows nothing of"
