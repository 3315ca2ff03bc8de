"""Officers who hand keys to hospitals' software by the pages, and the keys as a page shows them once."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from cakupan.office.consumers.seen import kept
from cakupan.record.credentials import Consumer
from office_guarantees.region import AREA, HOSPITAL, at, text_of

# What a form sends besides what an officer types.
KEY = re.compile(r'<code id="([a-z_]+)" data-key>([^<]+)</code>')
HIDDEN = re.compile(r'<input type="hidden" name="(consumer_id|seen)" value="([^"]+)"')


@dataclass(frozen=True)
class Keys:
    """What the page shows once."""

    number: str
    secret: str
    user_key: str
    pcare_password: str
    api_key: str

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.secret, self.user_key, self.pcare_password, self.api_key)


def page(path: str = "", area: str = AREA) -> str:
    return f"/{area}/aplikasi-faskes/{path}"


def deciding() -> Client:
    """A browser of a new officer of the health office who decides."""
    return at("dinkes", approver=True)


def hidden(client: Client, path: str) -> dict[str, str]:
    """What a form brings along."""
    answer = client.get(page(path))
    assert answer.status_code == 200, text_of(answer)
    return {name: html.unescape(value) for name, value in HIDDEN.findall(answer.content.decode())}


def keys_in(answer: Any) -> Keys:
    assert answer.status_code == 200, text_of(answer)
    return Keys(**dict(KEY.findall(answer.content.decode())))


def sent(client: Client, **changed: Any) -> dict[str, Any]:
    """The form of a new consumer, filled in."""
    told = {"facility_code": HOSPITAL, "name": "SIMRS CONTOH", "profile": "standard", "areas": [AREA]}
    return {**told, **hidden(client, "baru/"), **changed}


def made(client: Client | None = None, **changed: Any) -> Keys:
    """A new consumer, by its page."""
    client = client or deciding()
    return keys_in(client.post(page("baru/"), sent(client, **changed)))


def rotated(client: Client, number: str, hours: int) -> Keys:
    """New keys, by their page."""
    told = hidden(client, f"{number}/ganti-kunci/") | {"overlap_hours": str(hours)}
    return keys_in(client.post(page(f"{number}/ganti-kunci/"), told))


def revoked(client: Client, number: str, reason: str = "Server faskes dibobol.") -> Any:
    """The end, by its page."""
    told = hidden(client, f"{number}/cabut/") | {"reason": reason}
    return client.post(page(f"{number}/cabut/"), told)


def found(number: str) -> Consumer:
    """As the counter's file has it."""
    consumer = kept().get(number)
    assert consumer is not None
    return consumer
