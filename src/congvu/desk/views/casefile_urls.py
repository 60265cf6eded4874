"""Addresses of case files, the catalogue and handing over."""

from django.urls import URLPattern, path

from congvu.desk.views import casefile_catalogue as catalogue
from congvu.desk.views import casefile_handover as handover
from congvu.desk.views import casefiles
from congvu.desk.views.casefile_acts import act_urls

_YEAR, _OVER = "ho-so-cong-viec/danh-muc/<int:year>", "ho-so-cong-viec/nop-luu"


def case_file_urls() -> list[URLPattern]:
    """Return them all."""
    return [
        path("ho-so-cong-viec/", casefiles.case_file_list, name="case_files"),
        path("ho-so-cong-viec/mo/", casefiles.case_file_open, name="case_file_open"),
        path("ho-so-cong-viec/<int:pk>/", casefiles.case_file_page, name="case_file"),
        path("ho-so-cong-viec/<int:pk>/tep/<int:file_pk>/", casefiles.case_file_file, name="case_file_file"),
        path(
            "ho-so-cong-viec/<int:pk>/muc-luc.<slug:form>",
            casefiles.case_file_documents,
            name="case_file_documents",
        ),
        path("ho-so-cong-viec/danh-muc/", catalogue.catalogue_page, name="case_catalogue_now"),
        path(f"{_YEAR}/", catalogue.catalogue_page, name="case_catalogue"),
        path(f"{_YEAR}/lap/", catalogue.catalogue_draft, name="case_catalogue_draft"),
        path(f"{_YEAR}/ban-hanh/", catalogue.catalogue_approve, name="case_catalogue_approve"),
        path(f"{_YEAR}/khoa/", catalogue.catalogue_close, name="case_catalogue_close"),
        path(f"{_YEAR}/danh-muc.<slug:form>", catalogue.catalogue_print, name="case_catalogue_print"),
        path(f"{_YEAR}/dong/", catalogue.catalogue_entry, name="case_entry_new"),
        path(f"{_YEAR}/dong/<int:pk>/", catalogue.catalogue_entry, name="case_entry"),
        path(f"{_YEAR}/dong/<int:pk>/bo/", catalogue.catalogue_entry_remove, name="case_entry_remove"),
        path(f"{_YEAR}/dong/<int:pk>/mo/", catalogue.catalogue_open, name="case_entry_open"),
        path(f"{_OVER}/", handover.handover_desk, name="handovers"),
        path(f"{_OVER}/de-nghi/", handover.handover_propose, name="handover_propose"),
        path(f"{_OVER}/<int:pk>/", handover.handover_page, name="handover"),
        path(f"{_OVER}/<int:pk>/kiem-tra/", handover.handover_check, name="handover_check"),
        path(f"{_OVER}/<int:pk>/nhan/", handover.handover_accept, name="handover_accept"),
        path(f"{_OVER}/<int:pk>/tra-lai/", handover.handover_return, name="handover_return"),
        path(f"{_OVER}/<int:pk>/in/<slug:form>/", handover.handover_print, name="handover_print"),
        path("ho-so-cong-viec/dua-vao/<str:label>/<int:pk>/", handover.file_into, name="file_into"),
        *act_urls(),
    ]
