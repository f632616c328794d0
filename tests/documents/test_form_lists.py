"""The readers' lists of questions and codes against the published ones."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipelines.documents.certificate_forms import CertificateForm, all_forms, form_of
from pipelines.documents.rules.degree_out_of_range import PERCENT_BY_CODE

FORM_OF_FILE = {
    "questions_lisjp.csv": "LISJP",
    "questions_fk7804_v2.csv": "FK7804",
    "questions_fk7263.csv": "FK7263",
    "questions_luse.csv": "LUSE",
    "questions_luae_na.csv": "LUAE_NA",
    "questions_luae_fs.csv": "LUAE_FS",
    "questions_ag7804.csv": "AG7804",
    "questions_ag7804_v2.csv": "AG7804_V2",
    "questions_ag114.csv": "AG114",
    "questions_ag114_v2.csv": "AG114_V2",
    "questions_af00213.csv": "AF00213",
    "questions_af00251.csv": "AF00251",
    "questions_db.csv": "DB",
    "questions_doi.csv": "DOI",
    "questions_ts_bas_v7.csv": "TSTRK1007",
    "questions_ts_diabetes_v4.csv": "TSTRK1031",
    "questions_tstrk1009.csv": "TSTRK1009",
    "questions_tstrk1062.csv": "TSTRK1062",
    "questions_fk3221.csv": "FK3221",
    "questions_fk3226.csv": "FK3226",
    "questions_fk7210.csv": "FK7210",
    "questions_fk7426.csv": "FK7426",
    "questions_fk7427.csv": "FK7427",
    "questions_fk7472.csv": "FK7472",
    "questions_fk7809.csv": "FK7809",
    "questions_fk7810.csv": "FK7810",
}
QUESTION_IDS = [str(number) for number in range(1, 10_000)]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def form(form_id: str) -> CertificateForm:
    return next(one for one in all_forms() if one.form_id == form_id)


def test_every_published_list_of_questions_has_a_form(shared: Path) -> None:
    assert {row["file"] for row in rows(shared / "reference/question_sets.csv")} == FORM_OF_FILE.keys()


@pytest.mark.parametrize("file", FORM_OF_FILE)
def test_questions_answers_and_codes(file: str, shared: Path) -> None:
    known = form(FORM_OF_FILE[file])
    published = rows(shared / "reference" / file)
    assert known.answers.keys() == {row["answer"] for row in published}
    for row in published:
        rule = known.answers[row["answer"]]
        assert rule.question == row["question"]
        codes = row["codes"].split(" / ")
        if row["type"] == "cv" and all(re.fullmatch("[A-Z0-9_]+", code) for code in codes):
            assert rule.codes == set(codes)


def test_allowed_question_ids(shared: Path) -> None:
    for row in rows(shared / "reference/question_sets.csv"):
        if row["allowed_question_ids"]:
            published = re.compile(f"(?:{row['allowed_question_ids']})")
            known = form(FORM_OF_FILE[row["file"]])
            # Some published expressions are not anchored; what is meant are whole ids that the form also has.
            listed = {one["question"] for one in rows(shared / "reference" / row["file"])}
            allowed = {number for number in QUESTION_IDS if known.knows_question(number)}
            assert allowed <= {number for number in QUESTION_IDS if published.search(number)}
            assert listed <= allowed


def test_types_and_versions(shared: Path) -> None:
    for row in rows(shared / "reference/certificate_types.csv"):
        for written in re.split(r"[;,] *", row["versions"]):
            first, _, last = written.partition("-")
            for version in (first, last or first):
                if version != "all":
                    assert form_of(row["transport_code"], version).knows_version(version), (row, version)
        assert form_of(row["transport_code"], None).type_id != "UNKNOWN"


def test_main_diagnosis_and_periods_stand_where_the_types_say(shared: Path) -> None:
    for row in rows(shared / "reference/certificate_types.csv"):
        version = row["versions"].partition("-")[0]
        known = form_of(row["transport_code"], version)
        if row["counts_as_sick_leave"] == "yes":
            assert (known.main_diagnosis, known.degree, known.period) == ("6.2", "32.1", "32.2")
        published = (
            row["main_diagnosis"].partition(" ")[0] if row["other_answers_used"] != "counted by type only" else ""
        )
        assert known.main_diagnosis == published
        assert bool(known.period) == bool(row["period"])


def test_degree_codes(shared: Path) -> None:
    published = {row["code"]: int(row["percent"]) for row in rows(shared / "reference/degrees.csv")}
    assert published == PERCENT_BY_CODE
