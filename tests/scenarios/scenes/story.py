"""One dossier's story: whoever has a step does it, and each line says where the dossier stands then."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Unit
from congvu.dossiers import services
from congvu.dossiers.messages import Charge, Intake, Paper, Person
from congvu.dossiers.models import Dossier
from congvu.dossiers.services.demo.acts import Acts
from congvu.dossiers.services.demo.cast import Officers
from congvu.dossiers.services.demo.clock import MovedClock
from congvu.dossiers.states import STATE_NAMES, State
from congvu.printing.services import render_pdf
from congvu.procedures.queries import frozen, published
from tests.scenarios.harness import VN, Transcript, at


class Play:
    """What all stories share: transcript, moved clock, the officers of the city, the printed forms."""

    def __init__(self, transcript: Transcript, clock: MovedClock) -> None:
        self.transcript = transcript
        self.clock = clock
        self.dice = random.Random(7)
        self.officers = Officers("dong-nai", clock.at.date(), self.dice)
        self.acts = Acts(self.officers, self.dice)
        self.forms: dict[str, tuple[bytes, tuple[str, ...]]] = {}

    def agency(self, key: str) -> Agency:
        """Return an agency by its key."""
        return Agency.objects.get(key=key)

    def clerk(self, key: str) -> Actor:
        """Return a clerk at the one-stop unit of an agency."""
        return self.officers.anyone(Unit.objects.get(agency__key=key, is_one_stop=True).pk, "clerk")

    def keep(self, name: str, pdf: bytes, *words: str) -> None:
        """Keep a printed form with the words that must be read in it."""
        self.forms[name] = (pdf, words)


class Story:
    """The life of one dossier, told step by step."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.pk = 0

    @property
    def dossier(self) -> Dossier:
        """Return the dossier as it stands now."""
        return Dossier.objects.select_related("extension").get(pk=self.pk)

    def told(self) -> str:
        """Return where the dossier stands, in words."""
        if not self.pk:
            return ""
        row = self.dossier
        parts = [row.code or "(chưa có mã)", STATE_NAMES[State(row.state)]]
        if row.finished_at:
            parts.append(f"xong {clock_text(row.finished_at)}")
        elif row.due_at:
            parts.append(f"hạn {clock_text(row.due_at)}")
        elif row.paused_at:
            parts.append("đồng hồ dừng")
        return ", ".join([*parts, *([row.holding] if row.holding else [])])

    def do(self, when: str, actor: Actor | None, what: str, act: Callable[[], Any], **expected: Any) -> Any:
        """Move the clock, do one thing, and check what is expected of the dossier afterwards.

        Args:
            when: the simulated time, "2026-08-12 15:20".
            actor: who acts; None for the system.
            what: what is done.
            act: does it.
            expected: `refused`, or attributes of the dossier and their values ("…" strings for moments).
        """
        moment = self.play.clock.at = at(when)
        refused = expected.pop("refused", "")
        who = f"{actor.officer_name} ({actor.agency_name})" if actor else "Hệ thống"
        return self.play.transcript.step(
            what,
            act,
            when=moment,
            who=who,
            tell=self.told,
            refused=refused,
            wrong=lambda: self._wrong(expected),
        )

    def intake(self, code: str, owner: Person, **changes: Any) -> Intake:
        """Return a complete intake of the published procedure `code`."""
        procedure = frozen(published(code, self.play.clock.at.date()).pk)
        case = procedure.cases[0]
        papers = tuple(
            Paper(row.name, "shown" if row.shown_only else "original", max(1, row.originals), row.id)
            for row in case.components
        )
        charges = tuple(
            Charge(fee.name, fee.amount or 0, paid=True, receipt_no="BL-01") for fee in case.fees_for("1")[:1]
        )
        values: dict[str, Any] = {"papers": papers, "charges": charges, "case_no": case.no, "channel": "1"}
        return Intake(uuid4(), procedure.version_id, owner=owner, **(values | changes))

    def receive(self, when: str, clerk: Actor, intake: Callable[[], Intake], **expected: Any) -> None:
        """Take a dossier in at the counter."""

        def act() -> None:
            self.pk = services.receive_dossier(intake(), actor=clerk).pk

        self.do(when, clerk, "tiếp nhận hồ sơ tại quầy", act, **expected)

    def go(self, when: str, key: str, **expected: Any) -> None:
        """Let whoever has the step `key` do it."""
        step = self.dossier.steps.filter(state="open", key=key).first()
        if step is None:
            self.do(when, None, f"bước {key}", lambda: _missing(key))
            return
        actor = self.play.officers.of_step(step)
        name = f"bước {step.no}: {step.name}"
        self.do(when, actor, name, lambda: self.play.acts.do(self.dossier, step, senior=True), **expected)

    def holder(self, key: str) -> Actor:
        """Return whoever has the open step `key`."""
        return self.play.officers.of_step(self.dossier.steps.get(state="open", key=key))

    def print_form(self, when: str, actor: Actor, number: str, form: str, *words: str) -> None:
        """Issue one of the forms 01 to 05 and keep its PDF."""

        def act() -> None:
            issued = services.issue_form(self.pk, form, actor=actor)
            pdf = render_pdf(form, issued.data["form"], on=self.play.clock.at.date())
            self.play.keep(number, pdf, self.dossier.owner_name, *words)

        self.do(when, actor, f"in mẫu {number[:2]}", act)

    def _wrong(self, expected: dict[str, Any]) -> list[str]:
        if not expected:
            return []
        row = self.dossier
        found = []
        for name, wanted in expected.items():
            value = getattr(row, name)
            shown = clock_text(value) if isinstance(value, datetime) else value
            if shown != wanted:
                found.append(f"{name} là {shown!r}, mong đợi {wanted!r}")
        return found


def clock_text(moment: datetime) -> str:
    """Return a moment as forms give it: "17:00 13/08/2026"."""
    return moment.astimezone(VN).strftime("%H:%M %d/%m/%Y")


def _missing(key: str) -> None:
    raise AssertionError(f"bước {key} chưa mở")
