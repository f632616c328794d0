"""What a result says of itself in words: title, period, filters, definitions, notes and messages, in either language.

Pages, files, the command line and documents all tell the same (dashboards 11.2, statistics 4.1 and 10.9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warehouse import diagnoses, formats
from warehouse import reference_tables as reference
from warehouse.reports import registry
from warehouse.reports.definitions import Filter
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.result import Group, Level, ReportResult
from warehouse.texts import Texts

MOST_VALUES_BESIDE_A_TABLE = 8
"""With more filter values than these a file tells them apart from the table (statistics 10.9)."""


@dataclass(frozen=True, slots=True)
class FilterEcho:
    """One filter in force: ids of what was chosen, and the names in the order in which they are told.

    `everything` says that every value was chosen. Units are told by name, so their names and keys do not go in pairs.
    """

    dimension: str
    head: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    everything: bool = False

    @property
    def line(self) -> str:
        """The filter as one line: `Valda åldersgrupper: 21-25 år, 26-30 år`."""
        return f"{self.head}: {', '.join(self.names)}"


def filter_echoes(result: ReportResult, texts: Texts) -> tuple[FilterEcho, ...]:
    """The filters in force, by name; a dimension without choice is left out (statistics 10.9).

    The units of a reader who sees only some of a provider's are told without a choice too.
    """
    found = []
    if result.unit_names:
        chosen = Filter.UNITS.value in result.filters
        head = texts("chosen.units" if chosen else "chosen.all_units")
        everything = Filter.UNITS.value in result.all_chosen
        found.append(FilterEcho(Filter.UNITS.value, head, result.units_in_force, result.unit_names, everything))
    for name in (Filter.DIAGNOSES, Filter.LENGTHS, Filter.AGES, Filter.TYPES):
        if name.value in result.filters:
            keys = result.filters[name.value]
            names = tuple(_name(name, key, texts) for key in keys)
            found.append(FilterEcho(name.value, texts(f"chosen.{name}"), keys, names, name.value in result.all_chosen))
    return tuple(found)


def _name(kind: Filter, key: str, texts: Texts) -> str:
    if kind is Filter.DIAGNOSES:
        node = diagnoses.find(key)
        return node.label_in(texts.language) if node else key
    if kind is Filter.TYPES:
        return _type_names(texts.language).get(key, key)
    groups: Mapping[str, Group] = {
        group.key: group for group in dimension("age_group" if kind is Filter.AGES else "length").groups
    }
    return groups[key].label.in_language(texts.language) if key in groups else key


def _type_names(language: str) -> dict[str, str]:
    """Names of the choices of the certificate-type filter: single types, and those merged under one label."""
    single = {
        kind.type_id: kind.label_en if language == "en" else kind.label_sv for kind in reference.certificate_types()
    }
    merged = {row["key"]: row[f"label_{language}"] for row in reference.rows("certificate_type_groups")}
    return single | merged


def definitions(result: ReportResult, texts: Texts) -> tuple[str, ...]:
    """What is counted, and what the report shows; on the region level also whose units these are."""
    report = registry.report(result.report_id)
    keys = [
        f"about.definition.{report.family}",
        f"help.{report.help_id}",
        f"help.{report.help_id}-{result.level}",
        f"help.{result.level}",
    ]
    told = [texts(key) for key in keys if key in texts]
    if result.list_date:
        told.append(texts("help.region_date", date=formats.iso_date(result.list_date)))
    return tuple(told)


def note_texts(result: ReportResult, texts: Texts) -> dict[str, str]:
    """The notes that stand with the figures, by id; a level may have words of its own."""
    return {note: texts(_of_level(f"note.{note}", result.level, texts)) for note in result.notes}


def message_texts(result: ReportResult, texts: Texts) -> dict[str, str]:
    """The messages of a result, by id."""
    window = {"first": str(result.window.first), "last": str(result.window.last)}
    return {message.id: texts(f"message.{message.id}", **{**window, **message.values}) for message in result.messages}


def threshold_text(result: ReportResult, texts: Texts) -> str | None:
    """What the threshold does to the figures; None where there is none."""
    if result.threshold is None:
        return None
    return texts(_of_level("about.threshold.text", result.level, texts), threshold=result.threshold)


def loss_text(result: ReportResult, texts: Texts) -> str | None:
    """How many numbers of the table the threshold lowered, and by how much together where that may be stated."""
    if result.loss is None or not result.loss.cells:
        return None
    cells = formats.number(result.loss.cells, texts.language)
    if result.loss.amount is None or result.share_lost is None:
        return texts("about.loss.cells", cells=cells)
    share = formats.percent(result.share_lost, texts.language, 1)
    return texts(
        "about.loss.amount", cells=cells, amount=formats.number(result.loss.amount, texts.language), share=share
    )


def coverage_text(result: ReportResult, texts: Texts) -> str:
    """Up to when figures reach, and what is not among them."""
    family = registry.report(result.report_id).family
    return texts(f"about.coverage.{family}", latest=formats.month_name(result.window.last, texts.language))


def facts_about(result: ReportResult, operator: str, texts: Texts) -> list[tuple[str, str]]:
    """What stands about the figures on the page and in every file: (name under `about` in the texts, text)."""
    facts = [
        ("definition", texts(f"about.definition.{registry.report(result.report_id).family}")),
        ("source", texts("about.source.text", operator=operator)),
        ("coverage", coverage_text(result, texts)),
    ]
    protection = threshold_text(result, texts)
    if protection:
        facts.append(("threshold", protection))
    lost = loss_text(result, texts)
    if lost:
        facts.append(("loss", lost))
    facts.append(("updated", formats.moment(result.data_time)))
    facts.append(("release", result.release))
    return facts


def _of_level(key: str, level: Level, texts: Texts) -> str:
    """The key of a text in the words of one level, where there is one."""
    own = f"{key}-{level}"
    return own if own in texts else key
