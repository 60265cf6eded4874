"""A collection for the program Bruno, made from the description: one request a file."""

import json
from typing import Any

from congvu.api.views.door import TOKEN_URL
from congvu.api.views.reference import METHODS, document, text

FOLDER = "bruno"
_ENVIRONMENT = """vars {
  address: http://127.0.0.1:8000
  client_id:
}
vars:secret [
  client_secret
]
"""
_AUTH = """auth {{
  mode: oauth2
}}

auth:oauth2 {{
  grant_type: client_credentials
  access_token_url: {{{{address}}}}{token}
  client_id: {{{{client_id}}}}
  client_secret: {{{{client_secret}}}}
  credentials_placement: basic_auth_header
}}
"""


def files() -> dict[str, str]:
    """Return all files of docs/api by name."""
    found = {
        "openapi.json": text(),
        f"{FOLDER}/bruno.json": json.dumps({"version": "1", "name": "Công Vụ", "type": "collection"}) + "\n",
        f"{FOLDER}/collection.bru": _AUTH.format(token=TOKEN_URL),
        f"{FOLDER}/environments/may-nay.bru": _ENVIRONMENT,
    }
    number = 0
    for path, operations in document()["paths"].items():
        for method in METHODS:
            if method in operations and path != TOKEN_URL:
                number += 1
                name = operations[method]["operationId"]
                found[f"{FOLDER}/{name}.bru"] = _request(number, path, method, operations[method])
    return found


def _request(number: int, path: str, method: str, operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    body = "json" if "application/json" in content else "multipartForm" if content else "none"
    url = path.replace("{", ":").replace("}", "")
    parts = [
        f"meta {{\n  name: {operation['operationId']}\n  type: http\n  seq: {number}\n}}",
        f"{method} {{\n  url: {{{{address}}}}{url}\n  body: {body}\n  auth: inherit\n}}",
    ]
    keys = [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]
    if keys:
        lines = "\n".join(f"  {name}: 1" for name in keys)
        parts.append(f"params:path {{\n{lines}\n}}")
    if any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", [])):
        parts.append("headers {\n  Idempotency-Key: {{$guid}}\n}")
    if body == "json":
        parts.append("body:json {\n  {}\n}")
    if body == "multipartForm":
        parts.append("body:multipart-form {\n  file: @file()\n}")
    parts.append(f"docs {{\n  {operation['summary']}\n}}")
    return "\n\n".join(parts) + "\n"
