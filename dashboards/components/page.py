"""What a page is: made from an address, shown by either site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboards.components.texts import DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `content` is everything the reader sees, header and footer included, as Dash components.

    `title` stands in the browser's tab; `place` is the page's own address. `translations` gives the address of the
    same place per language, `picture` that of the picture that previews of links show.
    """

    title: str
    content: Sequence[Any]
    place: str
    language: str = DEFAULT_LANGUAGE
    description: str = ""
    status: int = 200
    has_chart: bool = False
    translations: Mapping[str, str] = field(default_factory=dict)
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """What every page says about the service. Holds no path and no secret, so the public process may have it.

    `contact` is the e-mail address for questions and comments, None where none is set. `is_demonstration` says that the
    people, units and figures are invented.
    """

    product_name: str
    operator: str
    version: str
    threshold: int
    care_address: str | None = None
    public_address: str | None = None
    contact: str | None = None
    is_demonstration: bool = False
