"""`intyg report` as its users call it: every level and format, and a sentence for every mistake."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pyarrow.parquet as pq
import pytest
from sqlalchemy import select

import intyg
from dashboards.reporting import Asked, give_report
from tests.integration.reports.published import AS_OF, MEN_AT_U1, MEN_AT_U3, VERSION, WOMEN_AT_U1, WOMEN_AT_U2, publish
from warehouse.application.models import AuditEventRow
from warehouse.application.opening import open_application_database
from warehouse.reports import registry
from warehouse.reports.result import Level
from warehouse.settings import load_settings
from warehouse.storage import DataDirectory


class Outcome(NamedTuple):
    """What a run of the program came to."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Outcome]
REGION = "SE2321000016-39KJ"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("published")
    publish(root)
    (root / "lista.csv").write_text("Namn;HSA-id;Listade\nNorra;U1;110\nÖstra;u3;\n")
    return root


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program itself, in this process: what it prints, and the code it ends with."""

    def intyg_report(*arguments: str, **environment: str) -> Outcome:
        with monkeypatch.context() as given:
            for name, value in environment.items():
                given.setenv(name, value)
            given.setattr(sys, "argv", ["intyg", "--data", str(data), "report", *arguments])
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                intyg.main()
        printed = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), printed.out, printed.err)

    return intyg_report


def test_the_program_by_itself(data: Path) -> None:
    command = [sys.executable, "-m", "intyg", "--data", str(data), "report", "cases_total", "--format", "csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 19


def as_json(run: Run, *arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def cell(document: dict[str, Any], group: str | None, sex: str, period: str | None = None) -> dict[str, Any]:
    """The record of one number of the table; of the last period unless said."""
    found = [
        record
        for record in document["table"]
        if record["group"] == group and record["sex"] == sex and period in {None, record["first"]}
    ]
    return dict(found[-1])


def test_the_national_level_tells_what_is_protected(run: Run) -> None:
    found = as_json(run, "cases_by_county", "--level", "national")
    assert cell(found, "01", "women")["numerator"] == WOMEN_AT_U1 + WOMEN_AT_U2
    men = cell(found, "01", "men")
    assert (men["value"], men["status"], men["cut"]) == (None, "protected", True)
    assert cell(found, "03", "men") | {"first": "", "last": ""} == {
        "first": "",
        "last": "",
        "kind": "group",
        "group": "03",
        "sex": "men",
        "value": 12.0,
        "status": None,
        "cut": False,
        "count": MEN_AT_U3,
        "numerator": MEN_AT_U3,
        "denominator": 500,
    }
    assert found["loss"]["cells"] == 2, "that of the county, and that of all counties"
    assert found["loss"]["en"].endswith("recognised: 2.")
    plain = as_json(run, "cases_by_county", "--plain-zero")
    assert (cell(plain, "01", "men")["value"], cell(plain, "01", "men")["status"]) == (0, None)


def test_a_setting_gives_plain_zeros(run: Run) -> None:
    shown = run("cases_by_county", "--format", "csv", INTYG_PLAIN_ZERO="true").stdout
    marked = run("cases_by_county", "--format", "csv", "--protected-mark", INTYG_PLAIN_ZERO="true").stdout
    assert '".."' not in shown
    assert '".."' in marked


def test_a_share_comes_with_its_parts_in_every_format(run: Run, tmp_path: Path) -> None:
    asked = ("complement_share", "--level", "provider", "--provider", "p1", "--view", "cross_section")
    record = cell(as_json(run, *asked), "LISJP", "women")
    assert (record["value"], record["numerator"], record["denominator"]) == (66, 6, 9)
    lines = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout), delimiter=";"))
    line = next(line for line in lines if line["group"] == "LISJP")
    assert (line["women"], line["women_numerator"], line["women_denominator"]) == ("66", "6", "9")
    assert "66 % (6/9)" in run(*asked).stdout.replace("\N{NO-BREAK SPACE}", " ")
    for name in ("a.xlsx", "a.parquet"):
        assert run(*asked, "--out", str(tmp_path / name)).returncode == 0
    parts = openpyxl.load_workbook(tmp_path / "a.xlsx")["underlag"]
    rows = [[value.value for value in row] for row in parts.iter_rows()]
    assert [row[2:] for row in rows if "FK 7804" in str(row[0])] == [[53, 7, 13], [66, 6, 9], [25, 1, 4]]
    table = pq.read_table(tmp_path / "a.parquet").to_pylist()
    row = next(row for row in table if row["group"] == "LISJP" and row["sex"] == "women")
    assert (row["value"], row["numerator"], row["denominator"]) == (66.0, 6, 9)


def test_parquet_has_typed_columns_and_tells_what_it_holds(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "cases.parquet"
    assert run("cases_total", "--out", str(out)).returncode == 0
    table = pq.read_table(out)
    assert {str(field.type) for field in table.schema if field.name.endswith("_day")} == {"date32[day]"}
    assert table.num_rows == 18 * 3 * 3, "the group, the sum and each case once; total, women and men"
    told = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    assert told["release"] == VERSION
    assert json.loads(told["title"]) == {"sv": "Antal sjukfall", "en": "Number of cases"}


def test_a_csv_file_has_a_description_beside_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "counties.csv"
    done = run("cases_by_county", "--out", str(out))
    assert done.returncode == 0, done.stderr
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    stockholm = next(dict(zip(head, line, strict=True)) for line in lines if line[0] == "01")
    assert stockholm["rate_women"] == "3,33"
    described = json.loads((tmp_path / "counties.csv-metadata.json").read_text())
    assert [column["name"] for column in described["tableSchema"]["columns"]] == head


def test_national_figures_are_written_as_open_data(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "counties.jsonstat"
    done = run("cases_by_county", "--out", str(out), "--language", "en")
    assert done.returncode == 0, done.stderr
    told = json.loads(out.read_text())
    assert told["id"] == ["Region", "Kon", "ContentsCode", "Tid"]
    place = told["dimension"]["Region"]["category"]["index"]["01"] * 9 + 2 * 3 + 2
    assert told["value"][place] == 3.33, "women of Stockholm per 1,000 inhabitants"
    refused = run("cases_total", "--level", "provider", "--provider", "P1", "--format", "px")
    assert refused.returncode != 0
    assert "Only national reports" in refused.stderr


def test_many_filter_values_stand_on_a_sheet_of_their_own(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    ages = "0-15,16-20,21-25,26-30,31-35,36-40,41-45,46-50,51-55"
    asked = ("cases_total", "--level", "provider", "--provider", "P1", "--out", str(out), "--ages")
    assert run(*asked, ages).returncode == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["tabell", "urval", "om"]
    column = [row[0].value for row in book["urval"].iter_rows(min_row=3)]
    assert column[:2] == ["Valda åldersgrupper", "Under 16 år"]
    assert len(column) == 10
    assert run(*asked, "0-15,16-20").returncode == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["tabell", "om"]
    assert book["tabell"]["A4"].value == "Valda åldersgrupper: Under 16 år, 16-20 år"


def test_a_query_is_the_same_as_options(run: Run) -> None:
    level = ("cases_total", "--level", "provider", "--provider", "P1")
    options = as_json(run, *level, "--units", "U1", "--diagnoses", "F00-F99", "--from", "2016-01", "--to", "2016-02")
    query = as_json(run, *level, "--query", "enhet=u1&diagnos=F00-F99&fran=2016-01&till=2016-02")
    assert options == query
    assert cell(query, "TOTAL", "total", "2016-02")["value"] == WOMEN_AT_U1
    assert [one["dimension"] for one in query["filters"]] == ["units", "diagnoses"]
    assert query["filters"][0]["sv"] == {"head": "Valda enheter", "names": ["Norra vårdcentralen"]}


def test_a_region_from_its_list(run: Run, data: Path) -> None:
    asked = ("--level", "region", "--provider", REGION, "--region-list", str(data / "lista.csv"))
    rates = as_json(run, "cases_per_1000_listed_by_unit", *asked)
    assert cell(rates, "u1", "total")["value"] == 81.82
    assert rates["threshold"]["value"] == 5
    assert rates["list_date"] is not None
    units = as_json(run, "cases_by_unit", *asked, "--cutoff", "7")
    assert [group["key"] for group in units["groups"]] == ["u1"]
    low = run("cases_by_unit", *asked, "--cutoff", "1")
    assert low.returncode == 0
    assert "The cut-off 1 is raised to 3" in low.stderr


def test_another_day_counts_as_today(run: Run) -> None:
    asked = ("cases_total", "--level", "provider", "--provider", "P1")
    assert as_json(run, *asked)["period"]["last"] == "2016-03"
    earlier = as_json(run, *asked, "--as-of", "2016-02-10")
    assert (earlier["period"]["last"], earlier["as_of"]) == ("2016-02", "2016-02-10")
    assert [note["id"] for note in earlier["notes"]] == ["running_month"]


def test_options_of_single_reports(run: Run) -> None:
    level = ("--level", "provider", "--provider", "P1", "--view", "cross_section")
    within = as_json(run, "cases_within_diagnosis", *level, "--within", "F30-F39")
    assert cell(within, "F32", "women")["value"] == WOMEN_AT_U1
    compared = as_json(run, "cases_compare_diagnoses", *level, "--compare", "F32,M54")
    assert [group["key"] for group in compared["groups"]] == ["F32", "M54"]
    assert as_json(run, "messages_per_doctor", *level, "--doctor-messages")["report"] == "messages_per_doctor"
    units = as_json(run, "cases_by_unit", *level, "--unit-depth", "unit")
    assert units["groups"] == []


def test_another_measure_stands_beside_the_number(run: Run, tmp_path: Path) -> None:
    asked = ("cases_by_age_group", "--level", "provider", "--provider", "P1", "--view", "cross_section")
    found = as_json(run, *asked, "--measure", "median_length")
    assert found["measure"]["sv"] == "Sjukskrivningslängd, median"
    group = next(record["group"] for record in found["table"] if record["count"])
    women = cell(found, group, "women")
    assert (women["value"], women["count"]) == (20.0, WOMEN_AT_U1 + WOMEN_AT_U2)
    nobody = cell(found, "0-15", "women")
    assert (nobody["value"], nobody["status"], nobody["count"]) == (None, "unavailable", 0)
    line = run(*asked, "--measure", "median-length", "--format", "csv").stdout.splitlines()[0]
    assert "counted_total" in line and "median_length_total" in line
    shown = run(*asked, "--measure", "median_length").stdout
    (line,) = (line for line in shown.splitlines() if "36-40" in line)
    assert [part.strip() for part in line.split("│")][2:5] == ["20", "20", "20"]
    for name in ("a.xlsx", "a.parquet", "a.csv"):
        assert run(*asked, "--measure", "median_length", "--out", str(tmp_path / name)).returncode == 0
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["tabell"]
    numbers = {(value.value, value.number_format) for row in sheet.iter_rows() for value in row}
    assert (20, "#,##0") in numbers


def test_a_change_from_nothing_is_told_as_such(run: Run) -> None:
    asked = ("cases_total", "--level", "provider", "--provider", "P1", "--from", "2016-02", "--to", "2016-02")
    found = as_json(run, *asked, "--measure", "change_per_cent")
    assert cell(found, "TOTAL", "total")["status"] == "incomparable"
    assert "Ingen jämförelse" in run(*asked, "--measure", "change_per_cent").stdout


@pytest.mark.parametrize("level", ["national", "provider", "region"])
def test_every_report_of_a_level_can_be_had_in_every_view(run: Run, data: Path, level: str) -> None:
    """Through one process: the command's own function, called for each."""
    out = data / "every.json"
    for report in registry.every_report(Level(level)):
        for view in report.levels[Level(level)]:
            asked = Asked(
                report.id,
                level,
                view.value,
                provider={"provider": "P1", "region": REGION}.get(level),
                region_list=data / "lista.csv",
                within="F00-F99",
                compare=("F32",),
                doctor_messages=True,
                out=out,
            )
            give_report(load_settings(data=data), asked)
            written = json.loads(out.read_text())
            assert (written["report"], written["view"], written["level"]) == (report.id, view.value, level)
            assert written["definitions"]["sv"] and written["definitions"]["en"]
            assert report.figure.has_parts == any(record["denominator"] for record in written["table"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cases_by_degre",), "There is no report cases_by_degre; did you mean cases_by_degree"),
        (("zzz",), "on this level there are: cases_total"),
        (("cases_by_doctor",), "does not exist on the level national, but on provider"),
        (("cases_total", "--level", "galaxy"), "There is no level galaxy; choose one of national"),
        (("cases_total", "--view", "map"), "There is no view map; choose one of time_series"),
        (("cases_total", "--format", "pdf"), "There is no format pdf; choose one of table"),
        (("cases_total", "--format", "xlsx"), "needs --out"),
        (("cases_total", "--language", "fi"), "There is no language fi"),
        (("cases_total", "--measure", "mean"), "There is no measure mean; choose one of count"),
        (("cases_total", "--measure", "degree_weighted_days"), "on the level national there are: count"),
        (("cases_total", "--cutoff", "7"), "has the cut-off 5"),
        (("cases_total", "--as-of", "2015-01-01"), f"as of {AS_OF}"),
        (("cases_total", "--ages", "16-20"), "take no filter but --from and --to"),
        (("cases_total", "--from", "2016-13", "--to", "2016-14"), "YYYY-MM"),
        (("cases_total", "--from", "2015-01"), "Give both --from and --to"),
        (("cases_by_age_group", "--from", "2015-02", "--to", "2015-03"), "is published for 2015-03 to 2016-02"),
        (("cases_within_diagnosis",), "needs --within"),
        (("cases_total", "--level", "provider"), "needs --provider"),
        (("cases_total", "--level", "provider", "--provider", "P9"), "no figures of a care provider P9"),
        (("cases_total", "--level", "provider", "--provider", "P1", "--units", "u3"), "u3: not among"),
        (("cases_total", "--level", "provider", "--provider", "P1", "--ages", "1-2"), "which are 0-15, 16-20"),
        (("cases_total", "--level", "provider", "--provider", "P1", "--diagnoses", "F4x"), "F4x: no chapter"),
        (("cases_total", "--level", "provider", "--provider", "P1", "--cutoff", "5"), "leave --cutoff out"),
        (("messages_per_doctor", "--level", "provider", "--provider", "P1"), "--doctor-messages"),
        (("cases_total", "--level", "region"), "needs --region-list"),
        (("cases_total", "--level", "region", "--region-list", "x.csv"), "needs --provider"),
        (("cases_total", "--level", "region", "--region-list", "x.csv", "--provider", "P1"), "no region statistics"),
        (("cases_total", "--level", "region", "--region-list", "x.csv", "--provider", REGION), "no such file"),
    ],
)
def test_a_mistake_gives_one_sentence(run: Run, arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_filter_that_a_report_does_not_take_is_told(run: Run) -> None:
    done = run("certificates_total", "--level", "provider", "--provider", "P1", "--lengths", "0-14", "--format", "csv")
    assert done.returncode == 0
    assert "takes no filter by lengths" in done.stderr


def test_names_are_printed_as_they_are(run: Run) -> None:
    asked = ("cases_by_unit", "--level", "provider", "--provider", "P1", "--view", "cross_section")
    assert "Södra [bold] vårdcentralen" in run(*asked).stdout


def test_the_reports_of_a_level_are_listed(run: Run) -> None:
    listed = run("list", "--level", "region").stdout
    assert all(report.id in listed for report in registry.every_report(Level.REGION))


def test_access_to_figures_of_a_provider_is_recorded_and_to_national_ones_is_not(tmp_path: Path) -> None:
    publish(tmp_path)
    settings = load_settings(data=tmp_path)
    out = tmp_path / "a.json"
    give_report(settings, Asked("cases_total", out=out))
    give_report(settings, Asked("cases_total", "provider", provider="p1", ages=("16-20",), out=out))
    with (
        closing(open_application_database(DataDirectory(tmp_path), settings)) as database,
        database.reading() as session,
    ):
        events = session.scalars(select(AuditEventRow)).all()
        assert [(one.provider_id, one.report_id, one.filter_text) for one in events] == [
            ("P1", "provider/cases_total", "alder=16-20")
        ]


def test_the_overview_and_its_boxes(run: Run, tmp_path: Path) -> None:
    found = as_json(run, "overview")
    assert found["period"]["sv"] == "december 2015–februari 2016"
    sexes = {record["group"]: record for record in found["boxes"] if record["box"] == "overview_sex_share"}
    assert (sexes["women"]["total"], sexes["men"]["total"]) == (WOMEN_AT_U1 + WOMEN_AT_U2, MEN_AT_U3)
    assert sexes[None]["change"] is None, "there was nothing a year before"
    provider = ("--level", "provider", "--provider", "P1", "--diagnoses", "M00-M99")
    box = as_json(run, "overview_degree", *provider)
    assert {record["box"] for record in box["boxes"]} == {"overview_degree"}
    assert next(record["total"] for record in box["boxes"] if record["group"] == "100") == MEN_AT_U1
    assert "Fördelning sjukskrivningsgrad" in run("overview_degree", *provider).stdout
    for name in ("a.csv", "a.xlsx", "a.parquet"):
        assert run("overview", "--out", str(tmp_path / name)).returncode == 0
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert rows == found["boxes"]
    head, *lines = csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig")), delimiter=";")
    assert len(lines) == len(rows)
    assert [cell.value for cell in next(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].rows)] == head


def test_the_overview_of_a_region(run: Run, data: Path) -> None:
    asked = ("overview", "--level", "region", "--provider", REGION, "--region-list", str(data / "lista.csv"))
    found = as_json(run, *asked)
    sexes = {record["group"]: record["total"] for record in found["boxes"] if record["box"] == "overview_sex_share"}
    assert (sexes["women"], sexes["men"]) == (WOMEN_AT_U1, MEN_AT_U3)
    assert "raised to 3" in run(*asked, "--cutoff", "1").stderr


def test_what_an_overview_does_not_take(run: Run) -> None:
    for arguments, words in (
        (("overview", "--ages", "16-20"), "takes no filter"),
        (("overview_complaints",), "There is no report overview_complaints"),
        (("overview_county", "--level", "provider", "--provider", "P1"), "there is no box overview_county"),
        (("overview", "--level", "provider"), "needs --provider"),
    ):
        done = run(*arguments)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
