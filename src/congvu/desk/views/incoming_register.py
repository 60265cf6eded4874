"""The registry's screens: a document comes in, is read, confirmed beside its page, and gets its number."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused, StateRefused
from congvu.desk.forms.incoming import KIND_NAMES, ArrivalForm, FactsForm, RegisterForm
from congvu.desk.views.door import screen
from congvu.desk.views.preview import preview_of
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.messages import Facts
from congvu.documents.models import IncomingDocument
from congvu.documents.queries.books import default_book, next_number
from congvu.documents.queries.boxes import Box, box_page
from congvu.documents.queries.incoming_page import IncomingPage, incoming_page
from congvu.documents.queries.issuers import issuer_named
from congvu.documents.rules.proposals import mark, proposed
from congvu.documents.services.facts import facts_of
from congvu.documents.states.incoming import State

MARKS = {
    "sure": (gettext_lazy("Đọc rõ"), "good", "circle-check"),
    "likely": (gettext_lazy("Nên xem lại"), "wait", "eye"),
    "doubtful": (gettext_lazy("Chưa chắc"), "bad", "question-mark"),
}
GROUPS = (
    (gettext_lazy("Văn bản"), ("kind_name", "number", "notation", "issued_on", "place")),
    (gettext_lazy("Nơi ban hành"), ("issuer_name", "superior_name")),
    (gettext_lazy("Nội dung"), ("subject",)),
    (gettext_lazy("Người ký"), ("signer_name", "signer_position", "signer_authority")),
    (gettext_lazy("Mức độ"), ("urgency", "confidentiality", "field_of_work")),
    (gettext_lazy("Trả lời"), ("reply_required", "reply_by")),
)
MORE = ("pages", "copies", "with_paper", "recipients", "legal_bases", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    """A field with what the reader says of it.

    Args:
        bound: the field.
        mark: words, tone and icon of the confidence, None where nothing was read.
        place: the value's name for the mark on the page, "" where it has no place.
        others: what else it may be.
    """

    bound: Any
    mark: tuple[Any, str, str] | None
    place: str
    others: tuple[str, ...]


@screen("document.register")
def incoming_new(request: OfficerRequest) -> HttpResponse:
    """Take in a document from paper, e-mail or a file, and go on to the register."""
    form = ArrivalForm(request.POST or None, request.FILES or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            document = services.take_in(form.cleaned_data, actor=request.actor)
        except ActionRefused as refusal:
            form.add_error("main" if refusal.field == "file" else None, refusal.message)
        else:
            _read(request, document.pk)
            return redirect("desk:incoming_register", pk=document.pk)
    status = 422 if form.is_bound else 200
    return render(request, "desk/incoming_new.html", {"form": form}, status=status)


@require_POST
@screen("document.register")
def incoming_read(request: OfficerRequest, pk: int) -> HttpResponse:
    """Read the document's text anew and show the register screen."""
    _read(request, pk, again=True)
    return redirect("desk:incoming_register", pk=pk)


def _read(request: OfficerRequest, pk: int, *, again: bool = False) -> None:
    """Read a document; what cannot be read is told, and entered by hand."""
    try:
        services.read_for_clerk(pk, actor=request.actor, again=again)
    except StateRefused:
        raise
    except ActionRefused as refusal:
        if refusal.code != "no-file":
            messages.warning(request, refusal.message)


@screen("document.register")
def incoming_register(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the read values beside the page; the clerk confirms them and enters the document."""
    page = incoming_page(pk, request.actor)
    document = page.document
    if request.method == "GET":
        if document.state != State.ARRIVED:
            return redirect("desk:incoming_correct", pk=pk)
        return _show(request, page, RegisterForm(document=document, initial=_initial(document)))
    form = RegisterForm(request.POST, document=document)
    if form.is_valid():
        try:
            done = services.register_incoming(
                pk, form.registration(), actor=request.actor, seen_version=form.cleaned_data["version"]
            )
        except ActionRefused as refusal:
            return _refused(request, page, form, refusal)
        return _registered(request, done)
    return _show(request, page, form, status=422)


def _registered(request: OfficerRequest, done: IncomingDocument) -> HttpResponse:
    """Go on: to the next document that waits, or to this one to present it."""
    said = _("Đã vào sổ, số đến %(number)s.") % {"number": done.arrival_code}
    if request.POST.get("tiep") == "1":
        rows = box_page(request.actor, Box.WAITING, size=1).rows
        if rows:
            link = f"/van-ban-den/{done.pk}/trinh/"
            messages.success(request, format_html('{} <a href="{}">{}</a>', said, link, _("Trình, chuyển")))
            return redirect("desk:incoming_register", pk=rows[0].document_id)
        messages.success(request, f"{said} {_('Không còn văn bản chờ vào sổ.')}")
        return redirect("desk:incoming_list")
    messages.success(request, said)
    return redirect("desk:incoming_present", pk=done.pk)


def _refused(
    request: OfficerRequest, page: IncomingPage, form: RegisterForm, refusal: ActionRefused
) -> HttpResponse:
    """Show why not: another clerk was faster, one like it is there, a reason is needed, a value is wrong."""
    if refusal.code in {"already-registered", "state"}:
        messages.warning(request, refusal.message)
        return redirect("desk:incoming", pk=page.document.pk)
    if refusal.code == "stale":
        fresh = incoming_page(page.document.pk, request.actor)
        form.data = {**request.POST.dict(), "version": fresh.document.version}
        return _show(request, fresh, form, status=409, conflict=refusal.message)
    form.refuse(refusal.message, refusal.field)
    return _show(request, page, form, status=refusal.status)


@screen("document.register")
def incoming_correct(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change what was entered about a document."""
    page = incoming_page(pk, request.actor)
    if request.method == "GET":
        initial = {**_values(facts_of(page.document)), "version": page.document.version}
        return _show(request, page, FactsForm(initial=initial))
    form = FactsForm(request.POST)
    if form.is_valid():
        try:
            services.correct_incoming(
                pk, form.facts(), actor=request.actor, seen_version=form.cleaned_data["version"]
            )
        except ActionRefused as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            messages.success(request, _("Đã sửa thông tin văn bản."))
            return redirect("desk:incoming", pk=pk)
    return _show(request, page, form, status=422)


def _initial(document: IncomingDocument) -> dict[str, Any]:
    """Return the form's first values: what is known, else what was read."""
    known, read = facts_of(document), proposed(document.reading)
    empty = Facts()
    merged = replace(
        known,
        **{
            name: getattr(read, name)
            for name in Facts.__dataclass_fields__
            if getattr(known, name) == getattr(empty, name) and getattr(read, name) != getattr(empty, name)
        },
    )
    issuer = issuer_named(merged.issuer_name) if not known.issuer_name else None
    if issuer is not None:
        merged = replace(merged, issuer_name=issuer.name)
    secret = merged.confidentiality > 0
    book = default_book(document.agency_id, document.arrived_on.year, "in", secret=secret)
    return {
        **_values(merged),
        "version": document.version,
        "arrived_on": document.arrived_on,
        "book": book.pk if book else None,
        "due_on": merged.reply_by,
    }


def _values(facts: Facts) -> dict[str, Any]:
    values = {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
    return {
        **values,
        "recipients": "\n".join(facts.recipients),
        "legal_bases": "\n".join(facts.legal_bases),
    }


def _show(
    request: OfficerRequest, page: IncomingPage, form: FactsForm, *, status: int = 200, conflict: str = ""
) -> HttpResponse:
    document, reading = page.document, page.document.reading
    context = {
        "page": page,
        "document": document,
        "form": form,
        "field_groups": [(name, [_entry(form, one, reading) for one in fields]) for name, fields in GROUPS],
        "more": [_entry(form, one, reading) for one in MORE],
        "preview": preview_of(document, page.main),
        "kinds": KIND_NAMES,
        "conflict": conflict,
        **(_registering(request, document, form) if isinstance(form, RegisterForm) else {}),
    }
    return render(request, "desk/incoming_register.html", context, status=status)


def _registering(request: OfficerRequest, document: IncomingDocument, form: FactsForm) -> dict[str, Any]:
    """Return what only the register screen shows: the number to come, reasons asked for, more that waits."""
    book = default_book(document.agency_id, timezone.localdate().year, "in")
    return {
        "registering": True,
        "next_number": next_number(book) if book else None,
        "late": "late_reason" in form.errors,
        "doubled": "despite" in form.errors,
        "waiting": len(box_page(request.actor, Box.WAITING, size=2).rows),
    }


def _entry(form: FactsForm, name: str, reading: dict[str, Any]) -> Entry:
    read = reading.get("values", {}).get(name)
    if read is None:
        return Entry(form[name], None, "", ())
    shown = MARKS[mark(read["confidence"])]
    return Entry(form[name], shown, name if read["spans"] else "", tuple(read["others"][:3]))
