"""The hand inside an installation: reads `{"do": …}` lines, calls what officers call, answers in JSON.

Run by `Installation`, never by hand: `python -m tests.installations.inside` with the variables of an
installation.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.db import close_old_connections  # noqa: E402

from congvu.common.errors import ActionRefused  # noqa: E402
from tests.installations import deeds, dossier_deeds  # noqa: E402


def main() -> None:
    """Answer line by line until the other end closes."""
    answers, sys.stdout = sys.stdout, sys.stderr  # nothing but answers goes out
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line)), ensure_ascii=False), file=answers, flush=True)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    close_old_connections()
    try:
        name = asked.pop("do")
        deed = getattr(deeds, name, None) or getattr(dossier_deeds, name)
        return {"value": deed(**asked)}
    except ActionRefused as refused:
        return {"error": "ActionRefused", "told": refused.message}
    except Exception as error:  # whatever goes wrong is told to who asked
        return {"error": type(error).__name__, "told": str(error)}


if __name__ == "__main__":
    main()
