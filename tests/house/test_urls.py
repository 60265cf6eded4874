"""Every address declares who may open it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from congvu.directory.middleware import FOREIGN_VIEWS, capability_of
from congvu.directory.permissions import PUBLIC, SIGNED_IN, requires

# Sign-up and the like of the sign-in library: not in the table of the gate, therefore refused.
CLOSED = ("account_", "mfa_", "socialaccount_", "usersessions_")


type Address = tuple[str, str, Callable[..., Any]]


def addresses(patterns: list[Any], prefix: str = "", space: str = "") -> Iterator[Address]:
    """Yield every address: its route, its full name, its view."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield route, f"{space}{pattern.name or ''}", pattern.callback


def undeclared(patterns: list[Any]) -> list[str]:
    """Addresses of ours without a capability, and addresses without a name."""
    found = []
    for route, name, view in addresses(patterns):
        if name.startswith(CLOSED):
            continue
        if not name.rpartition(":")[2]:
            found.append(f"/{route}: has no name")
        if capability_of(view, name) is None:
            found.append(f"/{route} ({name}): declares no capability; decorate the view with @requires(…)")
    return found


def foreign_letters(patterns: list[Any]) -> list[str]:
    """Routes that are not Vietnamese words without diacritics, in lower case with hyphens."""
    return [
        f"/{route}: write addresses in lower case without diacritics, with hyphens"
        for route, name, _ in addresses(patterns)
        if not name.startswith(CLOSED) and not _plain(route)
    ]


def _plain(route: str) -> bool:
    outside = "".join(part.rpartition(">")[2] for part in route.split("<"))
    return outside.isascii() and outside == outside.lower() and "_" not in outside


def test_every_address_declares_a_capability() -> None:
    breaches = undeclared(get_resolver().url_patterns)
    assert not breaches, "\n".join(breaches)


def test_every_address_is_plain() -> None:
    breaches = foreign_letters(get_resolver().url_patterns)
    assert not breaches, "\n".join(breaches)


def test_the_gate_knows_sign_in_and_keeps_sign_up_closed() -> None:
    assert FOREIGN_VIEWS["account_login"] == PUBLIC
    assert "account_signup" not in FOREIGN_VIEWS


def test_declared_capabilities_have_the_form_area_verb() -> None:
    declared = {capability_of(view, name) for _, name, view in addresses(get_resolver().url_patterns)}
    for capability in declared - {None, PUBLIC, SIGNED_IN}:
        area, _, verb = str(capability).partition(".")
        assert area.isidentifier(), capability
        assert verb.isidentifier(), capability


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        (path("a/", _page, name="a"), "declares no"),
        (path("a/", requires(SIGNED_IN)(lambda request: HttpResponse())), "no name"),
    ],
)
def test_a_careless_address_is_found(pattern: URLPattern, part: str) -> None:
    assert [sentence for sentence in undeclared([pattern]) if part in sentence]


@pytest.mark.parametrize("route", ["hồ-sơ/", "Ho-So/", "ho_so/"])
def test_a_strange_route_is_found(route: str) -> None:
    assert foreign_letters([path(route, _page, name="a")])


def test_a_plain_route_with_a_parameter_passes() -> None:
    assert foreign_letters([path("ho-so/<int:dossier_pk>/", _page, name="a")]) == []
