"""The pages of this app, below /<area>/usulan/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.enrolment import views

app_name = "enrolment"
urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("baru/", views.begin, name="begin"),
    path("<int:pk>/", views.proposal, name="proposal"),
    path("<int:pk>/daftar/", views.lines, name="lines"),
    path("<int:pk>/sesuaikan/", views.adjust, name="adjust"),
    path("<int:pk>/lampiran/", views.issue, name="issue"),
    path("<int:pk>/berkas-cabang/", views.batch, name="batch"),
    path("<int:pk>/langkah/<slug:code>/", views.step, name="step"),
]
