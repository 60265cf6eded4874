"""A scenario that cannot fail would prove nothing: its harness must tell and end with 1."""

import pytest

from congvu.common.errors import ActionRefused
from tests.scenarios.harness import Transcript


def played(*scenes):
    lines: list[str] = []
    transcript = Transcript("thu", lines.append)
    for number, scene in enumerate(scenes):
        transcript.scene(f"cảnh {number}", lambda scene=scene: scene(transcript))
    return transcript.finish(), lines


def _refuse():
    raise ActionRefused("Hồ sơ chưa đủ giấy tờ.")


def test_what_goes_well_is_numbered_and_counted():
    code, lines = played(lambda t: [t.step("một", lambda: 1), t.step("hai", _refuse, refused="chưa đủ")])
    assert code == 0
    assert lines[1:3] == ["  1. một", "  2. hai → bị từ chối: “Hồ sơ chưa đủ giấy tờ.”"]
    assert lines[-1] == "scenario thu: 2 steps, 0 failed"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (lambda t: t.step("x", lambda: 1 / 0), "ZeroDivisionError"),
        (lambda t: t.step("x", lambda: 1, wrong=lambda: ["hạn sai"]), "hạn sai"),
        (lambda t: t.step("x", lambda: 1, refused="chưa đủ"), "không bị từ chối"),
        (lambda t: t.step("x", _refuse, refused="quá hạn"), "câu khác"),
        (lambda t: t.step("x", _refuse), "chưa đủ giấy tờ"),
    ],
)
def test_each_failure_is_named_ends_its_scene_and_the_scenario(step, words):
    code, lines = played(
        lambda t: [step(t), t.step("không tới", lambda: 1)], lambda t: t.step("y", lambda: 1)
    )
    assert code == 1
    assert any(words in line and "SAI" in line for line in lines)
    assert not any("không tới" in line for line in lines)
    assert lines[-1] == "scenario thu: 2 steps, 1 failed"


def test_a_scenario_without_steps_is_no_success():
    assert played()[0] == 1
