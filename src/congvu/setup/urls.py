"""Addresses of the administrators' screens: one line per screen."""

from django.urls import URLPattern, URLResolver, path

from congvu.setup.views import calendar, calendar_rules, process_editor, processes, style_guide

app_name = "setup"
urlpatterns: list[URLPattern | URLResolver] = [
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
    path("kieu-dang/", style_guide.style_guide, name="style_guide"),
]
