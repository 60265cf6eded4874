"""Addresses of the screens of the national portal."""

from django.urls import URLPattern, path

from congvu.desk.views import national as views


def national_urls() -> list[URLPattern]:
    """Return them, one line per screen."""
    return [
        path("quoc-gia/", views.national, name="national"),
        path("quoc-gia/doi-soat/", views.national_runs, name="national_runs"),
        path("quoc-gia/doi-soat/<int:pk>/", views.national_run, name="national_run"),
        path("quoc-gia/doi-soat/<int:pk>/xlsx/", views.national_run_xlsx, name="national_run_xlsx"),
        path("quoc-gia/thong-diep/<int:pk>/", views.national_message, name="national_message"),
        path("quoc-gia/thong-diep/<int:pk>/xu-ly-lai/", views.national_again, name="national_again"),
        path("quoc-gia/thong-diep/<int:pk>/bo-qua/", views.national_aside, name="national_aside"),
        path("quoc-gia/ho-so/<int:pk>/dong-bo-lai/", views.national_replay, name="national_replay"),
        path("quoc-gia/<slug:box>/", views.national, name="national_box"),
    ]
