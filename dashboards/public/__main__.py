"""The public site as a process of its own: it is told where the public zone is and where to save queries.

Started by `intyg serve`, or by hand: `python -m dashboards.public --zone PATH --port 8050`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from dashboards.components.page import SiteIdentity
from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from dashboards.serving.http_server import run
from dashboards.serving.sockets import listen
from warehouse.errors import UserError


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m dashboards.public", description=__doc__)
    parser.add_argument("--zone", type=Path, required=True, help="the directory of the public zone")
    parser.add_argument("--identity", default="{}", help="what the pages say of the service, as JSON")
    parser.add_argument("--api", default="{}", help="limits of the open API and where it saves queries, as JSON")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8050)
    parser.add_argument("--descriptor", type=int, help="number of an open socket to use instead of host and port")
    given = parser.parse_args()
    try:
        descriptor = given.descriptor if given.descriptor is not None else listen(given.host, given.port).detach()
        identity = SiteIdentity(**json.loads(given.identity))
        api = ApiConfiguration.model_validate_json(given.api)
        run(create_public_app(given.zone, identity, api), descriptor)
    except UserError as error:
        print(f"intyg: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
