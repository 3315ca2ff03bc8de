"""Long work, below ``/<area>/pekerjaan/``."""

from __future__ import annotations

from django.urls import path

from cakupan.office.work import views

app_name = "work"
urlpatterns = [
    path("", views.pieces, name="pieces"),
    path("<int:work_id>/", views.piece, name="piece"),
    path("<int:work_id>/batal/", views.cancel, name="cancel"),
]
