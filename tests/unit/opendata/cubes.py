"""Cubes of arbitrary figures, for tests of what holds for every cube."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from warehouse.opendata.cube import CONTENTS, REGION, TIME, Category, Cube, Note, Role, Unit, Value, Variable
from warehouse.reports.result import Label

_WORDS = ("åldersgrupp", 'so kallad "kod"', "a; b", "rad, med komma", "10 < 20 & 30", "Östergötland")
_LONG = " ".join(["en text som inte ryms på en rad"] * 20)
_SIGNS = ("..", ".", "...")


@st.composite
def cubes(draw: st.DrawFn) -> Cube:
    """A cube with a region, a contents and a time variable, and cells with values, signs or both."""
    word = st.sampled_from(_WORDS)
    region = Variable(
        REGION,
        Label("region", "region"),
        tuple(
            Category(f"{at:02}", Label(f"{draw(word)} {at}", f"place {at}"), Label("not", "note") if at == 1 else None)
            for at in range(draw(st.integers(1, 4)))
        ),
        Role.GEO,
        "00",
    )
    decimals = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    contents = Variable(
        CONTENTS,
        Label("tabellinnehåll", "contents"),
        tuple(
            Category(f"C{at}", Label(f"mått {at}", f"measure {at}"), unit=Unit(Label("antal", "number"), of))
            for at, of in enumerate(decimals)
        ),
        Role.METRIC,
    )
    time = Variable(
        TIME,
        Label("månad", "month"),
        tuple(
            Category(f"2025M{at:02}", Label(f"månad {at}", f"month {at}")) for at in range(1, draw(st.integers(2, 6)))
        ),
        Role.TIME,
    )
    values: list[Value] = []
    status: dict[int, str] = {}
    for _ in region.codes:
        for of in decimals:
            for _ in time.codes:
                number = draw(st.integers(-10_000, 10_000_000))
                kind = draw(st.sampled_from(("value", "value", "preliminary", "none")))
                if kind == "none":
                    status[len(values)] = draw(st.sampled_from(_SIGNS))
                elif kind == "preliminary":
                    status[len(values)] = "p"
                values.append(None if kind == "none" else round(number / 10**of, of) if of else number)
    return Cube(
        "XX01",
        Label(draw(word), "Some table"),
        (region, contents, time),
        values,
        status,
        (Note(Label(draw(word), "To be read"), mandatory=True), Note(Label(_LONG, "more"))),
        Label("Källa", "Source"),
        datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        "release-1",
        "SF",
    )
