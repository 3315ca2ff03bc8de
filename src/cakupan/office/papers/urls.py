"""The pages of this app, below /<area>/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.listed, name="listed"),
    path("kop/", views.letterhead, name="letterhead"),
    path("<int:paper_id>/", views.paper, name="paper"),
    path("<int:paper_id>/surat.pdf", views.pdf, name="pdf"),
    path("<int:paper_id>/tandatangani/", views.sign, name="sign"),
    path("<int:paper_id>/tarik/", views.withdraw, name="withdraw"),
]
