"""`intyg serve`: starts the sites, each as a process of its own, and stops them again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from urllib.error import URLError

import typer
from pydantic import SecretStr
from rich.console import Console

from dashboards.components.page import SiteIdentity
from dashboards.serving.sockets import listen
from warehouse.errors import NotReadyError, UserError
from warehouse.releases import ReleaseStore
from warehouse.settings import Mode, Settings, load_settings
from warehouse.storage import DataDirectory, Zone

HEALTH = "/halsa"
START_SECONDS = 60
STOP_SECONDS = 15
SETTING_PREFIX = "INTYG_"

serve_app = typer.Typer(no_args_is_help=True, help="Serve the public site, the logged-in site, or both.")
out = Console()


class SiteStoppedError(UserError):
    """A site ended by itself."""


@dataclass(frozen=True, slots=True)
class Site:
    """One site to start: what it is called, where it listens, and the program with its surroundings."""

    name: str
    address: str
    socket: socket.socket
    program: tuple[str, ...]
    environment: Mapping[str, str]


@serve_app.command("public")
def public_command(context: typer.Context) -> None:
    """Serve the public site. It is given the public zone alone."""
    serve_public(_settings(context))


@serve_app.command("care")
def care_command(context: typer.Context) -> None:
    """Serve the logged-in site (demonstrations only)."""
    serve_care(_settings(context))


@serve_app.command("all")
def all_command(context: typer.Context) -> None:
    """Serve both sites, each on its own port."""
    serve_both(_settings(context))


def _settings(context: typer.Context) -> Settings:
    """The settings, with the data directory that was given before the subcommand."""
    return load_settings(data=context.find_root().params.get("data"))


def serve_public(settings: Settings) -> None:
    """Serve the public site until stopped. Raises NotReadyError before the first publication, and UserError."""
    _serve(settings, public=True, care=False)


def serve_care(settings: Settings) -> None:
    """Serve the logged-in site until stopped. Raises UserError outside demonstrations, NotReadyError without data."""
    _serve(settings, public=False, care=True)


def serve_both(settings: Settings) -> None:
    """Serve both sites until stopped. Raises as `serve_public` and `serve_care`."""
    _serve(settings, public=True, care=True)


def _serve(settings: Settings, *, public: bool, care: bool) -> None:
    data = DataDirectory(settings.data.resolve())
    identity = _identity(settings, public=public, care=care)
    if care:
        _require_demonstration(settings)
        _require_published(data, Zone.CARE)
    if public:
        _require_published(data, Zone.PUBLIC)
    sites = [_public_site(settings, data, identity)] if public else []
    sites += [_care_site(settings, data, identity)] if care else []
    _supervise(sites)


def _identity(settings: Settings, *, public: bool, care: bool) -> SiteIdentity:
    """What the pages say; with both sites running, each links to the other."""
    identity = SiteIdentity(
        settings.product_name,
        settings.operator,
        version("intygsinsikt"),
        settings.threshold,
        contact=settings.contact,
        is_demonstration=settings.mode is Mode.DEMO,
    )
    if public and care:
        return replace(
            identity,
            care_address=_url(settings.host, settings.care_port),
            public_address=settings.public_address or _url(settings.host, settings.public_port),
        )
    return identity


def _url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def _require_published(data: DataDirectory, zone: Zone) -> None:
    if ReleaseStore(data.zone(zone)).current_version() is None:
        raise NotReadyError("Nothing has been published yet; run `intyg demo`, or `intyg build` and `intyg publish`.")


def _require_demonstration(settings: Settings) -> None:
    if settings.mode is not Mode.DEMO:
        raise UserError("The logged-in site has only a demonstration log-in so far; it starts when INTYG_MODE is demo.")


def _public_site(settings: Settings, data: DataDirectory, identity: SiteIdentity) -> Site:
    """The public process gets the path of its zone, what concerns the open API, and none of the other settings."""
    opened = listen(settings.host, settings.public_port)
    api = {
        "max_cells": settings.api_cells,
        "calls": settings.api_calls,
        "saved_queries": str((settings.saved_queries or data.saved_queries).resolve()),
        "trusted_proxies": settings.public_proxies,
        "public_address": settings.public_address,
        "hosts": settings.public_names(),
    }
    zone = ("--zone", str(data.zone(Zone.PUBLIC)))
    told = ("--identity", json.dumps(asdict(identity)), "--api", json.dumps(api))
    program = ("dashboards.public", *zone, *told)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(SETTING_PREFIX)}
    return Site("Public site", _url(settings.host, settings.public_port), opened, program, bare)


def _care_site(settings: Settings, data: DataDirectory, identity: SiteIdentity) -> Site:
    opened = listen(settings.host, settings.care_port)
    program = ("dashboards.care", "--identity", json.dumps(asdict(identity)))
    environment = dict(os.environ) | dict(_as_environment(settings.model_copy(update={"data": data.root})))
    return Site("Logged-in site", _url(settings.host, settings.care_port), opened, program, environment)


def _as_environment(settings: Settings) -> Iterator[tuple[str, str]]:
    for name, value in settings:
        if value is not None:
            text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            yield f"{SETTING_PREFIX}{name.upper()}", text


def _supervise(sites: Sequence[Site]) -> None:
    """Start the sites, say where they are, and stop all of them when told to, or when one of them ends."""
    with _stopping() as stopped:
        running = [(site, _start(site)) for site in sites]
        try:
            for site, process in running:
                _wait_until_up(site, process, stopped)
                out.print(f"{site.name}: {site.address}", highlight=False)
            out.print("Stop with Ctrl-C.")
            while not stopped:
                for site, process in running:
                    if process.poll() is not None:
                        raise SiteStoppedError(f"The {site.name.lower()} has stopped; see the messages above.")
                time.sleep(0.2)
        finally:
            _stop([process for _, process in running])


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """A list that gets the signal that asks for a stop; earlier handlers come back afterwards."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    earlier = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _start(site: Site) -> subprocess.Popen[bytes]:
    descriptor = site.socket.fileno()
    command = [sys.executable, "-m", *site.program, "--descriptor", str(descriptor)]
    process = subprocess.Popen(
        command,
        env=dict(site.environment),
        pass_fds=[descriptor],
        stdin=subprocess.PIPE,
        cwd=Path(__file__).resolve().parent.parent,
    )
    site.socket.close()
    return process


def _wait_until_up(site: Site, process: subprocess.Popen[bytes], stopped: Sequence[int]) -> None:
    """Wait until the site answers. Raises SiteStoppedError when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not stopped and time.monotonic() < deadline:
        if process.poll() is not None:
            raise SiteStoppedError(f"The {site.name.lower()} could not be started; see the messages above.")
        try:
            with urllib.request.urlopen(site.address.rstrip("/") + HEALTH, timeout=START_SECONDS):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.1)
    if not stopped:
        raise SiteStoppedError(f"The {site.name.lower()} did not answer within {START_SECONDS} seconds.")


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
