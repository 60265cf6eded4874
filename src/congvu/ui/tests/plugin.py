"""The `page` fixture: the one door of page tests, which checks every page for free.

def test_inbox(page, client_for):
    clerk = client_for("clerk")
    seen = page("/ho-so/", clerk)                     # 200, valid, titled, labelled, no inline code
    assert seen.h1 == "Hồ sơ"
    assert seen.queries <= 8
    page.post("/ho-so/1/tiep-nhan/", {"version": 1}, clerk, status=302)
    page.htmx("/ho-so/?nhom=overdue", clerk)          # a fragment
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congvu.ui.tests.html_checks import parse, problems, text_of


@dataclass
class Page:
    """One answer: its status, tree and cost."""

    response: Any
    sql: list[str] = field(default_factory=list)
    tree: Any = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def queries(self) -> int:
        """How many SQL statements the answer cost (savepoints and the session included)."""
        return len(self.sql)

    @property
    def text(self) -> str:
        """The visible text of the page with single spaces."""
        return text_of(self.tree.xpath("//body")[0])

    @property
    def html(self) -> str:
        """The answer as sent."""
        return self.response.content.decode()

    @property
    def h1(self) -> str:
        """The heading."""
        return text_of(self.tree.xpath("//h1")[0])

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.response.headers.get("Location", "")

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary and under the fields."""
        nodes = self.tree.xpath("//*[contains(@class, 'field-errors')]/li | //*[@class='error-summary']//p")
        return [text_of(node) for node in nodes]

    def xpath(self, path: str) -> Any:
        """Return the nodes of an XPath expression."""
        return self.tree.xpath(path)

    def texts(self, path: str) -> list[str]:
        """Return the texts of the nodes of an XPath expression."""
        return [text_of(node) for node in self.tree.xpath(path)]

    def links(self) -> dict[str, str]:
        """Return text → address of the links in the main part."""
        return {text_of(node): node.get("href") for node in self.tree.xpath("//main//a[@href]")}

    def form(self, index: int = 0) -> dict[str, Any]:
        """Return what the browser would send with form number `index` of the main part."""
        form = self.tree.xpath("//main//form[@method='post']")[index]
        sent: dict[str, Any] = {}
        for node in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
            for name, value in _sent(node):
                sent.setdefault(name, []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}


def _sent(node: Any) -> Iterator[tuple[str, str]]:
    name, kind = node.get("name"), node.get("type", "text")
    if node.tag == "select":
        chosen = node.xpath(".//option[@selected]") or (
            [] if node.get("multiple") is not None else node.xpath(".//option")[:1]
        )
        for option in chosen:
            yield name, option.get("value", text_of(option))
    elif node.tag == "textarea":
        yield name, (node.text or "").removeprefix("\n")
    elif kind in {"checkbox", "radio"}:
        if node.get("checked") is not None:
            yield name, node.get("value", "on")
    elif kind not in {"file", "submit", "button"}:
        yield name, node.get("value", "")


class PageTester:
    """Opens pages as somebody and checks each answer."""

    def __call__(self, url: str, client: Client | None = None, *, status: int = 200, **extra: Any) -> Page:
        """GET `url`; the answer has `status` and passes all checks."""
        return self._send("get", url, client, status, extra)

    def post(
        self, url: str, data: Any = None, client: Client | None = None, *, status: int = 302, **extra: Any
    ) -> Page:
        """POST `data`; a redirect is expected unless `status` says otherwise (422 for refused input)."""
        return self._send("post", url, client, status, {"data": data or {}, **extra})

    def htmx(
        self, url: str, client: Client | None = None, *, data: Any = None, status: int = 200, **extra: Any
    ) -> Page:
        """Ask for a fragment as htmx does: POST when `data` is given, else GET."""
        headers = {"HX-Request": "true", **extra.pop("headers", {})}
        method = "get" if data is None else "post"
        sent = extra if data is None else {"data": data, **extra}
        return self._send(method, url, client, status, {**sent, "headers": headers})

    def _send(self, method: str, url: str, client: Client | None, status: int, extra: dict[str, Any]) -> Page:
        opener = client or Client()
        with CaptureQueriesContext(connection) as caught:
            response = getattr(opener, method)(url, **extra)
        seen = Page(response, [query["sql"] for query in caught.captured_queries])
        place = f"{method.upper()} {url}"
        assert response.status_code == status, (
            f"{place}: {response.status_code} {response.headers.get('Location', '')}"
        )
        if response.streaming or "text/html" not in response.headers.get("Content-Type", ""):
            return seen
        if response.content:
            seen.tree = _checked(response, place)
        return seen


def _checked(response: Any, place: str) -> Any:
    text = response.content.decode()
    fragment = not text.lstrip().lower().startswith("<!doctype")
    policy = response.headers.get("Content-Security-Policy", "")
    assert "'unsafe-inline'" not in policy, f"{place}: {policy}"
    assert "'unsafe-eval'" not in policy, f"{place}: {policy}"
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    tree = parse(text, fragment=fragment)
    found = problems(tree, nonce=nonce, fragment=fragment)
    assert not found, f"{place}:\n" + "\n".join(found)
    return tree


@pytest.fixture
def page(db: None) -> PageTester:
    """Open pages through the one door that checks them."""
    return PageTester()
