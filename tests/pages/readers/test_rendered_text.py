"""The text of rendered pages of ReadMe, Stoplight, Scalar and Apidog, and of Redoc."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.support import reading

_CURL = 'cURL Request\n1\ncurl --request POST \\\n2\n  --url https://api.acme.dev/v1/calls \\\n3\n  --data \'{"to": "+1", "agent": {"id": "a"}}\'\n'


def body(fields: str, code: str = _CURL) -> tuple[dict[str, Any], list[str]]:
    """Return the properties of the body, and the codes of the findings."""
    found = reading(f"Make a call\npost https://api.acme.dev/v1/calls\nBody Params\n{fields}\n{code}")
    assert found.reader == "rendered-text"
    (schema,) = (found.document or {})["components"]["schemas"].values()
    return schema, [one.code for one in found.findings]


def test_numbers_of_lines_are_no_code() -> None:
    found = reading(f"Make a call\npost https://api.acme.dev/v1/calls\nBody Params\nto\nstring\n{_CURL}")
    assert [one.value for one in found.examples] == [{"to": "+1", "agent": {"id": "a"}}]


def test_marks_limits_and_values() -> None:
    schema, findings = body(
        "to\nstring\nrequired\nlength between 1 and 16\nThe callee\nlanguage\nstring\nenum\nDefaults to en\nAllowed:\nen\nde\n"
        "seconds\ninteger\n1 to 3600\ntags\narray of strings\n≤ 5 items\nold\nstring\ndeprecated\nnote\nstring | null"
    )
    assert (schema["required"], findings) == (["to"], [])
    made = schema["properties"]
    assert made["to"] == {"type": "string", "minLength": 1, "maxLength": 16, "description": "The callee"}
    assert made["language"] == {"type": "string", "enum": ["en", "de"], "default": "en"}
    assert made["seconds"] == {"type": "integer", "minimum": 1, "maximum": 3600}
    assert made["tags"] == {"type": "array", "items": {"type": "string"}, "maxItems": 5}
    assert (made["old"]["deprecated"], made["note"]["type"]) == (True, ["string", "null"])


def test_a_sample_says_what_an_object_holds() -> None:
    schema, findings = body("agent\nobject\nrequired\nid\nstring\nrequired\nto\nstring\nrequired")
    assert (list(schema["properties"]), findings) == (["agent", "to"], [])
    assert schema["properties"]["agent"]["required"] == ["id"]


def test_a_field_whose_place_is_unknown_is_left_out() -> None:
    schema, findings = body("to\nstring\noptions\nobject\nspeed\nnumber")
    assert (list(schema["properties"]), findings) == (["to", "options"], ["unplaced-fields"])


def test_a_heading_of_the_object_names_the_place() -> None:
    schema, findings = body("to\nstring\noptions\nobject\nAnything\nOPTIONS OBJECT\nspeed\nnumber")
    assert (list(schema["properties"]["options"]["properties"]), findings) == (["speed"], [])


def test_values_that_are_glued_are_a_finding() -> None:
    schema, findings = body("to\nstring\nkind\nstring\nenum\nfast slow")
    assert ("enum" in schema["properties"]["kind"], findings) == (False, ["lost-options"])


@pytest.mark.parametrize(
    "statuses", ["201\n400\nCreated\n\nBody\n\nid\nstring", "201\nCreated\nResponse body\nid\nstring\n400\nBad"]
)
def test_responses_as_tabs_and_one_after_the_other(statuses: str) -> None:
    found = (
        reading(f"Make\npost https://api.acme.dev/v1/calls\nBody Params\nto\nstring\nResponses\n{statuses}\n").document
        or {}
    )
    responses = found["paths"]["/v1/calls"]["post"]["responses"]
    assert {key: "content" in one for key, one in responses.items()} == {"201": True, "400": False}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("string^\\+[1-9]\\d{1,14}$", {"type": "string", "pattern": "^\\+[1-9]\\d{1,14}$"}),
        ("integer [ 1 .. 120 ]", {"type": "integer", "minimum": 1, "maximum": 120}),
        ("string [ 1 .. 80 ] characters", {"type": "string", "minLength": 1, "maxLength": 80}),
        ("number >= 0", {"type": "number", "minimum": 0}),
    ],
)
def test_limits_of_redoc(words: str, expected: dict[str, Any]) -> None:
    text = f"Make\nAUTHORIZATIONS:\nbearerAuth\nREQUEST BODY SCHEMA: application/json\nid\nrequired\n{words}\n\nPOST\n/calls\nhttps://api.acme.dev/v1/calls\n"
    document = reading(text).document or {}
    (schema,) = document["components"]["schemas"].values()
    assert (schema["properties"]["id"], list(document["paths"])) == (expected, ["/v1/calls"])
    assert list(document["components"]["securitySchemes"]) == ["bearerAuth"]


@pytest.mark.parametrize(
    ("path", "urls", "servers"),
    [
        ("/calls", ["https://api.acme.dev/v1/calls"], ["https://api.acme.dev/v1"]),
        ("/calls/{id}", ["https://api.acme.dev/v1/calls/c_12"], ["https://api.acme.dev/v1"]),
        ("/calls", ["https://login.acme.dev/token", "https://api.acme.dev/v1/calls"], ["https://api.acme.dev/v1"]),
        ("/calls", ["https://api.acme.dev/v1/other"], []),
        ("/calls/{id}", ["https://api.acme.dev/v1/calls"], []),
    ],
)
def test_the_server_is_what_a_sample_has_in_front_of_the_path(path: str, urls: list[str], servers: list[str]) -> None:
    commands = "\n\n".join(f'curl --request POST --url {url} --data \'{{"to": "+1"}}\'' for url in urls)
    found = reading(f"Make a call\npost\n{path}\nBody Params\nto\nstring\n{commands}")
    assert found.reader == "rendered-text"
    assert [one["url"] for one in (found.document or {}).get("servers", [])] == servers
    assert [one.code for one in found.findings] == ([] if servers else ["path-contradiction"])
