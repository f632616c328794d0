"""How many costly answers a visitor may have made in a while: files, saved queries, made tables and views for frames.

What was made before and is kept costs nothing and is not counted, nor are ordinary pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from flask import request
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from dashboards.components.address import Address
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.api.limits import client
from dashboards.public.api.queries import SAVED
from dashboards.public.sharing import EMBED
from dashboards.public.table_builder.state import PATH as BUILDER
from dashboards.serving.site import PAGES
from warehouse.reports.result import Level

TIMES_CALLS = 2
"""People may have more made than programs may call the open API: 60 in ten seconds unless more calls are allowed."""


def limit_made_answers(configuration: ApiConfiguration) -> Callable[[], None]:
    """What to do before a costly answer is made; raises TooManyRequests, with the time to wait.

    Each process counts by itself, as for the open API.
    """
    allowed = RateLimitItemPerSecond(TIMES_CALLS * configuration.calls, configuration.seconds)
    limiter = MovingWindowRateLimiter(MemoryStorage())

    def count() -> None:
        if request.method not in {"GET", "HEAD"} or not is_costly(request.path):
            return
        who = client()
        if not limiter.hit(allowed, who):
            wait = limiter.get_window_stats(allowed, who).reset_time - time.time()
            raise TooManyRequests(retry_after=max(1, ceil(wait)))

    return count


def is_costly(path: str) -> bool:
    """True for the addresses whose answers take long to make."""
    place = Address.parse(path.removeprefix(PAGES)).path
    is_file = place.startswith(f"{LEVEL_PATHS[Level.NATIONAL]}/") and "." in place.rpartition("/")[2]
    return is_file or place.startswith((f"{SAVED}/", f"{EMBED}/", BUILDER))
