"""A newly started site is complete before it is asked anything."""

from __future__ import annotations

from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from warehouse.storage import DataDirectory, Zone


def test_a_page_holds_all_scripts_even_if_nothing_was_set_up_for_the_first_request(data: DataDirectory) -> None:
    app = create_public_app(data.zone(Zone.PUBLIC), IDENTITY)
    with app.test_request_context("/"):
        # Without the steps before a request, as when another first request is in the middle of them.
        page = app.dispatch_request().get_data(as_text=True)  # type: ignore[union-attr]
    for script in ("pages.js", "charts.js", "native.js", "site.css"):
        assert f"/assets/{script}?m=" in page
