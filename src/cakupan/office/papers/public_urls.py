"""What anyone may open who holds a letter: the page behind its QR."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "letter"
urlpatterns: list[URLPattern] = []
