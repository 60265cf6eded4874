"""Forms go to JSON and come back; wrong data is named."""

import json
from datetime import datetime

import pytest

from congvu.printing.messages import FORMS, from_json, to_json


@pytest.mark.parametrize("code", FORMS)
def test_a_form_survives_json(code, demo):
    form = from_json(code, demo[code])
    again = from_json(code, json.loads(json.dumps(to_json(form))))
    assert again == form
    assert type(again) is FORMS[code]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"colour": "red"}, "receipt.colour: unknown field"),
        ({"received_at": "2026-10-08T14:05:00"}, "receipt.received_at: a time with its offset is expected"),
        ({"received_at": "yesterday"}, "receipt.received_at: Invalid isoformat string"),
        ({"received_at": 5}, "receipt.received_at: datetime is expected"),
        ({"sets": "1"}, "receipt.sets: int is expected"),
        ({"sets": True}, "receipt.sets: int is expected"),
        ({"papers": "none"}, "receipt.papers: a list is expected"),
        ({"papers": [{"kind": "x"}]}, "receipt.papers[0].name: missing"),
        ({"submitter": "An"}, "receipt.submitter: an object is expected"),
        ({"unit": None}, "receipt.unit: str is expected"),
    ],
)
def test_wrong_data_is_named(change, sentence, demo):
    with pytest.raises(ValueError) as refused:
        from_json("receipt", {**demo["receipt"], **change})
    assert str(refused.value).startswith(sentence)


def test_a_missing_field_is_named(demo):
    data = {key: value for key, value in demo["receipt"].items() if key != "unit"}
    with pytest.raises(ValueError, match=r"receipt\.unit: missing"):
        from_json("receipt", data)


def test_a_date_takes_no_time(demo):
    data = {**demo["stop"], "requested_on": datetime(2026, 1, 1)}  # noqa: DTZ001 — the refusal is the point
    with pytest.raises(ValueError, match="a date without a time"):
        from_json("stop", data)
