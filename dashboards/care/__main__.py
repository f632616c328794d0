"""The logged-in site as a process of its own, started by `intyg serve` with settings in the environment."""

from __future__ import annotations

import argparse
import json
import sys

from dashboards.care.app import create_care_app
from dashboards.components.page import SiteIdentity
from dashboards.serving.http_server import run
from warehouse.errors import UserError
from warehouse.settings import load_settings
from warehouse.storage import DataDirectory


def main() -> None:
    """Read the settings and serve."""
    parser = argparse.ArgumentParser(prog="python -m dashboards.care", description=__doc__)
    parser.add_argument("--identity", required=True, help="what the pages say of the service, as JSON")
    parser.add_argument("--descriptor", type=int, required=True, help="number of an open socket")
    given = parser.parse_args()
    try:
        settings = load_settings()
        identity = SiteIdentity(**json.loads(given.identity))
        run(create_care_app(DataDirectory(settings.data), settings, identity), given.descriptor)
    except UserError as error:
        print(f"intyg: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
