"""Files are sent so that they can do no harm, in parts when asked."""

import io

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from congvu.ui.messages import SentFile
from congvu.ui.views import safe_download

BODY = bytes(range(256)) * 2000


def ask(inline=False, media_type="application/pdf", name="Quyết định.pdf", body=BODY, **headers):
    request = RequestFactory().get("/", headers=headers)
    stream = io.BytesIO(body)
    response = safe_download(request, SentFile(stream, name, media_type, len(body), "ab" * 32), inline=inline)
    return response, stream


def sent(response):
    return b"".join(response.streaming_content)


def test_attachment_by_default(db):
    response, stream = ask()
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert (
        response["Content-Disposition"]
        == "attachment; filename*=utf-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-cache"
    assert int(response["Content-Length"]) == len(BODY)
    assert sent(response) == BODY
    assert not stream.closed
    response.close()
    assert stream.closed


def test_a_file_nobody_read_is_closed_all_the_same(db):
    response, stream = ask()
    response.close()
    assert stream.closed


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "image/jpeg"])
def test_few_types_are_shown(media_type):
    response, _ = ask(inline=True, media_type=media_type)
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "text/plain", "application/xml", "image/tiff"]
)
def test_all_others_are_saved_even_when_asked_to_be_shown(media_type):
    assert ask(inline=True, media_type=media_type)[0]["Content-Disposition"].startswith("attachment")


def test_a_name_cannot_break_the_header():
    response, _ = ask(name='a"\r\nX-Evil: 1;.pdf')
    assert "\r" not in response["Content-Disposition"]
    assert "X-Evil" not in response.headers


@pytest.mark.parametrize(
    ("wanted", "expected", "stated"),
    [
        ("bytes=0-9", BODY[:10], "bytes 0-9/512000"),
        ("bytes=511990-", BODY[-10:], "bytes 511990-511999/512000"),
        ("bytes=-5", BODY[-5:], "bytes 511995-511999/512000"),
        ("bytes=-999999999", BODY, "bytes 0-511999/512000"),
        ("bytes=100-999999999", BODY[100:], "bytes 100-511999/512000"),
    ],
)
def test_parts(wanted, expected, stated):
    response, _ = ask(range=wanted)
    assert (response.status_code, response["Content-Range"]) == (206, stated)
    assert int(response["Content-Length"]) == len(expected)
    assert sent(response) == expected


@pytest.mark.parametrize("wanted", ["bytes=512000-", "bytes=9-3", "bytes=-0"])
def test_parts_outside_are_refused(wanted):
    response, stream = ask(range=wanted)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */512000")
    assert stream.closed


@pytest.mark.parametrize("wanted", ["bytes=-", "bytes=0-1,5-6", "pages=1-2", "bytes=x"])
def test_odd_ranges_get_the_whole(wanted):
    response, _ = ask(range=wanted)
    assert (response.status_code, sent(response)) == (200, BODY)


def test_a_part_of_another_content_gets_the_whole():
    assert ask(range="bytes=0-9", if_range='"other"')[0].status_code == 200
    assert ask(range="bytes=0-9", if_range=f'"{"ab" * 32}"')[0].status_code == 206


def test_what_the_browser_has_is_not_sent_again():
    response, stream = ask(if_none_match=f'"{"ab" * 32}"')
    assert (response.status_code, response.content) == (304, b"")
    assert stream.closed


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 50))
def test_any_part_is_what_was_asked(first, last, size):
    body = bytes(range(size))
    response, _ = ask(body=body, range=f"bytes={first}-{last}")
    if response.status_code == 206:
        assert sent(response) == body[first : last + 1] != b""
    else:
        assert response.status_code == 416
        assert body[first : last + 1] == b""
