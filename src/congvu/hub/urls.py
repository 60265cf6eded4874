"""Addresses of the axis: one for all operations of the protocol."""

from django.urls import URLPattern, URLResolver, path

from congvu.hub.views import axis, credentials, screens

app_name = "hub"
urlpatterns: list[URLPattern | URLResolver] = [
    path("truc/<path:operation>", axis.axis, name="axis"),
    path("quan-tri/truc-lien-thong/", screens.flow, name="flow"),
    path("quan-tri/truc-lien-thong/co-quan/", screens.agencies, name="agencies"),
    path("quan-tri/truc-lien-thong/co-quan/<int:pk>/khoa/", screens.lock, name="lock"),
    path("quan-tri/truc-lien-thong/co-quan/<int:pk>/mo-khoa/", screens.unlock, name="unlock"),
    path("quan-tri/truc-lien-thong/tai-khoan/", screens.credentials, name="credentials"),
    path("quan-tri/truc-lien-thong/tai-khoan/moi/", credentials.credential_new, name="credential_new"),
    path("quan-tri/truc-lien-thong/tai-khoan/<int:pk>/", credentials.credential_page, name="credential"),
    path(
        "quan-tri/truc-lien-thong/tai-khoan/<int:pk>/khoa-moi/",
        credentials.credential_rotate,
        name="credential_rotate",
    ),
    path(
        "quan-tri/truc-lien-thong/tai-khoan/<int:pk>/thu-hoi/",
        credentials.credential_revoke,
        name="credential_revoke",
    ),
]
