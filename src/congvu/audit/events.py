"""The registry of event kinds: name, sentence, link and the personal fields that erasure shreds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of audited fact.

    Args:
        name: a past fact, `noun.verb`, such as "dossier.accepted".
        sentence: the Vietnamese sentence with `{fields}` of the event's data, `{officer}` and `{post}`.
        link: URL name that shows the subject (reversed with its primary key by the faces), or "".
        personal: names of data fields that hold personal data (Luật 91/2025/QH15, quyền yêu cầu xóa);
            "reason" may stand among them. They are stored apart and can be shredded.
    """

    name: str
    sentence: Text
    link: str = ""
    personal: tuple[str, ...] = ()

    def say(self, values: Mapping[str, Any]) -> str:
        """Return the sentence with `values` filled in; what is missing shows as "…"."""
        return _FORMATTER.vformat(str(self.sentence), (), _Shown(values))


class _Shown(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


class _Sentence(Formatter):
    """Fills plain `{name}` fields only, so that a sentence can never reach into an object."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        value = kwargs[field_name]
        if value is None:
            value = gettext("[đã xóa]")
        elif isinstance(value, list):
            value = ", ".join(str(item) for item in value)
        return value, field_name


_FORMATTER = _Sentence()
_KINDS: dict[str, EventKind] = {}


def register(*kinds: EventKind) -> None:
    """Make `kinds` known; called by each room's AppConfig.ready. Raise ValueError for a second meaning."""
    for kind in kinds:
        if _KINDS.setdefault(kind.name, kind) != kind:
            raise ValueError(f"event kind {kind.name!r} is registered twice with different contents")


def kind_of(name: str) -> EventKind:
    """Return the kind called `name`; raise LookupError when no room registered it."""
    try:
        return _KINDS[name]
    except KeyError:
        raise LookupError(f"event kind {name!r} is not registered (see {__name__}.register)") from None


def known(name: str) -> EventKind:
    """Return the kind called `name`, or a neutral one for events of a room that is no longer installed."""
    return _KINDS.get(name) or EventKind(name, _("{officer} thực hiện “%(kind)s”") % {"kind": name})


def all_kinds() -> Iterator[EventKind]:
    """Yield every registered kind in the order of names."""
    for name in sorted(_KINDS):
        yield _KINDS[name]


SHREDDED = EventKind(
    "audit.shredded",
    _("{officer} xóa dữ liệu cá nhân trong {count} sự kiện (trường: {fields})"),
)
OWN_KINDS = (SHREDDED,)
