"""The ground that the cases of bad input stand on: a world, its doors, and what must not change."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from congvu.directory.models import Officer
from congvu.dossiers import services
from congvu.dossiers.messages import Charge
from congvu.dossiers.models import Dossier
from congvu.dossiers.tests.world import World
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.ui.tests.bad_input import TYPING, Answer, Case, Ground, serve

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


class Stand(Ground):
    """A world with a dossier at the stage that a case asks for, and the doors to it."""

    def __init__(self, world: World, clock: Any, settings: Any) -> None:
        super().__init__()
        self.world, self.clock, self.settings = world, clock, settings
        self.dossier: Dossier | None = None
        self.seen: dict[str, Any] = {}

    # -- people and stages

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

    @property
    def sheet(self) -> str:
        """The address of the intake sheet."""
        return f"/tiep-nhan/{self.world.version.pk}/"

    def filled(self, **changes: Any) -> dict[str, Any]:
        """Return a whole sheet as the clerk filled it in, with changes."""
        sent = {**self.form("clerk", self.sheet), **OWNER, "do": "receive", "summary": "Con thứ hai"}
        return {**sent, **changes}

    def row(self, ending: str) -> str:
        """Return the first name on the sheet that ends so."""
        return next(name for name in self.form("clerk", self.sheet) if name.endswith(ending))


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
