"""Which rows a question may see: access scope and row filters as one condition (statistics 3.5, 10.3, 10.5, 10.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from warehouse import diagnoses
from warehouse import reference_tables as reference
from warehouse.diagnoses import UNKNOWN_CODE_PREFIX, UNKNOWN_KEY, DiagnosisLevel
from warehouse.reports.dimension import Bounds
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.selection import Selection


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL with the values of its named parameters."""

    sql: str
    parameters: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DiagnosisChoice:
    """Chosen nodes by level. `unknown_code_within` are categories without code, `unknown` the unknown diagnoses."""

    nodes: tuple[tuple[DiagnosisLevel, tuple[str, ...]], ...] = ()
    unknown_code_within: tuple[str, ...] = ()
    unknown: bool = False

    @classmethod
    def of(cls, node_ids: Iterable[str]) -> DiagnosisChoice:
        """Sort known nodes by level; ids that are no nodes have no effect."""
        by_level: dict[DiagnosisLevel, list[str]] = {}
        within: list[str] = []
        unknown = False
        for node_id in node_ids:
            node = diagnoses.find(node_id)
            if node is None:
                continue
            if node.id == UNKNOWN_KEY:
                unknown = True
            elif node.id.startswith(UNKNOWN_CODE_PREFIX):
                within.append(node.id.removeprefix(UNKNOWN_CODE_PREFIX))
            else:
                by_level.setdefault(node.level, []).append(node.id)
        return cls(tuple((level, tuple(ids)) for level, ids in by_level.items()), tuple(within), unknown)


@dataclass(frozen=True, slots=True)
class VisibleRows:
    """The rows of one provider, or of several, that a question sees, and the lengths of the cases it keeps.

    `providers` are provider numbers; every question counts each of them by itself. `units` are unit numbers of which a
    row's unit or care unit must be one; None lets every row through.
    None or an empty tuple in the other dimensions restricts nothing. The lengths choose cases, not rows.
    """

    providers: tuple[int, ...]
    units: tuple[int, ...] | None = None
    diagnoses: DiagnosisChoice | None = None
    ages: tuple[Bounds, ...] = ()
    lengths: tuple[Bounds, ...] = ()

    @property
    def everything(self) -> bool:
        """True when no row of the providers is hidden."""
        return self.units is None and self.diagnoses is None and not self.ages


def _placeholders(parameters: dict[str, object], prefix: str, values: Iterable[object]) -> str:
    names = []
    for value in values:
        name = f"{prefix}_{len(parameters)}"
        parameters[name] = value
        names.append(f"${name}")
    return ", ".join(names)


def within(column: str, groups: Iterable[Bounds]) -> Condition:
    """The condition that a number lies in one of the groups."""
    parameters: dict[str, object] = {}
    parts = []
    for bounds in groups:
        low = _placeholders(parameters, column, [bounds.low])
        if bounds.high is None:
            parts.append(f"{column} >= {low}")
        else:
            parts.append(f"{column} BETWEEN {low} AND {_placeholders(parameters, column, [bounds.high])}")
    return Condition(f"({' OR '.join(parts)})", parameters)


def _diagnoses(choice: DiagnosisChoice) -> Condition:
    parameters: dict[str, object] = {}
    parts = [f"{level.value} IN ({_placeholders(parameters, 'diagnosis', ids)})" for level, ids in choice.nodes]
    if choice.unknown_code_within:
        chosen = _placeholders(parameters, "diagnosis", choice.unknown_code_within)
        parts.append(f"(code IS NULL AND category IN ({chosen}))")
    if choice.unknown:
        parts.append("chapter IS NULL")
    return Condition(f"({' OR '.join(parts)})" if parts else "FALSE", parameters)


def _units(units: tuple[int, ...]) -> Condition:
    parameters: dict[str, object] = {}
    chosen = _placeholders(parameters, "unit", units)
    if not chosen:
        return Condition("FALSE")
    return Condition(f"(care_unit_no IN ({chosen}) OR unit_no IN ({chosen}))", parameters)


def of_providers(visible: VisibleRows) -> Condition:
    """The rows of the providers of `visible`, the hidden ones among them."""
    parameters: dict[str, object] = {}
    listed = _placeholders(parameters, "provider", visible.providers)
    return Condition(f"provider_no IN ({listed})" if listed else "FALSE", parameters)


def condition(visible: VisibleRows) -> Condition:
    """The rows of `visible` as a condition on `sick_leave_row`."""
    parts = [of_providers(visible)]
    if visible.units is not None:
        parts.append(_units(visible.units))
    if visible.diagnoses is not None:
        parts.append(_diagnoses(visible.diagnoses))
    if visible.ages:
        parts.append(within("age", visible.ages))
    merged: dict[str, object] = {}
    for part in parts:
        merged |= part.parameters
    return Condition(" AND ".join(part.sql for part in parts), merged)


def _known(keys: tuple[str, ...], groups: Iterable[str]) -> tuple[str, ...]:
    """The keys that are groups, each once, in the order of the groups."""
    return tuple(group for group in groups if group in set(keys))


def known_choices(selection: Selection) -> Selection:
    """The selection without what is no filter value: such values have no effect (rule 10.1)."""
    found = (diagnoses.find(node_id) for node_id in dict.fromkeys(selection.diagnoses))
    return replace(
        selection,
        diagnoses=tuple(node.id for node in found if node is not None),
        ages=_known(selection.ages, dimension("age_group").keys),
        lengths=_known(selection.lengths, dimension("length").keys),
        types=_known(selection.types, (key for key, _ in reference.certificate_filter_types())),
    )


def visible_rows(providers: tuple[int, ...], units: tuple[int, ...] | None, selection: Selection) -> VisibleRows:
    """What a selection of known choices sees of the rows of some providers, given the effective units."""
    return VisibleRows(
        providers,
        units,
        DiagnosisChoice.of(selection.diagnoses) if selection.diagnoses else None,
        _restricting(selection.ages, dimension("age_group").bounds),
        _restricting(selection.lengths, dimension("length").bounds),
    )


def _restricting(chosen: tuple[str, ...], bounds: Mapping[str, Bounds]) -> tuple[Bounds, ...]:
    """The bounds of a choice; every group chosen restricts nothing, not even what has no number (rules 3.5, 10.5)."""
    return () if len(chosen) == len(bounds) else tuple(bounds[key] for key in chosen)
