"""Neutral names that show at once that nobody real is meant."""

from __future__ import annotations

from functools import cache

import yaml

from pipelines.synthetic.settings import FOLDER
from pipelines.synthetic.streams import Stream


@cache
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = yaml.safe_load((FOLDER / "names.yaml").read_text(encoding="utf-8"))
    return names


def surname(stream: Stream) -> str:
    return stream.pick(_names()["surname_beginnings"]) + stream.pick(_names()["surname_ends"])


def given_name(stream: Stream, sex: int) -> str:
    return stream.pick(_names()["women" if sex == 2 else "men"])


def unit_name(stream: Stream) -> str:
    return stream.pick(_names()["units"])


def region_name(position: int) -> str:
    regions = _names()["regions"]
    return regions[position % len(regions)]
