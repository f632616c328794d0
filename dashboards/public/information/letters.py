"""Letters to those who run the service, begun by a link: nothing that a visitor writes is kept by the public site."""

from __future__ import annotations

from urllib.parse import quote

from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts


def letter(identity: SiteIdentity, page: str, texts: Texts) -> str:
    """The `mailto:` address of a letter about a page; `page` is its address, empty where the writer is to say which."""
    subject = texts("information.letter.subject", product=identity.product_name)
    body = texts("information.letter.body", page=page, version=identity.version)
    to, about, begun = (quote(text, safe="@") for text in (identity.contact or "", subject, body))
    return f"mailto:{to}?subject={about}&body={begun}"
