"""Signed headers of the national axis: what is signed verifies, in any order, and nothing else does."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.interchange.channels.vxp.signing import (
    HASH,
    PREFIX,
    SIGN,
    SIGN_KEY,
    BadSignature,
    _mac,
    same_hash,
    sdk_hash,
    sha256_of,
    sign,
    timestamp,
    unproved,
    verify,
)

PARAMETERS = {"timestamp": "25112026T080000+0000", "systemid": "H19", "Content-Type": "application/json"}
VALUES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)


@settings(max_examples=60)
@given(
    st.dictionaries(st.from_regex(r"[a-zA-Z][a-zA-Z-]{0,12}", fullmatch=True), VALUES, min_size=1, max_size=6)
)
def test_what_is_signed_verifies(parameters: dict[str, str]) -> None:
    names = {name.casefold() for name in parameters}
    if len(names) < len(parameters):  # header names differ by more than their case
        return
    assert verify(sign(parameters, "khóa"), "khóa") == parameters


def test_the_headers_are_those_of_the_sdk() -> None:
    headers = sign(PARAMETERS, "s")
    assert headers[SIGN_KEY] == "timestamp;systemid;Content-Type"
    assert headers[SIGN].startswith(
        '{"XroadVnpt-timestamp":"25112026T080000+0000","XroadVnpt-systemid":"H19"'
    )
    assert headers["XroadVnpt-version"] == "3.0.201608"
    assert headers[HASH] == headers[HASH].lower()
    assert len(headers[HASH]) == 64


def test_a_verifier_takes_the_string_as_it_came_whatever_its_order_and_spaces() -> None:
    text = json.dumps({f"{PREFIX}{name}": PARAMETERS[name] for name in reversed(PARAMETERS)}, indent=1)
    text = " ".join(text.split())
    headers = sign(PARAMETERS, "s") | {SIGN: text, HASH: _mac(text, "s")}
    assert verify({name.upper(): value for name, value in headers.items()}, "s") == PARAMETERS


def test_what_gson_escapes_is_escaped() -> None:
    headers = sign({"to": '["a=b"]', "x": "<&>'"}, "s")
    assert "\\u003d" in headers[SIGN]
    assert verify(headers, "s") == {"to": '["a=b"]', "x": "<&>'"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({HASH: ""}, "missing"),
        ({SIGN: ""}, "missing"),
        ({HASH: "0" * 64}, "hash"),
        ({f"{PREFIX}systemid": "H20"}, "mismatch"),
        ({SIGN: "[]", HASH: _mac("[]", "s")}, "malformed"),
        ({SIGN: "{", HASH: _mac("{", "s")}, "malformed"),
        ({SIGN: '{"a":1}', HASH: _mac('{"a":1}', "s")}, "malformed"),
        ({SIGN: '{"systemid":"H19"}', HASH: _mac('{"systemid":"H19"}', "s")}, "mismatch"),
    ],
)
def test_anything_else_is_refused(change: dict[str, str], code: str) -> None:
    with pytest.raises(BadSignature) as refused:
        verify(sign(PARAMETERS, "s") | change, "s")
    assert refused.value.code == code


def test_another_secret_is_refused() -> None:
    with pytest.raises(BadSignature):
        verify(sign(PARAMETERS, "s"), "t")


def test_who_calls_is_read_before_it_is_proved() -> None:
    assert unproved(sign(PARAMETERS, "s"), "SystemId") == "H19"


def test_the_files_hash_is_taken_in_both_writings() -> None:
    data = next(bytes([number]) for number in range(256) if len(sdk_hash(sha256_of(bytes([number])))) < 64)
    digest = sha256_of(data)
    assert sdk_hash(digest) != digest.hex()
    assert same_hash(sdk_hash(digest), digest)
    assert same_hash(digest.hex().upper(), digest)
    assert not same_hash(sdk_hash(sha256_of(data + b"x")), digest)


def test_the_time_has_the_sdks_pattern() -> None:
    assert timestamp(datetime(2026, 11, 25, 1, 2, 3, 45_000, tzinfo=UTC)) == "25112026T080203+0045"
