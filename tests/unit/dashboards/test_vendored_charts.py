"""The chart library that is kept in the project: the version that Dash was made for, free, and complete."""

from __future__ import annotations

import re
from pathlib import Path

from plotly.offline import get_plotlyjs_version

from dashboards.serving.site import ASSETS, CHART_LIBRARY

VENDORED = ASSETS / CHART_LIBRARY


def test_it_is_the_version_of_the_installed_plotly() -> None:
    head = VENDORED.read_text(encoding="utf-8")[:400]
    found = re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", head)
    assert found is not None
    assert found.group(1) == get_plotlyjs_version()


def test_its_licence_stands_beside_it() -> None:
    assert "MIT License" in (VENDORED.parent / "plotly-LICENSE.txt").read_text()


def test_no_asset_of_ours_names_another_host() -> None:
    own = [path for path in ASSETS.rglob("*") if path.suffix in {".js", ".css"} and "vendor" not in path.parts]
    assert own
    assert [path.name for path in own if re.search(r"https?://(?!www\.w3\.org/)", Path(path).read_text())] == []
