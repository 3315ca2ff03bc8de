"""The pages of this app, below /<area>/verifikasi/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.verification import pair_views, views

app_name = "verification"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("usulan/", views.proposals, name="proposals"),
    path("selesai/", views.over, name="settled"),
    path("tindak/", views.acting, name="act"),
    path("kasus/<slug:key>/", views.case, name="case"),
    path("aturan/", views.approval_rule, name="rule"),
    path("pasangan/", pair_views.following, name="pair"),
    path("pasangan/serahkan/", pair_views.hand_over, name="hand_over"),
    path("pasangan/<int:pair_id>/", pair_views.pair, name="one_pair"),
    path("pasangan/<int:pair_id>/putuskan/", pair_views.decide, name="decide_pair"),
]
