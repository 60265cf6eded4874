"""Tags of the officers' screens: a dossier's name, its acts as buttons, names of forms, files to show."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from congvu.documents.states.incoming import (
    CONFIDENTIALITY_NAMES,
    ROLE_NAMES,
    URGENCY_NAMES,
    Confidentiality,
    LineRole,
    Urgency,
)
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.states import CONFIDENTIALITY
from congvu.files.models import StoredFile
from congvu.files.queries import may_show
from congvu.printing.queries import form_names
from congvu.workflow.queries import definition
from congvu.workflow.rules import Definition
from congvu.workflow.rules.words import data_word, value_word
from congvu.workflow.rules.words import outcome_word as outcome_in_words

register = template.Library()


@register.simple_tag
def dossier_name(dossier: Dossier) -> str:
    """Return the dossier's code, or what stands for it before reception."""
    return dossier.code or _("Hồ sơ chưa tiếp nhận %(pk)s") % {"pk": dossier.pk}


@register.filter
def form_name(form: str) -> str:
    """Return the name of a form with its number in TT 03/2025/TT-VPCP."""
    known = form_names().get(form)
    return known.label if known else form


@register.simple_tag
def data_facts(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the form data of a dossier in words: what was asked, and what was answered."""
    known = _definition_of(dossier)
    return [(data_word(known, name), value_word(value)) for name, value in dossier.data.items()]


@register.filter
def outcome_word(step: Step) -> str:
    """Return what a completed step concluded, in words."""
    return outcome_in_words(_definition_of(step.dossier), step.key, step.outcome) if step.outcome else ""


def _definition_of(dossier: Dossier) -> Definition | None:
    return definition(dossier.process_version_id) if dossier.process_version_id else None


@register.filter
def secrecy(dossier: Dossier) -> str:
    """Return the confidentiality of a dossier in words."""
    return CONFIDENTIALITY.get(dossier.confidentiality, str(dossier.confidentiality))


@register.filter
def viewable(file: StoredFile) -> bool:
    """Tell whether the browser may show a file."""
    return may_show(file)


@register.inclusion_tag("desk/parts/act_button.html")
def act_button(one: Any, dossier: Dossier, trail: Any, css: str) -> dict[str, Any]:
    """Show an act as a link to its page, or as a form that does it at once where nothing is asked."""
    words = {**trail.parameters, "buoc": one.step_key}
    query = urlencode({key: value for key, value in words.items() if value})
    return {"one": one, "dossier": dossier, "trail": trail, "css": css, "query": f"?{query}" if query else ""}


@register.simple_tag
def print_url(dossier: Dossier, form: str) -> str:
    """Return the address that prints a form of the dossier, "" while no screen prints."""
    try:
        return reverse("desk:print", args=[dossier.pk, form])
    except NoReverseMatch:
        return ""


@register.filter
def role_name(role: str) -> str:
    """Return the name of a recipient's role, "" for none."""
    return ROLE_NAMES[LineRole(role)] if role else ""


@register.filter
def urgency_name(rank: int) -> str:
    """Return the name of a degree of urgency."""
    return URGENCY_NAMES[Urgency(rank)]


@register.filter
def secrecy_name(rank: int) -> str:
    """Return the name of a degree of secrecy."""
    return CONFIDENTIALITY_NAMES[Confidentiality(rank)]


@register.filter
def arrival_words(code: str) -> str:
    """Return "Số đến 45"."""
    return _("Số đến %(code)s") % {"code": code}
