"""Keeping and forgetting filters of the inbox."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.desk import services
from congvu.desk.forms.inbox import SaveViewForm
from congvu.desk.views.door import screen
from congvu.desk.views.trail import Trail
from congvu.directory.permissions import OfficerRequest


@require_POST
@screen("dossier.view")
def save_view(request: OfficerRequest) -> HttpResponse:
    """Keep the filter that is looked at under a name, and go back to it."""
    form = SaveViewForm(request.POST)
    form.is_valid()
    trail = Trail.of_query(form.cleaned_data.get("query", ""))
    try:
        view = services.save_view(
            actor=request.actor, name=form.cleaned_data.get("name", ""), query=trail.query
        )
        messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": view.name})
    except ActionRefused as refusal:
        messages.error(request, refusal.message)
    return redirect(f"/{trail.query}")


@require_POST
@screen("dossier.view")
def forget_view(request: OfficerRequest, pk: int) -> HttpResponse:
    """Delete one of the officer's saved filters."""
    services.forget_view(pk, actor=request.actor)
    messages.success(request, _("Đã xóa bộ lọc."))
    return redirect("desk:inbox")
