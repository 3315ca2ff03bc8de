"""The pages of this app, below /<area>/perjanjian/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("baru/", views.begin, name="begin"),
    path("sk/baru/", views.decree, name="decree"),
    path("syarat/<int:pk>/", views.requirement, name="requirement"),
    path("dokumen/<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/", views.agreement, name="agreement"),
    path("<int:pk>/ketentuan/", views.terms, name="terms"),
    path("<int:pk>/arti/", views.meaning, name="meaning"),
    path("<int:pk>/nomor/", views.number, name="number"),
    path("<int:pk>/syarat/", views.add_requirement, name="add_requirement"),
    path("<int:pk>/unggah/", views.upload, name="upload"),
    path("<int:pk>/langkah/<slug:code>/", views.step, name="step"),
]
