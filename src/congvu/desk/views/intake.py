"""Counter intake: pick the procedure, enter everything on one page, print the receipt in the same step."""

from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused, StateRefused
from congvu.desk.forms.intake import IntakeSheet
from congvu.desk.rules import scanned_card
from congvu.desk.views.door import screen
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers import services
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries.listing import recent_procedures
from congvu.dossiers.queries.routing import competent_agencies, helping_agencies, version_id_for
from congvu.dossiers.services.clock import deadline_of
from congvu.procedures.messages import CatalogueRow
from congvu.procedures.queries import catalogue, frozen
from congvu.workflow.models import ProcessVersion
from congvu.workflow.queries import definition
from congvu.workflow.rules.asked import Datum, asked_data

FOUND = 30
PERSON = ("name", "kind", "born_on", "phone", "address", "email")


@screen("dossier.intake")
def pick_procedure(request: OfficerRequest) -> HttpResponse:
    """Show the procedures that match, or those that the clerk last received dossiers of."""
    text = request.GET.get("q", "").strip()[:200]
    agency = request.actor.agency_id
    if text:
        rows = catalogue(agency, text, limit=FOUND)
    else:
        codes = recent_procedures(request.actor)
        rows = sorted(catalogue(agency, codes=codes), key=lambda row: codes.index(row.code)) if codes else []
        rows = rows or catalogue(agency, limit=FOUND)
    context = {"rows": rows, "text": text, "recent": not text, "most": FOUND}
    return render(request, "desk/intake_pick.html", context)


@screen("dossier.intake")
def intake_form(request: OfficerRequest, version_id: int) -> HttpResponse:
    """Show the sheet of one procedure; take in what was entered, or show it again with what is wrong."""
    if request.method == "POST":
        return _posted(request, version_id)
    row = _receivable(request, version_id)
    if row.version_id != version_id:
        return redirect("desk:intake_form", row.version_id)
    agencies = competent_agencies(request.actor.agency_id, row.levels)
    process_id = version_id_for(row.code, agencies[0][2]) if agencies else None
    sheet = IntakeSheet(
        frozen(version_id),
        request.actor,
        asked=_asked(process_id),
        agencies=[(pk, name) for pk, name, _level in agencies],
        helpers=helping_agencies(request.actor.agency_id),
        process_id=process_id,
    )
    return _shown(request, sheet, 200)


def _receivable(request: OfficerRequest, version_id: int) -> CatalogueRow:
    """Return the procedure as the clerk's agency may receive it now; refuse in words what it may not."""
    code = frozen(version_id).code
    row = next(iter(catalogue(request.actor.agency_id, codes=[code])), None)
    if row is None:
        raise StateRefused(
            _("Thủ tục %(code)s chưa công bố, đã hết hiệu lực hoặc không tiếp nhận tại cơ quan bạn.")
            % {"code": code},
            code="unpublished",
        )
    if not row.route.here:
        raise StateRefused(
            _("Thủ tục này được giải quyết trên %(system)s, không tiếp nhận tại đây.")
            % {"system": row.route.system_name or _("hệ thống khác")},
            code="route",
        )
    return row


def _posted(request: OfficerRequest, version_id: int) -> HttpResponse:
    data = request.POST.copy()
    do = data.get("do", "refresh")
    if do in {"find-owner", "find-submitter"}:
        _fill(data, do.removeprefix("find-"), request)
    quiet = do not in {"receive", "draft"}
    sheet = _sheet(request, version_id, data, quiet=quiet, extra=3 if do == "more" else 1)
    sheet.keep_files()
    if quiet:
        return _shown(request, sheet, 422 if sheet.problems else 200, focus=do)
    if not sheet.is_valid():
        return _shown(request, sheet, 422)
    save = services.receive_dossier if do == "receive" else services.save_draft
    try:
        dossier = save(sheet.intake(), actor=request.actor)
    except ActionRefused as refusal:
        sheet.refuse(refusal)
        return _shown(request, sheet, refusal.status)
    return redirect("desk:intake_done", dossier.pk)


def _sheet(
    request: OfficerRequest, version_id: int, data: QueryDict, *, quiet: bool, extra: int
) -> IntakeSheet:
    """Return the posted sheet; agencies are only read when another than the clerk's own was chosen."""
    procedure, actor = frozen(version_id), request.actor
    own = [(actor.agency_id, actor.agency_name)]
    if quiet or data.get("competent") != str(actor.agency_id):
        found = competent_agencies(actor.agency_id, procedure.levels)
        own = [(pk, name) for pk, name, _level in found] or own
    process_id = _key(data.get("process", ""))
    helpers = helping_agencies(actor.agency_id) if data.get("helping") else ()
    posted: dict[str, Any] = {
        "helpers": helpers,
        "data": data,
        "files": request.FILES,
        "quiet": quiet,
        "extra": extra,
    }
    return IntakeSheet(
        procedure, actor, asked=_asked(process_id), agencies=own, process_id=process_id, **posted
    )


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _asked(process_id: int | None) -> tuple[Datum, ...]:
    try:
        return asked_data(definition(process_id)) if process_id else ()
    except ProcessVersion.DoesNotExist:
        return ()


def _shown(request: OfficerRequest, sheet: IntakeSheet, status: int, *, focus: str = "") -> HttpResponse:
    if status != 200 and len(sheet.agencies) == 1:
        found = competent_agencies(request.actor.agency_id, sheet.procedure.levels)
        sheet.offer([(pk, name) for pk, name, _level in found])
    if not sheet.helpers:
        sheet.help_from(helping_agencies(request.actor.agency_id))
    context = {"sheet": sheet, "procedure": sheet.procedure, "focus": focus}
    return render(request, "desk/intake.html", context, status=status)


def _fill(data: QueryDict, who: str, request: OfficerRequest) -> None:
    """Put what is known of a person where nothing was typed (the way without scripts)."""
    found = _person(data.get(f"{who}-id_kind", "cccd"), data.get(f"{who}-id_number", ""), request)
    for name, value in found.items():
        if name == "id_number" or not data.get(f"{who}-{name}"):
            data[f"{who}-{name}"] = value


def _person(id_kind: str, typed: str, request: OfficerRequest) -> dict[str, str]:
    """Return the fields of a person by number or scanned card, as the form writes them."""
    card = scanned_card(typed)
    number = card.id_number if card else "".join(typed.split()).upper()
    read = (
        {"id_number": card.id_number, "name": card.name, "born_on": card.born, "address": card.address}
        if card
        else {}
    )
    known = (
        services.look_up_applicant(id_kind, number, actor=request.actor) if 6 <= len(number) <= 20 else None
    )
    if known is None:
        return read
    kept = {name: getattr(known, name) or "" for name in PERSON}
    kept["born_on"] = f"{known.born_on:%d/%m/%Y}" if known.born_on else ""
    return {**{name: value for name, value in kept.items() if value}, **read}


@screen("dossier.intake")
@require_POST
def find_applicant(request: OfficerRequest) -> HttpResponse:
    """Answer with what is known of the person with exactly this number; the look-up is recorded."""
    posted: Any = request.POST
    return JsonResponse(_person(posted.get("id_kind", "cccd"), posted.get("id_number", "")[:600], request))


@screen("dossier.intake")
def intake_done(request: OfficerRequest, pk: int) -> HttpResponse:
    """Confirm: code, due date and why, secret; the receipt prints with one key."""
    dossier = Dossier.objects.visible_to(request.actor).select_related("competent_agency").get(pk=pk)
    reasons = deadline_of(dossier).explanation if dossier.accepted_at else ()
    return render(request, "desk/intake_done.html", {"dossier": dossier, "reasons": reasons})
