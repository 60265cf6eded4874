"""Addresses of the applicants' screens."""

from django.urls import URLPattern, URLResolver, path

from congvu.portal.views import track

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tra-cuu/", track.track_page, name="track"),
]
