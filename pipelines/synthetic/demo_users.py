"""Named demonstration users with role and scope; all names and ids are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.synthetic.organisation import HSA_PREFIX, Organisation, Provider, Unit

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
    prefix = f"{HSA_PREFIX}{largest.organisation_number}"
    return [
        _user("process_leader", ("Petra", "Påhittsdal"), f"{prefix}-PROCESSLEDARE", largest, []),
        _user("head_of_unit", ("Vidar", "Exempelgren"), f"{prefix}-VERKSAMHETSCHEF", largest, [chosen]),
        _user("part_process_leader", ("Disa", "Mönsterlund"), f"{prefix}-DELPROCESSLEDARE", largest, several),
        _user("rehab_coordinator", ("Rebecka", "Testberg"), coordinator_id(chosen), largest, [chosen]),
        _user("doctor", (doctor.given_name, doctor.surname), doctor.id, largest, [chosen]),
    ]


_IDS = {
    "process_leader": "processledare",
    "head_of_unit": "verksamhetschef",
    "part_process_leader": "delprocessledare",
    "rehab_coordinator": "rehabkoordinator",
    "doctor": "lakare",
}
_DESCRIPTIONS = {
    "process_leader": ("Processledare för hela vårdgivaren", "Process leader for the whole care provider"),
    "head_of_unit": ("Verksamhetschef för en vårdenhet", "Head of operations of one care unit"),
    "part_process_leader": ("Delprocessledare för flera vårdenheter", "Part process leader for several care units"),
    "rehab_coordinator": ("Rehabkoordinator på en vårdenhet", "Rehabilitation coordinator at one care unit"),
    "doctor": ("Läkare på samma vårdenhet", "Doctor at the same care unit"),
}


def _user(role: str, name: tuple[str, str], hsa_id: str, provider: Provider, units: list[Unit]) -> dict[str, Any]:
    swedish, english = _DESCRIPTIONS[role]
    return {
        "id": _IDS[role],
        "hsa_id": hsa_id,
        "given_name": name[0],
        "surname": name[1],
        "role": role,
        "description_sv": swedish,
        "description_en": english,
        "provider_id": provider.id,
        "provider_name": provider.name,
        "provider_is_region": provider.is_region,
        "care_unit_id": units[0].id if len(units) == 1 else None,
        "units": [{"id": unit.id, "name": unit.name} for unit in units],
    }
