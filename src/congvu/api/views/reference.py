"""The reference: the OpenAPI 3.1 description, made from the operations themselves, and a page of it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congvu.api.permissions import SCOPES
from congvu.api.views.door import TOKEN_URL, Scope
from congvu.api.views.problems import TYPE
from congvu.directory.permissions import PUBLIC, requires

PREFIX = "/api/v1/"
METHODS = ("get", "post", "delete")
_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_TOKEN_ANSWER = {
    "type": "object",
    "required": ["access_token", "token_type", "expires_in", "scope"],
    "properties": {
        "access_token": {"type": "string"},
        "token_type": {"const": "Bearer"},
        "expires_in": {"type": "integer"},
        "scope": {"type": "string"},
    },
}
_TOKEN_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
}


def document() -> dict[str, Any]:
    """Return the OpenAPI description of the interface."""
    from congvu.api.urls import API

    found: dict[str, Any] = json.loads(json.dumps(API.get_openapi_schema(path_prefix=PREFIX), default=str))
    scopes = _scopes()
    for path, operations in found["paths"].items():
        for method in METHODS:
            if method in operations:
                _mend(operations[method], scopes.get(operations[method]["operationId"]), path)
    found["paths"][TOKEN_URL] = {"post": _token()}
    found["components"]["securitySchemes"] = {"oauth2": {"type": "oauth2", "flows": Scope.openapi_flows}}
    return found


def text() -> str:
    """Return the description as it is kept in docs/api/openapi.json."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _scopes() -> dict[str, str]:
    """Return the scope of each operation by its id."""
    from congvu.api.urls import API

    found = {}
    for bound in API._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                for auth in operation.auth_callbacks:
                    if isinstance(auth, Scope):
                        found[API.get_openapi_operation_id(operation)] = auth.scope
    return found


def _mend(operation: dict[str, Any], scope: str | None, path: str) -> None:
    """Say what the framework cannot know: the scope, what refusals look like, bytes."""
    if scope:
        operation["security"] = [{"oauth2": [scope]}]
    operation["operationId"] = operation["operationId"].removeprefix("congvu_api_views_")
    operation["summary"] = operation.get("description", operation["summary"]).split(";")[0].rstrip(".")
    answers = operation["responses"]
    if "requestBody" in operation:
        answers["400"] = {"description": "Bad Request", "content": {}}
    for status, answer in answers.items():
        if status in {"204", "304"}:
            answer.pop("content", None)
        elif int(status) >= 400 and status != "416":
            answer["content"] = {TYPE: _PROBLEM}
        elif status in {"206", "416"}:
            answer["content"] = {"*/*": {}} if status == "206" else {}
        elif scope and path.rpartition("/")[2] in {"{file_pk}", "{result_pk}"}:
            answer["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    answers.get("416", {}).pop("content", None)


def _token() -> dict[str, Any]:
    form = {
        "type": "object",
        "required": ["grant_type"],
        "properties": {
            "grant_type": {"const": "client_credentials"},
            "scope": {"type": "string"},
            "client_id": {"type": "string"},
            "client_secret": {"type": "string"},
        },
    }
    return {
        "operationId": "service_token",
        "summary": "Get a token: OAuth2 client credentials",
        "description": "HTTP Basic or client_id and client_secret in the form; RFC 6749 section 4.4.",
        "tags": ["Dịch vụ · service"],
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": form}},
        },
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": _TOKEN_ANSWER}}},
            "400": {"description": "Bad Request", "content": {"application/json": {"schema": _TOKEN_ERROR}}},
            "401": {"description": "Unauthorized", "content": {"application/json": {"schema": _TOKEN_ERROR}}},
            "429": {"description": "Too Many Requests", "content": {TYPE: _PROBLEM}},
        },
    }


@requires(PUBLIC)
def description(request: HttpRequest) -> HttpResponse:
    """Send the OpenAPI description."""
    return HttpResponse(text(), content_type="application/json")


@requires(PUBLIC)
def reference(request: HttpRequest) -> HttpResponse:
    """Show the description as one plain page, by resource."""
    found = document()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in found["paths"].items():
        for method in METHODS:
            if method in operations:
                row = _shown(path, method, operations[method])
                groups.setdefault(row["tag"], []).append(row)
    schemas = [_schema(name, one) for name, one in sorted(found["components"]["schemas"].items())]
    context = {
        "groups": list(groups.items()),
        "schemas": schemas,
        "scopes": [(name, words) for name, (words, _lent) in SCOPES.items()],
    }
    return render(request, "api/reference.html", context)


def _shown(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    return {
        "tag": operation["tags"][0],
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "scope": next((one["oauth2"][0] for one in operation.get("security", [])), ""),
        "parameters": [
            (one["name"], one["in"], one.get("required", False), one.get("description", ""))
            for one in operation.get("parameters", [])
        ],
        "body": next((_type(one["schema"]) for one in content.values()), ""),
        "answers": [
            (status, next((_type(one.get("schema", {})) for one in answer.get("content", {}).values()), ""))
            for status, answer in sorted(operation["responses"].items())
        ],
    }


def _schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    needed = schema.get("required", [])
    fields = [(field, _type(one), field in needed) for field, one in schema.get("properties", {}).items()]
    return {"name": name, "description": schema.get("description", ""), "fields": fields}


def _type(schema: dict[str, Any]) -> str:
    """Return a type in one line, such as "integer | null" or "[FileOut]"."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or schema.get("const") or "")
