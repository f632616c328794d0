"""What other services show of a link to a page: title, description and picture (dashboards 11.6)."""

from __future__ import annotations

from html import escape

from dashboards.components.page import Page
from dashboards.pictures.picture import PREVIEW_SIZE

LOCALES = {"sv": "sv_SE", "en": "en_GB"}


def preview_tags(page: Page, host: str) -> str:
    """Open Graph and card metadata of a page that has a picture; nothing for any other. `host` begins its address."""
    if page.picture is None:
        return ""
    width, height = PREVIEW_SIZE
    title, _, product = page.title.rpartition(" | ")
    properties = {
        "og:type": "website",
        "og:site_name": product,
        "og:title": title or product,
        "og:description": page.description,
        "og:url": host + page.place,
        "og:locale": LOCALES[page.language],
        "og:image": host + page.picture,
        "og:image:type": "image/png",
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": title or product,
    }
    named = {"twitter:card": "summary_large_image", "twitter:title": title or product}
    named |= {"twitter:description": page.description, "twitter:image": host + page.picture}
    tags = [f'<meta property="{name}" content="{escape(text)}">' for name, text in properties.items()]
    tags += [f'<meta name="{name}" content="{escape(text)}">' for name, text in named.items()]
    return "".join(tags)
