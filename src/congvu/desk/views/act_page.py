"""Doing an act: one view for all of them, made from the table; typing survives every refusal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.desk.forms.parts import ActForm, Scene
from congvu.desk.views.acts import TABLE, Act, Offered
from congvu.desk.views.door import View, screen
from congvu.desk.views.offer import is_offered
from congvu.desk.views.trail import Trail
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers.queries.page import Stage, stage
from congvu.dossiers.services.access import require_version


def act_urls() -> list[URLPattern]:
    """Return an address for every act of the table."""
    return [path(f"ho-so/<int:pk>/{act.slug}/", act_view(act), name=act.url_name) for act in TABLE]


def act_view(act: Act) -> View:
    """Return the view that shows the form of `act` and does it."""

    def view(request: OfficerRequest, pk: int) -> HttpResponseBase:
        return _do(request, pk, act) if request.method == "POST" else _ask(request, pk, act)

    view.__name__ = act.url_name
    view.__doc__ = f"{act.slug}: ask for what the act needs, and do it."
    return screen(act.needs)(view)


def _ask(request: OfficerRequest, pk: int, act: Act) -> HttpResponse:
    found = stage(pk, request.actor)
    place = _place(act, found, request.GET.get("buoc", ""))
    if place is None:
        return _conflict(request, act, found, _not_now(act))
    return _show(request, act, act.form(scene=_scene(found, request, place)), place)


def _do(request: OfficerRequest, pk: int, act: Act) -> HttpResponse:
    found = stage(pk, request.actor)
    place = _place(act, found, request.POST.get("step", ""), exactly=True)
    form = act.form(request.POST, request.FILES, scene=_scene(found, request, place))
    try:
        if place is None:
            _refuse_absent(act, found, request.POST.get("version", ""))
        elif form.is_valid():
            _run(act, pk, place, form, request)
            return _done(request, pk, act)
    except ActionRefused as refusal:
        if refusal.status == 409:
            return _again(request, pk, act, form, refusal)
        form.refuse(refusal.message, refusal.field)
    return _show(request, act, form, place or Offered(act), status=422)


def _run(act: Act, pk: int, place: Offered, form: ActForm, request: OfficerRequest) -> None:
    keys = [pk, place.step_key] if act.on_step else [pk]
    seen = form.cleaned_data["version"] if act.versioned else None
    act.service(*keys, actor=request.actor, seen_version=seen, **form.values())


def _place(act: Act, found: Stage, key: str, *, exactly: bool = False) -> Offered | None:
    """Return where the act may be done: at the step asked for, else at the only one, unless `exactly`."""
    places = is_offered(act, found.buttons)
    exact = [place for place in places if place.step_key == key]
    alone = len(places) == 1 and not (exactly and act.on_step)
    if exact or not key or alone:
        return next(iter(exact or places), None)
    return None


def _scene(found: Stage, request: OfficerRequest, place: Offered | None) -> Scene:
    key = place.step_key if place else ""
    step = next((step for step in reversed(found.steps) if step.key == key), None)
    return Scene(found.dossier, request.actor, step, found.results, found.opinions)


def _not_now(act: Act) -> str:
    return _("Hiện không thể “%(act)s”: hồ sơ đã sang bước khác, hoặc không còn ở bạn.") % {"act": act.words}


def _refuse_absent(act: Act, found: Stage, version: str) -> None:
    """Say who changed the dossier meanwhile, or else that the act cannot be done now."""
    if act.versioned and version.isdecimal():
        require_version(found.dossier, int(version))
    raise StateRefused(_not_now(act), code="not-offered")


def _again(request: OfficerRequest, pk: int, act: Act, form: ActForm, refusal: ActionRefused) -> HttpResponse:
    """Answer a conflict: the same form over the dossier as it is now, or what was typed and the way back."""
    found = stage(pk, request.actor)
    place = _place(act, found, request.POST.get("step", ""))
    if place is None or refusal.code != "stale":
        return _conflict(request, act, found, refusal.message, form)
    data = request.POST.copy()
    data["version"] = str(found.dossier.version)
    fresh = act.form(data, request.FILES, scene=_scene(found, request, place))
    return _show(request, act, fresh, place, status=409, conflict=refusal.message)


def _conflict(
    request: OfficerRequest, act: Act, found: Stage, message: str, form: ActForm | None = None
) -> HttpResponse:
    context = {
        "act": act,
        "dossier": found.dossier,
        "trail": Trail.of(request.GET),
        "message": message,
        "typed": form.typed() if form else [],
    }
    return render(request, "desk/conflict.html", context, status=409)


def _show(
    request: OfficerRequest, act: Act, form: ActForm, place: Offered, *, status: int = 200, conflict: str = ""
) -> HttpResponse:
    scene = form.scene
    context: dict[str, Any] = {
        "act": act,
        "form": form,
        "place": place,
        "scene": scene,
        "dossier": scene.dossier,
        "trail": Trail.of(request.GET),
        "conflict": conflict,
        "results": [row for row in scene.results if row.state != "rejected"] if act.shows_result else [],
        "has_files": form.is_multipart(),
    }
    return render(request, "desk/act.html", context, status=status)


def _done(request: OfficerRequest, pk: int, act: Act) -> HttpResponse:
    trail = Trail.of(request.GET)
    messages.success(request, _said(pk, act, trail))
    return redirect(reverse("desk:dossier", args=[pk]) + trail.query)


def _said(pk: int, act: Act, trail: Trail) -> str:
    """Return the sentence said after the act, with the form to print and the way on."""
    said = format_html("{}", act.done)
    if act.prints:
        try:
            address = reverse("desk:print", args=[pk, act.prints])
            said = format_html('{} <a href="{}">{}</a>', said, address, _("In biểu mẫu"))
        except NoReverseMatch:
            pass
    if trail.place and act.rank == 1:
        address = reverse("desk:next", args=[pk]) + trail.query
        said = format_html('{} <a href="{}">{}</a>', said, address, _("Hồ sơ tiếp theo"))
    return said
