"""What was read, in the form in which it is kept and shown beside the page, and what it proposes: pure.

Every value keeps where it stands (page, line, characters, and the place on the page as parts of its width and
height) and how sure the reader is; nothing of it becomes a fact before the clerk confirms it.
"""

from datetime import date
from typing import Any

from congvu.common.text import one_line
from congvu.documents.messages import AssignmentDraft, Direction, Facts, Found, Layout, Reading, Signer, Span
from congvu.documents.rules.reading.text import flat
from congvu.documents.states.incoming import CONFIDENTIALITY_NAMES, URGENCY_NAMES

_WRITTEN_OUT = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan"}
SURE, LIKELY = 0.85, 0.6
"""From here on a value is shown as sure, or as likely; below as doubtful."""


def as_json(reading: Reading, page: Layout) -> dict[str, Any]:
    """Return a reading as it is kept with its document."""
    signer = reading.signers[0] if reading.signers else Signer(None, None, None)
    plain = {
        "number": reading.number,
        "notation": reading.notation,
        "kind_name": reading.kind,
        "issuer_name": reading.issuer,
        "superior_name": reading.superior,
        "place": reading.place,
        "issued_on": reading.date,
        "subject": reading.subject,
        "signer_name": signer.name,
        "signer_position": signer.position,
        "signer_authority": signer.authority,
        "urgency": reading.urgency,
        "confidentiality": reading.secrecy,
    }
    return {
        "source": page.source,
        "pages": reading.pages,
        "doubts": list(reading.doubts),
        "draft": reading.draft,
        "values": {name: _found(found, page) for name, found in plain.items() if found is not None},
        "signers": [one.name.value for one in reading.signers if one.name],
        "recipients": [
            {**_found(one.name, page), "kind": one.kind, "role": one.role} for one in reading.recipients
        ],
        "bases": [{**_found(base.text, page), "code": base.code} for base in reading.bases],
        "directions": [_direction(one, page) for one in reading.directions],
    }


def _found(found: Found, page: Layout) -> dict[str, Any]:
    return {
        "value": found.value,
        "confidence": found.confidence,
        "spans": [_span(span, page) for span in found.spans],
        "others": [one.value for one in found.alternatives],
    }


def _span(span: Span, page: Layout) -> dict[str, Any]:
    line = page.lines[span.line] if span.line < len(page.lines) else None
    place = {"page": span.page, "line": span.line, "start": span.start, "end": span.end}
    if line is None:
        return place
    text = line.text[max(0, span.start - line.offset) : max(0, span.end - line.offset)]
    return {**place, "text": text, "x0": line.x0, "x1": line.x1, "y": line.y}


def _direction(one: Direction, page: Layout) -> dict[str, Any]:
    deadline = one.deadline
    return {
        "item": one.item,
        "content": _found(one.content, page),
        "verb": one.verb,
        "leads": [_found(lead, page) for lead in one.leads],
        "cooperates": [_found(other, page) for other in one.cooperates],
        "deadline": None
        if deadline is None
        else {"text": deadline.text.value, "on": deadline.on, "every": deadline.every},
        "inherited": one.inherited,
        "confidence": one.confidence,
        "parts": [_direction(part, page) for part in one.parts],
    }


def proposed(kept: dict[str, Any]) -> Facts:
    """Return what a kept reading proposes for the form; nothing that was not read."""
    values = {name: one["value"] for name, one in kept.get("values", {}).items()}
    texts: dict[str, Any] = {
        name: one_line(values.get(name, ""))
        for name in Facts.__dataclass_fields__
        if name in values and name not in {"urgency", "confidentiality", "issued_on"}
    }
    return Facts(
        **texts,
        issued_on=_day(values.get("issued_on", "")),
        urgency=_rank(values.get("urgency", ""), {int(k): v for k, v in URGENCY_NAMES.items()}),
        confidentiality=_rank(
            values.get("confidentiality", ""), {int(k): v for k, v in CONFIDENTIALITY_NAMES.items()}
        ),
        pages=kept.get("pages") or None,
        recipients=tuple(_recipient(one) for one in kept.get("recipients", ())),
        legal_bases=tuple(one["value"] for one in kept.get("bases", ())),
    )


def mark(confidence: float) -> str:
    """Return how a confidence is shown: "sure", "likely" or "doubtful"."""
    if confidence >= SURE:
        return "sure"
    return "likely" if confidence >= LIKELY else "doubtful"


def _recipient(one: dict[str, Any]) -> str:
    role = f" ({one['role']})" if one.get("role") else ""
    return f"{one['value']}{role}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rank(text: str, ladder: dict[int, str]) -> int:
    wanted = flat(one_line(text))
    return next((rank for rank, name in ladder.items() if flat(name) == wanted), 0)


def drafts(kept: dict[str, Any], agencies: dict[str, int], own: int) -> list[AssignmentDraft]:
    """Return the assignments that the directions of a kept reading propose, one for each work.

    An item with sub-items is one work for each of them when they have leads, else one work in all.

    Args:
        kept: the reading.
        agencies: keys of agencies by folded name.
        own: the agency whose document it is.
    """
    found: list[AssignmentDraft] = []
    for one in kept.get("directions", ()):
        parts = [part for part in one["parts"] if part["leads"] and not part["inherited"]]
        for work in [one, *parts] if one["leads"] or not parts else parts:
            found.append(_draft(work, agencies, own))
    return found


def _draft(one: dict[str, Any], agencies: dict[str, int], own: int) -> AssignmentDraft:
    deadline = one["deadline"] or {"text": "", "on": "", "every": ""}
    leads = tuple(lead["value"] for lead in one["leads"])
    helpers = tuple(other["value"] for other in one["cooperates"])
    ids = tuple(key for key in (_agency(name, agencies) for name in leads) if key is not None)
    parts = "\n".join(f"- {part['content']['value']}" for part in one["parts"])
    content = one["content"]["value"]
    return AssignmentDraft(
        item=one["item"],
        content=f"{content}\n{parts}" if parts else content,
        leads=leads,
        cooperates=helpers,
        lead_agency_ids=ids,
        own=own in {_agency(name, agencies) for name in (*leads, *helpers)},
        due_on=_day(deadline["on"]),
        deadline=deadline["text"],
        every=deadline["every"],
        confidence=one["confidence"],
        spans=tuple(one["content"]["spans"]),
    )


def agency_key(name: str) -> str:
    """Return an agency's name as names are compared: folded, with UBND and HĐND written out."""
    words = [_WRITTEN_OUT.get(word, word) for word in flat(one_line(name)).split()]
    return " ".join(words)


def _agency(name: str, agencies: dict[str, int]) -> int | None:
    return agencies.get(agency_key(name))
