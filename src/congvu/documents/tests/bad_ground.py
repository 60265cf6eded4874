"""The ground that the documents' cases of bad input stand on: an office with keys, its stages and doors."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from congvu.directory.models import Officer
from congvu.documents.messages import Addressee, Registration
from congvu.documents.models import IncomingDocument
from congvu.documents.services import present, register_incoming
from congvu.documents.tests.paper import Office
from congvu.ui.tests.bad_input import NOTHING, TYPING, Answer, Case, Ground, upload

LIST = "/van-ban-den/"
OUT = "/van-ban-di/"


class Stand(Ground):
    """An office, with documents at the stage that a case asks for."""

    def __init__(self, office: Office, clock: Any, settings: Any) -> None:
        super().__init__()
        self.office, self.world, self.clock, self.settings = office, office.world, clock, settings

    def officer(self, who: str) -> Officer:
        """Return somebody of the office, else of the world around it."""
        actor = getattr(self.office, who, None) or getattr(self.world, who)
        return Officer.objects.get(pk=actor.officer_id)

    def registered(self, **facts: Any) -> IncomingDocument:
        """A document with its arrival number."""
        document = self.world.arrived(facts=facts)
        return register_incoming(document.pk, Registration(self.world.book.pk), actor=self.world.registry)

    def given(self, **facts: Any) -> IncomingDocument:
        """A document that waits for the leader's direction."""
        document = self.registered(**facts)
        leader = Addressee(self.world.leader.unit_id or 0, self.world.leader.officer_id)
        present(document.pk, [leader], text="Kính trình", actor=self.world.registry)
        document.refresh_from_db()
        return document

    def letter(self, **changes: Any) -> dict[str, str]:
        """Return the form of a draft as its author filled it in, with changes."""
        usual = {
            "kind": "CV",
            "subject": "báo cáo trật tự xây dựng",
            "urgency": "0",
            "confidentiality": "0",
            "medium": "electronic",
            "signer_id": str(self.office.leader.officer_id),
            "signing_form": "",
            "receivers": "Sở Xây dựng (để thực hiện)\nÔng Bé",
            "body": "Ủy ban nhân dân phường báo cáo.\nTrân trọng./.",
            "copies": "1",
        }
        return {**usual, **changes}


def file(name: str, situation: str, says: str, /, make: Callable[[], Any], **case: Any) -> Case:
    """A case of a file that the clerk takes a document in with."""

    def do(stand: Stand, _given: Any) -> Answer:
        sent = {"origin": "file", "main": make(), "key": str(uuid4())}
        return stand.post("registry", f"{LIST}nhap/", sent)

    return Case(name, situation, "nhận văn bản bằng tệp", says, do, who=("registry",), **case)


def unread(name: str, situation: str, says: str, /, make: Callable[[], Any], **case: Any) -> Case:
    """A case of a file that is kept but cannot be read: told, and the facts are entered by hand."""

    def do(stand: Stand, _given: Any) -> Answer:
        sent = {"origin": "file", "main": make(), "key": str(uuid4())}
        response = stand.client("registry").post(f"{LIST}nhap/", sent)
        assert response.status_code == 302, response.status_code
        return stand.get("registry", response["Location"])

    kept = {"status": 200, "more": (("documents.incomingdocument", 1), ("documents.incomingfile", 1))}
    words = "văn bản và tệp được giữ, chưa có số đến; văn thư nhập tay"
    return Case(
        name,
        situation,
        "nhận văn bản bằng tệp",
        says,
        do,
        who=("registry",),
        unchanged=words,
        **{**kept, **case},
    )


def entry(
    name: str,
    situation: str,
    says: str,
    /,
    typed: dict[str, Any],
    *,
    given: Callable[[Stand], IncomingDocument] = lambda stand: stand.world.arrived(),
    meanwhile: Callable[[Stand, IncomingDocument], Any] = lambda stand, document: None,
    **case: Any,
) -> Case:
    """A case of entering a document in the register: its form is opened, filled and sent."""

    def prepare(stand: Stand) -> Any:
        document = given(stand)
        form = stand.form("registry", f"{LIST}{document.pk}/vao-so/", "book")
        meanwhile(stand, document)
        return document, form

    def do(stand: Stand, thing: Any) -> Answer:
        document, form = thing
        return stand.post("registry", f"{LIST}{document.pk}/vao-so/", {**form, **typed})

    held = tuple(value for value in typed.values() if value.strip())
    usual = {"unchanged": f"{TYPING}; không mất số đến", "held": held, "who": ("registry",)}
    return Case(name, situation, "vào sổ văn bản đến", says, do, prepare, **{**usual, **case})


def act(
    name: str,
    situation: str,
    action: str,
    says: str,
    /,
    who: str,
    slug: str,
    typed: Callable[[Stand], dict[str, Any]] | dict[str, Any],
    *,
    given: Callable[[Stand], Any],
    area: str = LIST,
    meanwhile: Callable[[Stand, Any], Any] = lambda stand, document: None,
    **case: Any,
) -> Case:
    """A case of an act on a document or a line: its form is opened, filled and sent."""

    def prepare(stand: Stand) -> Any:
        document = given(stand)
        form = stand.form(who, f"{area}{document.pk}/{slug}/")
        meanwhile(stand, document)
        return document, form

    def do(stand: Stand, thing: Any) -> Answer:
        document, form = thing
        more = typed(stand) if callable(typed) else typed
        return stand.post(who, f"{area}{document.pk}/{slug}/", {**form, **more})

    return Case(name, situation, action, says, do, prepare, **{"who": (who,), **case})


def draft(
    name: str,
    situation: str,
    says: str,
    /,
    changes: dict[str, Any],
    *,
    given: Callable[[Stand], Any] = lambda stand: None,
    **case: Any,
) -> Case:
    """A case of a draft that is sent with `changes`; everything else that was typed must still be there."""
    held = tuple(value for value in changes.values() if isinstance(value, str) and value.strip())
    usual = {"unchanged": TYPING, "held": held, "who": ("author",)}
    return Case(
        name,
        situation,
        "soạn văn bản đi",
        says,
        lambda stand, _given: stand.post("author", f"{OUT}soan/", stand.letter(**changes)),
        given,
        **{**usual, **case},
    )


def ask(name: str, situation: str, action: str, says: str, /, who: str, url: str, **case: Any) -> Case:
    """A case of an address that is opened."""
    return Case(
        name,
        situation,
        action,
        says,
        lambda stand, thing: stand.get(who, url.format(thing)),
        **{"status": 200, "who": (who,), "unchanged": NOTHING, **case},
    )


__all__ = ["act", "ask", "draft", "entry", "file", "unread", "upload"]
