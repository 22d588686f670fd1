"""Idempotency keys: each call has one key, which all its attempts send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, cast
from urllib.parse import quote

from .._http import Headers
from ..wire.codecs import essence
from .options import Options
from .request import Operation, Request

HEADER = "Idempotency-Key"
"""The header of draft-ietf-httpapi-idempotency-key-header."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that the client adds to a request."""

    value: str
    header: str | None
    member: str | None
    """The member of the body, if the operation takes the key in the body."""

    @classmethod
    def of_call(
        cls, operation: Operation[Any], request: Request[Any], options: Options, headers: Headers
    ) -> Self | None:
        """Return the key to add: the key of the options, else a new key if the operation takes one and the caller gives
        none.
        """
        value = options.idempotency_key
        if value is None:
            policy = options.retries
            wanted = operation.idempotency is not None and not operation.callers_keys
            wanted = wanted and policy.generate_keys and policy.attempts > 1
            if not wanted or _is_mentioned(operation, request, headers):
                return None
            from uuid import uuid4

            value = str(uuid4())
        if operation.idempotency is not None:
            place, declared = operation.idempotency
            return cls(value, declared, None) if place == "header" else cls(value, None, declared)
        return cls(value, HEADER, None)

    def entered(self, content: bytes, content_type: str) -> bytes:
        """Return the body, a JSON object or a form, with the key as its first member."""
        kind = essence(content_type)
        if kind.endswith(("/json", "+json")) and content.startswith(b"{"):
            rest = content[1:].lstrip()
            member = f"{json.dumps(self.member)}:{json.dumps(self.value)}".encode()
            return b"{" + member + (b"" if rest.startswith(b"}") else b",") + rest
        if kind == "application/x-www-form-urlencoded":
            pair = f"{quote(str(self.member), safe='')}={quote(self.value, safe='')}".encode()
            return pair + b"&" + content if content else pair
        return content


def has_key(operation: Operation[Any], request: Request[Any], headers: Headers) -> bool:
    """Return whether the caller gave a key; an empty key does not count."""
    if headers.get(HEADER, "").strip():
        return True
    if operation.idempotency is None:
        return False
    place, name = operation.idempotency
    if place == "header":
        return bool(headers.get(name, "").strip())
    return is_given(request.query.get(name)) or is_given(_member(request.body, name))


def _is_mentioned(operation: Operation[Any], request: Request[Any], headers: Headers) -> bool:
    """Return whether the caller gave a key, perhaps an empty one to send none."""
    place, name = operation.idempotency or ("header", HEADER)
    return name in headers or (place == "body" and _member(request.body, name) is not None)


def is_given(value: object) -> bool:
    """Return whether a value is a key."""
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _member(body: object, name: str) -> object:
    """Return the value of a body's property, by its wire name."""
    from ..wire.json_values import is_model

    if isinstance(body, Mapping):
        return cast("Mapping[str, object]", body).get(name)
    if not is_model(body):
        return None
    for python_name, field in type(body).model_fields.items():
        if (field.serialization_alias or field.alias or python_name) == name:
            return getattr(body, python_name) if python_name in body.model_fields_set else None
    return (body.model_extra or {}).get(name)
