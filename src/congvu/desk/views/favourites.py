"""Favourite groups: recipients that an officer chooses together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.desk.forms.incoming_bulk import GroupForm
from congvu.desk.views.door import screen
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.queries.incoming_page import favourites_of


@screen("document.work")
def favourite_groups(request: OfficerRequest) -> HttpResponse:
    """Show the officer's favourite groups, and keep another one."""
    form = GroupForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.save_group(values["name"], values["to"], text=values["text"], actor=request.actor)
        except ActionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "name", refusal.message)
        else:
            messages.success(request, _("Đã lưu nhóm “%(name)s”.") % {"name": values["name"]})
            return redirect("desk:favourites")
    context = {"form": form, "own_groups": favourites_of(request.actor)}
    return render(request, "desk/favourites.html", context, status=422 if form.is_bound else 200)


@require_POST
@screen("document.work")
def favourite_forget(request: OfficerRequest, pk: int) -> HttpResponse:
    """Delete a favourite group."""
    services.forget_group(pk, actor=request.actor)
    messages.success(request, _("Đã xóa nhóm."))
    return redirect("desk:favourites")
