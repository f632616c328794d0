"""What all tests share: the sample data beside the checkout, seeds, figures worth seeing, and what runs when."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED_VARIABLE = "INTYG_SHARED"
SEED_VARIABLE = "INTYG_TEST_SEED"
MEASURED = "measured: "

settings.register_profile(
    "default",
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", settings.get_profile("default"), max_examples=2000, derandomize=False)
settings.load_profile("default")


def pytest_configure(config: pytest.Config) -> None:
    """Tests start from the product's default settings, whatever the caller's environment says."""
    del config
    for name in [name for name in os.environ if name.startswith("INTYG_")]:
        if name not in {SHARED_VARIABLE, SEED_VARIABLE}:
            del os.environ[name]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the nightly tests out unless they are asked for: with `-m`, or by a path with `::`."""
    if "nightly" in config.option.markexpr or any("::" in argument for argument in config.args):
        return
    nightly = [item for item in items if item.get_closest_marker("nightly")]
    config.hook.pytest_deselected(items=nightly)
    items[:] = [item for item in items if item not in set(nightly)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests noted with `measured`, above pytest's closing lines."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = [
        f"{report.nodeid}: {name.removeprefix(MEASURED)} {value}"
        for report in reports
        for name, value in report.user_properties
        if name.startswith(MEASURED)
    ]
    if lines:
        terminalreporter.section("measured")
        for line in sorted(lines):
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The directory with real sample documents, code lists and acceptance cases.

    Given by INTYG_SHARED, else `../shared` beside the checkout; tests that need it are skipped where it is absent.
    """
    path = Path(os.environ.get(SHARED_VARIABLE) or CHECKOUT.parent / "shared")
    if not path.is_dir():
        pytest.skip(f"there is no shared material; say where it is with {SHARED_VARIABLE}=/path/to/shared")
    return path


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """A seed that is the same in every run of the test; INTYG_TEST_SEED sets another. Printed when the test fails."""
    number = int(os.environ.get(SEED_VARIABLE) or zlib.crc32(request.node.nodeid.encode()))
    request.node.add_report_section("setup", "seed", f"repeat this with {SEED_VARIABLE}={number}")
    return number


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str, object], None]:
    """Note a figure, `measured("seconds to start", 4.2)`; it is shown at the end of the run and decides nothing."""
    return lambda name, value: record_property(f"{MEASURED}{name}", value)
