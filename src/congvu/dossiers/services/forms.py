"""Issuing the forms: each gets its number and is kept as it was, so that it prints the same for ever."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.queries import timeline
from congvu.common.errors import StateRefused
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.permissions import demand
from congvu.dossiers.models import Dossier, Extension, HandOver, IssuedForm
from congvu.dossiers.queries import forms
from congvu.dossiers.services.access import journal, subject_of
from congvu.printing.messages import Form, Signer, to_json
from congvu.printing.queries import form_names
from congvu.registers.services import take_number

NUMBER_SIGNS = {
    "receipt": "TNHS", "supplement": "HDHS", "refusal": "TCHS", "apology": "XL-GH", "stop": "TB-DHS",
}  # fmt: skip


@transaction.atomic
def issue_form(dossier_id: int, form: str, *, actor: Actor) -> IssuedForm:
    """Return the dossier's form, issuing it (number, content, event) the first time that it is asked for.

    Args:
        form: "receipt", "supplement", "refusal", "apology" or "stop"; a second supplement request gets a
            second form.

    Raises:
        StateRefused: what the form is about has not happened.

    Legal source: TT 03/2025/TT-VPCP, Phụ lục I, forms 01 to 05.
    """
    demand(actor, "dossier.view")
    dossier = (
        Dossier.objects.visible_to(actor)
        .select_related(
            "owner", "submitter", "receiving_agency__parent", "competent_agency__parent", "created_by"
        )
        .get(pk=dossier_id)
    )
    key = _occasion(dossier, form)
    earlier = dossier.forms.filter(form=form, data__occasion=key).first()
    if earlier is not None:
        return earlier
    agency = dossier.competent_agency_id if form in {"apology", "stop"} else dossier.receiving_agency_id
    year = f"{timezone.localdate():%Y}"
    taken = take_number(agency_id=agency, register="form", period=year, kind=form)
    number = f"{taken:02d}/{NUMBER_SIGNS[form]}"
    content = _content(dossier, form, number, actor)
    issued = IssuedForm.objects.create(
        dossier=dossier,
        form=form,
        number=number,
        data={"occasion": key, "form": to_json(content)},
        issued_at=timezone.now(),
        issued_by_id=actor.officer_id,
    )
    journal(dossier, "dossier.form_issued", actor=actor, form=form_names()[form].name, number=number)
    return issued


def live_form(dossier_id: int, form: str, *, actor: Actor) -> Form:
    """Return the control slip or transfer slip of a dossier as it stands now."""
    demand(actor, "dossier.view")
    dossier = (
        Dossier.objects.visible_to(actor)
        .select_related("owner", "receiving_agency__parent", "competent_agency")
        .get(pk=dossier_id)
    )
    if dossier.accepted_at is None:
        raise StateRefused(_("Hồ sơ chưa được tiếp nhận."), code="not-accepted")
    if form == "control-slip":
        return forms.control_slip(dossier)
    hand_over = (
        HandOver.objects.filter(dossier=dossier)
        .select_related(
            "dossier__receiving_agency",
            "dossier__competent_agency",
            "from_agency__parent",
            "sent_by",
            "received_by",
        )
        .order_by("-id")
        .first()
    )
    if form != "transfer-slip" or hand_over is None:
        raise StateRefused(_("Hồ sơ chưa được chuyển đến cơ quan khác."), code="no-hand-over")
    return forms.transfer_slip(hand_over)


def register_form(first: date, last: date, *, actor: Actor, closed: bool = False) -> Form:
    """Return the register of the actor's agency for a span of days, derived from what was received."""
    demand(actor, "dossier.view")
    if not actor.agency_id:
        raise PermissionDenied("dossier.view")
    agency = Agency.objects.select_related("parent").get(pk=actor.agency_id)
    return forms.register(
        agency, first, last, clearance=actor.clearance, closed=closed, keeper=actor.officer_name
    )


def _occasion(dossier: Dossier, form: str) -> str:
    """Return what a form is about, so that each occasion has one form; refuse what has not happened."""
    if form == "receipt" and dossier.accepted_at is not None:
        return "accepted"
    if form == "supplement":
        request = dossier.supplements.order_by("-id").first()
        if request is not None:
            return f"supplement:{request.pk}"
    if form == "apology" and Extension.objects.filter(dossier=dossier).exists():
        return "extension"
    kinds = {"refusal": "dossier.refused", "stop": "dossier.stopped"}
    if form in kinds and timeline(subject_of(dossier), kinds=[kinds[form]], limit=1):
        return kinds[form]
    raise StateRefused(_("Chưa có căn cứ để lập biểu mẫu này cho hồ sơ."), code="no-form")


def _content(dossier: Dossier, form: str, number: str, actor: Actor) -> Form:
    if form == "receipt":
        return forms.receipt(dossier, number)
    if form == "supplement":
        request = dossier.supplements.select_related("requested_by").order_by("-id")[0]
        request.dossier = dossier
        return forms.supplement(request, number)
    if form == "apology":
        return forms.apology(dossier, number, _signer(actor))
    kind = "dossier.refused" if form == "refusal" else "dossier.stopped"
    (event,) = timeline(subject_of(dossier), kinds=[kind], limit=1)
    if form == "refusal":
        return forms.refusal(
            dossier,
            number,
            reason=event.reason,
            legal_basis=str(event.data.get("legal_basis") or ""),
            receiver=event.officer_name,
            on=timezone.localdate(event.at),
        )
    papers = tuple(line for line in str(event.data.get("papers") or "").splitlines() if line.strip())
    return forms.stop(dossier, number, reason=event.reason, papers=papers, signer=_signer(actor), at=event.at)


def _signer(actor: Actor) -> Signer:
    """Return who signs: the actor, in the form of their post (KT., TL., TUQ.: NĐ 30/2020 Điều 13)."""
    return Signer(title=actor.post_title.upper(), name=actor.officer_name, authority=actor.signing_form)
