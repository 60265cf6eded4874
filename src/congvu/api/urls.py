"""Addresses of the interface: each operation declares its scope; a house test holds all of them to that."""

from typing import Any

from django.urls import URLPattern, path
from ninja import NinjaAPI

from congvu.api.views import (
    assignments,
    directory,
    documents,
    dossiers,
    files,
    problems,
    reference,
    screens,
    service,
    webhooks,
    xroad,
)
from congvu.directory.permissions import PUBLIC

app_name = "api"

API = NinjaAPI(
    title="Công Vụ",
    version="1",
    description="Giao diện lập trình của Công Vụ: văn bản, hồ sơ, nhiệm vụ, danh mục.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
problems.install(API)
API.add_router("", service.router)
API.add_router("/files", files.router)
API.add_router("/documents", documents.router)
API.add_router("/dossiers", dossiers.router)
API.add_router("/assignments", assignments.router)
API.add_router("/webhooks", webhooks.router)
API.add_router("/directory", directory.router)


def _addresses() -> list[Any]:
    """Return the operations' addresses: open to everybody without a session, closed without a token."""
    found = [one for one in API.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in found:
        setattr(one.callback, "capability", PUBLIC)  # noqa: B010
    return found


urlpatterns = [
    path("oauth/token", service.token, name="token"),
    path("openapi.json", reference.description, name="description"),
    path("reference/", reference.reference, name="reference"),
    path("xroad/<int:pk>/document/<slug:what>/new", xroad.xroad_push, name="xroad_push"),
    *_addresses(),
]

SCREENS = (
    [
        path("", screens.clients, name="clients"),
        path("moi/", screens.client_new, name="client_new"),
        path("<int:pk>/", screens.client_page, name="client"),
        path("<int:pk>/sua/", screens.client_edit, name="client_edit"),
        path("<int:pk>/khoa/", screens.client_secret, name="client_secret"),
        path("<int:pk>/thu-hoi/", screens.client_revoke, name="client_revoke"),
        path("<int:pk>/su-kien/", screens.hook_new, name="hook_new"),
        path("<int:pk>/su-kien/<int:hook_pk>/", screens.hook_page, name="hook"),
        path("<int:pk>/su-kien/<int:hook_pk>/<slug:act>/", screens.hook_act, name="hook_act"),
        path(
            "<int:pk>/su-kien/<int:hook_pk>/bao-lai/<int:call_pk>/", screens.hook_replay, name="hook_replay"
        ),
    ],
    "programs",
)
"""The administrators' screens, under their own address."""
