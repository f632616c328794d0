"""A site: a Dash app whose every page is made by one function from its address.

The first answer holds the page as HTML and as components (`#first-page`), so that text, tables and links are there
before any script and Dash needs no further question to take over. Later moves fetch `/_page/<address>`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.exceptions import DependencyException
from flask import Flask, Response, request
from plotly.io.json import to_json_plotly
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from dashboards.components.address import Address
from dashboards.components.markup import to_html
from dashboards.components.page import Page
from dashboards.serving.failures import ErrorPageMaker, PageMaker, answering_failures
from dashboards.serving.preview import preview_tags

ASSETS = Path(__file__).parent.parent / "components" / "assets"
STYLE = "site.css"
CHART_LIBRARY = "vendor/plotly-basic.min.js"
UNUSED_SCRIPTS = ("/dash_table/",)
UNUSED_ADDRESSES = ("_dash-update-component",)
"""Every callback runs in the browser."""
PAGES = "/_page"


class Site(Dash):
    """Dash with pages by address. `make_error` makes the pages for what `make_page` cannot show."""

    def __init__(self, server: Flask, product_name: str, make_page: PageMaker, make_error: ErrorPageMaker) -> None:
        super().__init__(
            name=server.name,
            server=server,  # type: ignore[arg-type]
            title=product_name,
            update_title="",
            assets_folder=str(ASSETS),
            assets_path_ignore=["start", "vendor", "on_demand"],
            suppress_callback_exceptions=True,
            add_log_handler=False,
            enable_mcp=False,
        )
        self.make_page = answering_failures(make_page, make_error)
        self.make_error = make_error
        self.layout = html.Div([dcc.Store(id="address"), html.Div(id="page")])
        show = ClientsideFunction("pages", "show")
        self.clientside_callback(show, Output("page", "children"), Input("address", "data"))  # type: ignore[no-untyped-call]
        server.add_url_rule(f"{PAGES}/", "page_of_start", self._page, defaults={"path": ""})
        server.add_url_rule(f"{PAGES}/<path:path>", "page_of_address", self._page)
        server.register_error_handler(HTTPException, self._failed)
        server.register_error_handler(DependencyException, lambda _error: NotFound().get_response())
        # Dash sets itself up at the first request, without a lock: a second request that comes meanwhile would meet a
        # site without its scripts, and the document made from that would be kept.
        self._setup_server()  # type: ignore[no-untyped-call]
        self._shell = self._parts()

    def _add_url(self, name: str, view_func: Callable[..., Any], methods: Sequence[str] = ("GET",)) -> None:
        """Dash's own addresses, without those that no page of ours uses."""
        if name not in UNUSED_ADDRESSES:
            super()._add_url(name, view_func, methods)

    def index(self, *_args: Any, **_kwargs: Any) -> Response:
        """The whole page of the address that was asked for."""
        page = self.make_page(Address.parse(request.path, request.args.to_dict(flat=False)))
        return Response(self._document(page), status=page.status, mimetype="text/html")

    def _page(self, path: str) -> Response:
        page = self.make_page(Address.parse(f"/{path}", request.args.to_dict(flat=False)))
        return Response(_as_json(page), status=page.status, mimetype="application/json")

    def _failed(self, error: HTTPException) -> AnyResponse:
        """The page of an error that a route of its own met: a file that does not exist, a form that is too old."""
        status = error.code or 500
        if error.response is not None or request.path.startswith("/_"):
            return error.get_response()
        page = self.make_error(Address.parse(request.path), status)
        answer = Response(self._document(page), status=status, mimetype="text/html")
        if wait := getattr(error, "retry_after", None):
            answer.headers["Retry-After"] = str(wait)
        return answer

    def _document(self, page: Page) -> str:
        preload = (
            f'<link rel="preload" as="script" fetchpriority="low" href="{escape(self._asset(CHART_LIBRARY))}">'
            if page.has_chart
            else ""
        )
        return self._shell.format(
            language=escape(page.language),
            title=escape(page.title),
            description=escape(page.description),
            links=preload + _translations(page) + preview_tags(page, request.host_url.rstrip("/")),
            content=to_html(page.content),
            data=_as_json(page).replace("<", "\\u003c"),
        )

    def _parts(self) -> str:
        """The document around a page; the same for every page, so made once."""
        parts = {
            "css": self._generate_css_dist_html(),  # type: ignore[no-untyped-call]
            "config": self._generate_config_html(),
            "scripts": _needed(self._generate_scripts_html()),
            "library": escape(self._asset(CHART_LIBRARY)),
            "early": escape(self._asset("start/early.js")),
            "renderer": escape(self._asset("start/renderer.js")),
            "icon": escape(self._asset("icon.svg")),
        }
        safe = {name: part.replace("{", "{{").replace("}", "}}") for name, part in parts.items()}
        return _DOCUMENT.format(**safe)

    def _asset(self, path: str) -> str:
        changed = int((ASSETS / path).stat().st_mtime)
        return f"{self.get_asset_url(path)}?m={changed}"


def _needed(scripts: str) -> str:
    """Dash's scripts without those that no page of ours uses."""
    return "\n".join(line for line in scripts.splitlines() if not any(name in line for name in UNUSED_SCRIPTS))


def _as_json(page: Page) -> str:
    described = {"title": page.title, "language": page.language, "place": page.place, "content": list(page.content)}
    return str(to_json_plotly(described))


def _translations(page: Page) -> str:
    return "".join(
        f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(url)}">'
        for language, url in page.translations.items()
    )


def document_without_scripts(page: Page) -> str:
    """A page that stands alone, for what is shown before log-in."""
    style = f"/assets/{STYLE}?m={int((ASSETS / STYLE).stat().st_mtime)}"
    return _PLAIN_DOCUMENT.format(
        language=escape(page.language), title=escape(page.title), style=escape(style), content=to_html(page.content)
    )


_PLAIN_DOCUMENT = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
<link rel="stylesheet" href="{style}">
</head>
<body>
{content}
</body>
</html>
"""

_DOCUMENT = """<!DOCTYPE html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{{description}}">
<meta name="chart-library" content="{library}">
<title>{{title}}</title>
<link rel="icon" type="image/svg+xml" href="{icon}">
<script src="{early}"></script>
{css}
{{links}}
</head>
<body>
<div id="served">{{content}}</div>
<div id="react-entry-point"></div>
<script type="application/json" id="first-page">{{data}}</script>
{config}
{scripts}
<script src="{renderer}"></script>
</body>
</html>
"""
