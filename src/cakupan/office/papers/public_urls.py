"""What anyone may open who holds a letter: the page behind its QR."""

from __future__ import annotations

from django.urls import path

from cakupan.office.papers import public_views

app_name = "letter"
urlpatterns = [
    path("", public_views.ask, name="ask"),
    path("<code:code>/", public_views.shown, name="shown"),
    path("<code:code>/surat.pdf", public_views.masked_pdf, name="masked"),
]
