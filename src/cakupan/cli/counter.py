"""``cakupan counter``: the software of facilities asks, and is answered; and who may ask."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json
from cakupan.counter.bridging import WINDOW_SECONDS
from cakupan.counter.guessing import ALLOWED

if TYPE_CHECKING:
    from cakupan.record.credentials import Consumer, Consumers, Shown

OVERLAP_HOURS = 24


@click.group("counter", invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; TLS is a proxy's in front of it.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that answer, one a core.")
@click.option("--rate", default=100.0, show_default=True, type=click.FloatRange(1), help="Questions a second for each consumer.")
@click.option(
    "--guesses", default=ALLOWED, show_default=True, type=click.IntRange(1), help="Guessed numbers before answers are slowed."
)
@click.option(
    "--window",
    default=WINDOW_SECONDS,
    show_default=True,
    type=click.IntRange(1),
    help="Seconds that a clock may be off (VClaim, PCare).",
)
@workspace_option
@click.pass_context
def counter_command(
    ctx: click.Context, *, host: str, port: int, workers: int, rate: float, guesses: int, window: int, workspace: Path
) -> None:
    """Answer the software of hospitals and clinics: REST at /api/v1/, documented there; VClaim and PCare by their
    paths under any prefix (docs/bridging.md).

    It needs the workspace's files only, no database: published months, what the office decided between them, and its consumers.
    Each answer is in the access log (workspace/counter/access) on disk before it leaves. CAKUPAN_COUNTER_KEY seals the secrets
    of consumers; without it the office's CAKUPAN_SECRET_KEY does.

    Whoever asks for number after number, or for many that nobody bears, is answered ever more slowly; the access log says so.

    \b
    Example:
      cakupan counter consumer create --name "RSUD Contoh" --facility 0138R001 --area 16.10
      cakupan counter --port 8001
    """
    if ctx.invoked_subcommand is None:
        from cakupan.wiring.counter import serve_counter
        from cakupan.wiring.counter_worker import Settings

        def say(told: str) -> None:
            click.echo(told, err=True)

        settings = Settings(workspace, rate, guesses, window)
        serve_counter(settings=settings, host=host, port=port, workers=workers, say=say)


@counter_command.group("consumer")
def consumer_group() -> None:
    """Who may ask: the software of a facility, by its number (cons-id) and what it proves itself with."""


@consumer_group.command("create")
@click.option("--name", required=True, help="The facility's name.")
@click.option("--facility", metavar="CODE", help="The facility's code: a local guarantee holds only where it says so.")
@click.option("--area", "areas", metavar="CODE", required=True, multiple=True, help="An area it may ask about; again for more.")
@click.option("--profile", default="standard", show_default=True, help="The labels that its software understands.")
@click.option("--id", "consumer_id", metavar="NUMBER", help="Its number, if it must be a certain one. Default: a free one.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@workspace_option
def create_command(
    *,
    name: str,
    facility: str | None,
    areas: tuple[str, ...],
    profile: str,
    consumer_id: str | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """Make a consumer and show its credentials, once: only the secret is kept so that it can be had again, and sealed."""
    from cakupan.counter.labels import known_profile
    from cakupan.wiring.workspace import known_area

    codes = [known_area(area) for area in areas]
    shown = _consumers(workspace).create(
        name=name, facility_code=facility, areas=codes, at=_now(), profile=known_profile(profile), consumer_id=consumer_id
    )
    _show(shown, as_json)


@consumer_group.command("rotate")
@click.argument("consumer_id", metavar="NUMBER")
@click.option(
    "--overlap-hours", default=OVERLAP_HOURS, show_default=True, type=click.IntRange(0), help="How long the old set still counts."
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@workspace_option
def rotate_command(*, consumer_id: str, overlap_hours: int, as_json: bool, workspace: Path) -> None:
    """New credentials, shown once. The old ones count a while longer, so that the facility can change over."""
    now = _now()
    shown = _consumers(workspace).rotate(consumer_id, at=now, old_until=now + dt.timedelta(hours=overlap_hours))
    _show(shown, as_json)


@consumer_group.command("revoke")
@click.argument("consumer_id", metavar="NUMBER")
@click.option("--why", default="", help="The reason; it stays beside the consumer, for the office's page.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@workspace_option
def revoke_command(*, consumer_id: str, why: str, as_json: bool, workspace: Path) -> None:
    """End all that a consumer holds, at once and for good."""
    consumer = _consumers(workspace).revoke(consumer_id, at=_now(), why=why)
    _tell([consumer], as_json)


@consumer_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@workspace_option
def list_command(*, as_json: bool, workspace: Path) -> None:
    """Everyone who may ask, or might before; no secret is shown."""
    _tell(list(_consumers(workspace).all()), as_json)


def _consumers(workspace: Path) -> Consumers:
    from cakupan.record.credentials import Consumers
    from cakupan.wiring.counter_worker import keys_of

    return Consumers.of(workspace, keys_of(workspace))


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


def _show(shown: Shown, as_json: bool) -> None:
    secrets = {
        "secret": shown.secret,
        "user_key": shown.user_key,
        "api_key": shown.api_key,
        "pcare_password": shown.pcare_password,
    }
    if as_json:
        say_json({**shown.consumer.as_dict(), **secrets})
        return
    click.echo(f"{shown.consumer.id}  {shown.consumer.name}. Shown this once; hand it over on a safe way:")
    for name, value in secrets.items():
        click.echo(f"  {name:14} {value}")


def _tell(consumers: list[Consumer], as_json: bool) -> None:
    if as_json:
        say_json({"consumers": [each.as_dict() for each in consumers]})
        return
    for each in consumers:
        ended = f"revoked {each.revoked_at:%Y-%m-%d %H:%M}" if each.revoked_at else "may ask"
        click.echo(f"{each.id}  {each.name}  {each.facility_code or '-'}  {', '.join(each.areas)}  {ended}")
    if not consumers:
        click.echo("nobody may ask yet: cakupan counter consumer create")
