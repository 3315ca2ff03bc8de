"""The software of facilities, below ``/<area>/aplikasi-faskes/``."""

from __future__ import annotations

from django.urls import path

from cakupan.office.consumers import change_views, views

app_name = "consumers"
urlpatterns = [
    path("", views.consumers, name="consumers"),
    path("baru/", change_views.create, name="create"),
    path("<str:consumer_id>/", views.consumer, name="consumer"),
    path("<str:consumer_id>/ganti-kunci/", change_views.rotate, name="rotate"),
    path("<str:consumer_id>/cabut/", change_views.revoke, name="revoke"),
]
