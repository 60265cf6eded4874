"""Browser tests on the system's Chromium: signed-in pages, screenshots, axe-core, and no violation unnoticed.

def test_inbox(browse, client_for, shot, axe):
    tab = browse(client_for("clerk"))
    tab.goto("/ho-so/")
    axe(tab)
    shot(tab, "ho-so")
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from congvu.ui.finders import packages_root

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread

SIZES = {"1366": (1366, 768), "390": (390, 844)}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXPECTED = (
    "status of 401",
    "status of 403",
    "status of 404",
    "status of 409",
    "status of 413",
    "status of 422",
)
SEVERE = {"moderate", "serious", "critical"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as a browser test."""
    for item in items:
        if "tests/e2e" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, once per session."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is not installed: the package is called chromium on Debian")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Return a maker of tabs: `browse()` for a stranger, `browse(client)` signed in; `scripts=False`.

    At the end no tab may have an error on its console, an uncaught exception or a CSP violation;
    a test that provokes one takes it out of `browse.wrong`.
    """
    wrong: list[str] = []
    contexts = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in EXPECTED):
            wrong.append(f"{message.text} ({message.location.get('url')})")

    def make(client: Client | None = None, *, size: str = "1366", scripts: bool = True) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        if client is not None:
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        tab = context.new_page()
        tab.set_default_timeout(10_000)
        tab.on("console", heard)
        tab.on("pageerror", lambda error: wrong.append(f"uncaught: {error}"))
        return tab

    make.wrong = wrong  # type: ignore[attr-defined]
    yield make
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def shot() -> Callable[..., None]:
    """Return a taker of pictures: `shot(tab, "name")` saves both sizes under var/shots."""
    folder = Path(settings.ROOT) / "var" / "shots"
    folder.mkdir(parents=True, exist_ok=True)

    def take(tab: Page, name: str, *, whole: bool = True) -> None:
        before = tab.viewport_size
        for suffix, (width, height) in SIZES.items():
            tab.set_viewport_size({"width": width, "height": height})
            tab.evaluate("scrollTo(0, 0)")
            tab.wait_for_timeout(150)
            tab.screenshot(path=folder / f"{name}-{suffix}.png", full_page=whole)
        tab.set_viewport_size(before or {"width": 1366, "height": 768})

    return take


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """Return a check: `axe(tab)` fails on any violation from moderate up, naming rule, help and element."""
    source = (packages_root() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def check(tab: Page, *, without: tuple[str, ...] = ()) -> None:
        tab.evaluate(source)
        rules = {name: {"enabled": False} for name in without}
        result = tab.evaluate("(rules) => axe.run(document, { rules, resultTypes: ['violations'] })", rules)
        found = [
            f"{violation['impact']} {violation['id']}: {violation['help']}\n    {node['html'][:200]}"
            f"\n    {node.get('failureSummary', '')[:300]}"
            for violation in result["violations"]
            if violation["impact"] in SEVERE
            for node in violation["nodes"][:4]
        ]
        assert not found, f"{tab.url}\n" + "\n".join(found)

    return check
