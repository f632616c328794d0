"""Making an extract as an operator: from the base in force, logged first, into a new file that tells its protection."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
from contextlib import closing
from io import BytesIO
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from typer.testing import CliRunner

from tests.unit.extracts.small_core import AS_OF, leave, write_core
from warehouse.application.audit import AuditUnavailableError
from warehouse.application.models import AuditEventRow
from warehouse.application.opening import open_application_database
from warehouse.errors import NotReadyError, UserError
from warehouse.extracts.files import Order
from warehouse.extracts.making import make_extract
from warehouse.extracts.parameters import Parameters
from warehouse.extracts.source import core_in_force
from warehouse.releases import Release, ReleaseStore
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory, Zone

ORDER = Order("2020-17", "Socialstyrelsen")
NAME = "extract_nbhw_median"
BASE, DELTA = "20210601T020000Z-base", "20210601T120000Z-dlta"


def _put_in_force(settings: Settings, folder: Path, version: str, base: Release | None = None) -> Release:
    """A restricted release: a base with core tables of one case, or a delta, which has none of its own."""
    store = ReleaseStore(DataDirectory(settings.data).zone(Zone.RESTRICTED))
    with store.building(version) as aside:
        if base is None:
            folder.mkdir()
            core = write_core(folder, [leave("w1", "2020-03-01", "2020-03-10", unit="=U1")])
            shutil.copytree(core.folder, aside / "core")
        with duckdb.connect(str(aside / "rehab.duckdb")) as connection:
            connection.execute("CREATE TABLE release AS SELECT $day AS as_of", {"day": AS_OF})
        release = store.finish(aside, version, {}, base)
    store.put_in_force(version)
    return release


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load_settings(data=tmp_path / "data")
    _put_in_force(settings, tmp_path / "made", BASE)
    return settings


def _second_cell(sheet: Worksheet, first: str) -> str:
    return next(str(row[1].value) for row in sheet.iter_rows() if row[0].value == first)


def _events(settings: Settings) -> list[AuditEventRow]:
    with (
        closing(open_application_database(DataDirectory(settings.data), settings)) as database,
        database.reading() as session,
    ):
        return list(session.scalars(select(AuditEventRow)))


def test_an_extract_is_made_from_the_base_that_a_delta_stands_on(settings: Settings, tmp_path: Path) -> None:
    data = DataDirectory(settings.data)
    base = ReleaseStore(data.zone(Zone.RESTRICTED)).current()
    delta = _put_in_force(settings, tmp_path / "delta", DELTA, base)
    core = core_in_force(data)
    assert (core.version, core.as_of) == (BASE, AS_OF)
    assert core.folder == delta.base_file("core")
    result = make_extract(settings, NAME, ORDER, Parameters(), form="json", file=tmp_path / "median.json")
    assert result.release == BASE


def test_without_a_release_there_is_no_extract(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError):
        make_extract(load_settings(data=tmp_path), NAME, ORDER, Parameters())


def test_every_extract_is_in_the_audit_log_with_its_order(settings: Settings, tmp_path: Path) -> None:
    given = Parameters(from_year=2020, diagnoses=("F32",))
    make_extract(settings, NAME, ORDER, given, form="csv", file=tmp_path / "median.csv")
    [event] = _events(settings)
    assert event.report_id == NAME
    assert event.filter_text == (
        f"order=2020-17; ordered_by=Socialstyrelsen; release={BASE}; from_year=2020; diagnoses=F32"
    )
    assert event.person_count == 0


def test_what_cannot_be_logged_is_not_shown(settings: Settings, tmp_path: Path) -> None:
    with closing(open_application_database(DataDirectory(settings.data), settings)):
        pass
    # A trigger stands in for a full disk: the write fails when the record is about to be stored.
    with closing(sqlite3.connect(DataDirectory(settings.data).application / "application.sqlite")) as connection:
        connection.execute(
            "create trigger disk_full before insert on audit_event begin select raise(abort, 'disk full'); end"
        )
    with pytest.raises(AuditUnavailableError):
        make_extract(settings, NAME, ORDER, Parameters(), form="json", file=tmp_path / "median.json")
    assert not (tmp_path / "median.json").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json"])
def test_a_file_says_what_protects_its_figures_and_is_its_owners_alone(
    settings: Settings, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"median.{form}"
    make_extract(settings, NAME, ORDER, Parameters(), form=form, file=file, language="en")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = file.read_bytes()
    if form == "csv":
        assert content.decode().splitlines()[0] == "\ufeffsection;diagnosis;diagnosis_name;sex;sex_name;" + (
            "county;county_name;median"
        )
        told = json.loads((tmp_path / "median.csv-metadata.json").read_text())
    elif form == "xlsx":
        book = openpyxl.load_workbook(BytesIO(content))
        assert [row[0].value for row in book.worksheets[0].iter_rows()][:2] == ["diagnosis", "F32"]
        told = {"protection": _second_cell(book["about"], "Protection")}
    elif form == "parquet":
        table = pq.read_table(BytesIO(content))
        assert table.column("median").to_pylist()[0] == 10.0
        told = {"protection": table.schema.metadata[b"intyg.protection"].decode()}
    else:
        told = json.loads(content)
        assert told["sections"][0]["rows"][0]["median"] == 10.0
    assert told["protection"].startswith("No threshold: a value may be made from a single case.")


def test_a_text_of_the_directory_is_no_formula_in_a_workbook(settings: Settings, tmp_path: Path) -> None:
    years = {"sections": ("ongoing_cases",)}
    file = tmp_path / "skane.xlsx"
    own = tmp_path / "own.yaml"
    own.write_text(
        "{id: extract_units, title: {sv: E, en: E}, protection: {sv: Ingen, en: None}, sections: [{id: ongoing_cases,"
        " title: {sv: E, en: E}, groupings: [[unit]], measures: [number]}]}"
    )
    make_extract(settings, str(own), ORDER, Parameters(**years), form="xlsx", file=file)
    cell = openpyxl.load_workbook(file).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=U1", "s")


@pytest.mark.parametrize(
    ("order", "asked", "sentence"),
    [
        (Order("", "Socialstyrelsen"), ("table", None), "made for an order"),
        (Order("1", " "), ("table", None), "made for an order"),
        (ORDER, ("stone", None), "There is no format stone"),
        (ORDER, ("csv", None), "Name a new file"),
        (ORDER, ("table", "a.txt"), "Name a new file"),
        (ORDER, ("json", "there.json"), "nothing is overwritten"),
        (ORDER, ("json", "no/folder.json"), "cannot be made there"),
    ],
)
def test_what_cannot_be_made_is_refused(
    settings: Settings, tmp_path: Path, order: Order, asked: tuple[str, str | None], sentence: str
) -> None:
    (tmp_path / "there.json").write_text("{}")
    form, file = asked
    with pytest.raises(UserError, match=sentence):
        make_extract(settings, NAME, order, Parameters(), form=form, file=tmp_path / file if file else None)
    assert (tmp_path / "there.json").read_text() == "{}"


def test_the_command_prints_tables_and_what_protects_them(settings: Settings) -> None:
    from intyg import app

    asked = ["--data", str(settings.data), "extract", NAME, "--order", "2020-17", "--ordered-by", "Socialstyrelsen"]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0
    assert "Skydd: Inget tröskelvärde" in told.stdout
    assert "Depressiv episod" in told.stdout
    listed = CliRunner().invoke(app, ["extract", "list"])
    assert "extract_skane: New and ongoing cases" in listed.stdout
