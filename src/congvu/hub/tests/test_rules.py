"""Pure rules: headers, codes, days, bodies and heads, drawn at random."""

import io
import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.hub.rules.bodies import package_part
from congvu.hub.rules.head import Head, Unreadable, read_head
from congvu.hub.rules.parameters import codes, guessed, since, undoubled, until
from congvu.hub.states import State, follows
from congvu.hub.tests.world import edoc, status
from congvu.interchange.channels.vxp.signing import BadSignature, sign, verify

NAMES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20).map(str.strip)
FEW = settings(max_examples=60, deadline=None)


@FEW
@given(st.dictionaries(NAMES, VALUES, max_size=6), st.randoms())
def test_signed_headers_are_read_in_any_order_and_case(given_, random):
    headers = list(sign({**given_, "systemid": "H19"}, "bí mật").items())
    random.shuffle(headers)
    cased = {random.choice([str.upper, str.lower, str])(name): value for name, value in headers}
    assert verify(undoubled(cased), "bí mật")["systemid"] == "H19"


@FEW
@given(st.dictionaries(NAMES, st.text(max_size=40), max_size=5), st.text(max_size=60), st.text(max_size=70))
def test_any_headers_are_read_or_refused(given_, text, mac):
    headers = {**given_, "XroadVnpt-sign-header": text, "XroadVnpt-hash-header": mac}
    with pytest.raises(BadSignature):
        verify(undoubled(headers), "bí mật")


@FEW
@given(st.text(max_size=80))
def test_any_list_of_codes_is_read_or_not(text):
    found = codes(text)
    assert found is None or all(one and one == one.upper() and " " not in one for one in found)


@FEW
@given(st.lists(st.sampled_from(["H19.15", "000.00.15.H19", "g22"]), max_size=4))
def test_the_ways_to_write_recipients_mean_the_same(wanted):
    plain = list(dict.fromkeys(one.upper() for one in wanted))
    assert codes(json.dumps(wanted)) == codes(";".join(wanted)) == codes(", ".join(wanted)) == plain


@FEW
@given(st.binary(min_size=1, max_size=400), st.sampled_from(["===1===", "x", "a-b_c"]))
def test_the_part_of_a_multipart_body_is_found(tmp_path_factory, data, mark):
    if f"\r\n--{mark}".encode() in data:
        return
    head = f'--{mark}\r\nContent-Disposition: form-data; name="note"\r\n\r\nxin chào\r\n'.encode()
    head += f'--{mark}\r\nContent-Disposition: form-data; name="file_doc"; filename="a"\r\n\r\n'.encode()
    path = tmp_path_factory.mktemp("body") / "body"
    path.write_bytes(head + data + f"\r\n--{mark}--\r\n".encode())
    with path.open("rb") as stream:
        part = package_part(stream, path.stat().st_size)
    assert path.read_bytes()[part.start : part.end] == data


def test_a_plain_body_is_no_multipart(tmp_path):
    path = tmp_path / "body"
    for data in (edoc(), b"--", b"-- khong phai multipart", b"x" * 9):
        path.write_bytes(data)
        with path.open("rb") as stream:
            assert package_part(stream, len(data)) is None


@FEW
@given(st.binary(max_size=300))
def test_any_bytes_are_a_head_or_unreadable(data):
    with suppress(Unreadable):
        assert isinstance(read_head(io.BytesIO(data)), Head)


def test_heads_tell_recipients_and_kind():
    head = read_head(io.BytesIO(edoc(to=("H19.16", "H19"))))
    assert (head.sender, head.recipients, head.kind) == ("H19.15", ("H19.16", "H19"), "edoc")
    assert (head.notation, head.subject) == ("12/UBND-VP", "V/v họp")
    answer = read_head(io.BytesIO(status()))
    assert (answer.kind, answer.recipients, answer.notation) == ("status", ("H19.15",), "12/UBND-VP")


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a/>",
        b"<edXML xmlns='http://www.go.vn/eDoc'/>",
        b"<a>" * 100,
        b"",
    ],
)
def test_what_is_no_package_is_said_to_be_none(data):
    with pytest.raises(Unreadable):
        read_head(io.BytesIO(data))


def test_todate_is_inclusive_and_strange_days_are_none():
    assert until("2026/11/25") - since("2026/11/25") == timedelta(days=1)
    assert since("2014/02/30") is None
    assert since("hôm qua") is None
    assert since("1764000000000") == since("1764000000")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000.00.15.H51", "H51.15"),
        ("000.00.00.H19", "H19"),
        ("001.02.03.H19", "H19.03.02.001"),
        ("H19.15", ""),
    ],
)
def test_old_codes_are_guessed_by_rule(old, new):
    assert guessed(old) == new


@pytest.mark.parametrize("now", list(State))
@pytest.mark.parametrize("wanted", [State.PROCESSING, State.DONE, State.FAIL])
def test_done_is_final(now, wanted):
    after = follows(now, wanted)
    if now is State.DONE:
        assert after == (None if wanted is State.FAIL else State.DONE)
    else:
        assert after is wanted
