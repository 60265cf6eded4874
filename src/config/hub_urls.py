"""Addresses of an axis that stands alone: any prefix will do, the last word is the operation."""

from django.urls import path

from congvu.hub.views.axis import axis

urlpatterns = [
    path("", axis, {"operation": ""}, name="root"),
    path("<path:operation>", axis, name="axis"),
]
