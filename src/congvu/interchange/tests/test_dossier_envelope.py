"""ho-so.json: what is written is read again and satisfies the schema; bad input only raises our errors."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.interchange.envelopes import dossier
from congvu.interchange.envelopes.dossier.reading import KINDS

SCHEMA = jsonschema_rs.validator_for(
    json.loads((Path(__file__).resolve().parents[4] / "docs/api/ho-so.schema.json").read_text("utf-8")),
    validate_formats=True,
)
NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)

TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(
    lambda text: text.strip() or "x"
)
MOMENT = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
NAMED = st.sampled_from
PARTY = st.builds(dossier.Party, TEXT.map(str.upper), TEXT)
PERSON = st.builds(
    dossier.Person,
    TEXT,
    NAMED(["cccd", "tax"]),
    TEXT,
    NAMED(["citizen", "business"]),
    st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    TEXT,
    TEXT,
)
FACTS = st.builds(
    dossier.Facts,
    procedure=st.builds(dossier.Procedure, TEXT, TEXT, st.integers(1, 20), TEXT),
    owner=PERSON,
    submitter=st.none() | PERSON,
    authorisation=TEXT,
    channel=NAMED(["1", "2", "3"]),
    summary=TEXT,
    return_by=NAMED(["counter", "post", "online"]),
    submitted_at=st.none() | MOMENT,
    accepted_at=st.none() | MOMENT,
    data=st.dictionaries(TEXT, TEXT | st.integers(-9, 9) | st.lists(TEXT, max_size=2), max_size=3),
    components=st.lists(
        st.builds(dossier.Component, st.integers(1, 99), TEXT, NAMED(["copy"]), st.integers(1, 9)),
        max_size=3,
    ).map(tuple),
)  # fmt: skip
CLOCK = st.builds(
    dossier.Clock,
    st.none() | MOMENT,
    st.none() | MOMENT,
    st.lists(
        st.builds(dossier.Pause, MOMENT, st.none() | MOMENT, TEXT, TEXT, NAMED(["pause", "restart"])),
        max_size=2,
    ).map(tuple),
)
OUTCOME = st.builds(
    dossier.Outcome, TEXT, st.booleans(), TEXT, TEXT, st.none() | st.integers(0, 999), TEXT, TEXT,
    st.none() | MOMENT, st.none() | MOMENT, TEXT,
)  # fmt: skip
FILE = st.builds(
    dossier.File,
    TEXT,
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.integers(0, 9**9),
    TEXT,
    st.none() | st.integers(1, 99),
)
MESSAGE = st.builds(
    dossier.Message,
    kind=NAMED(sorted(KINDS)),
    id=st.uuids(),
    stage=st.uuids(),
    sequence=st.integers(1, 99),
    sender=PARTY,
    receiver=PARTY,
    dossier_code=TEXT,
    sent_at=MOMENT,
    seen=st.integers(0, 99),
    stage_name=TEXT,
    by=TEXT,
    text=TEXT,
    legal_basis=TEXT,
    items=st.lists(TEXT, min_size=1, max_size=3).map(tuple),
    facts=FACTS,
    clock=st.none() | CLOCK,
    outcome=OUTCOME,
    files=st.lists(FILE, max_size=3).map(tuple),
)


def plain(**changes):
    """Return the least message that can be meant, as a tree."""
    usual = {
        "format": dossier.FORMAT,
        "version": "1.0",
        "kind": "accepted",
        "id": str(UUID(int=1)),
        "stage": str(UUID(int=2)),
        "sequence": 1,
        "sender": {"code": "H19.10"},
        "receiver": {"code": "H19.75.26248"},
        "dossier_code": "H19.75.26248-261125-0001",
        "sent_at": "2026-11-25T12:00:00+07:00",
    }
    return {**usual, **changes}


def read(**changes):
    return dossier.read(json.dumps(plain(**changes)).encode())


@settings(max_examples=60, deadline=None)
@given(MESSAGE)
def test_what_is_written_is_read_and_satisfies_the_schema(message):
    data = dossier.write(message)
    assert dossier.read(data) == message
    assert dossier.write(dossier.read(data)) == data
    SCHEMA.validate(json.loads(data))


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=8,
    ),
    NAMED([*sorted(plain()), "facts", "clock", "outcome", "files", "items"]),
    NAMED(["hand-over", "result", "accepted", "supplement-request"]),
)
def test_a_field_of_any_kind_raises_nothing_else(value, name, kind):
    tree = plain(kind=kind, **{name: value}) if name != "kind" else plain(kind=value)
    with suppress(dossier.DossierError):
        assert dossier.read(json.dumps(tree).encode()).kind in KINDS


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_that_are_no_message_are_not_ours(data):
    with pytest.raises(dossier.NotOurs):
        dossier.read(data)


def test_what_others_write_otherwise_is_understood():
    message = read(
        kind="SUPPLEMENT_REQUEST",
        items="Bản vẽ thiết kế",
        sender="h19.10",
        sequence="3",
        sent_at="2026-11-25T12:00:00",
        la=[{"gi": "do"}],
        text="Thiếu bản vẽ",
    )
    assert (message.kind, message.items, message.sequence) == ("supplement-request", ("Bản vẽ thiết kế",), 3)
    assert message.sender == dossier.Party("H19.10")
    assert message.sent_at == NOON
    assert dossier.read(b"\xef\xbb\xbf" + json.dumps(plain()).encode()).kind == "accepted"


@pytest.mark.parametrize(
    ("changes", "code", "kind"),
    [
        ({"format": "khac"}, "format", dossier.NotOurs),
        ({"version": "2.0"}, "version", dossier.NotOurs),
        ({"kind": "la"}, "kind", dossier.DossierError),
        ({"stage": "x"}, "stage", dossier.DossierError),
        ({"sequence": 0}, "sequence", dossier.DossierError),
        ({"dossier_code": " "}, "dossier_code", dossier.DossierError),
        ({"sent_at": "hôm qua"}, "sent_at", dossier.DossierError),
        ({"kind": "hand-over"}, "facts", dossier.DossierError),
        ({"kind": "result"}, "outcome", dossier.DossierError),
        ({"kind": "refused"}, "reason", dossier.DossierError),
        ({"kind": "supplement-request", "items": [" "]}, "items", dossier.DossierError),
        ({"files": [{"name": "a.pdf", "sha256": "../x"}]}, "sha256", dossier.DossierError),
        ({"items": ["x"] * 3000}, "items", dossier.DossierError),
    ],
)
def test_what_nobody_can_do_without_is_named(changes, code, kind):
    with pytest.raises(dossier.DossierError) as raised:
        read(**changes)
    assert raised.value.code == code
    assert isinstance(raised.value, kind)


@pytest.mark.parametrize(
    "data", [b'{"a":' * 100_000, b"[" * 100_000, b'{"a": NaN}', b" " * (9 * 1024 * 1024)]
)
def test_bombs_are_not_ours(data):
    with pytest.raises(dossier.NotOurs):
        dossier.read(data)


def test_a_moment_without_a_zone_is_never_written():
    with pytest.raises(dossier.DossierError):
        dossier.write(
            dossier.Message(
                kind="clock",
                id=UUID(int=1),
                stage=UUID(int=2),
                sequence=1,
                sender=dossier.Party("A"),
                receiver=dossier.Party("B"),
                dossier_code="x",
                sent_at=datetime(2026, 1, 1),  # noqa: DTZ001
            )
        )
