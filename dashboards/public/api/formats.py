"""The forms that data are given in, and which parameters go with which (dashboards 19.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboards.public.api.configuration import LICENCE
from dashboards.public.api.json_px import json_px
from dashboards.public.api.models import OutputFormat, OutputFormatParam
from dashboards.public.api.problems import ProblemError
from warehouse.opendata.cube import Cube
from warehouse.opendata.flat import FlatForm, Shown, write_csv, write_html, write_xlsx
from warehouse.opendata.jsonstat import write_jsonstat
from warehouse.opendata.parquet import write_parquet
from warehouse.opendata.px import write_px

MEDIA_TYPES = {
    OutputFormat.JSON_STAT2: "application/json",
    OutputFormat.JSON_PX: "application/json",
    OutputFormat.CSV: "text/csv",
    OutputFormat.HTML: "text/html",
    OutputFormat.PX: "application/octet-stream",
    OutputFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    OutputFormat.PARQUET: "application/vnd.apache.parquet",
}
"""The media type of each form."""

_TABLES = frozenset({OutputFormat.CSV, OutputFormat.HTML, OutputFormat.XLSX})
SEPARATORS = {
    OutputFormatParam.SEPARATOR_TAB: "\t",
    OutputFormatParam.SEPARATOR_SPACE: " ",
    OutputFormatParam.SEPARATOR_SEMICOLON: ";",
}
_COMMA = ","
_SHOWN = (OutputFormatParam.USE_CODES, OutputFormatParam.USE_TEXTS, OutputFormatParam.USE_CODES_AND_TEXTS)


def check_format(form: OutputFormat, params: Sequence[OutputFormatParam]) -> None:
    """Raises ProblemError for parameters that do not go with each other or with the form."""
    of_separator = [one for one in params if one in SEPARATORS]
    of_table = [one for one in params if one not in SEPARATORS]
    shown = [one for one in params if one in _SHOWN]
    wrong = (
        len(set(shown)) > 1
        or len(set(of_separator)) > 1
        or (of_table and form not in _TABLES)
        or (of_separator and form is not OutputFormat.CSV)
    )
    if wrong:
        told = ", ".join(one.value for one in params)
        raise ProblemError("bad_format_params", form.value, values={"params": told})


def written(cube: Cube, form: OutputFormat, params: Sequence[OutputFormatParam], language: str) -> bytes:
    """The cells of `cube` as a file."""
    return _WRITERS[form](cube, params, language)


def _flat(params: Sequence[OutputFormatParam], language: str) -> FlatForm:
    """How a table of rows is written; texts and commas when nothing else was chosen."""
    shown = next((Shown(one.value) for one in params if one in _SHOWN), Shown.TEXTS)
    separator = next((SEPARATORS[one] for one in params if one in SEPARATORS), _COMMA)
    return FlatForm(language, shown, OutputFormatParam.INCLUDE_TITLE in params, separator)


_WRITERS: dict[OutputFormat, Callable[[Cube, Sequence[OutputFormatParam], str], bytes]] = {
    OutputFormat.JSON_STAT2: lambda cube, _params, language: write_jsonstat(cube, language),
    OutputFormat.JSON_PX: lambda cube, _params, language: json_px(cube, language),
    OutputFormat.PX: lambda cube, _params, language: write_px(cube, language),
    OutputFormat.PARQUET: lambda cube, _params, language: write_parquet(cube, language, licence=LICENCE),
    OutputFormat.CSV: lambda cube, params, language: write_csv(cube, _flat(params, language)),
    OutputFormat.XLSX: lambda cube, params, language: write_xlsx(cube, _flat(params, language)),
    OutputFormat.HTML: lambda cube, params, language: write_html(cube, _flat(params, language)),
}
