"""Documents read per second on one core, per form, form rules included.

    python benchmarks/documents.py [--seconds 2]

The documents are written here from the contracts; the LISJP has the size of a real one (5-6 kB). Beside the reader
stands the share of the time that the XML or JSON parser alone takes, which no reader can go below.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipelines.documents import Rejection, read_document
from tests.unit.documents import document_builder as build

FREE_TEXT = "Besvären har funnits en längre tid och påverkar förmågan att utföra arbetsuppgifterna. "


def _text(question: str, sentences: int = 1) -> str:
    return build.svar(question, build.text(f"{question}.1", FREE_TEXT * sentences))


def _head_parts() -> str:
    """What a real head holds beyond what is read: address, staff titles, relation."""
    address = "<postadress>Storgatan 1</postadress><postnummer>12345</postnummer><postort>Storstad</postort>"
    titles = "".join(
        f"<befattning><tp:code>{code}</tp:code><tp:codeSystem>1.2.752.129.2.2.1.4</tp:codeSystem></befattning>"
        for code in ("204010", "206090")
    )
    return f"<ovrigt>{address}{titles}</ovrigt>"


def documents() -> dict[str, bytes]:
    """One ordinary document of each form."""
    two_periods = build.degree("HELT_NEDSATT", "2026-03-02", "2026-03-15") + build.degree(
        "HALFTEN", "2026-03-16", "2026-03-31", 2
    )
    lisjp = build.lisjp_answers(
        q6=build.svar(
            "6",
            build.text("6.1", "diagnos"),
            build.cv("6.2", "F432", build.ICD10),
            build.text("6.3", "bidiagnos"),
            build.cv("6.4", "G470", build.ICD10),
        ),
        q35=_text("35", 3),
        q17=_text("17", 3),
        q19=_text("19"),
        q20=_text("20"),
        q32=two_periods,
        q33=build.svar("33", build.text("33.1", "false")),
        q34=build.svar("34", build.text("34.1", "false")),
        q37=_text("37"),
        q25=_text("25", 2),
        q26=build.svar("26", build.text("26.1", "false")),
    )
    luse = [
        build.svar("1", build.cv("1.1", "UNDERSOKNING", "KV_FKMU_0001"), build.text("1.2", "2026-03-01"), instance=1),
        build.svar("2", build.text("2.1", "2025-01-01")),
        build.svar("3", build.text("3.1", "false")),
        build.diagnosis("M545"),
        *[_text(question, 3) for question in ("5", "7", "12", "17", "18", "19", "22", "25")],
        build.svar("45", build.text("45.1", "false")),
    ]
    reduction = (
        "<arbetsformagaNedsattning><varaktighetFrom>2013-03-17</varaktighetFrom>"
        "<varaktighetTom>2013-03-31</varaktighetTom><nedsattningsgrad>Helt_nedsatt</nedsattningsgrad>"
        "</arbetsformagaNedsattning>"
    )
    extra = _head_parts()
    return {
        "LISJP": build.register_certificate(lisjp, before_answers=extra),
        "LISJP, minimal": build.register_certificate(),
        "LUSE": build.register_certificate(luse, type_code="LUSE", version="1.3", before_answers=extra),
        "FK7263, converted": build.register_certificate(
            [build.svar("6", build.cv("6.2", "F432", build.ICD10)), two_periods, _text("17", 3)],
            type_code="FK7263",
            version=None,
            before_answers=extra,
        ),
        "FK7263, RegisterMedicalCertificate": build.medical_certificate(abilities=reduction),
        "FK7263, JSON": build.fk7263_json(funktionsnedsattning=FREE_TEXT * 3, aktivitetsbegransning=FREE_TEXT * 3),
        "TSTRK1007, RegisterTSBas": build.older_contract(),
        "message to care": build.message(
            extra="<komplettering><frage-id>32</frage-id><text>fråga</text></komplettering>"
        ),
    }


def _seconds_each(call: Callable[[bytes], object], payload: bytes, seconds: float) -> float:
    """The best mean processor time of a call over batches of 100, tried for about this long."""
    best = float("inf")
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        started = time.process_time()
        for _ in range(100):
            call(payload)
        best = min(best, (time.process_time() - started) / 100)
    return best


def main() -> None:
    """Measure every form and print a table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=2.0, help="how long to measure each form (default 2)")
    seconds = arguments.parse_args().seconds
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    print(f"{'form':36} {'bytes':>7} {'per second':>11} {'µs each':>8} {'parser alone':>13}")
    for name, payload in documents().items():
        outcome = read_document(payload)
        if isinstance(outcome, Rejection):
            sys.exit(f"The benchmark's {name} is not readable: {outcome.reason} {outcome.detail}")
        reading = _seconds_each(read_document, payload, seconds)
        parse = json.loads if payload.startswith(b"{") else lambda text: etree.fromstring(text, parser)
        parsing = _seconds_each(parse, payload, seconds / 2)
        print(f"{name:36} {len(payload):7} {1 / reading:11,.0f} {reading * 1e6:8.0f} {parsing / reading:12.0%}")


if __name__ == "__main__":
    main()
