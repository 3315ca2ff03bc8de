"""The pages of this app, below /<area>/verifikasi/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.verification import assign_views, list_views, pair_views, re_survey_views, views

app_name = "verification"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("usulan/", views.proposals, name="proposals"),
    path("selesai/", views.over, name="settled"),
    path("tindak/", views.acting, name="act"),
    path("tugaskan/", assign_views.assigning, name="assign"),
    path("kasus/<slug:key>/", views.case, name="case"),
    path("ringkasan/", list_views.summary, name="summary"),
    path("daftar/", list_views.lists, name="lists"),
    path("daftar/<slug:office>.xlsx", list_views.office_list, name="office_list"),
    path("daftar/penonaktifan/", list_views.hand_removals_on, name="hand_removals_on"),
    path("daftar/berita-acara/", list_views.issue_minutes, name="issue_minutes"),
    path("pendataan/", re_survey_views.listed, name="re_surveys"),
    path("pendataan/baru/", re_survey_views.planning, name="plan_re_survey"),
    path("pendataan/tahap-<int:stage>.xlsx", re_survey_views.stage_list, name="stage_list"),
    path("pendataan/<int:survey_id>/", re_survey_views.one, name="re_survey"),
    path("pendataan/<int:survey_id>/hasil/", re_survey_views.results, name="re_survey_results"),
    path("pendataan/<int:survey_id>/musyawarah/", re_survey_views.deliberation, name="re_survey_deliberation"),
    path("pendataan/<int:survey_id>/musyawarah.pdf", re_survey_views.minutes_file, name="re_survey_minutes"),
    path("pendataan/<int:survey_id>/dimasukkan/", re_survey_views.entered, name="re_survey_entered"),
    path("aturan/", views.approval_rule, name="rule"),
    path("pasangan/", pair_views.following, name="pair"),
    path("pasangan/serahkan/", pair_views.hand_over, name="hand_over"),
    path("pasangan/<int:pair_id>/", pair_views.pair, name="one_pair"),
    path("pasangan/<int:pair_id>/putuskan/", pair_views.decide, name="decide_pair"),
]
