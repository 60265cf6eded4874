"""Addresses of the administrators' screens: one line per screen."""

from django.urls import URLPattern, URLResolver, path

from congvu.setup.views import style_guide

app_name = "setup"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kieu-dang/", style_guide.style_guide, name="style_guide"),
]
