"""Divisions whose groups depend on the question: units, doctors and chosen diagnoses (statistics 4.3.6 to 4.3.9)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from warehouse import diagnoses
from warehouse import reference_tables as reference
from warehouse.diagnoses import UNKNOWN_CODE_PREFIX, UNKNOWN_KEY, DiagnosisLevel, DiagnosisNode, UnknownNodeError
from warehouse.reports.cells import Cells
from warehouse.reports.dimension import Attribute, Dimension, NodeMatch
from warehouse.reports.known_dimensions import dimension as plain
from warehouse.reports.options import Options
from warehouse.reports.register import Unit
from warehouse.reports.result import ZERO, Count, Group, Label

PROTECTED_DOCTOR_KEY = "PROTECTED"
PROTECTED_DOCTOR = Label("Läkare med skyddad personuppgift", "Doctor with protected identity")
_BELOW = {
    DiagnosisLevel.CHAPTER: DiagnosisLevel.BLOCK,
    DiagnosisLevel.BLOCK: DiagnosisLevel.CATEGORY,
    DiagnosisLevel.CATEGORY: DiagnosisLevel.CODE,
}
_OF_SUB_UNITS = {Attribute.CARE_UNIT: Attribute.UNIT, Attribute.CARE_UNIT_TOPIC: Attribute.UNIT_TOPIC}


@dataclass(frozen=True, slots=True)
class Doctor:
    """One signer as the register knows them."""

    number: int
    id: str
    first_name: str | None
    surname: str | None
    protected: bool

    @property
    def name(self) -> str:
        """First name and surname; the id of a doctor without a name (rule 4.3.9)."""
        return " ".join(part for part in (self.first_name, self.surname) if part) or self.id


def prepared(dimension: Dimension, options: Options) -> Dimension:
    """The division with what `options` choose in it. Raises UnknownNodeError for an unknown diagnosis."""
    if dimension.attribute in _OF_SUB_UNITS and not options.care_units:
        return replace(dimension, attribute=_OF_SUB_UNITS[dimension.attribute])
    if dimension.attribute is Attribute.WITHIN:
        return _within(dimension, options.node)
    if dimension.attribute is Attribute.COMPARED:
        return _compared(dimension, options.nodes)
    return dimension


def _within(dimension: Dimension, node_id: str | None) -> Dimension:
    parent = diagnoses.node(node_id or "")
    below = _BELOW.get(parent.level)
    if below is None or parent.id == UNKNOWN_KEY:
        raise UnknownNodeError(f"there is nothing below the diagnosis {parent.id!r}")
    match = NodeMatch(parent.level.value, parent.id, UNKNOWN_CODE_PREFIX + parent.id, below.value)
    groups = tuple(_node_group(child) for child in diagnoses.children(parent.id))
    return replace(dimension, groups=groups, nodes=(match,))


def _compared(dimension: Dimension, node_ids: Iterable[str]) -> Dimension:
    nodes = [node for node in map(diagnoses.find, dict.fromkeys(node_ids)) if node is not None]
    return replace(
        dimension,
        groups=tuple(_node_group(node) for node in nodes),
        nodes=tuple(_match(node) for node in nodes),
    )


def _match(node: DiagnosisNode) -> NodeMatch:
    if node.id == UNKNOWN_KEY:
        return NodeMatch(node.level.value, None, node.id)
    if node.id.startswith(UNKNOWN_CODE_PREFIX):
        category = node.id.removeprefix(UNKNOWN_CODE_PREFIX)
        return NodeMatch(DiagnosisLevel.CATEGORY.value, category, node.id, without=DiagnosisLevel.CODE.value)
    return NodeMatch(node.level.value, node.id, node.id)


def _node_group(node: DiagnosisNode) -> Group:
    return Group(node.id, Label(node.label, node.label_en))


def is_listed(dimension: Dimension) -> bool:
    """Whether the groups are units or doctors, known by number until they are listed."""
    return dimension.attribute in {
        Attribute.UNIT,
        Attribute.CARE_UNIT,
        Attribute.DOCTOR,
        Attribute.UNIT_TOPIC,
        Attribute.CARE_UNIT_TOPIC,
        Attribute.DOCTOR_TOPIC,
    }


def lists_doctors(dimension: Dimension) -> bool:
    """Whether the groups are doctors."""
    return dimension.attribute in {Attribute.DOCTOR, Attribute.DOCTOR_TOPIC}


def lists_topics(dimension: Dimension) -> bool:
    """Whether each unit or doctor is divided by subject."""
    return dimension.attribute in {Attribute.UNIT_TOPIC, Attribute.CARE_UNIT_TOPIC, Attribute.DOCTOR_TOPIC}


def lists_sub_units(dimension: Dimension) -> bool:
    """Whether the groups are sub-units, with or without subjects."""
    return dimension.attribute in {Attribute.UNIT, Attribute.UNIT_TOPIC}


def listed_units(dimension: Dimension, units: Iterable[Unit]) -> list[Unit]:
    """Care units or sub-units, as the division asks for."""
    care_units = dimension.attribute in {Attribute.CARE_UNIT, Attribute.CARE_UNIT_TOPIC}
    return [unit for unit in units if unit.is_care_unit is care_units]


def of_units(dimension: Dimension, units: Iterable[Unit], *, all_shown: bool) -> tuple[Dimension, dict[str, str]]:
    """The division by units, by name, and the key of each unit number.

    Equal names get the HSA id added; a unit that two providers have is one. Unless `all_shown`, a unit without any
    count is left out.
    """
    listed = listed_units(dimension, units)
    keys = {str(unit.number): unit.id for unit in listed}
    names = _distinct({unit.id: unit.name or unit.id for unit in listed})
    return _divided(dimension, names, keys, all_shown=all_shown), keys


def of_doctors(dimension: Dimension, doctors: Iterable[Doctor]) -> tuple[Dimension, dict[str, str]]:
    """The division by doctors, by name, and the key of each doctor number; protected ones share one key."""
    known = list(doctors)
    keys = {str(one.number): PROTECTED_DOCTOR_KEY if one.protected else one.id for one in known}
    names = _distinct({one.id: one.name for one in known if not one.protected})
    if PROTECTED_DOCTOR_KEY in keys.values():
        names[PROTECTED_DOCTOR_KEY] = PROTECTED_DOCTOR.sv
    return _divided(dimension, names, keys, all_shown=False), keys


def _distinct(named: Mapping[str, str]) -> dict[str, str]:
    """Names by id; a name that several have, without regard to case, gets the id added."""
    folded = [name.casefold() for name in named.values()]
    return {key: f"{name} {key}" if folded.count(name.casefold()) > 1 else name for key, name in named.items()}


def _divided(dimension: Dimension, names: Mapping[str, str], keys: Mapping[str, str], *, all_shown: bool) -> Dimension:
    ordered = sorted(set(keys.values()), key=lambda key: (names[key].casefold(), key))
    if not lists_topics(dimension):
        groups = tuple(Group(key, _named(key, names)) for key in ordered)
        hidden = frozenset() if all_shown else frozenset(group.key for group in groups)
        return replace(dimension, groups=groups, only_when_not_zero=hidden)
    topics = plain("topic")
    groups = tuple(
        Group(f"{key}:{topic.key}", _with_topic(_named(key, names), topic.label), topic.colour)
        for key in ordered
        for topic in topics.groups
    )
    unknown = frozenset(group.key for group in groups if group.key.endswith(":OKANT"))
    return replace(dimension, groups=groups, only_when_not_zero=unknown)


def _named(key: str, names: Mapping[str, str]) -> Label:
    return PROTECTED_DOCTOR if key == PROTECTED_DOCTOR_KEY else Label(names[key], names[key])


def _with_topic(name: Label, topic: Label) -> Label:
    return Label(f"{name.sv} : {topic.sv}", f"{name.en} : {topic.en}")


def owner_of(dimension: Dimension, key: str) -> str:
    """The key of the unit or doctor of a group that is divided by subject; of any other group its own key."""
    return key.rpartition(":")[0] if lists_topics(dimension) else key


def under_keys(dimension: Dimension, cells: Cells, keys: Mapping[str, str]) -> dict[str, Count]:
    """Cells of numbers as cells of keys; what is not listed is left out."""
    rekey = _rekey_topics(keys) if lists_topics(dimension) else keys.get
    found: dict[str, Count] = {}
    for number, count in cells.items():
        key = rekey(number)
        if key is not None:
            found[key] = found.get(key, ZERO) + count
    return found


def _rekey_topics(keys: Mapping[str, str]) -> Callable[[str], str | None]:
    def rekey(counted: str) -> str | None:
        number, _, topic = counted.partition(":")
        return f"{keys[number]}:{topic}" if number in keys else None

    return rekey


def numbers_in(periods: Iterable[Cells]) -> list[int]:
    """The numbers of units or doctors that something was counted for."""
    return sorted({int(key.partition(":")[0]) for cells in periods for key in cells})


def only_with_counts(dimension: Dimension, periods: Sequence[Cells]) -> tuple[Dimension, list[Cells]]:
    """The division without the units or doctors of which nothing is counted or left, and the cells of the others."""
    counted = {owner_of(dimension, key) for cells in periods for key, count in cells.items() if count.total}
    groups = tuple(group for group in dimension.groups if owner_of(dimension, group.key) in counted)
    kept: list[Cells] = [
        {key: count for key, count in cells.items() if owner_of(dimension, key) in counted} for cells in periods
    ]
    return replace(dimension, groups=groups), kept


def existing_types(dimension: Dimension, type_ids: Collection[str]) -> Dimension:
    """The certificate types of which a certificate exists, with the reference colours in order (statistics 2.3)."""
    groups = [group for group in dimension.groups if group.key in type_ids]
    colours = reference.palette()
    return replace(
        dimension,
        groups=tuple(replace(group, colour=colours[at % len(colours)]) for at, group in enumerate(groups)),
    )
