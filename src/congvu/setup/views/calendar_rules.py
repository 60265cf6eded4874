"""The legal rules of the clock: each with its values, validity and basis."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.calendars import queries, services
from congvu.calendars.permissions import may_change
from congvu.calendars.rules import Code
from congvu.directory.permissions import requires
from congvu.setup.forms.calendar import RuleForm, attempt
from congvu.setup.views.calendar import actor_of, frame, posted, scope_of


@requires("calendar.manage")
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules with the value in force."""
    histories = queries.rule_histories(timezone.localdate())
    context = frame(request, "setup:calendar_rules", scope_of(request)) | {"histories": histories}
    return render(request, "setup/calendar_rules.html", context)


@requires("calendar.manage")
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Show the values of one rule, and give it a new one from a day on."""
    history = queries.rule_history(code, timezone.localdate())
    if history is None:
        raise Http404(code)
    actor = actor_of(request)
    form = RuleForm(posted(request), code=Code(code))
    if request.method == "POST" and form.is_valid():
        values = {"unit": "", **form.cleaned_data}
        if attempt(form, lambda: services.set_legal_rule(actor=actor, code=code, **values)):
            messages.success(request, _("Đã đặt giá trị mới của quy tắc."))
            return redirect("setup:calendar_rule", code)
    context = {"history": history, "form": form, "editable": may_change(actor, None)}
    return render(request, "setup/calendar_rule.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires("calendar.manage")
def cancel_rule(request: HttpRequest, code: str, rule_id: int) -> HttpResponse:
    """Take back a value that is not in force yet."""
    services.cancel_legal_rule(actor=actor_of(request), rule_id=rule_id)
    messages.success(request, _("Đã bỏ giá trị chưa có hiệu lực."))
    return redirect("setup:calendar_rule", code)
