"""One form on one page, as the people screens use it for every small change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from congvu.setup.forms.people import attempt

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class SmallForm:
    """What stands around the form.

    Args:
        title: the page's heading.
        about: what it concerns, under the heading.
        button: the word on the button.
        icon: the button's icon.
        done: the sentence after it was done.
        back: where to go afterwards, and for "Hủy".
        section: name and address of the screen above.
        note: a sentence of caution.
        danger: whether the button is red.
    """

    title: Text
    about: str
    button: Text
    icon: str
    done: Text
    back: str
    section: tuple[Text, str]
    note: Text = ""
    danger: bool = False


def answer(
    request: HttpRequest,
    form: forms.Form,
    page: SmallForm,
    call: Callable[[dict[str, Any]], Any],
    onward: str = "",
) -> HttpResponse:
    """Show the form; a valid post calls the service and goes back, a refused one says why (422).

    Args:
        call: takes the cleaned data and calls the service.
        onward: name of the page that shows what the service made; without it one goes back.
    """
    posted = request.method == "POST"
    made: list[Any] = []
    if posted and form.is_valid() and attempt(form, lambda: made.append(call(form.cleaned_data))):
        messages.success(request, str(page.done))
        return redirect(onward, made[0].pk) if onward else redirect(page.back)
    context = {"form": form, "page": page}
    return render(request, "setup/small_form.html", context, status=422 if posted else 200)


def posted(request: HttpRequest) -> Any:
    """Return what was posted, None for a page that is only opened (an empty post is judged too)."""
    return request.POST if request.method == "POST" else None
