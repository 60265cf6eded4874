"""Addresses of the screens of the interchange."""

from django.urls import URLPattern, path

from congvu.desk.views import exchange, exchange_directory


def exchange_urls() -> list[URLPattern]:
    """Return them, one line per screen."""
    came, sent = "lien-thong/goi-den/<int:pk>/", "lien-thong/goi-di/<int:pk>/"
    return [
        path("lien-thong/", exchange.exchange_list, name="exchange"),
        path("lien-thong/danh-ba/", exchange_directory.exchange_directory, name="exchange_directory"),
        path("lien-thong/<slug:box>/", exchange.exchange_list, name="exchange_box"),
        path("lien-thong/<slug:way>/<int:pk>/goi/", exchange.exchange_bytes, name="exchange_bytes"),
        path(came, exchange.exchange_inbound, name="exchange_inbound"),
        path(f"{came}xu-ly-lai/", exchange.exchange_replay, name="exchange_replay"),
        path(f"{came}bo-qua/", exchange.exchange_skip, name="exchange_skip"),
        path(sent, exchange.exchange_outbound, name="exchange_outbound"),
        path(f"{sent}gui-lai/", exchange.exchange_again, name="exchange_again"),
        path(f"{sent}thoi-gui/", exchange.exchange_give_up, name="exchange_give_up"),
    ]
