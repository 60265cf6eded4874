"""Peer agencies of a double: they acknowledge what arrives and answer with statuses by themselves."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from django.utils import timezone

from congvu.hub.models import HubAgency, HubCredential, HubDelivery, HubMessage
from congvu.hub.queries import resolve
from congvu.hub.rules.parameters import normal
from congvu.hub.services import disk
from congvu.hub.services.accepting import accept
from congvu.hub.services.guarding import Caller
from congvu.hub.states import WAITING, State
from congvu.interchange.envelopes.edxml import (
    Answer,
    Document,
    DocumentType,
    Message,
    Organisation,
    Status,
    write_package,
)
from congvu.interchange.envelopes.edxml.values import wire_date, wire_time


@dataclass(frozen=True, slots=True)
class Peer:
    """An agency that answers by itself: `codes` such as 01, 03, 06, or 02; 13 takes back its own letter."""

    code: str
    codes: tuple[str, ...]


def peer_of(text: str) -> Peer:
    """Return the peer that CODE=01,03,06 means; raise ValueError with a sentence."""
    code, equals, codes = text.partition("=")
    found = tuple(one for one in codes.replace(" ", "").split(",") if one)
    if (
        not equals
        or not normal(code)
        or not found
        or not all(one.isdigit() and len(one) == 2 for one in found)
    ):
        raise ValueError(f"“{text}”: hãy viết như H19.99=01,03,06.")
    return Peer(normal(code), found)


def answer_waiting(peer: Peer) -> int:
    """Acknowledge and answer every document that waits for a peer; return how many."""
    agency = resolve(peer.code)
    if agency is None:
        return 0
    waiting = HubDelivery.objects.filter(recipient=agency, state__in=[state.value for state in WAITING])
    done = 0
    for delivery in waiting.select_related("message__sender").order_by("id"):
        if delivery.kind == HubMessage.Kind.EDOC:
            _answer(agency, peer, delivery.message)
            done += 1
        HubDelivery.objects.filter(pk=delivery.pk).update(
            state=State.DONE, updated_at=timezone.now(), fetched_at=timezone.now()
        )
    return done


def _answer(agency: HubAgency, peer: Peer, message: HubMessage) -> None:
    for code in peer.codes:
        if code == "13":
            _take_back(agency, message.sender_code)
            continue
        answer = Answer(message.sender_code, message.notation, message.document_id, wire_date(_day(message)))
        words = f"Trả lời tự động {code}"
        _post(agency, "status", Status(_organisation(agency), answer, code, words, wire_time(timezone.now())))


def _take_back(agency: HubAgency, to: str) -> None:
    """Send a letter of the peer's own and ask for it back: the receiver stands in ResponseFor."""
    now = timezone.now()
    number = f"{now:%H%M%S%f}"[-9:]
    own = f"{agency.code},{wire_date(timezone.localdate())},{number}/CV-TD"
    letter = Document(
        sender=_organisation(agency),
        recipients=(Organisation(to),),
        document_id=own,
        number=number,
        notation="CV-TD",
        place="Trục",
        issued_on=wire_date(timezone.localdate()),
        type=DocumentType("Công văn", "18"),
        subject="Công văn giả lập để thử lấy lại",
    )
    _post(agency, "edoc", letter)
    answer = Answer(to, f"{number}/CV-TD", own, wire_date(timezone.localdate()))
    _post(agency, "status", Status(_organisation(agency), answer, "13", "Gửi nhầm", wire_time(now)))


def _post(agency: HubAgency, kind: str, message: Message, to: Sequence[str] = ()) -> None:
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        path = Path(folder) / "goi.edxml"
        with path.open("wb") as out:
            write_package(message, out)
        accept(_caller(agency, kind), BytesIO(path.read_bytes()))


def _folder() -> Path:
    disk.root().mkdir(parents=True, exist_ok=True)
    return disk.root()


def _caller(agency: HubAgency, kind: str) -> Caller:
    """Return the peer as a caller; its credential is closed to everybody else."""
    credential, _made = HubCredential.objects.get_or_create(
        system_id=f"peer:{agency.code}",
        defaults={"agency": agency, "active": False, "whole_tree": False, "created_at": timezone.now()},
    )
    return Caller(credential, {"from": agency.code, "messagetype": kind})


def _organisation(agency: HubAgency) -> Organisation:
    return Organisation(agency.code, name=agency.name)


def _day(message: HubMessage) -> date:
    return timezone.localdate(message.created_at)
