"""Named demonstration users with role and scope; all names and ids are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.synthetic.organisation import HSA_PREFIX, Doctor, Organisation, Provider, Unit

DEMO_USERS_FILE = "demo_users.json"
COORDINATOR_PREFIX = "KOORD"


def coordinator_id(care_unit: Unit) -> str:
    """The HSA-id of the rehabilitation coordinator of a care unit."""
    return f"{HSA_PREFIX}{care_unit.provider.organisation_number}-{COORDINATOR_PREFIX}{care_unit.id[-5:].upper()}"


def coordinator_name(care_unit: Unit) -> str:
    return f"Koordinator {care_unit.name}"


def write_demo_users(path: Path, organisation: Organisation) -> None:
    """Write the demonstration users: one process leader, head, part process leader, coordinator and doctor each."""
    text = json.dumps(demo_users(organisation), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def demo_users(organisation: Organisation) -> list[dict[str, Any]]:
    largest = organisation.providers[0]
    care_units = [unit for unit in largest.units if unit.care_unit is None]
    primary = [unit for unit in care_units if unit.kind == "primary"] or care_units
    by_weight = sorted(primary, key=lambda unit: -unit.weight)
    chosen = next((unit for unit in by_weight if unit.has_coordinator), by_weight[0])
    several = (by_weight[1:4] or by_weight) if len(by_weight) > 2 else care_units[:3]
    doctor = max(chosen.doctors, key=lambda one: one.workload)
    return [
        _user("processledare", "Petra", "Påhittsdal", "PROCESSLEDARE", "process_leader", largest, []),
        _user("verksamhetschef", "Vidar", "Exempelgren", "VERKSAMHETSCHEF", "head_of_unit", largest, [chosen]),
        _user("delprocessledare", "Disa", "Mönsterlund", "DELPROCESSLEDARE", "part_process_leader", largest, several),
        _user("rehabkoordinator", "Rebecka", "Testberg", "REHABKOORDINATOR", "rehab_coordinator", largest, [chosen]),
        _doctor_user(doctor, largest, chosen),
    ]


_DESCRIPTIONS = {
    "process_leader": ("Processledare för hela vårdgivaren", "Process leader for the whole care provider"),
    "head_of_unit": ("Verksamhetschef för en vårdenhet", "Head of operations of one care unit"),
    "part_process_leader": ("Delprocessledare för flera vårdenheter", "Part process leader for several care units"),
    "rehab_coordinator": ("Rehabkoordinator på en vårdenhet", "Rehabilitation coordinator at one care unit"),
    "doctor": ("Läkare på samma vårdenhet", "Doctor at the same care unit"),
}


def _user(
    key: str, given_name: str, surname: str, local: str, role: str, provider: Provider, units: list[Unit]
) -> dict[str, Any]:
    hsa_id = f"{HSA_PREFIX}{provider.organisation_number}-{local}"
    if role == "rehab_coordinator":
        hsa_id = coordinator_id(units[0])
    return _entry(key, hsa_id, given_name, surname, role, provider, units)


def _doctor_user(doctor: Doctor, provider: Provider, unit: Unit) -> dict[str, Any]:
    return _entry("lakare", doctor.id, doctor.given_name, doctor.surname, "doctor", provider, [unit])


def _entry(
    key: str, hsa_id: str, given_name: str, surname: str, role: str, provider: Provider, units: list[Unit]
) -> dict[str, Any]:
    swedish, english = _DESCRIPTIONS[role]
    return {
        "id": key,
        "hsa_id": hsa_id,
        "given_name": given_name,
        "surname": surname,
        "role": role,
        "description_sv": swedish,
        "description_en": english,
        "provider_id": provider.id,
        "provider_name": provider.name,
        "provider_is_region": provider.is_region,
        "care_unit_id": units[0].id if len(units) == 1 else None,
        "units": [{"id": unit.id, "name": unit.name} for unit in units],
    }
