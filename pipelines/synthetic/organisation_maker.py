"""Draws the organisation of a store: regions with many units, private providers with few, doctors on every unit."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import warehouse
from pipelines.synthetic.names import given_name, region_name, surname, unit_name
from pipelines.synthetic.organisation import (
    HSA_PREFIX,
    PRIVATE_SERIES,
    PUBLIC_SERIES,
    UNKNOWN_COUNTY,
    UNKNOWN_MUNICIPALITY,
    Doctor,
    Organisation,
    Provider,
    Unit,
    organisation_number,
)
from pipelines.synthetic.settings import Parameters, Size
from pipelines.synthetic.streams import Every, Stream, Streams, Weighted, lognormal_sigma

_KIND_NAMES = {
    "primary": ("Vårdcentralen {}", ("1502", "1506"), ("02",)),
    "hospital": ("Sjukhuset {}", ("1114", "1324"), ()),
    "psychiatry": ("Psykiatriska mottagningen {}", ("1604",), ()),
    "occupational": ("Företagshälsan {}", ("1508",), ()),
    "rehabilitation": ("Rehabiliteringsmottagningen {}", ("1516",), ()),
}
_MEMBER_NAMES = {
    "primary": ("Läkarmottagningen", "Barnhälsovården", "Rehabiliteringen", "Psykosociala enheten"),
    "hospital": ("Medicinkliniken", "Ortopedkliniken", "Kirurgkliniken", "Kvinnokliniken", "Neurologkliniken"),
    "psychiatry": ("Öppenvården", "Affektiva enheten", "Beroendemottagningen"),
    "occupational": ("Läkarmottagningen", "Ergonomienheten"),
    "rehabilitation": ("Smärtmottagningen", "Stressmottagningen"),
}
_MEMBER_CODES = {"Medicinkliniken": "1114", "Ortopedkliniken": "1324", "Kirurgkliniken": "1315"}
_UNIT_KINDS = {"primary": 60, "hospital": 22, "psychiatry": 11, "occupational": 2, "rehabilitation": 5}
_PRIVATE_KINDS = {"primary": 62, "occupational": 26, "rehabilitation": 6, "psychiatry": 6}
_LOCAL = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_START = date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class Municipality:
    code: str
    name: str
    county: str


def load_municipalities() -> list[Municipality]:
    """The municipalities of the reference lists, without the unknown one."""
    path = Path(warehouse.__file__).parent / "reference" / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Municipality(row["code"], row["name_sv"], row["county"]) for row in csv.DictReader(file)]
    return sorted((row for row in rows if row.code != UNKNOWN_MUNICIPALITY), key=lambda row: row.code)


def seat_weight(municipality: str) -> float:
    """Municipalities whose code ends in 80 are the seats of their counties and much larger than the rest."""
    return 6.0 if municipality.endswith("80") else 1.0


def chosen_counties(parameters: Parameters, size: Size) -> list[str]:
    """The counties of the store, the most populous first."""
    inhabitants = parameters.table("population.inhabitants")
    return sorted(inhabitants, key=lambda county: (-inhabitants[county], county))[: size.counties]


def make_organisation(streams: Streams, parameters: Parameters, size: Size, today: date) -> Organisation:
    """The organisation of a store of that size; the largest region comes first."""
    maker = _Maker(streams, parameters, size, today)
    return maker.make()


class _Maker:
    def __init__(self, streams: Streams, parameters: Parameters, size: Size, today: date) -> None:
        self._stream = streams["organisation"]
        self._doctor_stream = streams["doctors"]
        self._parameters = parameters
        self._size = size
        self._today = today
        self._ids: set[str] = set()
        self._serial = 0
        self._name_use: dict[str, int] = {}
        self._kinds = {True: Weighted(_UNIT_KINDS), False: Weighted(_PRIVATE_KINDS)}
        self._members = parameters.table("organisation.members")
        self._municipalities: dict[str, Weighted[str]] = {}
        self._doctors: list[Doctor] = []
        odd = parameters.table("organisation.odd_geography_percent")
        self._odd_geography = {kind: Every(percent, first) for first, (kind, percent) in enumerate(odd.items(), 2)}
        self._odd_ids = Every(parameters.number("organisation.odd_id_percent"), first=9)

    def make(self) -> Organisation:
        providers = self._providers()
        left = self._size.units
        for provider in reversed(providers):
            count = left if provider is providers[0] else self._unit_count(provider, providers, left)
            self._add_units(provider, max(count, 1), with_members=provider is providers[0])
            left -= max(count, 1)
        units = [unit for provider in providers for unit in provider.units]
        for unit in units:
            self._staff(unit)
        organisation = Organisation(providers, units, self._doctors)
        organisation.prepare(
            self._parameters.table("organisation.kind_percent"),
            self._parameters.table("organisation.kind_percent_psychiatric"),
        )
        return organisation

    def _providers(self) -> list[Provider]:
        size, stream = self._size, self._stream
        counties = chosen_counties(self._parameters, size)
        inhabitants = self._parameters.table("population.inhabitants")
        others = counties[1 : size.regions]
        rest = 100 - size.largest_percent - size.private_percent
        total = sum(inhabitants[county] for county in others) or 1
        providers = [self._region(counties[0], 0, size.largest_percent)]
        for position, county in enumerate(others, 1):
            providers.append(self._region(county, position, rest * inhabitants[county] / total))
        shares = [stream.lognormal(1, 0.5) for _ in range(size.private)]
        private = [self._private(stream.pick(counties), size.private_percent * one / sum(shares)) for one in shares]
        return [*providers, *private]

    def _region(self, county: str, position: int, weight: float) -> Provider:
        name = f"Exempelregion {region_name(position)}"
        return self._provider(PUBLIC_SERIES, name, county, "Landsting/Region", weight, is_region=True)

    def _private(self, county: str, weight: float) -> Provider:
        municipal = self._stream.chance(self._parameters.number("organisation.municipal_owner_percent"))
        series = PUBLIC_SERIES if municipal else PRIVATE_SERIES
        name = self._unique_name("Exempelkommun {}" if municipal else "Exempelvård {} AB")
        management = "Kommun" if municipal else "Privat"
        return self._provider(series, name, county, management, weight, is_region=False)

    def _provider(
        self, series: str, name: str, county: str, management: str, weight: float, *, is_region: bool
    ) -> Provider:
        self._serial += 1
        number = organisation_number(series, self._serial)
        return Provider(
            id=self._hsa_id(number, self._stream),
            organisation_number=number,
            name=name,
            county=county,
            management=management,
            is_region=is_region,
            weight=weight,
            start=_START,
        )

    def _unit_count(self, provider: Provider, providers: list[Provider], left: int) -> int:
        if provider.is_region:
            weights = sum(other.weight for other in providers[: providers.index(provider) + 1])
            return round(left * provider.weight / weights)
        drawn = self._stream.draw(self._parameters.weighted("organisation.private_units"))
        count = 3 + int(self._stream.lognormal(3, 0.9)) if drawn == "more" else int(drawn)
        return min(count, max(left // len(providers), 1))

    def _add_units(self, provider: Provider, count: int, *, with_members: bool) -> None:
        kinds = self._kinds[provider.is_region]
        first = ["primary", "hospital", "psychiatry"] if provider.is_region and count > 5 else []
        while count:
            kind = first.pop(0) if first else self._stream.draw(kinds)
            care_unit = self._care_unit(provider, kind)
            count -= 1
            drawn = self._member_count(certain=with_members and len(provider.units) == 1)
            members = min(drawn, count // 2 if count > 3 else count)
            for position in range(members):
                self._member(care_unit, position)
            count -= members

    def _member_count(self, *, certain: bool) -> int:
        if not certain and not self._stream.chance(self._parameters.number("organisation.members_percent")):
            return 0
        median = self._members["median"]
        drawn = self._stream.lognormal(median, lognormal_sigma(median, self._members["p90"]))
        return int(min(max(drawn, 1), self._members["most"]))

    def _care_unit(self, provider: Provider, kind: str) -> Unit:
        pattern, codes, types = _KIND_NAMES[kind]
        county, municipality = self._geography(provider.county)
        return self._unit(
            provider, kind, None, self._unique_name(pattern), codes=codes, types=types, place=(county, municipality)
        )

    def _member(self, care_unit: Unit, position: int) -> None:
        names = _MEMBER_NAMES[care_unit.kind]
        name = names[position % len(names)] + (f" {position // len(names) + 1}" if position >= len(names) else "")
        codes = (_MEMBER_CODES.get(name, care_unit.business_codes[0]),)
        place = (care_unit.county_written, care_unit.municipality_written)
        full = f"{name}, {care_unit.name}"
        self._unit(care_unit.provider, care_unit.kind, care_unit, full, codes=codes, types=(), place=place)

    def _unit(
        self,
        provider: Provider,
        kind: str,
        care_unit: Unit | None,
        name: str,
        *,
        codes: tuple[str, ...],
        types: tuple[str, ...],
        place: tuple[str, str],
    ) -> Unit:
        stream = self._stream
        county, municipality = place
        hsa_id = self._hsa_id(provider.organisation_number, stream)
        outpatient = stream.chance(self._parameters.number("organisation.care_type_01_percent"))
        unit = Unit(
            id=hsa_id.lower() if self._odd_ids() else hsa_id,
            name=name,
            provider=provider,
            kind=kind,
            care_unit=care_unit,
            county_written=county,
            municipality_written=municipality,
            county=county or UNKNOWN_COUNTY,
            municipality=_meaning(county, municipality),
            business_codes=codes,
            unit_types=types,
            care_types=("01",) if outpatient else ("02",),
            start=_START + timedelta(days=stream.whole(0, 1500)),
            weight=stream.lognormal(1, self._parameters.number("organisation.region_size_spread")),
            has_coordinator=care_unit is None
            and stream.chance(self._parameters.number("organisation.coordinator_percent")),
            new_model_from=self._new_model_from(),
        )
        provider.units.append(unit)
        return unit

    def _geography(self, county: str) -> tuple[str, str]:
        """County and municipality as the directory writes them, at times oddly (rule H-3)."""
        if county not in self._municipalities:
            own = [row.code for row in load_municipalities() if row.county == county]
            self._municipalities[county] = Weighted({code: seat_weight(code) for code in own})
        code = self._stream.draw(self._municipalities[county])
        if self._odd_geography["none"]():
            return "", ""
        if self._odd_geography["two_digits"]():
            return county, code[2:]
        if self._odd_geography["invalid"]():
            return county, "99999"
        return county, code

    def _new_model_from(self) -> datetime | None:
        stream, parameters = self._stream, self._parameters
        if not stream.chance(parameters.number("organisation.new_model_unit_percent")):
            return None
        months = parameters.table("organisation.new_model_months")
        days = 30.4 * (months["first"] - months["over"] * stream.uniform())
        return datetime.combine(self._today - timedelta(days=int(days)), time())

    def _hsa_id(self, number: str, stream: Stream) -> str:
        long = stream.chance(self._parameters.number("organisation.long_organisation_number_percent"))
        while True:
            local = "".join(stream.pick(_LOCAL) for _ in range(5))
            hsa_id = f"{HSA_PREFIX}{'16' if long else ''}{number}-{local}"
            if hsa_id not in self._ids:
                self._ids.add(hsa_id)
                return hsa_id

    def _unique_name(self, pattern: str) -> str:
        name = pattern.format(unit_name(self._stream))
        self._name_use[name] = self._name_use.get(name, 0) + 1
        if self._name_use[name] == 1:
            return name
        return name.replace(" AB", f" {self._name_use[name]} AB") if " AB" in name else f"{name} {self._name_use[name]}"

    def _staff(self, unit: Unit) -> None:
        """Doctors of the unit: its own, and one in eight of them on further units of the provider."""
        stream, parameters = self._doctor_stream, self._parameters
        size = parameters.table("doctors.per_unit")
        for _ in range(max(int(stream.lognormal(size["median"], size["sigma"])), 1)):
            doctor = self._doctor(unit.provider)
            unit.doctors.append(doctor)
            if stream.chance(parameters.number("doctors.several_units_percent")):
                for _ in range(stream.whole(1, 3)):
                    other = stream.pick(unit.provider.units)
                    if doctor not in other.doctors:
                        other.doctors.append(doctor)

    def _doctor(self, provider: Provider) -> Doctor:
        stream, parameters = self._doctor_stream, self._parameters
        sex = 2 if stream.chance(parameters.number("doctors.women_percent")) else 1
        age = parameters.table("doctors.age")
        doctor = Doctor(
            id=self._hsa_id(provider.organisation_number, stream),
            given_name=given_name(stream, sex),
            surname=surname(stream),
            sex=sex,
            age=stream.whole(int(age["least"]), int(age["most"])),
            titles=_titles(stream, parameters),
            protected=stream.chance(parameters.number("doctors.protected_percent")),
            workload=stream.lognormal(1, parameters.number("doctors.workload_sigma")),
        )
        self._doctors.append(doctor)
        return doctor


def _titles(stream: Stream, parameters: Parameters) -> tuple[str, ...]:
    drawn = stream.draw(parameters.weighted("doctors.title_percent"))
    if drawn == "none":
        return () if stream.chance(50) else ("103010",)
    titles = [str(drawn)]
    if stream.chance(parameters.number("doctors.several_titles_percent")) and titles[0] != "203090":
        titles.append("203090")
    return tuple(titles)


def _meaning(county: str, municipality: str) -> str:
    """The municipality by rule H-3: two digits take the county in front, anything but four digits is unknown."""
    code = county + municipality if len(municipality) == 2 else municipality
    return code if len(code) == 4 else UNKNOWN_MUNICIPALITY
