"""The worked example of the page about extracts, as the page has it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tests.unit.extracts.small_core import leave, opened, write_core
from warehouse.extracts.builder import build_extract
from warehouse.extracts.files import BYTE_ORDER_MARK, Order, write_csv
from warehouse.extracts.orders import read_description

PAGE = Path(__file__).resolve().parents[3] / "docs" / "howto-make-an-extract.md"


def _block(language: str) -> str:
    match = re.search(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert match is not None
    return match[1]


def test_the_described_extract_gives_the_shown_file(tmp_path: Path) -> None:
    older, younger = date(1970, 1, 1), date(1990, 1, 1)
    rows = [leave(f"w{number}", "2020-03-02", "2020-03-13", "F438") for number in range(6)]
    rows += [leave(f"w1{number}", "2020-04-01", "2020-04-30", "F43") for number in range(4)]
    rows += [leave(f"m{number}", "2020-04-01", "2020-04-20", "F430") for number in range(5)]
    rows += [leave("m9", "2020-04-01", "2020-04-20", "J20")]
    births = {row.person: older if row.person in {f"w{number}" for number in range(6)} else younger for row in rows}
    file = tmp_path / "stress.yaml"
    file.write_text(_block("yaml"), encoding="utf-8")
    core = write_core(tmp_path, rows, births=births)
    with opened(core) as connection:
        result = build_extract(connection, core, read_description(file), 5)
    written = write_csv(result, Order("2020-18", "Region Exempel"), "sv").decode()
    assert written.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n") == _block("csv")
