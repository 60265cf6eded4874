"""The real portal rows, read where they lie."""

import functools
import json
import lzma
import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("CONGVU_SAMPLES", Path(__file__).resolve().parents[5] / "shared" / "samples"))
FILES = ("bo-tai-chinh", "bo-tu-phap", "bo-xay-dung")

needs_samples = pytest.mark.skipif(
    not (FOLDER / "procedures").is_dir(),
    reason=f"Không có thư mục dữ liệu mẫu {FOLDER / 'procedures'} (đặt CONGVU_SAMPLES để chỉ nơi khác).",
)


def paths():
    return [FOLDER / "procedures" / f"{name}.jsonl.xz" for name in FILES]


@functools.cache
def rows():
    found = []
    for path in paths():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            found += [json.loads(line) for line in lines]
    return found


@functools.cache
def by_code():
    return {row["ma_thu_tuc"]: row for row in rows()}
