"""Loading whole files with the program, and at every run: what is said, what is refused, what stays in force."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from intyg import app
from pipelines.enrichment import FILES, load_file, take_in
from pipelines.landing.file_readings import rejected_counts, rejected_rows
from pipelines.landing.landing import Landing
from pipelines.operations import status
from pipelines.sources.directory_units import RefusedFileError
from tests.integration.directory.organisations import Intake, answers, unit_answer, units_file
from warehouse.errors import UserError
from warehouse.settings import load_settings
from warehouse.storage import DataDirectory

TABLE = (
    "region;kön;Folkmängd 2024;Folkmängd 2025\n03 Uppsala län;män;200 500;201 000\n03 Uppsala län;kvinnor;{women};7\n"
)


def _run(data: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["--data", str(data), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_program_loads_each_kind_and_says_what_it_took(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "file"
    file.write_bytes(units_file(date(2026, 11, 22), {"id": "SE-U1", "name": "A"}, {"name": "Utan id"}))
    said = _run(data, "directory", "load", str(file))
    assert "2 entries, 1 units, 0 care providers, 0 repeated ids" in said
    assert "1 set aside as directory_id_missing, the first at row 2" in said
    assert "holds from 2026-11-22" in said
    assert "nothing changes" in _run(data, "directory", "load", str(file))
    file.write_bytes(answers(unit_answer("SE-U1", "03")) + b"\n{")
    said = _run(data, "directory", "load", str(file), "--valid-from", "2026-10-01")
    assert "1 units" in said
    assert "directory_row_unreadable" in said
    assert "holds from 2026-10-01" in said
    file.write_bytes(b'[{"careProviderMapping": {"P1": {"id": "P2"}}}]')
    assert "1 care providers replaced" in _run(data, "directory", "load", str(file))
    file.write_text(TABLE.format(women="199 500"), encoding="latin-1")
    assert "4 figures, 2 years, 1 counties, 0 municipalities" in _run(data, "population", "load", str(file))
    file.write_text("Kod\tTitel\nF43.7\tNy kod\n")
    assert "1 categories and codes" in _run(data, "diagnoses", "load", str(file))
    with closing(Landing(DataDirectory(data).landing)) as landing:
        assert rejected_counts(landing.ledger) == {"directory_id_missing": 1, "directory_row_unreadable": 1}
        reading = landing.readings("hsa_lookups")[0]
        assert (reading.valid_from, rejected_rows(landing.ledger, "hsa_lookups", reading.sha256)) == (
            date(2026, 10, 1),
            [(2, "directory_row_unreadable")],
        )


@pytest.mark.parametrize("kind", ["directory", "population", "diagnoses"])
@pytest.mark.parametrize("content", [None, b"", b"\x00\x01"])
def test_what_cannot_be_used_is_one_sentence(tmp_path: Path, kind: str, content: bytes | None) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    done = CliRunner().invoke(app, ["--data", str(tmp_path / "data"), kind, "load", str(file)])
    assert isinstance(done.exception, UserError)
    assert str(tmp_path) not in str(done.exception)


def test_populations_complete_each_other_and_a_later_one_replaces(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.sign("c1", "SE-U1", date(2026, 6, 1))
    intake.load("population", TABLE.format(women="..").encode())
    intake.load("population", "region;ålder;kön;år;Folkmängd\n03;0;2;2024;5\n03;100+;2;2024;6\n".encode())
    intake.load("population", b"region;kon;ar;Folkmangd\n03;1;2025;9\n0380;1;2025;4\n01;1;2025;3\n")
    intake.build()
    with closing(duckdb.connect(str(intake.pipeline.data.work / "care.duckdb"), read_only=True)) as care:
        rows = care.execute("SELECT county, year, sex, age, inhabitants FROM population").fetchall()
    assert sorted(rows, key=str) == [
        ("01", 2025, 1, None, 3),
        ("03", 2024, 1, None, 200_500),
        ("03", 2024, 2, 0, 5),
        ("03", 2024, 2, 100, 6),
        ("03", 2025, 1, None, 9),
        ("03", 2025, 2, None, 7),
    ]


def test_files_of_the_settings_are_read_at_every_run_and_one_that_is_away_delays_nothing(tmp_path: Path) -> None:
    units, people = tmp_path / "units.zip", tmp_path / "population.csv"
    settings = load_settings(data=tmp_path / "data", units_file=units, population_file=people)
    data = DataDirectory(tmp_path / "data")
    with closing(Landing(data.landing)) as landing:
        outcomes = take_in(settings, landing)
        assert set(outcomes) == set(FILES)
        assert set(outcomes.values()) == {"missing"}
        states = {state.source: state for state in landing.ledger.source_states()}
        assert set(states) == {"hsa_units", "population"}, "kinds that nobody has configured are not late"
        assert states["population"].failure
        units.write_bytes(units_file(date(2026, 11, 22), {"id": "SE-U1"}))
        people.write_text(TABLE.format(women="1"))
        outcomes = take_in(settings, landing)
        assert (outcomes["hsa_units"], outcomes["population"]) == ("new", "new")
        assert all(state.failure is None for state in landing.ledger.source_states())
        assert take_in(settings, landing)["hsa_units"] == "unchanged"
        units.write_bytes(units_file(date(2026, 11, 20), {"id": "SE-U1"}))
        people.unlink()
        outcomes = take_in(settings, landing)
        assert outcomes["hsa_units"].startswith("refused; the former stays in force. The units file of 2026-11-20")
        assert outcomes["population"] == "not reached; the former stays in force"
        assert [state.failure is None for state in landing.ledger.source_states()] == [False, False]
        assert [reading.valid_from for reading in landing.readings("hsa_units")] == [date(2026, 11, 22)]


def test_files_of_a_demonstrations_source_directory_are_read_without_settings(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path)
    source = DataDirectory(tmp_path).source
    source.mkdir(parents=True)
    (source / "hsa_lookups.jsonl").write_bytes(answers(unit_answer("SE-U1", "03")))
    with closing(Landing(DataDirectory(tmp_path).landing)) as landing:
        assert take_in(settings, landing)["hsa_lookups"] == "new"
        assert landing.ledger.source_states() == []


def test_an_older_units_file_is_history_only_when_asked_for(tmp_path: Path) -> None:
    newer, older = (units_file(date(2026, 11, day), {"id": "SE-U1"}) for day in (22, 20))
    with closing(Landing(DataDirectory(tmp_path).landing)) as landing:
        load_file(landing, "hsa_units", newer)
        with pytest.raises(RefusedFileError, match="older"):
            load_file(landing, "hsa_units", older)
        load_file(landing, "hsa_units", older, history=True)
        assert [reading.valid_from.day for reading in landing.readings("hsa_units")] == [20, 22]


def test_the_status_shows_what_was_loaded_and_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(units_file(date(2026, 11, 22), {"id": "SE-U1"}, {"name": "Utan id"}))
    _run(tmp_path / "data", "directory", "load", str(file))
    (files,) = (one for one in status(load_settings(data=tmp_path / "data")) if one.title == "Reference files")
    assert files.rows[0] == ("Units file of the directory", "2026-11-22", "1")
    assert files.rows[3] == ("Population", "none loaded", "")
