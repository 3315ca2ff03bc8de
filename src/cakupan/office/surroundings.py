"""What every page shows around its subject: area, position, desk, navigation, and that a demo's people are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from cakupan import __version__
from cakupan.office.clock import today
from cakupan.office.database.models import Area
from cakupan.office.positions.current import current_position, is_stale


@dataclass(frozen=True)
class Link:
    """One entry of the navigation; ``count`` is what waits there, None where nothing is counted."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. Asks the database only where somebody has signed in and an area is open."""
    told: dict[str, Any] = {
        "people_invented": settings.ENVIRONMENT.demo,
        "version": __version__,
        "today": today(),
        "navigation": (),
        "demo_officers": demo_officers(),
    }
    user: Any = getattr(request, "user", None)
    area = getattr(request, "area", None)
    if user is None or not user.is_authenticated:
        return told
    told["account_links"] = account_links()
    if area is None:
        return told
    position = current_position(area)
    return {
        **told,
        "area": Area.objects.get(code=area),
        "areas": Area.objects.filter(code__in=list(request.areas)),  # type: ignore[attr-defined]
        "position": position,
        "position_stale": position is not None and is_stale(position, today()),
        "navigation": list(_navigation(request, user, area)),
    }


def demo_officers() -> list[Any]:
    """Whom the banner of a demo lets one become; nobody elsewhere."""
    from cakupan.office.accounts.tour import demo_officers as of_the_tour

    return of_the_tour() if settings.ENVIRONMENT.demo else []


def account_links() -> list[Link]:
    """The menu of one's own account."""
    from cakupan.office.accounts.navigation import account_links as of_the_account

    return of_the_account()


def _navigation(request: HttpRequest, user: Any, area: str) -> Iterator[Link]:
    """What this desk is offered; current is the one that says most of where the page is: a list may lie below another."""
    queue = reverse("desk:queue", args=[area])
    yield Link(str(_queue_label()), queue, current=request.path == queue)
    links = list(_offered(user, area))
    nearest = max((link.url for link in links if request.path.startswith(link.url)), key=len, default="")
    for link in links:
        yield Link(link.label, link.url, link.count, link.url == nearest)


def _offered(user: Any, area: str) -> Iterator[Link]:
    """The links of each app (its config's ``navigation``: a function of user and area), in the apps' order."""
    for config in apps.get_app_configs():
        told = getattr(config, "navigation", None)
        if told is not None:
            offered: Callable[[Any, str], Iterator[Link]] = import_string(told)
            yield from offered(user, area)


def _queue_label() -> str:
    from django.utils.translation import gettext

    return gettext("Antrean")
