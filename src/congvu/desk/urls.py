"""Addresses of the officers' screens: one line per screen."""

from django.urls import URLPattern, URLResolver, path

from congvu.desk.views import profile

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ca-nhan/", profile.profile, name="profile"),
    path("ca-nhan/vi-tri/", profile.switch_post, name="switch_post"),
    path("ca-nhan/uy-quyen/", profile.delegation_new, name="delegation_new"),
    path("ca-nhan/uy-quyen/<int:pk>/thu-hoi/", profile.delegation_revoke, name="delegation_revoke"),
    path("ca-nhan/tiep-tuc/", profile.resume, name="resume"),
    path("ca-nhan/tuy-chon/", profile.preferences, name="preferences"),
]
