"""Finding the row and column of an expectation in the result of an extract on order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from warehouse.extracts.parameters import Parameters
from warehouse.extracts.parts import Period
from warehouse.extracts.result import ExtractResult, SectionResult

Step = dict[str, Any]
Values = dict[str, Any]

ABSENT = -1
TOTAL = "ALL"
SEXES = {"FEMALE": "women", "MALE": "men", "BOTH": "both", "ALL": "both"}
OTHER_NAMES = {
    "case_count": "number",
    "mean_length": "mean",
    "median_length": "median",
    "count": "number",
    "q1": "lower_quartile",
    "q3": "upper_quartile",
}


def parameters(step: Step) -> Parameters:
    """What the extract is given."""
    names = {"first_certificate_diagnosis_decides": "starts_with_diagnosis"}
    return Parameters(**{names.get(name, name): value for name, value in step["params"].items()})


def in_extract(step: Step, result: ExtractResult) -> Values:
    """The values of one row of an extract."""
    return _READERS[step["report"]](step, result)


def _find(section: SectionResult, **keys: object) -> pd.DataFrame:
    """The rows with these keys; a key may also be given by its name."""
    frame = section.frame
    for column, key in keys.items():
        names = {name.sv: known for known, name in section.names.get(column, {}).items()}
        known = set(frame[column])
        frame = frame[frame[column] == (key if key in known else names.get(str(key), key))]
    return frame


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _values(step: Step, rows: pd.DataFrame) -> Values:
    if rows.empty:
        return dict.fromkeys(step["expected"], ABSENT)
    return {column: _plain(rows.iloc[0][OTHER_NAMES.get(column, column)]) for column in step["expected"]}


def _listed_cases(step: Step, result: ExtractResult) -> Values:
    rows = _find(result.sections[0], diagnosis=step["row"]["diagnosis"])
    if rows.empty:
        return dict.fromkeys(step["expected"], ABSENT)
    first = rows.iloc[0]
    sexes = {key: name for name, key in SEXES.items()}
    return {"sex": sexes[first["sex"]], "county": first["county"], "case_length_days": int(first["days"])}


def _by_diagnosis(step: Step, result: ExtractResult) -> Values:
    """A column of the expectation is a group of the extract: a sex, a county, a length, or a sex and a length."""
    section = result.sections[0]
    of_diagnosis = section.frame[section.frame["diagnosis"] == step["row"]["diagnosis"]]
    if of_diagnosis.empty:
        return dict.fromkeys(step["expected"], ABSENT)
    return {column: _of_column(of_diagnosis, column) for column in step["expected"]}


def _of_column(rows: pd.DataFrame, column: str) -> Any:
    sex, _, rest = column.partition("_")
    keys = {"sex": sex if sex in {"women", "men"} else "both", "county": rest if sex == "county" else TOTAL}
    if "length" in rows:
        keys["length"] = rest or TOTAL
    for name, key in keys.items():
        rows = rows[rows[name] == key]
    return None if rows.empty else _plain(rows.iloc[0].iloc[-1])


def _patients(step: Step, result: ExtractResult) -> Values:
    row = step["row"]
    keys = {"period": str(row["year"]), "sex": SEXES[row["sex"]], "age": row["age"]}
    return _values(step, _find(result.sections[0], **keys))


def _by_county(step: Step, result: ExtractResult) -> Values:
    row = step["row"]
    keys = {"diagnosis": row["diagnosis"], "sex": SEXES[row["sex"]], "county": row["county"]}
    return _values(step, _find(result.sections[0], **keys))


def _cases_of_diagnosis(step: Step, result: ExtractResult) -> Values:
    group = step["row"]["group"]
    if group["metric"] == "case_length":
        keys = {"sex": SEXES[step["row"]["sex"]], "age": group["age"]}
        return _values(step, _find(result.section("case_length"), **keys))
    if group["metric"] == "share_with_more_than_one_diagnosis":
        share = result.section("share_with_more_than_one_category").frame
        return _line(step, share[share["share_several_categories"] == group["value"]])
    return _line(step, _ranked(result.section("most_common_other_categories").frame, group))


def _case_length(step: Step, result: ExtractResult) -> Values:
    group = step["row"]["group"]
    if group["metric"] == "most_common_diagnosis":
        rows = _find(result.section("most_common_categories"), length=group["length"])
        return _line(step, _ranked(rows, group))
    return _values(step, _find(result.section("case_length"), length=group["length"]))


def _ranked(rows: pd.DataFrame, group: dict[str, Any]) -> pd.DataFrame:
    """The line of a ranking that says exactly what the expectation says."""
    columns = {"rank": "rank", "diagnosis": "category", "occurrences": "number", "percent": "percent", "of": "of"}
    for name, column in columns.items():
        if name in group:
            rows = rows[rows[column] == group[name]]
    return rows


def _line(step: Step, rows: pd.DataFrame) -> Values:
    """A line that tells its numbers in its name: expected as 0 when it is there."""
    return dict.fromkeys(step["expected"], ABSENT if rows.empty else 0)


def _by_unit(step: Step, result: ExtractResult) -> Values:
    group = step["row"]["group"]
    metric = group["metric"]
    patients = metric == "unique_individuals_in_ongoing_cases"
    section = result.section("ongoing_cases" if patients else metric)
    keys: dict[str, object] = {"unit": step["row"]["unit"].upper(), "sex": SEXES[group["sex"]]}
    keys["period"] = group["month"] if "month" in group else _period_key(group)
    names = {"diagnosis": "letter", "degree": "degree", "length": "length"}
    for name, column in names.items():
        if column in section.frame:
            keys[column] = str(group.get(name, TOTAL))
    rows = _find(section, **keys)
    measure = "patients" if patients else "mean_age" if metric.startswith("mean_age") else "number"
    return {column: ABSENT if rows.empty else _plain(rows.iloc[0][measure]) for column in step["expected"]}


def _period_key(group: dict[str, Any]) -> str:
    period = Period(first=date.fromisoformat(group["from"]), last=date.fromisoformat(group["to"]))
    return period.windows(date.max)[0].key


_READERS: dict[str, Callable[[Step, ExtractResult], Values]] = {
    "extract_nbhw_cases": _listed_cases,
    "extract_nbhw_median": _by_diagnosis,
    "extract_nbhw_stddev": _by_diagnosis,
    "extract_nbhw_counts": _by_diagnosis,
    "extract_mecfs_patients": _patients,
    "extract_mecfs_cases": _cases_of_diagnosis,
    "extract_fk_year": _by_county,
    "extract_case_length": _case_length,
    "extract_skane": _by_unit,
}
