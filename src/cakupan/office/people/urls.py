"""People, below ``/<area>/orang/``."""

from __future__ import annotations

from django.urls import path

from cakupan.office.people import views

app_name = "people"
urlpatterns = [
    path("", views.search, name="search"),
    path("<int:person_id>/", views.person, name="person"),
]
