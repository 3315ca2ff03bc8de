"""The leader's page, the queue and the options in a real browser under the office's CSP: nothing that axe finds, two widths."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from office_agreements.test_office_agreements_browser import complaints, opened, served
from office_coverage.coverage_rows import AREA, NUMBER, a_figure, a_position, an_outlook, unpaid
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")


@pytest.mark.parametrize("width", [1200, 360])
def test_the_overview_fits_and_reaches_everybody(width: int) -> None:
    from django.conf import settings

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=dt.date(2024, 7, 5))
    position = a_position()
    a_figure(position, "outlook", an_outlook())
    a_figure(position, "pemda_arrears", [unpaid("2024-05", 105_805_000)])
    paths = ["", "uhc/", f"pilihan/?agreement={NUMBER}&target=80", "wilayah/", "kehilangan/", "tanggal/", "tunggakan/", "tren/"]
    client = signed_in(a_user("dinkes"))
    with served() as site, opened(client, site, width=width) as (shown, said):
        shown.set_default_timeout(60_000)  # charts draw slowly on a busy machine
        for path in [*(f"cakupan/{path}" for path in paths), "antrean/"]:
            shown.goto(f"{site}/{AREA}/{path}")
            assert complaints(shown) == [], path
            assert shown.evaluate("document.documentElement.scrollWidth") == width, path
        assert said == []
