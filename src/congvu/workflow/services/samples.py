"""Loading the processes that the product ships with."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.workflow.models import Process, ProcessVersion
from congvu.workflow.services.drafts import publish

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sample"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many processes were new, got a new version, or stayed as they were."""

    new: int = 0
    renewed: int = 0
    kept: int = 0


def load_samples(folder: Path = SAMPLES, *, actor: Actor) -> Loaded:
    """Publish every process file of `folder`; loading again changes only what differs.

    Roles are not checked: the files may come before the officers do. A process whose draft somebody is
    working on is left alone.

    Args:
        folder: files `<code>.json` with code, name, decision, illustrative and spec.
        actor: needs process.manage.

    Raises:
        DefinitionInvalid: a file's process has problems; the files before it stay loaded.
    """
    demand(actor, "process.manage")
    done = [_load(json.loads(path.read_text("utf-8")), actor) for path in sorted(folder.glob("*.json"))]
    return Loaded(done.count("new"), done.count("renewed"), done.count("kept"))


@transaction.atomic
def _load(sample: dict[str, Any], actor: Actor) -> str:
    process, created = Process.objects.get_or_create(code=sample["code"], defaults={"name": sample["name"]})
    versions = list(process.versions.select_for_update().order_by("-number"))
    if any(version.status == ProcessVersion.Status.DRAFT for version in versions):
        return "kept"
    facts = {key: sample[key] for key in ("spec", "decision", "illustrative")}
    current = next(
        (version for version in versions if version.status == ProcessVersion.Status.PUBLISHED), None
    )
    if current and all(getattr(current, key) == value for key, value in facts.items()):
        return "kept"
    version = ProcessVersion.objects.create(
        process=process,
        number=versions[0].number + 1 if versions else 1,
        changed_at=timezone.now(),
        changed_by_id=actor.officer_id,
        **facts,
    )
    subject = Subject("workflow.processversion", version.pk)
    record("process.drafted", subject, actor=actor, code=process.code, number=version.number)
    publish(version.pk, actor=actor, check_roles=False)
    return "new" if created else "renewed"
