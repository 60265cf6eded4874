"""The ground that the cases of bad input stand on: a world, its doors, and what must not change."""

import hashlib
import html
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congvu.common.errors import ActionRefused
from congvu.directory.models import Officer
from congvu.dossiers import services
from congvu.dossiers.messages import Charge
from congvu.dossiers.models import Dossier
from congvu.dossiers.tests.world import World
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.ui.tests.html_checks import parse, text_of

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
OWNER = {
    "owner-id_number": "075190012345",
    "owner-id_kind": "cccd",
    "owner-name": "Trần Thị Bưởi",
    "owner-kind": "citizen",
    "owner-born_on": "01/05/1990",
    "owner-phone": "0912345678",
    "owner-address": "12 đường 30/4",
    "owner-email": "buoi@example.vn",
}
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


class Stand:
    """A world with a dossier at the stage that a case asks for, and the doors to it."""

    def __init__(self, world: World, clock: Any, settings: Any) -> None:
        self.world, self.clock, self.settings = world, clock, settings
        self.dossier: Dossier | None = None
        self.seen: dict[str, Any] = {}
        self._clients: dict[str, Client] = {}

    # -- people and stages

    def client(self, who: str) -> Client:
        """Return the signed-in browser of somebody in the world."""
        if who not in self._clients:
            client = Client()
            client.force_login(
                self.officer(who), backend="allauth.account.auth_backends.AuthenticationBackend"
            )
            client.get("/ping/")
            self._clients[who] = client
        return self._clients[who]

    def officer(self, who: str) -> Officer:
        """Return somebody in the world."""
        return Officer.objects.get(pk=getattr(self.world, who).officer_id)

    def draft(self) -> Dossier:
        """A dossier that is not accepted yet."""
        return services.save_draft(self.world.intake(), actor=self.world.clerk)

    def received(self, **changes: Any) -> Dossier:
        """A dossier at the counter."""
        return services.receive_dossier(self.world.intake(**changes), actor=self.world.clerk)

    def appraising(self, **changes: Any) -> Dossier:
        """A dossier with the specialist."""
        dossier = self.received(**changes)
        services.complete_step(dossier.pk, "s1", actor=self.world.clerk)
        return dossier

    def proposed(self) -> Dossier:
        """A dossier whose result waits for the leader."""
        dossier = self.appraising()
        services.propose_result(dossier.pk, "s2", actor=self.world.specialist, name="Giấy khai sinh")
        return dossier

    def done(self, **changes: Any) -> Dossier:
        """A dossier whose result waits for the applicant."""
        dossier = self.appraising(**changes)
        services.propose_result(dossier.pk, "s2", actor=self.world.specialist, name="Giấy khai sinh")
        services.sign_result(dossier.pk, "s3", actor=self.world.leader)
        services.issue_result(dossier.pk, "s4", actor=self.world.registry)
        return dossier

    def unpaid(self) -> Dossier:
        """A finished dossier whose fee is still due."""
        return self.done(charges=(Charge("Lệ phí", 8000),))

    def stored(self, who: str = "clerk") -> StoredFile:
        """A file that somebody uploaded."""
        return store(ContentFile(PDF, "giấy tờ.pdf"), actor=getattr(self.world, who))

    # -- doors

    def get(self, who: str, url: str, **extra: Any) -> Answer:
        """Open an address."""
        return read(self.client(who).get(url, **extra))

    def post(self, who: str, url: str, sent: dict[str, Any], **extra: Any) -> Answer:
        """Send a form."""
        return read(self.client(who).post(url, sent, **extra))

    @property
    def sheet(self) -> str:
        """The address of the intake sheet."""
        return f"/tiep-nhan/{self.world.version.pk}/"

    def form(self, who: str, url: str) -> dict[str, Any]:
        """Return what the browser would send with the form of a page."""
        return _form(parse(self.client(who).get(url).content.decode(), fragment=False))

    def filled(self, **changes: Any) -> dict[str, Any]:
        """Return a whole sheet as the clerk filled it in, with changes."""
        sent = {**self.form("clerk", self.sheet), **OWNER, "do": "receive", "summary": "Con thứ hai"}
        return {**sent, **changes}

    def row(self, ending: str) -> str:
        """Return the first name on the sheet that ends so."""
        return next(name for name in self.form("clerk", self.sheet) if name.endswith(ending))


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
    do: Callable[[Stand, Any], Answer]
    given: Callable[[Stand], Any] = lambda stand: None
    who: tuple[str, ...] = ("clerk",)
    status: int = 422
    unchanged: str = NOTHING
    apart: frozenset[str] = frozenset()
    held: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    more: tuple[tuple[str, int], ...] = ()


def sheet(
    name: str,
    situation: str,
    says: str,
    /,
    changes: dict[str, Any],
    *,
    kept: tuple[str, ...] = (),
    **case: Any,
) -> Case:
    """A case of the intake sheet: sent with `changes`, everything else that was typed must still be there."""
    typed = {**OWNER, "summary": "Con thứ hai", **changes}
    fields = ("owner-name", "owner-id_number", "owner-phone", "owner-address", "owner-email", "summary")
    held = kept or tuple(
        typed[field] for field in fields if isinstance(typed[field], str) and typed[field].strip()
    )
    send = {"do": lambda stand, _given: stand.post("clerk", stand.sheet, stand.filled(**changes))}
    return Case(
        name, situation, "tiếp nhận tại quầy", says, **{"unchanged": TYPING, "held": held, **send, **case}
    )


def paper(name: str, situation: str, says: str, /, file: Callable[[], Any], **case: Any) -> Case:
    """A case of a file that is uploaded to a dossier."""

    def do(stand: Stand, dossier: Dossier) -> Answer:
        url = f"/ho-so/{dossier.pk}/them-tep/"
        return stand.post("specialist", url, {**stand.form("specialist", url), "uploads": file()})

    return Case(name, situation, "thêm tệp vào hồ sơ", says, do, Stand.appraising, ("specialist",), **case)


def act(
    name: str,
    situation: str,
    action: str,
    says: str,
    /,
    who: str,
    slug: str,
    typed: dict[str, Any],
    *,
    given: Callable[[Stand], Any] = Stand.appraising,
    meanwhile: Callable[[Stand, Any], Any] | None = None,
    kept: tuple[str, ...] | None = None,
    forged: dict[str, Any] | None = None,
    **case: Any,
) -> Case:
    """A case of an act on a dossier: its form is opened, filled and sent; `meanwhile` happens in between."""

    def prepare(stand: Stand) -> Any:
        dossier = given(stand)
        form = stand.form(who, f"/ho-so/{dossier.pk}/{slug}/")
        if meanwhile is not None:
            meanwhile(stand, dossier)
        return dossier, form

    def do(stand: Stand, thing: Any) -> Answer:
        dossier, form = thing
        return stand.post(who, f"/ho-so/{dossier.pk}/{slug}/", {**form, **typed, **(forged or {})})

    held = (
        tuple(value for value in typed.values() if isinstance(value, str) and value.strip())
        if kept is None
        else kept
    )
    return Case(
        name, situation, action, says, do, prepare, (who,), **{"unchanged": TYPING, "held": held, **case}
    )


def call(
    name: str,
    situation: str,
    action: str,
    says: str,
    /,
    run: Callable[[Stand, Any], Any],
    given: Callable[[Stand], Any] = Stand.appraising,
    **case: Any,
) -> Case:
    """A case of a service."""
    return Case(
        name,
        situation,
        action,
        says,
        lambda stand, thing: serve(lambda: run(stand, thing)),
        given,
        **{"status": 0, **case},
    )


def ask(
    name: str, situation: str, action: str, says: str, /, url: str, *, who: str = "clerk", **case: Any
) -> Case:
    """A case of an address that is opened."""
    return Case(
        name,
        situation,
        action,
        says,
        lambda stand, thing: stand.get(who, url.format(thing)),
        **{"status": 200, "who": (who,), "given": lambda stand: stand.received().pk, **case},
    )


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
    return [{str(value) for value in _form(tree, index).values()} for index in range(len(forms))]


def _form(tree: Any, index: int = 0) -> dict[str, Any]:
    from congvu.ui.tests.plugin import Page

    forms = tree.xpath("//main//form[@method='post']")
    if index >= len(forms):
        return {}
    return Page(None, [], tree).form(index)
