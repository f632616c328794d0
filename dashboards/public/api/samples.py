"""The code samples of the documentation, as they are run by the tests."""

from __future__ import annotations

import json
import shlex

from dashboards.public.api.configuration import BASE

_QUERY = "valueCodes[Region]=00&valueCodes[Kon]=1,2&valueCodes[ContentsCode]=*&valueCodes[Tid]=top(12)"


def curl(site: str) -> str:
    """Fetch a table as CSV on the command line."""
    address = f"{site}{BASE}/tables/SF01/data?{_QUERY}&outputFormat=csv"
    return f"curl --globoff --fail --silent {shlex.quote(address)}"


def python(site: str) -> str:
    """Fetch the same figures with Python's own library, without anything to install."""
    return f"""import json
from urllib.request import Request, urlopen

selection = {{"selection": [
    {{"variableCode": "Region", "valueCodes": ["00"]}},
    {{"variableCode": "Kon", "valueCodes": ["1", "2"]}},
    {{"variableCode": "ContentsCode", "valueCodes": ["*"]}},
    {{"variableCode": "Tid", "valueCodes": ["top(12)"]}},
]}}
request = Request(
    {json.dumps(f"{site}{BASE}/tables/SF01/data")},
    data=json.dumps(selection).encode(),
    headers={{"Content-Type": "application/json"}},
)
with urlopen(request) as answer:
    figures = json.load(answer)
print(figures["label"], figures["size"], figures["value"][:4])"""


def r(site: str) -> str:
    """The same in R, with nothing but what R itself brings."""
    return f"""address <- URLencode(paste0(
  {json.dumps(f"{site}{BASE}/tables/SF01/data")},
  "?{_QUERY}&outputFormat=csv"
))
figures <- read.csv(url(address), encoding = "UTF-8", check.names = FALSE)
print(dim(figures))
print(colSums(figures[ncol(figures)]))"""
