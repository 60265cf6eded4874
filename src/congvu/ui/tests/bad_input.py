"""Cases of bad input, whatever room they belong to: what is sent, what answers it, and what must not change.

Each room brings its ground (people, stages, doors) and its cases; `run` does one, `table` writes them down.
"""

import hashlib
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congvu.common.errors import ActionRefused
from congvu.directory.models import Officer
from congvu.ui.tests.html_checks import parse, text_of

_SENTENCES = (
    "//*[contains(@class, 'error-summary')]//*[self::li or self::p]",
    "//*[contains(@class, 'field-errors')]/li",
    "//*[contains(@class, 'notice')]//p",
    "//*[contains(@class, 'plain-card')]//p",
    "//*[contains(@class, 'empty')]//p",
    "//*[@id='toasts']//div",
    "//main//*[self::p or self::li or self::td or self::dd or self::h1 or self::h2]",
)
_NO_FACTS = frozenset({"sessions.session", "contenttypes.contenttype"})


NOTHING = "không bảng nào thay đổi"
TYPING = "không bảng nào thay đổi; nội dung đã gõ còn trên biểu mẫu"


@dataclass
class Answer:
    """What came of a case.

    Args:
        status: of HTTP; 0 when a service was called.
        shown: the sentences.
        held: the values that stand in the answer's forms, or are shown as typed.
        page: the whole answer.
        code: the refusal's name, of a service.
    """

    status: int
    shown: list[str]
    held: set[str] = field(default_factory=set)
    page: str = ""
    code: str = ""


def digest(apart: frozenset[str] = frozenset()) -> dict[str, tuple[int, str]]:
    """Return count and digest of the rows of every table, but those `apart`."""
    found = {}
    for model in apps.get_models():
        if model._meta.label_lower in apart | _NO_FACTS:
            continue
        rows = list(model._base_manager.order_by("pk").values_list())
        found[model._meta.label_lower] = (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
    return found


@dataclass(frozen=True)
class Case:
    """One case.

    Args:
        name: its name, also of the test.
        situation: what is wrong.
        action: what the officer was doing.
        says: the sentence that answers, to the letter.
        do: does it; gets the ground and what `given` returned.
        given: prepares it.
        who: who must be signed in.
        status: the HTTP status; 0 where a service is called.
        unchanged: what must stay, in words.
        apart: tables that may change all the same.
        held: values that must still stand in the answer.
        hides: texts that the answer must not hold.
        more: rows that are written, by table, where the input is odd but right.
    """

    name: str
    situation: str
    action: str
    says: str
    do: Callable[[Any, Any], Answer]
    given: Callable[[Any], Any] = lambda stand: None
    who: tuple[str, ...] = ("clerk",)
    status: int = 422
    unchanged: str = NOTHING
    apart: frozenset[str] = frozenset()
    held: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    more: tuple[tuple[str, int], ...] = ()


class Ground:
    """The doors that every ground has; a room adds its people and stages."""

    def __init__(self) -> None:
        self._clients: dict[int, Client] = {}

    def officer(self, who: str) -> Officer:
        """Return somebody of the world by name."""
        raise NotImplementedError

    def client(self, who: str) -> Client:
        """Return the signed-in browser of somebody in the world."""
        officer = self.officer(who)
        if officer.pk not in self._clients:
            client = Client()
            client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
            client.get("/ping/")
            self._clients[officer.pk] = client
        return self._clients[officer.pk]

    def get(self, who: str, url: str, **extra: Any) -> Answer:
        """Open an address."""
        return read(self.client(who).get(url, **extra))

    def post(self, who: str, url: str, sent: dict[str, Any], **extra: Any) -> Answer:
        """Send a form."""
        return read(self.client(who).post(url, sent, **extra))

    def form(self, who: str, url: str, name: str = "") -> dict[str, Any]:
        """Return what the browser would send with a page's first form, or with the one that has `name`."""
        tree = parse(self.client(who).get(url).content.decode(), fragment=False)
        count = len(tree.xpath("//main//form[@method='post']"))
        forms = [form_of(tree, index) for index in range(count)]
        return next((form for form in forms if not name or name in form), {})


def serve(act: Callable[[], Any]) -> Answer:
    """Call a service, and return its refusal as an answer."""
    try:
        act()
    except ActionRefused as refusal:
        return Answer(0, [refusal.message], code=refusal.code)
    return Answer(0, [])


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, "application/octet-stream")


def read(response: Any) -> Answer:
    if response.streaming or not response.content:
        return Answer(response.status_code, [])
    page = response.content.decode()
    if "text/html" not in response.headers.get("Content-Type", ""):
        return Answer(response.status_code, [], page=page)
    tree = parse(page, fragment=not page.lstrip().lower().startswith("<!doctype"))
    shown = [text_of(node) for path in _SENTENCES for node in tree.xpath(path)]
    held = {value for values in _all_forms(tree) for value in values}
    held |= {text_of(node) for node in tree.xpath("//dd | //main//li | //h1/..//p")}
    return Answer(response.status_code, shown, held, html.unescape(page))


def _all_forms(tree: Any) -> list[set[str]]:
    forms = tree.xpath("//main//form")
    return [{str(value) for value in form_of(tree, index).values()} for index in range(len(forms))]


def form_of(tree: Any, index: int = 0) -> dict[str, Any]:
    from congvu.ui.tests.plugin import Page

    forms = tree.xpath("//main//form[@method='post']")
    if index >= len(forms):
        return {}
    return Page(None, [], tree).form(index)


def run(case: Case, stand: Any) -> None:
    """Do a case on its ground: the sentence to the letter, the typing kept, the tables as they were."""
    for who in case.who:
        stand.client(who)
    thing = case.given(stand)
    before = digest(case.apart)
    answer = case.do(stand, thing)
    after = digest(case.apart)
    assert answer.status == case.status, (answer.status, answer.shown[:8])
    assert case.says in answer.shown, answer.shown[:8]
    lost = [value for value in case.held if value not in answer.held and value not in answer.page]
    assert not lost, lost
    for text in case.hides:
        assert text not in answer.page
    if not case.more:
        assert after == before, sorted(name for name in after if after[name] != before[name])
    for name, rows in case.more:
        assert after[name][0] - before[name][0] == rows, name


def table(cases: Sequence[Case], head: Sequence[str]) -> str:
    """Return the cases as a page for people, under the lines of `head`."""
    lines = [
        *head,
        f"Tổng số: {len(cases)} trường hợp.",
        "",
        "| # | Tên | Tình huống | Thao tác | Mã | Câu hiển thị | Không đổi |",
        "|---|---|---|---|---|---|---|",
    ]
    for no, case in enumerate(cases, start=1):
        says = case.says.replace("|", "\\|").replace("<", "&lt;")
        cells = [f"`{case.name}`", case.situation, case.action, str(case.status or "–"), says, case.unchanged]
        lines.append(f"| {no} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
