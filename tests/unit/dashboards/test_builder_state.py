"""The state of the table builder and its address: one becomes the other and back, whatever an address says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.components.address import Address
from dashboards.components.texts import texts
from dashboards.public.api.selection import default_selection, resolve
from dashboards.public.table_builder.actions import after_action
from dashboards.public.table_builder.choice import MOST_LISTED
from dashboards.public.table_builder.query import asked_of, cells, data_address, placement_of, selection_of
from dashboards.public.table_builder.state import MOST_CHARACTERS, PATH, Read, read_state, state_address
from dashboards.public.table_builder.value_list import ValueList
from warehouse.opendata.cube import CONTENTS, SEX, TIME, Category, Cube, Role, Unit, Variable
from warehouse.reports.result import Label

DIAGNOSIS = "Diagnos"
CHAPTERS = ("A00-B99", "F00-F99")
CATEGORIES = tuple(f"{letter}{number:02}" for letter in "AF" for number in range(60))
MONTHS = tuple(f"{year}M{month:02}" for year in (2024, 2025) for month in range(1, 13))
OF_CATEGORIES, OF_CHAPTERS = "vs_T1_Diagnos_category", "vs_T1_Diagnos_chapter"


def _label(text: str) -> Label:
    return Label(f"{text} sv", f"{text} en")


def _variable(code: str, values: tuple[str, ...], role: Role | None = None, elimination: str | None = None) -> Variable:
    return Variable(code, _label(code), tuple(Category(one, _label(one)) for one in values), role, elimination)


def _diagnoses() -> Variable:
    below = {chapter: tuple(one for one in CATEGORIES if one[0] == chapter[0]) for chapter in CHAPTERS}
    chapters = tuple(Category(one, _label(one), children=below[one], level="chapter") for one in CHAPTERS)
    categories = tuple(Category(one, _label(one), level="category") for one in CATEGORIES)
    top = Category("TOTAL", _label("alla"), children=CHAPTERS, level="total")
    return Variable(DIAGNOSIS, _label("diagnos"), (top, *chapters, *categories), elimination="TOTAL")


def _made() -> Cube:
    units = Category("Antal", _label("antal"), unit=Unit(_label("antal")))
    variables = (
        _diagnoses(),
        _variable(SEX, ("1+2", "1", "2"), elimination="1+2"),
        Variable(CONTENTS, _label("innehåll"), (units,), Role.METRIC),
        _variable(TIME, MONTHS, Role.TIME),
    )
    number = len(variables[0].codes) * 3 * len(MONTHS)
    return Cube("T1", _label("tabell"), variables, [0] * number, {}, (), _label("källa"), datetime.now(UTC), "r", "SF")


CUBE = _made()
MANY_VALUES = tuple(f"varde-{at:05}" for at in range(2_000))
CODES = tuple(variable.code for variable in CUBE.variables)


def _read(query: str) -> Read:
    return read_state(Address.parse(PATH, query), CUBE)


def _resolved(read: Read) -> dict[str, tuple[str, ...]]:
    return dict(resolve(CUBE, asked_of(read)).codes)


def test_an_address_without_choices_is_the_default_selection_of_the_api() -> None:
    read = _read("tabell=T1")
    assert read.left == ()
    assert _resolved(read) == dict(default_selection(CUBE).codes)
    assert state_address(read, "sv").url == f"{PATH}?tabell=T1"
    assert state_address(read, "en").url == f"/en{PATH}?tabell=T1"


def test_what_is_repeated_is_read_once() -> None:
    read = _read(f"Diagnos={','.join(['*', 'finns-inte'] * 1_000)}")
    assert _resolved(read)[DIAGNOSIS] == CUBE.variable(DIAGNOSIS).codes
    assert [one.values["names"] for one in read.left] == ["finns-inte"]


@pytest.mark.parametrize(
    ("query", "code", "expected"),
    [
        ("Kon=2,1", SEX, ("1", "2")),
        ("Kon=alla", SEX, ("1+2", "1", "2")),
        ("Kon=*", SEX, ("1+2", "1", "2")),
        ("Diagnos=f32, a01", DIAGNOSIS, ("A01", "F32")),
        ("Tid=senaste-2", TIME, MONTHS[-2:]),
        ("Tid=senaste-9000", TIME, MONTHS),
        ("Tid=2024M11:2025M02", TIME, MONTHS[10:14]),
        ("Tid=2025M02,2024M01", TIME, ("2024M01", "2025M02")),
        ("val-Tid=senaste&antal-Tid=5&Tid=2024M01", TIME, MONTHS[-5:]),
        ("val-Tid=valda&antal-Tid=5&Tid=-&Tid=2024M01", TIME, ("2024M01",)),
        (f"lista-Diagnos={OF_CHAPTERS}", DIAGNOSIS, CHAPTERS),
        (f"lista-Diagnos={OF_CATEGORIES}&Diagnos=F32", DIAGNOSIS, ("F32",)),
        ("Kon=-&Kon=1&gor=alla:Kon", SEX, ("1+2", "1", "2")),
        ("sok-Diagnos=f3&Diagnos=A01&gor=alla:Diagnos", DIAGNOSIS, ("A01", *(f"F{n}" for n in range(30, 40)))),
    ],
)
def test_what_an_address_chooses(query: str, code: str, expected: tuple[str, ...]) -> None:
    read = _read(f"tabell=T1&{query}")
    assert read.left == ()
    assert read.state.choices[code].codes == expected
    assert _resolved(read)[code] == expected


@pytest.mark.parametrize(
    ("before", "mode", "number", "ticked", "expected"),
    [
        ("senaste-3", "senaste", "3", MONTHS[-3:], MONTHS[-3:]),
        ("senaste-3", "senaste", "5", MONTHS[-3:], MONTHS[-5:]),
        ("senaste-3", "senaste", "3", MONTHS[-3:-1], MONTHS[-3:-1]),
        ("senaste-3", "senaste", "3", (), MONTHS[-3:]),
        ("senaste-3", "valda", "3", MONTHS[-3:], MONTHS[-3:]),
        ("valda-2", "valda", "2", MONTHS[:3], MONTHS[:3]),
        ("valda-2", "valda", "4", MONTHS[:2], MONTHS[-4:]),
        ("valda-2", "senaste", "2", MONTHS[:2], MONTHS[-2:]),
    ],
)
def test_what_was_changed_of_the_periods_is_what_is_meant(
    before: str, mode: str, number: str, ticked: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    sent = f"perioderna-var-Tid={before}&val-Tid={mode}&antal-Tid={number}&Tid=-"
    read = _read("&".join([sent, *(f"Tid={month}" for month in ticked)]))
    assert read.left == ()
    assert read.state.choices[TIME].codes == expected


@pytest.mark.parametrize("query", ["Kon=-", "Kon=-&Kon=1&gor=inga:Kon", f"lista-Diagnos={OF_CATEGORIES}"])
def test_what_is_left_out_is_not_asked_for_and_stands_nowhere(query: str) -> None:
    code = SEX if "Kon" in query else DIAGNOSIS
    read = _read(query)
    placement = placement_of(read)
    assert code not in asked_of(read)
    assert code not in (*placement.heading, *placement.stub)
    assert code in (*read.state.heading, *read.state.stub)
    assert code not in (data_address(read, "sv") or "")


def test_the_values_of_another_division_are_kept_where_it_has_them() -> None:
    changed = f"listan-var-Diagnos=-&lista-Diagnos={OF_CHAPTERS}"
    assert _read(f"{changed}&Diagnos=TOTAL&Diagnos=F00-F99").state.choices[DIAGNOSIS].codes == ("F00-F99",)
    assert _read(f"{changed}&Diagnos=F32").state.choices[DIAGNOSIS].codes == CHAPTERS
    long = _read(f"listan-var-Diagnos=-&lista-Diagnos={OF_CATEGORIES}&Diagnos=TOTAL")
    assert len(CATEGORIES) > MOST_LISTED
    assert long.state.choices[DIAGNOSIS].codes == ()
    assert long.left == ()


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("Kon=9", "values"),
        ("Kon=1,9", "values"),
        ("Tid=senaste-0", "values"),
        ("Tid=2024M01:", "values"),
        ("Kon=senaste-2", "values"),
        ("Tid=-", "mandatory"),
        ("gor=inga:Tid", "mandatory"),
        ("ContentsCode=-", "mandatory"),
        ("lista-Diagnos=vs_T1_Diagnos_none", "codelist"),
        ("lista-Kon=vs_T1_Diagnos_chapter", "codelist"),
        ("kolumner=Kon,Lan", "places"),
        ("Lan=01", "parameters"),
        ("val-Tid=senaste&antal-Tid=x", "number"),
        ("val-Tid=senaste&antal-Tid=-3", "number"),
        ("val-Tid=senaste&antal-Tid=²", "number"),
        (f"Diagnos={'F32,' * MOST_CHARACTERS}", "too_long"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_rest_still_works(query: str, kind: str) -> None:
    read = _read(query)
    assert [one.kind for one in read.left] == [kind]
    assert all(_resolved(read).values())


def test_what_is_told_is_short() -> None:
    told = _read("Kon=" + ",".join("x" * 300 for _ in range(40))).left[0].values["names"]
    assert len(told) < 400


@pytest.mark.parametrize(
    ("query", "stub", "heading"),
    [
        ("", (DIAGNOSIS, SEX, CONTENTS), (TIME,)),
        ("gor=kolumner:Kon", (DIAGNOSIS, CONTENTS), (TIME, SEX)),
        ("gor=rader:Tid", (DIAGNOSIS, SEX, CONTENTS, TIME), ()),
        ("gor=fram:Kon", (SEX, DIAGNOSIS, CONTENTS), (TIME,)),
        ("gor=bak:Kon", (DIAGNOSIS, CONTENTS, SEX), (TIME,)),
        ("gor=fram:Diagnos", (DIAGNOSIS, SEX, CONTENTS), (TIME,)),
        ("gor=raket:Kon", (DIAGNOSIS, SEX, CONTENTS), (TIME,)),
        ("kolumner=kon,kon", (DIAGNOSIS, CONTENTS), (SEX, TIME)),
        ("rader=Tid,Kon&kolumner=Tid", (TIME, SEX, DIAGNOSIS, CONTENTS), ()),
        ("rader=-&kolumner=Tid,Kon,Diagnos,ContentsCode", (), (TIME, SEX, DIAGNOSIS, CONTENTS)),
    ],
)
def test_where_variables_stand(query: str, stub: tuple[str, ...], heading: tuple[str, ...]) -> None:
    state = _read(query).state
    assert (state.stub, state.heading) == (stub, heading)


def test_a_selection_too_long_for_an_address_is_sent_in_a_body() -> None:
    assert data_address(_read("Kon=1"), "sv") is not None
    cube = Cube(
        "T2",
        _label("tabell"),
        (
            _variable("Lang", tuple(f"varde-{at:05}" for at in range(2_000)), elimination="varde-00000"),
            CUBE.variables[3],
        ),
        [0] * 2_000 * len(MONTHS),
        {},
        (),
        _label("källa"),
        datetime.now(UTC),
        "r",
        "SF",
    )
    chosen = ",".join(cube.variables[0].codes[::3])
    read = read_state(Address.parse(PATH, f"Lang={chosen}"), cube)
    assert cells(read.state.choices) == 667 * 18
    assert data_address(read, "sv") is None
    assert len(selection_of(read).selection[0].value_codes) == 667


PREFIXES = ("lista-", "listan-var-", "sok-", "val-", "antal-", "perioderna-var-")
OTHERS = ("tabell", "rader", "kolumner", "sida", "kolumnsida", "gor", "dolj", "annat")
NAMES = st.sampled_from([*CODES, *(f"{start}{code}" for start in PREFIXES for code in CODES), *OTHERS])
KNOWN = ("F32", "1", "2", "1+2", "TOTAL", "2024M03", OF_CHAPTERS, OF_CATEGORIES, *CODES, *CHAPTERS)
SIGNS = ("alla", "*", "-", "7", "senaste-3", "senaste", "valda", "2024M02:2024M05", "2025M02:2024M05")
WORDS = st.sampled_from([*KNOWN, *SIGNS, "alla:Kon", "inga:Tid", "kolumner:Diagnos"])
HOSTILE = st.one_of(WORDS, st.lists(WORDS, max_size=4).map(",".join), st.text(max_size=20))
QUERIES = st.dictionaries(NAMES, st.lists(HOSTILE, min_size=1, max_size=3).map(tuple), max_size=8)


@settings(max_examples=120, deadline=None)
@given(QUERIES)
def test_every_address_has_a_readable_one_of_the_same_state(query: dict[str, tuple[str, ...]]) -> None:
    read = read_state(Address(PATH, "sv", query), CUBE)
    readable = state_address(read, "sv")
    again = read_state(Address.parse(PATH, readable.url.partition("?")[2]), CUBE)
    assert again.state == read.state
    assert again.left == ()
    assert state_address(again, "sv") == readable


@settings(max_examples=60, deadline=None)
@given(QUERIES)
def test_every_state_is_one_that_the_api_answers(query: dict[str, tuple[str, ...]]) -> None:
    read = read_state(Address(PATH, "sv", query), CUBE)
    resolved = resolve(CUBE, asked_of(read))
    assert resolved.cells == cells(read.state.choices)
    assert resolved.unknown == ()
    kept = {code: codes for code, codes in resolved.codes.items() if code not in resolved.eliminated}
    assert kept == {code: one.codes for code, one in read.state.choices.items() if one.codes}
    placement = placement_of(read)
    assert sorted([*placement.heading, *placement.stub]) == sorted(kept)


def test_long_lists_are_searched_but_for_periods_which_are_all_shown() -> None:
    months = tuple(f"{year}M{month:02}" for year in range(2010, 2020) for month in range(1, 13))
    time = _variable(TIME, months, Role.TIME)
    cube = Cube(
        "T3", CUBE.label, (CUBE.variables[0], time), [0] * 123 * 120, {}, (), CUBE.source, CUBE.updated, "r", "SF"
    )
    read = read_state(Address.parse(PATH, "Tid=senaste-2&Diagnos=F32"), cube)
    lists = {
        code: ValueList(offered, read.state.choices[code], "", PATH, texts("sv"))
        for code, offered in read.offers.items()
    }
    assert lists[TIME].shown() == months
    assert lists[DIAGNOSIS].shown() == ("F32",)


def test_moving_there_and_back_changes_nothing_but_the_order() -> None:
    read = _read("")
    moved = after_action(read.state, read.offers, "kolumner:Kon", "sv")
    back = after_action(moved, read.offers, "rader:Kon", "sv")
    assert sorted(back.stub) == sorted(read.state.stub)
    assert back.heading == read.state.heading
