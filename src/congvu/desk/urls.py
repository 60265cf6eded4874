"""Addresses of the officers' screens: one line per screen; those of the acts come from their table."""

from django.urls import URLPattern, URLResolver, path

from congvu.desk.views import (
    around,
    bulk,
    conversation,
    dossier,
    explain,
    inbox,
    intake,
    lists,
    notices,
    ping,
    prints,
    profile,
    saved,
    search,
)
from congvu.desk.views.act_page import act_urls
from congvu.desk.views.task_routes import task_urls

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox.inbox_page, name="inbox"),
    path("bo-loc/", saved.save_view, name="save_view"),
    path("bo-loc/<int:pk>/xoa/", saved.forget_view, name="forget_view"),
    path("hang-loat/", bulk.bulk_page, name="bulk"),
    path("ho-so/<int:pk>/", dossier.dossier_page, name="dossier"),
    path("ho-so/<int:pk>/dien-bien/", dossier.dossier_timeline, name="timeline"),
    path("ho-so/<int:pk>/han/", explain.deadline_page, name="deadline"),
    path("ho-so/<int:pk>/ai-xem/", explain.viewers_page, name="viewers"),
    path("ho-so/<int:pk>/quy-trinh/", explain.process_page, name="process"),
    path("ho-so/<int:pk>/sau/", around.dossier_next, name="next"),
    path("ho-so/<int:pk>/truoc/", around.dossier_previous, name="previous"),
    path("ho-so/<int:pk>/co-mat/", around.dossier_presence, name="presence"),
    path("ho-so/<int:pk>/tep/<int:file_pk>/", around.dossier_file, name="file"),
    path("tiep-nhan/", intake.pick_procedure, name="intake"),
    path("tiep-nhan/<int:version_id>/", intake.intake_form, name="intake_form"),
    path("tiep-nhan/nguoi-nop/", intake.find_applicant, name="find_applicant"),
    path("tiep-nhan/xong/<int:pk>/", intake.intake_done, name="intake_done"),
    path("tim-kiem/", search.search_page, name="search"),
    path("mach-cong-viec/<str:label>/<int:pk>/", conversation.conversation_page, name="conversation"),
    path("ho-so/", lists.dossier_list, name="dossiers"),
    path("ho-so/xuat/", lists.export_list, name="dossiers_export"),
    path("ho-so/<int:pk>/in/<slug:form>/", prints.print_pdf, name="print"),
    path("ho-so/<int:pk>/in/<slug:form>.html", prints.print_page, name="print_page"),
    path("so-theo-doi/", prints.register_page, name="register"),
    path("thong-bao/", notices.notice_list, name="notices"),
    path("thong-bao/<int:pk>/", notices.open_notice, name="notice"),
    path("thong-bao/da-doc/", notices.read_notices, name="notices_read"),
    path("ping/", ping.ping, name="ping"),
    path("ca-nhan/", profile.profile, name="profile"),
    path("ca-nhan/vi-tri/", profile.switch_post, name="switch_post"),
    path("ca-nhan/uy-quyen/", profile.delegation_new, name="delegation_new"),
    path("ca-nhan/uy-quyen/<int:pk>/thu-hoi/", profile.delegation_revoke, name="delegation_revoke"),
    path("ca-nhan/tiep-tuc/", profile.resume, name="resume"),
    path("ca-nhan/tuy-chon/", profile.preferences, name="preferences"),
    *act_urls(),
    *task_urls(),
]
