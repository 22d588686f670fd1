"""What is sent where only the answer matters: a provider that is new breaks no test only because its body is no JSON."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.support import samples
from tests.support.judge import Judge

if TYPE_CHECKING:
    from tests.support.providers import Operation

_FORM = {"type": "object", "properties": {"q": {"type": "integer"}}, "required": ["q"]}


@pytest.mark.parametrize(
    ("content_type", "type_", "schema", "body"),
    [
        ("application/octet-stream", "BinaryContent", {}, b"content"),
        ("audio/wav", "BinaryContent | Form", _FORM, b"content"),
        ("application/x-ndjson", "Iterable[Form] | AsyncIterable[Form]", {}, ()),
        ("multipart/form-data", "Form", _FORM, {"q": 0}),
        ("text/plain", "str", {"type": "string", "enum": ["a"]}, "a"),
        ("application/json", "Form", _FORM, {"q": 0}),
    ],
)
def test_body_of_any_content_type(content_type: str, type_: str, schema: dict[str, Any], body: object) -> None:
    """Given: bytes, bytes or a form, a stream, a form with files, text, JSON."""
    call = {"method": "post", "path": "/a", "body": {"content_types": [content_type], "type": type_}}
    description = {"requestBody": {"content": {content_type: {"schema": schema}}}}
    provider = SimpleNamespace(judge=Judge({}), examples=())
    operation = cast("Operation", SimpleNamespace(provider=provider, description=description, call=call))
    assert samples.body(operation) == body
