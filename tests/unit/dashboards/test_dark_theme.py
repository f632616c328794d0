"""Every colour of charts can be told from its ground, in the light and in the dark theme (dashboards 6.1, 20)."""

from __future__ import annotations

import re

import pytest

from dashboards.components import colours, dark_theme
from dashboards.serving.site import ASSETS
from warehouse import reference_tables

WHITE = "#FFFFFF"
STYLE = (ASSETS / "site.css").read_text(encoding="utf-8")
PALETTE = reference_tables.rows("palette")


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2 between two colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("row", PALETTE, ids=[row["number"] for row in PALETTE])
def test_colours_of_series_and_their_text(row: dict[str, str]) -> None:
    assert contrast(row["graphic"], WHITE) >= 3
    assert contrast(row["text"], WHITE) >= 4.5
    assert contrast(dark_theme.GRAPHIC[row["graphic"]], dark_theme.CARD) >= 3
    assert contrast(dark_theme.TEXT[row["text"]], dark_theme.CARD) >= 4.5


def test_women_and_men_differ_in_both_themes() -> None:
    women, men = colours.drawn(colours.WOMEN), colours.drawn(colours.MEN)
    assert contrast(women, men) >= 3
    assert contrast(dark_theme.GRAPHIC[women], dark_theme.GRAPHIC[men]) >= 3


def test_no_two_series_become_alike_in_the_dark() -> None:
    assert len(set(dark_theme.GRAPHIC.values())) == len(dark_theme.GRAPHIC)


def test_the_style_sheet_holds_these_rules() -> None:
    assert (ASSETS / "dark.css").read_text(encoding="utf-8") == dark_theme.dark_style()


def _themes() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the style sheet by name, light and dark."""
    light, dark = STYLE.split("prefers-color-scheme: dark", 1)
    of_light, of_dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in (light, dark.split("}\n}")[0])
    )
    return of_light, {**of_light, **of_dark}


TEXT_ON = [
    *(("4.5", text, ground) for text in ("text", "heading", "quiet", "link") for ground in ("soft", "card", "tint")),
    *(("4.5", text, "card") for text in ("brand-dark", "women", "men", "single", "active-text", "faint", "error-text")),
    *(("4.5", f"{box}-text", box) for box in ("info", "warning", "error")),
    *(("4.5", "text", ground) for ground in ("head", "zebra", "row-hover", "hover", "chosen")),
    *(("3", line, "card") for line in ("control-line", "active-line", "focus")),
]


@pytest.mark.parametrize(("least", "text", "ground"), TEXT_ON)
def test_text_and_borders_of_pages(least: str, text: str, ground: str) -> None:
    for theme in _themes():
        assert contrast(theme[text], theme[ground]) >= float(least)


def test_white_words_can_be_read_on_bars_and_buttons() -> None:
    for name in ("brand", "fill", "fill-hover"):
        for theme in _themes():
            assert contrast(WHITE, theme[name]) >= 4.5


def test_the_card_of_charts_is_that_of_the_style_sheet() -> None:
    assert _themes()[1]["card"].upper() == dark_theme.CARD
