"""Addresses of the axis: one for all operations of the protocol."""

from django.urls import URLPattern, URLResolver, path

from congvu.hub.views import axis

app_name = "hub"
urlpatterns: list[URLPattern | URLResolver] = [
    path("truc/<path:operation>", axis.axis, name="axis"),
]
