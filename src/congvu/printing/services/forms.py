"""Keeping the templates: those shipped with the product, and a site's own versions."""

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import typst
from django.db import transaction
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.printing import queries, rules
from congvu.printing.models import FormTemplate
from congvu.printing.services.render import render_html, render_pdf, try_source

LABEL = "printing.formtemplate"


@transaction.atomic
def seed_forms() -> int:
    """Bring the shipped templates into the database; return how many rows were new or changed.

    A site's own versions are never touched, nor is the end of a shipped version that a site's own follows.
    """
    changed = 0
    for template in queries.shipped():
        values = {**asdict(template), "built_in": True}
        key = {"code": values.pop("code"), "version": values.pop("version")}
        row = FormTemplate.objects.select_for_update().filter(**key).first()
        if row is None:
            FormTemplate.objects.create(**key, **values)
            changed += 1
            continue
        if row.valid_to is not None:
            values.pop("valid_to")
        different = [name for name, value in values.items() if getattr(row, name) != value]
        for name in different:
            setattr(row, name, values[name])
        if different:
            row.save(update_fields=different)
            changed += 1
    queries.forget()
    return changed


@transaction.atomic
def publish_template(
    code: str, source: str, *, valid_from: date, legal_basis: str, actor: Actor, reason: str = ""
) -> FormTemplate:
    """Publish a site's own version of a form; the version before it ends the day before.

    Args:
        code: the form, such as "receipt".
        source: the template in Typst; it may import only `/lib-1.typ` and other files of the forms' folder.
        valid_from: the first day of use, later than the first day of the newest version.
        legal_basis: the decision that the version rests on.
        actor: who publishes; needs `print.manage`.
        reason: why, for the journal.

    Raises:
        ActionRefused: for a template that reaches outside, does not print, or starts too early.
        UnknownFormError: for a code that no form has.
    """
    demand(actor, "print.manage")
    seed_forms()
    last = FormTemplate.objects.select_for_update().filter(code=code).order_by("-version").first()
    if last is None:
        raise queries.UnknownFormError(code)
    if valid_from <= last.valid_from:
        raise ActionRefused(
            _("Ngày hiệu lực phải sau ngày hiệu lực của phiên bản trước."), field="valid_from"
        )
    _refuse_bad(code, source)
    last.valid_to = valid_from - timedelta(days=1)
    last.save(update_fields=["valid_to"])
    row = FormTemplate.objects.create(
        code=code,
        version=last.version + 1,
        form_no=last.form_no,
        name=last.name,
        paper=last.paper,
        source=source,
        legal_basis=legal_basis,
        valid_from=valid_from,
    )
    record(
        "template.published",
        Subject(LABEL, row.pk),
        actor=actor,
        reason=reason,
        name=row.name,
        version=row.version,
        valid_from=valid_from,
        legal_basis=legal_basis,
    )
    transaction.on_commit(queries.forget)
    return row


def _refuse_bad(code: str, source: str) -> None:
    problems = rules.template_problems(source)
    if problems:
        raise ActionRefused("; ".join(problems), code="template", field="source")
    try:
        try_source(code, source)
    except typst.TypstError as error:
        words = _("Mẫu không in được: %(error)s") % {"error": error.message}
        raise ActionRefused(words, code="template", field="source") from error


def write_gallery(folder: Path) -> list[Path]:
    """Print every form with its demonstration data into `folder` as PDF and HTML; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for code, data in queries.demo_data().items():
        pdf, page = folder / f"{code}.pdf", folder / f"{code}.html"
        pdf.write_bytes(render_pdf(code, data))
        page.write_text(render_html(code, data), encoding="utf-8")
        written += [pdf, page]
    return written
