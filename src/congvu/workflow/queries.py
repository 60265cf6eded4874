"""Reading processes: the definition that a dossier runs on, and the lists of the administrators' screens."""

from congvu.workflow.models import ProcessVersion
from congvu.workflow.rules import Definition, read

_published: dict[int, Definition] = {}


def definition(version_id: int) -> Definition:
    """Return the definition of a version; one that was published never changes, and is kept in the process.

    Args:
        version_id: a ProcessVersion. A draft is read anew each time, as far as it can be read.

    Raises:
        ProcessVersion.DoesNotExist: there is no such version.
    """
    known = _published.get(version_id)
    if known is not None:
        return known
    version = ProcessVersion.objects.only("spec", "status").get(pk=version_id)
    if version.status == ProcessVersion.Status.DRAFT:
        return read(version.spec)[0]
    _published[version_id] = Definition.parse(version.spec)
    return _published[version_id]


def forget_definitions() -> None:
    """Empty the cache of definitions: only tests need it, whose roll-backs give out the same keys again."""
    _published.clear()


def published_version_id(code: str) -> int | None:
    """Return the published version of the process `code`, or None."""
    found = ProcessVersion.objects.filter(process__code=code, status=ProcessVersion.Status.PUBLISHED)
    return found.values_list("pk", flat=True).first()


def version_id_for(procedure_code: str, level: str) -> int | None:
    """Return the process version that a new dossier of a procedure runs on.

    Args:
        procedure_code: the national code; a process of the same code comes first.
        level: "commune" or "province": its default process is the fallback.
    """
    default = DEFAULT_CODES.get(level, "")
    rows = ProcessVersion.objects.filter(
        process__code__in=[procedure_code, default], status=ProcessVersion.Status.PUBLISHED
    ).values_list("process__code", "pk")
    found: dict[str, int] = dict(rows)
    return found.get(procedure_code, found.get(default))


DEFAULT_CODES = {"commune": "mac-dinh-xa", "province": "mac-dinh-tinh"}
