"""Printing a form: the same values as PDF (Typst) and as an HTML page (Django)."""

import io
import json
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import segno
import typst
from django.template.loader import select_template
from django.utils import timezone

from congvu.printing import queries, rules
from congvu.printing.messages import FORMS, Form, from_json
from congvu.printing.queries import FORMS_DIR
from congvu.printing.services import fonts

type Data = Form | Mapping[str, Any]
_idle: dict[str, list[typst.Compiler]] = defaultdict(list)
_lock = threading.Lock()


def render_pdf(
    code: str, data: Data, *, on: date | None = None, at: datetime | None = None, archival: bool = True
) -> bytes:
    """Return the form `code` as a tagged PDF; the same arguments give the same bytes.

    Args:
        code: a form of `messages.FORMS`, such as "receipt".
        data: the form, or its JSON.
        on: the day whose template version is used; today when not given.
        at: the creation time written into the file; the start of the form's own date when not given.
        archival: write PDF/A-2b (TT 01/2023/TT-VPCP asks for keepable files); else plain PDF 1.7.

    Raises:
        UnknownFormError: for a code that no form has, or a day on which none was in force.
        ValueError: naming the field of `data` that is wrong.
        FontsMissingError: when the machine has no font with all Vietnamese letters.
    """
    form = _form(code, data)
    template = queries.template_for(code, on or timezone.localdate())
    return _compiled(template.source, form, at, archival)


def try_source(code: str, source: str) -> bytes:
    """Return the demonstration data of `code` printed with `source`; raise TypstError when it fails."""
    return _compiled(source, _form(code, queries.demo_data()[code]), None, True)


def typeset(source: str, data: Mapping[str, Any], *, at: datetime, archival: bool = True) -> bytes:
    """Return what a template of another room makes of `data`: a tagged PDF, always the same bytes.

    Args:
        source: a Typst template that reads `sys.inputs.data`; it comes with the product, never from people.
        data: JSON values; texts lose what no font can show.
        at: the creation time written into the file.
        archival: write PDF/A-2b, else plain PDF 1.7.
    """
    _fonts, coverage = fonts.loaded()
    return _printed(source, _shown(data, coverage), at, archival)


def _shown(value: Any, coverage: frozenset[int]) -> Any:
    if isinstance(value, str):
        return rules.printable(value, coverage)
    if isinstance(value, Mapping):
        return {name: _shown(one, coverage) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(one, coverage) for one in value]
    return value


def _compiled(source: str, form: Form, at: datetime | None, archival: bool) -> bytes:
    stamp = at or datetime.combine(form.head.date, datetime.min.time(), rules.HANOI)
    return _printed(source, _context(form), stamp, archival)


def _printed(source: str, tree: Any, stamp: datetime, archival: bool) -> bytes:
    with _compiler(source) as compiler:
        result = compiler.compile(
            input=source.encode(),
            format="pdf",
            sys_inputs={"data": json.dumps(tree, ensure_ascii=False)},
            pdf_standards=["a-2b"] if archival else ["1.7"],
            timestamp=int(stamp.timestamp()),
        )
    assert isinstance(result, bytes)
    return result


def render_html(code: str, data: Data, *, on: date | None = None) -> str:
    """Return the form `code` as a whole HTML page with a print style sheet; arguments as `render_pdf`."""
    form = _form(code, data)
    template = queries.template_for(code, on or timezone.localdate())
    names = [f"printing/forms/{code}/{version}.html" for version in range(template.version, 0, -1)]
    context = _context(form)
    if "qr" in context:
        context["qr_data"] = "data:image/svg+xml," + quote(context["qr"])
    page: str = select_template(names).render({**context, "template": template})
    return page


def _form(code: str, data: Data) -> Form:
    if code not in FORMS:
        raise queries.UnknownFormError(code)
    if isinstance(data, Mapping):
        return from_json(code, data)
    if data.code != code:
        raise ValueError(f"{code}: the data are those of {data.code}")
    return data


def _context(form: Form) -> dict[str, Any]:
    _fonts, coverage = fonts.loaded()
    tree: dict[str, Any] = rules.view(form, lambda text: rules.printable(text, coverage))
    if getattr(form, "dossier_code", ""):
        secret, url = getattr(form, "lookup_secret", ""), getattr(form, "lookup_url", "")
        tree["qr"] = qr_svg(rules.lookup_payload(tree["dossier_code"], secret, url))
    return tree


@lru_cache(maxsize=256)
def qr_svg(payload: str) -> str:
    """Return the QR code of `payload` (error level M, quiet zone of four modules) as SVG."""
    out = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=4, omitsize=True, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


@contextmanager
def _compiler(source: str) -> Iterator[typst.Compiler]:
    """Lend a compiler of `source` to one thread at a time; a compiler may not be used by two at once."""
    with _lock:
        pool = _idle[source]
        compiler = pool.pop() if pool else None
    if compiler is None:
        shared, _coverage = fonts.loaded()
        compiler = typst.Compiler(
            root=FORMS_DIR, font_paths=shared, ignore_system_fonts=True, package_path=FORMS_DIR / "none"
        )
    try:
        yield compiler
    finally:
        with _lock:
            pool.append(compiler)
