"""From what a call asks of a table to the codes of every variable (dashboards 19.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod

from dashboards.public.api.configuration import EXPRESSIONS
from dashboards.public.api.expressions import ExpressionError, choose, is_expression
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.value_sets import ValueSet, value_set
from warehouse.opendata.aggregation import added_up
from warehouse.opendata.cube import REGION, SEX, Cube, Role, Variable

DEFAULT_MONTHS = 18
TIME_NAME = "time"
"""Accepted for the time variable whatever its code is."""

MOST_NAMED = 10
"""Of more values that there are not, the first ones are told, and how many more there are."""
_LONGEST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one variable: value expressions, or a value set whose values they choose among.

    Neither of them means that the variable is left out; a value set alone means all its values.
    """

    expressions: tuple[str, ...] = ()
    codelist: str | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the variables of an answer stand; those that are not named keep the place that the table gives them."""

    heading: tuple[str, ...] = ()
    stub: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The codes of every variable. `eliminated` variables are left out of the answer; `unknown` chose nothing."""

    codes: Mapping[str, tuple[str, ...]]
    eliminated: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    codelists: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, ValueSet] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """How many cells the answer has."""
        return prod(len(codes) for codes in self.codes.values())


def resolve(cube: Cube, asked: Mapping[str, Asked]) -> Selection:
    """The selection that `asked` makes, or the default one when it names no variable.

    A variable that is left out is replaced by its elimination value. Values that the table does not have are told and
    passed by, as long as something else of the variable was chosen. Raises ProblemError, also for more expressions
    than one call may have: each is compared with every value.
    """
    if not asked:
        return default_selection(cube)
    _require_few_expressions(cube, asked)
    wanted = {code: one for code, one in _by_code(cube, asked).items() if one.expressions or one.codelist}
    codes: dict[str, tuple[str, ...]] = {}
    unknown: list[tuple[str, str]] = []
    for variable in cube.variables:
        if variable.code in wanted:
            codes[variable.code], strange = _chosen(cube, variable, wanted[variable.code])
            unknown += [(variable.code, expression) for expression in strange]
        elif variable.elimination is None:
            raise ProblemError("missing_variable", variable.code)
        else:
            codes[variable.code] = (variable.elimination,)
    eliminated = tuple(variable.code for variable in cube.variables if variable.code not in wanted)
    codelists = {code: one.codelist for code, one in wanted.items() if one.codelist}
    lists = {code: value_set(cube, cube.variable(code), set_id) for code, set_id in codelists.items()}
    return Selection(codes, eliminated, tuple(unknown), codelists, lists)


def default_selection(cube: Cube) -> Selection:
    """The latest 18 months, all sexes, the whole country and the top level of everything else."""
    return Selection({variable.code: _default(variable) for variable in cube.variables})


def apply(cube: Cube, selection: Selection, placement: Placement) -> Cube:
    """The selected cells, with stub before heading. Raises ProblemError for a placement that does not fit."""
    chosen = select(cube, selection.lists, selection.codes)
    for code in selection.eliminated:
        chosen = chosen.without(code)
    return placed(chosen, placement)


def select(cube: Cube, lists: Mapping[str, ValueSet], codes: Mapping[str, Sequence[str]] | None = None) -> Cube:
    """The cube with the values of code lists; with `codes` some values, which are of a list where there is one."""
    wanted = {code: one.codes for code, one in lists.items()} | dict(codes or {})
    sums = {code: one.aggregation for code, one in lists.items() if one.aggregation and one.aggregation.is_summed}
    chosen = cube.select({code: values for code, values in wanted.items() if code not in sums})
    for code, aggregation in sums.items():
        chosen = added_up(chosen, code, wanted[code], aggregation)
    return chosen


def placed(cube: Cube, placement: Placement) -> Cube:
    """The cube with its variables where `placement` puts them: stub first, then heading. Raises ProblemError."""
    heading, stub = (
        [find_variable(cube, name).code for name in names] for names in (placement.heading, placement.stub)
    )
    named = [*heading, *stub]
    if len(set(named)) < len(named):
        raise ProblemError("bad_placement", ",".join(named))
    rest = [variable.code for variable in cube.variables if variable.code not in named]
    stub += [code for code in rest if heading or code not in cube.heading]
    heading = heading or [code for code in rest if code in cube.heading]
    return replace(cube.pivoted([*stub, *heading]), heading=tuple(heading))


def _require_few_expressions(cube: Cube, asked: Mapping[str, Asked]) -> None:
    number = sum(is_expression(text) for one in asked.values() for text in one.expressions)
    if number > EXPRESSIONS:
        raise ProblemError("too_many_expressions", cube.id, EXPRESSIONS, number)


def _by_code(cube: Cube, asked: Mapping[str, Asked]) -> dict[str, Asked]:
    found: dict[str, Asked] = {}
    for name, one in asked.items():
        code = find_variable(cube, name).code
        if code in found:
            raise ProblemError("bad_parameter", name, values={"reason": "given more than once"})
        found[code] = one
    return found


def find_variable(cube: Cube, name: str) -> Variable:
    """A variable by its code, without regard to case, or the time variable by `time`. Raises ProblemError."""
    for variable in cube.variables:
        if name.casefold() == variable.code.casefold():
            return variable
    if name.casefold() == TIME_NAME and cube.time:
        return cube.time
    names = ", ".join(variable.code for variable in cube.variables)
    raise ProblemError("unknown_variable", name, values={"table": cube.id, "variables": names})


def _chosen(cube: Cube, variable: Variable, one: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes chosen of a variable, and the expressions that chose none."""
    codes = value_set(cube, variable, one.codelist).codes if one.codelist else variable.codes
    expressions = one.expressions or ("*",)
    try:
        found = choose(expressions, codes, is_time=variable.role is Role.TIME)
    except ExpressionError as error:
        raise ProblemError("bad_expression", variable.code, values={"reason": str(error)}) from None
    if not found.positions:
        raise ProblemError("unknown_values", variable.code, values={"asked": named(expressions)})
    return tuple(codes[place] for place in found.positions), found.unknown


def named(expressions: Sequence[str]) -> str:
    """The first of some expressions in words, each shortened: an answer does not repeat all of a large call."""
    first = [shortened(one) for one in expressions[:MOST_NAMED]]
    return ", ".join([*first, "…"] if len(expressions) > MOST_NAMED else first)


def shortened(expression: str) -> str:
    """An expression as it is told: no longer than any code is."""
    return expression if len(expression) <= _LONGEST_NAMED else f"{expression[:_LONGEST_NAMED]}…"


def _default(variable: Variable) -> tuple[str, ...]:
    if variable.role is Role.TIME:
        return variable.codes[-DEFAULT_MONTHS:]
    if variable.code == REGION and variable.elimination:
        return (variable.elimination,)
    return variable.codes if variable.code == SEX else top_level(variable)


def top_level(variable: Variable) -> tuple[str, ...]:
    """The codes that are not below another; where that is one code alone, also those right below it."""
    below = {child for category in variable.categories for child in category.children}
    roots: Sequence[str] = [code for code in variable.codes if code not in below]
    if len(roots) == 1:
        roots = [roots[0], *variable.category(roots[0]).children]
    return tuple(roots)
