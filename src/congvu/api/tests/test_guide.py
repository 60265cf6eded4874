"""The curl examples of the guide run as they stand."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache

from congvu.api.services import create_client
from congvu.api.services.clients import ClientFacts
from congvu.api.tests.world import administrator
from congvu.documents.models import IncomingDocument
from congvu.documents.tests.world import build

GUIDE = Path(settings.ROOT) / "docs" / "guides" / "api.md"


@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_guide_run(live_server: Any, tmp_path: Path) -> None:
    cache.clear()
    world = build()
    facts = ClientFacts("Ví dụ", ("documents.read", "documents.receive", "files.write"))
    client, secret = create_client(facts, actor=administrator(world.office), unit_id=world.office.pk)
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    (tmp_path / "cong-van.pdf").write_bytes(_pdf())
    told = subprocess.run(
        ["sh", "-euc", "\n".join(blocks)],
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin:/bin",
            "CONGVU": live_server.url,
            "CLIENT_ID": client.client_id,
            "CLIENT_SECRET": secret,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    assert IncomingDocument.objects.get().subject == "Báo cáo quý IV", told.stdout


def _pdf() -> bytes:
    import io

    import pypdf

    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()
