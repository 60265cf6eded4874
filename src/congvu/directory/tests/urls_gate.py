"""Views of the gate's own tests: one of each declaration, and one that declares nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import View

from congvu.directory.permissions import PUBLIC, SIGNED_IN, requires


def answer(request: Any) -> HttpResponse:
    return HttpResponse(f"{request.actor.officer_id}/{request.actor.post_id}")


def undeclared(request: HttpRequest) -> HttpResponse:
    return answer(request)


class SignedInView(View):
    capability = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(request)


@requires(PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    return answer(request)


@requires("dossier.sign")
def sign(request: HttpRequest) -> HttpResponse:
    return answer(request)


urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("undeclared/", undeclared, name="undeclared"),
    path("signed-in/", SignedInView.as_view(), name="signed_in"),
    path("public/", public, name="public"),
    path("sign/", sign, name="sign"),
]
