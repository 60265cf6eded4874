"""A commune with a program that calls for it, and a stranger agency with another."""

import base64
import json
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congvu.api.models import ApiClient
from congvu.api.permissions import SCOPES
from congvu.api.services import create_client
from congvu.api.services.clients import ClientFacts
from congvu.directory.messages import Actor
from congvu.directory.models import Unit
from congvu.directory.tests.factories import make_actor

V1 = "/api/v1"


def administrator(unit: Unit) -> Actor:
    """Return an administrator of the unit's agency."""
    return make_actor("administrator", unit=unit)


class Program:
    """A program with its secret and token, calling as another system would."""

    def __init__(self, unit: Unit, *scopes: str, **facts: Any) -> None:
        wanted = ClientFacts("Phần mềm kế toán", scopes or tuple(SCOPES), **facts)
        self.row, self.secret = create_client(wanted, actor=administrator(unit), unit_id=unit.pk)
        self.http = Client(raise_request_exception=True)
        self.token = ""

    @property
    def client(self) -> ApiClient:
        return ApiClient.objects.get(pk=self.row.pk)

    def ask(self, secret: str = "", **more: str) -> Any:
        """Ask for a token."""
        pair = f"{self.row.client_id}:{secret or self.secret}"
        return self.http.post(
            f"{V1}/oauth/token",
            {"grant_type": "client_credentials", **more},
            headers={"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()},
        )

    def headers(self, **more: str) -> dict[str, str]:
        if not self.token:
            self.token = self.ask().json()["access_token"]
        return {"Authorization": f"Bearer {self.token}", **more}

    def get(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.http.get(V1 + path, data, headers=self.headers(**headers))

    def post(self, path: str, body: Any, key: str = "", **headers: str) -> Any:
        more = {"Idempotency-Key": key or f"key-{uuid4()}", **headers}
        return self.http.post(
            V1 + path, json.dumps(body), content_type="application/json", headers=self.headers(**more)
        )

    def upload(self, data: bytes = b"Van ban thu nghiem", name: str = "cong-van.txt") -> Any:
        return self.http.post(V1 + "/files", {"file": SimpleUploadedFile(name, data)}, headers=self.headers())
