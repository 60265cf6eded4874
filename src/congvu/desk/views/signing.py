"""One's own certificates and picture, and the page that checks the signatures of any PDF."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.desk.forms.signing import OwnImageForm, OwnKeyForm, VerifyForm
from congvu.directory.permissions import SIGNED_IN, OfficerRequest, requires
from congvu.signing import queries, services


@requires(SIGNED_IN)
def my_signing(request: OfficerRequest) -> HttpResponse:
    """Show one's own certificates and pictures, with the forms to add to them."""
    return _page(request)


def _page(request: OfficerRequest, status: int = 200, **forms_given: forms.Form) -> HttpResponse:
    officer = request.user.pk
    context = {
        "rows": [queries.shown(row) for row in queries.certificates_of(officer_id=officer)],
        "images": queries.pictures_of(officer_id=officer),
        "key_form": OwnKeyForm(),
        "image_form": OwnImageForm(),
        **forms_given,
    }
    return render(request, "desk/my_signing.html", context, status=status)


def _try(
    request: OfficerRequest, name: str, form: forms.Form, done: str, call: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Call a service with a valid form; a refusal is shown at the field that it names."""
    if form.is_valid():
        try:
            call(form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, done)
            return redirect("desk:my_signing")
    return _page(request, 422, **{name: form})


@requires(SIGNED_IN)
@require_POST
def my_key(request: OfficerRequest) -> HttpResponse:
    """Take in one's own key file."""
    form = OwnKeyForm(request.POST, request.FILES)
    return _try(
        request, "key_form", form, _("Đã thêm chứng thư số."),
        lambda data: services.add_pkcs12(
            data["file"], data["secret"], actor=request.actor, officer_id=request.user.pk
        ),
    )  # fmt: skip


@requires(SIGNED_IN)
@require_POST
def my_image(request: OfficerRequest) -> HttpResponse:
    """Set one's own picture from today on."""
    form = OwnImageForm(request.POST, request.FILES)
    return _try(
        request, "image_form", form, _("Đã lưu hình chữ ký."),
        lambda data: services.add_image(data["image"], actor=request.actor, officer_id=request.user.pk),
    )  # fmt: skip


@requires(SIGNED_IN)
@require_POST
def my_certificate_retire(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take one's own certificate out of use."""
    services.retire_certificate(pk, actor=request.actor, reason=_("Chủ khóa ngừng dùng"))
    messages.success(request, _("Đã ngừng dùng chứng thư số."))
    return redirect("desk:my_signing")


@requires(SIGNED_IN)
def verify(request: OfficerRequest) -> HttpResponse:
    """Check the signatures of an uploaded PDF; nothing of it is kept."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context["verdict"] = services.verify_pdf(form.cleaned_data["file"], queries.trust())
        context["name"] = str(request.FILES["file"])
    return render(request, "desk/verify.html", context, status=422 if form.is_bound and form.errors else 200)
