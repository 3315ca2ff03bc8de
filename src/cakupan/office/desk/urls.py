"""Where a desk begins."""

from __future__ import annotations

from django.urls import path

from cakupan.office.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.start, name="start"),
    path("<area:area>/antrean/", views.queue, name="queue"),
]
