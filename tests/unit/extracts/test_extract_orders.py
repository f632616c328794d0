"""Stored descriptions, what they can be given, and what is refused with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.extracts.small_core import described, extract, leave, rows_of, write_core
from warehouse.errors import UserError
from warehouse.extracts.description import Description
from warehouse.extracts.orders import ORDERS, find_description, order_ids, read_description
from warehouse.extracts.parameters import Parameters, apply, read_parameters
from warehouse.extracts.parts import Band, Each, Period

EXPECTED = {
    "extract_case_length",
    "extract_fk_year",
    "extract_mecfs_cases",
    "extract_mecfs_patients",
    "extract_nbhw_cases",
    "extract_nbhw_counts",
    "extract_nbhw_median",
    "extract_nbhw_stddev",
    "extract_skane",
}


def test_all_orders_are_stored_under_their_ids() -> None:
    assert set(order_ids()) == EXPECTED
    assert all(find_description(name).id == name for name in order_ids())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_order_says_what_protects_it_and_gives_an_answer(tmp_path: Path, name: str) -> None:
    description = find_description(name)
    assert description.protection.sv
    assert description.protection.en
    core = write_core(tmp_path, [leave("w1", "2017-01-01", "2017-01-30", "G933")])
    result = extract(core, description)
    assert [section.id for section in result.sections] == [section.id for section in description.sections]
    assert (result.threshold is None) == all(section.cut_off is None for section in description.sections)


def test_years_and_diagnoses_can_be_given(tmp_path: Path) -> None:
    rows = [leave("w1", "2018-03-01", "2018-03-10", "B01"), leave("w2", "2019-03-01", "2019-03-20", "B01")]
    core = write_core(tmp_path, rows)
    median = find_description("extract_nbhw_median")
    whole = extract(core, median, from_year=2018, to_year=2019, diagnoses=("B01",))
    assert rows_of(whole)[0] == ("B01", "both", "ALL", 15.0)
    assert whole.parameters == "from_year=2018; to_year=2019; diagnoses=B01"
    assert rows_of(extract(core, median, from_year=2018, diagnoses=("B01",)))[0] == ("B01", "both", "ALL", 10.0)


def test_parameters_are_read_from_texts() -> None:
    read = read_parameters(["from_year=2018", "diagnoses=F32, F33", "starts_with_diagnosis=true"])
    assert read == Parameters(from_year=2018, diagnoses=("F32", "F33"), starts_with_diagnosis=True)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["from_year"], "written name=value"),
        (["moon=full"], "written name=value"),
        (["from_year=soon"], "from_year cannot have"),
    ],
)
def test_what_is_no_parameter_is_refused(texts: list[str], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_parameters(texts)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"units": ("U1",)}, "does not take units; it takes from_year"),
        ({"sections": ("moon",)}, "has no section moon; it has median"),
        ({"from_year": 2019, "to_year": 2018}, "after to_year"),
    ],
)
def test_what_an_order_does_not_take_is_refused(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        apply(find_description("extract_nbhw_median"), Parameters(**given))


def test_only_some_sections(tmp_path: Path) -> None:
    result = extract(write_core(tmp_path, []), find_description("extract_skane"), sections=("new_cases",))
    assert [section.id for section in result.sections] == ["new_cases"]


def test_an_unknown_diagnosis_is_refused(tmp_path: Path) -> None:
    core = write_core(tmp_path, [])
    with pytest.raises(UserError, match="There is no diagnosis ZZ9"):
        extract(core, find_description("extract_nbhw_median"), diagnoses=("ZZ9",))
    with pytest.raises(UserError, match="F321 is no category"):
        extract(core, find_description("extract_fk_year"), diagnoses=("F321",))


def test_what_is_no_order_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no extract moon; there are extract_case_length"):
        find_description("moon")
    with pytest.raises(UserError, match="cannot be read"):
        find_description(str(tmp_path / "missing.yaml"))
    file = tmp_path / "own.yaml"
    file.write_text("id: [", encoding="utf-8")
    with pytest.raises(UserError, match="is no YAML"):
        read_description(file)
    file.write_text("id: moon\nphase: full\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"own\.yaml does not describe an extract: .*phase"):
        read_description(file)


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("{}", "only one of them"),
        ("{measures: [number], one_row_per_case: true}", "only one of them"),
        ("{one_row_per_case: true, groupings: [[sex], []]}", "has one grouping"),
        ("{measures: [number], groupings: [[unit], [sex]]}", "every grouping must name the unit"),
        ("{measures: [number], condition: {happening: ongoing}}", "a day is given for ongoing"),
        ("{measures: [number], condition: {happening: ongoing, day: 25}}", "needs one window for each month"),
        ("{measures: [number], condition: {periods: [{first: 2020-01-01}]}}", "both first and last"),
        ("{measures: [number], condition: {periods: [{first: 2020-02-01, last: 2020-01-01}]}}", "after last"),
        ("{measures: [number], diagnosis: {}}", "name the nodes"),
        ("{measures: [number], diagnosis: {spread: true, match: any_row}}", "first or last"),
        ("{measures: [number], population: patients, condition: {happening: ended}}", "take the condition touching"),
        ("{measures: [number], population: patients, diagnosis: {nodes: [F32]}}", "take the match any_row"),
        ("{measures: [share_several_categories], population: patients}", "only cases"),
        ("{measures: [number], certificate_types: [LUSE]}", "only headers"),
        ("{measures: [number], length_groups: [short]}", "a group is written"),
        ("{measures: [number], condition: {periods: [{}, {}]}}", "every grouping must name the period"),
        ("{measures: [number], condition: {periods: [{each: year}]}}", "every grouping must name the period"),
        ("{measures: [number], cut_off: [unit]}", "every grouping must name the unit"),
        ("{measures: [number], groupings: [[diagnosis]]}", "needs a diagnosis condition"),
        ("{measures: [number], groupings: [[letter]]}", "needs letters"),
        ("{measures: [median], population: patients}", "have no length"),
        ("{measures: [number], population: headers, groupings: [[length]]}", "have no length"),
    ],
)
def test_parts_that_do_not_fit_are_refused(section: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        described(section)


@pytest.mark.parametrize("wrong", ["Of Cases", "a/b", "ab"])
def test_ids_are_plain_names(wrong: str) -> None:
    with pytest.raises(ValueError, match="id"):
        described("{measures: [number]}", id=wrong)


def test_sections_have_ids_of_their_own() -> None:
    trial = described("{measures: [number]}").model_dump()
    with pytest.raises(ValueError, match="two sections have the same id"):
        Description.model_validate(trial | {"sections": trial["sections"] * 2})


@pytest.mark.parametrize(("key", "low", "high"), [("18-30", 18, 30), ("51-", 51, None), ("-17", 0, 17), ("0-7", 0, 7)])
def test_groups_are_read(key: str, low: int, high: int | None) -> None:
    band = Band.read(key, None)
    assert (band.low, band.high, band.label) == (low, high, key)


def test_a_period_of_months_is_cut_to_its_days() -> None:
    period = Period.model_validate({"first": "2020-01-15", "last": "2020-03-10", "each": "month"})
    windows = period.windows(period.last)
    assert [(window.key, str(window.first), str(window.last)) for window in windows] == [
        ("2020-01", "2020-01-15", "2020-01-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-03", "2020-03-01", "2020-03-10"),
    ]
    assert period.each is Each.MONTH


def test_the_data_files_hold_nothing_but_descriptions() -> None:
    for path in ORDERS.iterdir():
        assert Description.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).id == path.stem
