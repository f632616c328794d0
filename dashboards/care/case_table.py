"""The table of ongoing cases: columns, what each shows, and sorting by links in its heads (rehab 4.2, 4.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboards.components.address import SORT, Address
from dashboards.components.native import Native, Node, node
from dashboards.components.table_box import table_box
from dashboards.components.texts import Texts
from rehab.case_rows import OngoingCase
from rehab.cases import CaseState
from rehab.person_filter import NameState, ShownName
from warehouse import formats

DEFAULT_SORT = "-start"

SortKey = tuple[bool, float, str]


@dataclass(frozen=True, slots=True)
class CaseColumn:
    """One column: `key` names it in texts and in the address; `show` and `order` make its content and sort value."""

    key: str
    show: Callable[[OngoingCase, Texts], Node | str]
    order: Callable[[OngoingCase, Texts], SortKey]
    kind: str | None = None


def sorted_cases(cases: Sequence[OngoingCase], sort: str, texts: Texts) -> list[OngoingCase]:
    """The cases by a column (`start`, or `-start` for falling); an unknown column gives the default."""
    column = next((column for column in COLUMNS if column.key == sort.removeprefix("-")), None)
    if column is None:
        return sorted_cases(cases, DEFAULT_SORT, texts)
    return sorted(cases, key=lambda case: column.order(case, texts), reverse=sort.startswith("-"))


def case_table(
    cases: Sequence[OngoingCase], columns: Sequence[CaseColumn], address: Address, caption: str, texts: Texts
) -> Native:
    """The table, with a running number in the present order."""
    sort = address.get(SORT) or DEFAULT_SORT
    number = node("th", texts("care.cases.column.number"), scope="col", class_="figure")
    heads = [number, *(_head(column, sort, address, texts) for column in columns)]
    rows = [
        node(
            "tr",
            node("td", str(place), class_="figure"),
            *(_cell(column, case, texts) for column in columns),
        )
        for place, case in enumerate(sorted_cases(cases, sort, texts), start=1)
    ]
    grid = node(
        "table",
        node("caption", caption, id="table-caption"),
        node("thead", node("tr", *heads)),
        node("tbody", *rows),
        class_="report-table case-table",
    )
    return Native(table_box(grid, texts, len(rows), aria_labelledby="table-caption"))


def _head(column: CaseColumn, sort: str, address: Address, texts: Texts) -> Node:
    name = texts(f"care.cases.column.{column.key}")
    rising, falling = sort == column.key, sort == f"-{column.key}"
    target = address.having(sortera=column.key if falling else f"-{column.key}")
    link = node("a", name, href=target.url, title=texts("care.cases.sort", column=name), class_="sort")
    direction = "ascending" if rising else "descending" if falling else "none"
    return node("th", link, scope="col", aria_sort=direction, class_=column.kind)


def _cell(column: CaseColumn, case: OngoingCase, texts: Texts) -> Node:
    tag = {"scope": "row"} if column.key == "person" else {}
    return node("th" if tag else "td", column.show(case, texts), class_=column.kind, **tag)


def _words(text: str) -> SortKey:
    """Swedish order: å, ä and ö last; a missing text first."""
    return (bool(text), 0.0, formats.alphabetical(text))


def _amount(value: float | None) -> SortKey:
    return (value is not None, float(value or 0), "")


def _name(name: ShownName, texts: Texts, protected: str = "protected") -> str:
    if name.state is NameState.KNOWN:
        return name.text
    return texts(f"care.cases.{protected}" if name.state is NameState.PROTECTED else "care.cases.no_name")


def _doctor(case: OngoingCase, texts: Texts) -> str:
    return _name(case.doctor, texts, "protected_doctor")


def _diagnoses(case: OngoingCase, _texts: Texts) -> str:
    main = f"{case.diagnosis.code} {case.diagnosis.description or ''}".strip()
    return ", ".join([main, *(diagnosis.code for diagnosis in case.secondary_diagnoses)])


def _occupations(case: OngoingCase, texts: Texts) -> str:
    return ", ".join(label.in_language(texts.language) for label in case.occupations) or texts("care.cases.unknown")


def _sex(case: OngoingCase, texts: Texts) -> str:
    return texts(f"care.sex.{case.sex}")


def _end(case: OngoingCase, texts: Texts) -> Node | str:
    day = formats.iso_date(case.end)
    if case.state is CaseState.RECENTLY_CLOSED:
        return node("strong", f"{day} ({texts('care.cases.ended')})")
    return day


def _degrees(case: OngoingCase, _texts: Texts) -> Node:
    parts: list[Node | str] = []
    for position, degree in enumerate(case.degrees):
        text = f"{degree.degree}{formats.NO_BREAK_SPACE}%"
        parts += [" → "] if position else []
        parts.append(node("strong", text) if degree.in_force else text)
    return node("span", *parts)


COLUMNS: tuple[CaseColumn, ...] = (
    CaseColumn("person", lambda case, _: case.person_id, lambda case, _: _words(case.person_id)),
    CaseColumn(
        "age",
        lambda case, texts: (
            texts("care.cases.unknown") if case.age is None else texts("care.cases.years", age=case.age)
        ),
        lambda case, _: _amount(case.age),
        "figure",
    ),
    CaseColumn(
        "name", lambda case, texts: _name(case.name, texts), lambda case, texts: _words(_name(case.name, texts))
    ),
    CaseColumn("sex", _sex, lambda case, texts: _words(_sex(case, texts))),
    CaseColumn("diagnosis", _diagnoses, lambda case, _: _words(case.diagnosis.code), "wrap"),
    CaseColumn("occupation", _occupations, lambda case, texts: _words(_occupations(case, texts)), "wrap"),
    CaseColumn("start", lambda case, _: formats.iso_date(case.start), lambda case, _: _amount(case.start.toordinal())),
    CaseColumn("end", _end, lambda case, _: _amount(case.end.toordinal())),
    CaseColumn(
        "length",
        lambda case, texts: texts("care.cases.days", days=case.days),
        lambda case, _: _amount(case.days),
        "figure",
    ),
    CaseColumn(
        "certificates", lambda case, _: str(case.certificates), lambda case, _: _amount(case.certificates), "figure"
    ),
    CaseColumn("degree", _degrees, lambda case, _: _amount(case.active_degree)),
    CaseColumn("doctor", _doctor, lambda case, texts: _words(_doctor(case, texts))),
)
