"""The program `intyg`: every operation of the platform as a subcommand.

This is the one place where the pipelines and the dashboards meet. Modules are imported inside the commands, so that
help and errors come at once.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dashboards.report_command import report_command
from pipelines.enrichment_commands import diagnoses_app, directory_app, population_app
from pipelines.erasure_commands import erase_app
from pipelines.quarantine.commands import quarantine_app
from warehouse.errors import UserError
from warehouse.extracts.commands import extract
from warehouse.settings import Mode, Settings, load_settings
from warehouse.terminal import print_whole

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Sick-leave statistics and ongoing sick-leave cases from a certificate store.",
)
store_app = typer.Typer(no_args_is_help=True, help="The synthetic certificate store of demonstrations and tests.")
release_app = typer.Typer(no_args_is_help=True, help="The releases of the three zones.")
app.command("report")(report_command)
app.add_typer(store_app, name="store")
app.add_typer(release_app, name="releases")
app.add_typer(directory_app, name="directory")
app.add_typer(population_app, name="population")
app.add_typer(diagnoses_app, name="diagnoses")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(erase_app, name="erase")
app.command()(extract)

out = Console()
err = Console(stderr=True)

DEFAULT_SEED = 2026


class _Given:
    """What the caller gave before the subcommand."""

    data: Path | None = None
    quiet: bool = False


def _settings(**more: object) -> Settings:
    return load_settings(data=_Given.data, **more)


@app.callback()
def common(
    data: Annotated[
        Path | None, typer.Option("--data", help="Directory of all data; setting INTYG_DATA, default ./data.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Options of every subcommand."""
    _Given.data, _Given.quiet = data, quiet


@app.command()
def demo(
    size: Annotated[str, typer.Option(help="How much to make: tiny, demo, small, medium, region.")] = "demo",
    seed: Annotated[int, typer.Option(help="The same seed gives the same store.")] = DEFAULT_SEED,
    serve: Annotated[bool, typer.Option(help="Serve both sites when all is published.")] = True,
) -> None:
    """Make a synthetic store, run the pipelines, publish, and serve both sites; reuses what is there."""
    from dashboards.commands import serve_both
    from pipelines.demonstration import prepare_demonstration

    settings = _settings(mode=Mode.DEMO)
    settings = settings.model_copy(update={"data": settings.data / size})
    with _progress():
        prepared = prepare_demonstration(settings, size=size, seed=seed)
    for line in prepared.lines:
        out.print(line, highlight=False)
    if serve:
        serve_both(settings)


@store_app.command("create")
def store_create(
    size: Annotated[str, typer.Option(help="tiny, demo, small, medium or region.")] = "demo",
    seed: Annotated[int, typer.Option(help="The same seed gives the same store.")] = DEFAULT_SEED,
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the store.")] = None,
    url: Annotated[str | None, typer.Option(help="SQLAlchemy address; default: SQLite in the data directory.")] = None,
) -> None:
    """Make a synthetic store with its directory, population and truth files in <data>/source."""
    from pipelines.demonstration import create_source

    with _progress():
        summary = create_source(_settings(), size, seed, today.date() if today else _settings().day(), url)
    out.print(f"Made {summary} in {_settings().data / 'source'}.", highlight=False)


@store_app.command("append")
def store_append(
    count: Annotated[int, typer.Argument(help="How many certificates to add.")] = 10,
    seed: Annotated[int, typer.Option()] = 1,
) -> None:
    """Sign a few new certificates in the synthetic store, to see them come through."""
    from pipelines.demonstration import append_to_source

    added = append_to_source(_settings(), count, seed)
    out.print(f"Added {added} certificates.")


@app.command()
def ingest(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of documents; default: the certificate store.")
    ] = None,
    each_alone: Annotated[
        bool, typer.Option("--each-alone", help="Try each document by itself and print what becomes of it.")
    ] = False,
) -> None:
    """Take in what is new: from the certificate store, or all documents below a folder."""
    from pipelines import operations

    if each_alone:
        if folder is None:
            raise UserError("Name the folder whose documents are to be tried one by one.")
        _print_trials(folder)
        return
    with _progress():
        counts = operations.ingest(_settings(), folder)
    for line in counts:
        out.print(line, highlight=False)


@app.command()
def listen(
    dead_letters: Annotated[
        bool, typer.Option("--dead-letters", help="Land what the broker gave up delivering, and stop.")
    ] = False,
) -> None:
    """Land what comes on the event queue, until stopped; runs and the sensor take it from there."""
    from pipelines import listening

    if dead_letters:
        with _progress():
            counts = listening.take_dead_letters(_settings())
        out.print(f"Dead letters: {counts.offered}, of them new: {counts.landed}.", highlight=False)
        return
    with listening.until_signalled() as stop:
        landed = listening.listen(_settings(), stop)
    for name, number in landed.items():
        out.print(f"Stopped. New events from the {name}: {number}.", highlight=False)


@app.command()
def watch() -> None:
    """Watch the configured sources and take in what is new as it comes, until stopped."""
    from pipelines import watching
    from pipelines.listening import until_signalled

    with until_signalled() as stop:
        watching.watch(_settings(), stop, lambda sentence: out.print(sentence, highlight=False))


@app.command()
def reconcile() -> None:
    """Compare every certificate and revocation of the store with ours: fetch what we lack, note what it lacks."""
    from pipelines import operations

    with _progress():
        lines = operations.reconcile(_settings())
    for line in lines:
        out.print(line, highlight=False)


@app.command()
def build() -> None:
    """Build facts, cases and statistics from what has been taken in, and check them."""
    from pipelines import operations

    with _progress():
        version = operations.build(_settings())
    out.print(f"Built {version}; `intyg publish` puts it in force.", highlight=False)


@app.command()
def publish() -> None:
    """Put what was built in force, zone by zone."""
    from pipelines import operations

    with _progress():
        version = operations.publish(_settings())
    out.print(f"Release {version} is in force.", highlight=False)


@app.command()
def run() -> None:
    """Ingest, build and publish in one go, with every check in between."""
    from pipelines import operations

    with _progress():
        version = operations.run(_settings())
    out.print(f"Release {version} is in force.", highlight=False)


@app.command()
def refresh() -> None:
    """Ingest what is new and bring ongoing cases and providers' statistics up to date at once."""
    from pipelines import operations

    with _progress():
        sentence = operations.refresh(_settings())
    out.print(sentence, highlight=False)


@app.command()
def status() -> None:
    """What has been taken in, what waits, what is quarantined, and which releases are in force."""
    from pipelines import operations

    for section in operations.status(_settings()):
        table = Table(title=section.title, title_justify="left", show_header=bool(section.heads))
        for head in section.heads:
            table.add_column(head)
        for row in section.rows:
            table.add_row(*row)
        print_whole(table)


@release_app.command("list")
def releases_list() -> None:
    """The releases of each zone; the one in force is marked."""
    from pipelines import operations

    table = Table("Zone", "Version", "In force", "Day", "Made")
    for row in operations.releases(_settings()):
        table.add_row(*row)
    print_whole(table)


@release_app.command("rollback")
def releases_rollback(
    version: Annotated[str | None, typer.Option(help="Which release; default: the one before.")] = None,
) -> None:
    """Put an earlier release in force again, in every zone that has it."""
    from pipelines import operations

    for line in operations.roll_back(_settings(), version):
        out.print(line, highlight=False)


@release_app.command("verify")
def releases_verify() -> None:
    """Compare every file of every release, and every landed segment, with its checksum."""
    from pipelines import operations

    out.print(operations.verify(_settings()))


@app.command()
def settings() -> None:
    """Every setting: its name, its value now (secrets hidden), and what it does."""
    current = _settings()
    table = Table("Setting", "Value", "What it does")
    for name, field in type(current).model_fields.items():
        table.add_row(f"INTYG_{name.upper()}", str(getattr(current, name)), field.description or "")
    print_whole(table)


@app.command()
def pipelines(port: Annotated[int, typer.Option(help="Port of Dagster's own pages.")] = 3000) -> None:
    """Open Dagster's pages over the pipelines: assets, checks, runs, schedule and sensor."""
    from pipelines.operations import dagster_home

    home = dagster_home(_settings())
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["INTYG_DATA"] = str(_settings().data.resolve())
    os.execvp(sys.executable, [sys.executable, "-m", "dagster", "dev", "-m", "pipelines.definitions", "-p", str(port)])  # noqa: S606


def _print_trials(folder: Path) -> None:
    from pipelines.trial import try_each

    table = Table("Document", "Outcome", "Type", "Unit", "Diagnosis", "Periods", "Flags or reason")
    total = accepted = 0
    for trial in try_each(folder):
        total += 1
        accepted += trial.outcome != "quarantined"
        table.add_row(trial.place, trial.outcome, *trial.columns)
    print_whole(table)
    out.print(f"{total} documents: {accepted} accepted, {total - accepted} quarantined.", highlight=False)


def _progress() -> AbstractContextManager[None]:
    from pipelines.progress_bars import progress_bars

    return progress_bars(err, _Given.quiet)


def add_serve_commands() -> None:
    """Put `intyg serve` together: the sites know nothing of the pipelines, which take orders of erasure."""
    from dashboards.commands import serve_app
    from pipelines.erasure_commands import serve_erasure

    serve_app.command("erasure")(serve_erasure)
    app.add_typer(serve_app, name="serve")


def main() -> None:
    """Run the program; a user's mistake gives one sentence and an exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        add_serve_commands()
        app()
    except UserError as error:
        err.print(f"intyg: {error}", style="red", highlight=False, markup=False, soft_wrap=True)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        err.print("intyg: stopped.")
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
