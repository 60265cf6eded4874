"""Addresses of the administrators' screens: one line per screen."""

from django.urls import URLPattern, URLResolver, path

from congvu.setup.views import (
    agencies,
    calendar,
    calendar_rules,
    catalogue,
    catalogue_draft,
    catalogue_import,
    officers,
    process_editor,
    processes,
    roles,
    style_guide,
)

app_name = "setup"
urlpatterns: list[URLPattern | URLResolver] = [
    path("thu-tuc/", catalogue.catalogue_list, name="catalogue"),
    path("thu-tuc/xuat/<str:format>/", catalogue.catalogue_export, name="catalogue_export"),
    path("thu-tuc/nhap/", catalogue_import.import_send, name="catalogue_import"),
    path("thu-tuc/nhap/ket-qua/", catalogue_import.import_result, name="catalogue_import_result"),
    path("thu-tuc/<str:code>/", catalogue.procedure_page, name="procedure"),
    path("thu-tuc/<str:code>/noi-giai-quyet/", catalogue.procedure_route, name="procedure_route"),
    path("thu-tuc/<str:code>/<int:number>/soan/", catalogue.procedure_new_draft, name="procedure_new_draft"),
    path("thu-tuc/<str:code>/ban-nhap/", catalogue_draft.draft_page, name="procedure_draft"),
    path("thu-tuc/<str:code>/ban-nhap/thong-tin/", catalogue_draft.draft_facts, name="procedure_facts"),
    path("thu-tuc/<str:code>/ban-nhap/can-cu/", catalogue_draft.draft_lists, name="procedure_lists"),
    path("thu-tuc/<str:code>/ban-nhap/cong-bo/", catalogue_draft.draft_publish, name="procedure_publish"),
    path("thu-tuc/<str:code>/ban-nhap/bo/", catalogue_draft.draft_discard, name="procedure_discard"),
    path(
        "thu-tuc/<str:code>/ban-nhap/truong-hop/<int:no>/", catalogue_draft.draft_case, name="procedure_case"
    ),
    path("quy-trinh/", processes.process_list, name="processes"),
    path("quy-trinh/moi/", processes.process_new, name="process_new"),
    path("quy-trinh/<str:code>/", processes.process_page, name="process"),
    path("quy-trinh/<str:code>/<int:number>/bpmn/", processes.process_bpmn, name="process_bpmn"),
    path(
        "quy-trinh/<str:code>/<int:number>/soan/", process_editor.process_new_draft, name="process_new_draft"
    ),
    path("quy-trinh/<str:code>/ban-nhap/", process_editor.process_draft, name="process_draft"),
    path("quy-trinh/<str:code>/ban-nhap/thong-tin/", process_editor.process_facts, name="process_facts"),
    path("quy-trinh/<str:code>/ban-nhap/ban-hanh/", process_editor.process_publish, name="process_publish"),
    path("quy-trinh/<str:code>/ban-nhap/bo/", process_editor.process_discard, name="process_discard"),
    path("quy-trinh/<str:code>/ban-nhap/nut/<str:key>/", process_editor.process_node, name="process_node"),
    path("lich/", calendar.calendar, name="calendar"),
    path("lich/ngay/<int:day_id>/bo/", calendar.remove_day, name="calendar_day_remove"),
    path("lich/ngay/<int:day_id>/khoi-phuc/", calendar.restore_day, name="calendar_day_restore"),
    path("lich/gio/", calendar.hours, name="calendar_hours"),
    path("lich/nhap/", calendar.import_file, name="calendar_import"),
    path("lich/quy-tac/", calendar_rules.rules, name="calendar_rules"),
    path("lich/quy-tac/<str:code>/", calendar_rules.rule, name="calendar_rule"),
    path(
        "lich/quy-tac/<str:code>/<int:rule_id>/bo/", calendar_rules.cancel_rule, name="calendar_rule_cancel"
    ),
    path("co-quan/", agencies.agencies, name="agencies"),
    path("co-quan/moi/", agencies.agency_new, name="agency_new"),
    path("co-quan/<int:pk>/", agencies.agency, name="agency"),
    path("co-quan/<int:pk>/sua/", agencies.agency_revise, name="agency_revise"),
    path("co-quan/<int:pk>/ma/", agencies.agency_code, name="agency_code"),
    path("co-quan/<int:pk>/ket-thuc/", agencies.agency_close, name="agency_close"),
    path("co-quan/<int:pk>/phong-ban/", agencies.unit_new, name="unit_new"),
    path("phong-ban/<int:pk>/chuyen/", agencies.unit_move, name="unit_move"),
    path("phong-ban/<int:pk>/ket-thuc/", agencies.unit_close, name="unit_close"),
    path("can-bo/", officers.officers, name="officers"),
    path("can-bo/moi/", officers.officer_new, name="officer_new"),
    path("can-bo/<int:pk>/", officers.officer, name="officer"),
    path("can-bo/<int:pk>/sua/", officers.officer_revise, name="officer_revise"),
    path("can-bo/<int:pk>/mat-khau/", officers.officer_password, name="officer_password"),
    path("can-bo/<int:pk>/go-xac-thuc/", officers.officer_mfa, name="officer_mfa"),
    path("can-bo/<int:pk>/khoa/", officers.officer_lock, name="officer_lock"),
    path("can-bo/<int:pk>/mo-khoa/", officers.officer_unlock, name="officer_unlock"),
    path("can-bo/<int:pk>/vi-tri/", officers.post_new, name="post_new"),
    path("vi-tri/<int:pk>/vai-tro/", officers.post_roles, name="post_roles"),
    path("vi-tri/<int:pk>/ket-thuc/", officers.post_end, name="post_end"),
    path("vai-tro/", roles.roles, name="roles"),
    path("vai-tro/<slug:code>/", roles.role, name="role"),
    path("uy-quyen/", roles.delegations, name="delegations"),
    path("uy-quyen/<int:pk>/thu-hoi/", roles.delegation_revoke, name="delegation_revoke"),
    path("kieu-dang/", style_guide.style_guide, name="style_guide"),
]
