"""What is written in another way and means the same, or nearly: what a reviewer would not call a change."""

from __future__ import annotations

import pytest

from .document_changes import CREATE_BODY
from .operation_changes import Row, edited
from .pairs import compared, told

_SERVERS = (
    "servers:\n  - url: https://{region}.acme.example\n    description: Main\n    variables:\n"
    "      region: {default: eu, enum: [eu, us]}\n  - url: https://test.acme.example\n    description: Sandbox\n"
)
_ONE_SERVER = (_SERVERS, "servers:\n  - url: https://acme.example\n")
_OWN_SERVER = ("summary: List calls.", "summary: List calls.\n      servers: [{url: https://acme.example}]")
_REQUIRED = "      requestBody:\n        required: true\n"
_NOTE = "note: {type: string}"
_TAKEN = 'requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Call"}}}}'
_TAKEN_ALWAYS = _TAKEN.replace("{content", "{required: true, content", 1)
_BOTH = "  callEnded:\n    post:\n      "
_PURE = 'schema: {$ref: "#/components/schemas/Leg"}'
_VARIANTS = (
    "    Spare:\n      %s:\n        - {type: object, required: [kind], properties: {kind: {const: a}}}\n"
    "        - {type: object, required: [kind], properties: {kind: {const: b}}}\n"
    "    Unused:\n      type: object\n"
)
_SIGNED = "parameters: [{name: X-Sign, in: header, required: true, schema: {type: string}}]\n      "
_PICTURE = (f"application/json:\n              {_PURE}", "image/png: %s")
_SENT = (_NOTE, 'note: {$ref: "#/components/schemas/Spare"}')

ROWS = (
    Row("the only server, at an operation", "", (_ONE_SERVER, _OWN_SERVER), old=(_ONE_SERVER,)),
    Row("the only server, no longer at an operation", "", (_ONE_SERVER,), old=(_ONE_SERVER, _OWN_SERVER)),
    Row(
        "the first of several servers, at an operation",
        "api-server-changed risky request",
        (("summary: List calls.", "summary: List calls.\n      servers: [{url: https://test.acme.example}]"),),
    ),
    Row(
        "a body said to be required that the client always asked for",
        "request-body-became-required docs request",
        (),
        old=((_REQUIRED, "      requestBody:\n"),),
        symbols=("calls.create(body)",),
    ),
    Row(
        "a body no longer said to be required that the client asks for",
        "request-body-became-optional docs request",
        ((_REQUIRED, "      requestBody:\n"),),
    ),
    Row(
        "a webhook that always comes with a body",
        "request-body-became-required safe response",
        ((_BOTH + _TAKEN, _BOTH + _TAKEN_ALWAYS),),
    ),
    Row(
        "a webhook that may come without a body",
        "request-body-became-optional risky response",
        (),
        old=((_BOTH + _TAKEN, _BOTH + _TAKEN_ALWAYS),),
    ),
    Row(
        "a media type in capitals",
        "",
        ((f"application/json:\n              {_PURE}", f"Application/JSON:\n              {_PURE}"),),
    ),
    Row(
        "a charset in capitals",
        "",
        ((f"application/json:\n              {_PURE}", f"application/json;Charset=UTF-8:\n              {_PURE}"),),
        old=(
            (f"application/json:\n              {_PURE}", f'"application/json; charset=utf-8":\n              {_PURE}'),
        ),
    ),
    Row(
        "bytes, said or not",
        "",
        ((CREATE_BODY, "      requestBody: {required: true, content: {application/octet-stream: {}}}\n"),),
        old=(
            (
                CREATE_BODY,
                "      requestBody:\n        required: true\n        content:\n          application/octet-stream:\n"
                "            schema: {type: string, format: binary}\n",
            ),
        ),
    ),
    Row(
        "a picture, said to be bytes or not",
        "",
        ((_PICTURE[0], _PICTURE[1] % "{schema: {type: string, format: binary, description: A face.}}"),),
        old=((_PICTURE[0], _PICTURE[1] % "{}"),),
    ),
    Row(
        "what comes with a webhook is more",
        "new-required-request-parameter safe response",
        ((_BOTH, _BOTH + _SIGNED),),
    ),
    Row(
        "what comes with a webhook is less",
        "request-parameter-removed breaking response",
        (),
        old=((_BOTH, _BOTH + _SIGNED),),
    ),
    Row(
        "what comes with a webhook may be missing",
        "request-parameter-became-optional breaking response",
        ((_BOTH, _BOTH + _SIGNED.replace("true", "false")),),
        old=((_BOTH, _BOTH + _SIGNED),),
    ),
    Row(
        "what comes with a webhook always comes",
        "request-parameter-became-required safe response",
        ((_BOTH, _BOTH + _SIGNED),),
        old=((_BOTH, _BOTH + _SIGNED.replace("true", "false")),),
    ),
    Row("a length of at least nothing", "", ((_NOTE, "note: {type: string, minLength: 0}"),)),
    Row(
        "no items at least",
        "",
        ((_NOTE, "note: {type: array, minItems: 0, items: {type: string}}"),),
        old=((_NOTE, "note: {type: array, items: {type: string}}"),),
    ),
    Row(
        "a default that stays while another type comes",
        "request-property-any-of-added safe request",
        ((_NOTE, "note: {type: [string, integer], default: a}"),),
        old=((_NOTE, "note: {type: string, default: a}"),),
    ),
    Row(
        "any of variants that exclude each other, then one of them",
        "",
        (_SENT, ("    Spare:\n      type: object\n", _VARIANTS % "oneOf")),
        old=(_SENT, ("    Spare:\n      type: object\n", _VARIANTS % "anyOf")),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_rewordings_that_mean_the_same_are_not_reported(row: Row) -> None:
    """Only what matters to a caller is reported."""
    changes = compared(edited(row.old), edited(row.new)).changes
    expected = [tuple(one.split()) for one in filter(None, row.rules.split(";"))]
    assert sorted(told(changes)) == sorted(expected)
    if row.symbols:
        assert changes[0].symbols == row.symbols
