"""The officer's own page: posts to act in, who stands in, preferences."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.desk.forms.profile import DelegationForm, PreferencesForm
from congvu.directory import queries, services
from congvu.directory.middleware import KEPT_POST_SESSION_KEY, POST_SESSION_KEY
from congvu.directory.permissions import SIGNED_IN, OfficerRequest, requires

KEPT_SECONDS = 1800


@requires(SIGNED_IN)
def profile(request: OfficerRequest) -> HttpResponse:
    """Show the officer's posts, delegations, sign-in and preferences."""
    officer = request.user
    shortcuts = officer.preferences.get("shortcuts", True)
    context = {
        "choices": queries.standing_of(officer, request.actor.post_id).choices,
        "delegations": queries.own_delegations(officer),
        "preferences": PreferencesForm(initial={"shortcuts": shortcuts}),
        "second_factors": queries.second_factors_of(officer),
    }
    return render(request, "desk/profile.html", context)


@requires(SIGNED_IN)
def switch_post(request: OfficerRequest) -> HttpResponse:
    """Act in another post from now on; opened without a choice, it shows the posts."""
    post = request.POST.get("post", "")
    if request.method != "POST" or not post.isdigit():
        return redirect("desk:profile")
    choice = services.switch_post(actor=request.actor, officer=request.user, post_id=int(post))
    request.session[POST_SESSION_KEY] = choice.post_id
    text = _("Từ bây giờ bạn làm việc ở vị trí %(title)s, %(unit)s.")
    messages.success(request, text % {"title": choice.title, "unit": choice.unit_name})
    return redirect("desk:profile")


@requires(SIGNED_IN)
def resume(request: OfficerRequest) -> HttpResponse:
    """Show what was being sent when the session ended, to send it now; only to whoever was sending it."""
    kept = request.session.get(KEPT_POST_SESSION_KEY)
    now = timezone.now().timestamp()
    if not kept or kept["officer"] != request.user.pk or now - kept["at"] > KEPT_SECONDS:
        request.session.pop(KEPT_POST_SESSION_KEY, None)
        return redirect("desk:profile")
    shown = [(name, value) for name, value in kept["fields"] if value and not name.startswith("_")]
    return render(request, "desk/resume.html", {"kept": kept, "shown": shown[:30]})


@requires("delegation.own")
def delegation_new(request: OfficerRequest) -> HttpResponse:
    """Let somebody stand in, or say that one is away."""
    form = DelegationForm(request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, form)
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, _("Đã ghi nhận."))
            return redirect("desk:profile")
    return render(request, "desk/delegation.html", {"form": form}, status=422 if form.is_bound else 200)


def _give(request: OfficerRequest, form: DelegationForm) -> None:
    data = dict(form.cleaned_data)
    kind, substitute = data.pop("kind"), data.pop("substitute")
    person = substitute.pk if substitute else None
    if kind == "absence" or person is None:
        services.declare_absence(actor=request.actor, substitute_id=person, **data)
    else:
        post_id = request.actor.post_id or 0
        services.delegate(actor=request.actor, post_id=post_id, substitute_id=person, **data)


@requires("delegation.own")
@require_POST
def delegation_revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """End one's own delegation at once."""
    services.revoke_delegation(actor=request.actor, delegation_id=pk)
    messages.success(request, _("Đã thu hồi."))
    return redirect("desk:profile")


@requires(SIGNED_IN)
@require_POST
def preferences(request: OfficerRequest) -> HttpResponse:
    """Keep how the screens behave for this officer."""
    form = PreferencesForm(request.POST)
    if form.is_valid():
        services.set_preferences(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Đã lưu tùy chọn."))
    return redirect("desk:profile")
