"""A description before and after, for every rule that is not about schemas."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.config import Settings

BASE = """\
openapi: 3.1.0
info:
  title: Acme
  version: 1.0.0
  description: Calls people.
servers:
  - url: https://{region}.acme.example
    description: Main
    variables:
      region: {default: eu, enum: [eu, us]}
  - url: https://test.acme.example
    description: Sandbox
tags:
  - name: calls
    description: All about calls.
security:
  - key: []
paths:
  /calls:
    get:
      operationId: listCalls
      tags: [calls]
      summary: List calls.
      parameters:
        - name: limit
          in: query
          required: false
          description: How many.
          schema: {type: integer}
        - name: state
          in: query
          schema: {type: array, items: {type: string}}
        - name: X-Trace
          in: header
          schema: {type: string}
      responses:
        "200":
          description: Calls.
          headers:
            X-Total:
              required: true
              schema: {type: integer}
            X-Page:
              schema: {type: integer}
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Call"}}
        "404":
          description: None.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Problem"}
    post:
      operationId: createCall
      tags: [calls]
      summary: Make a call.
      requestBody:
        required: true
        description: The call.
        content:
          application/json:
            schema: {$ref: "#/components/schemas/NewCall"}
          application/x-www-form-urlencoded:
            schema: {$ref: "#/components/schemas/NewCall"}
      responses:
        "201":
          description: Made.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Call"}
        "422":
          description: Invalid.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Problem"}
      callbacks:
        onEvent:
          "{$request.body#/url}":
            post:
              requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Call"}}}}
              responses: {"204": {description: Taken.}}
  /calls/{callId}/legs/{legId}:
    get:
      operationId: getLeg
      tags: [calls]
      deprecated: true
      x-sunset: "2031-01-31"
      security:
        - key: []
        - oauth: [read]
      parameters:
        - {name: callId, in: path, required: true, schema: {type: string}}
        - {name: legId, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: A leg.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Leg"}
webhooks:
  callEnded:
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Call"}}}}
      responses: {"204": {description: Taken.}}
components:
  securitySchemes:
    key:
      type: apiKey
      in: header
      name: X-Key
      description: The key.
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://acme.example/token
          scopes: {read: Read., write: Write.}
  schemas:
    NewCall:
      type: object
      required: [to]
      properties:
        to: {type: string}
        note: {type: string}
    Call:
      type: object
      required: [id]
      properties:
        id: {type: string}
        to: {type: string}
        leg: {$ref: "#/components/schemas/Leg"}
    Leg:
      type: object
      required: [number]
      properties:
        number: {type: string}
        length: {type: integer}
    Problem:
      type: object
      properties:
        reason: {type: string}
    Spare:
      type: object
      properties:
        part: {type: string}
"""

Edit = tuple[str, str]
"""What to look for, and what to put in its place."""


_PAGES = "      x-clientwright-pagination: {style: page, items: '', parameter: query.limit, first: 1}\n"
_PAGED = ("      operationId: listCalls\n", "      operationId: listCalls\n" + _PAGES)
_STATES = '      x-clientwright-polling: {statuses: {"202": retry, "200": success}}\n'


@dataclass(frozen=True)
class Row:
    """One pair: edits of the base, and the expected report."""

    name: str
    rules: str
    """`rule level direction`, separated by semicolons: everything that is reported."""
    new: tuple[Edit, ...]
    old: tuple[Edit, ...] = ()
    symbols: tuple[str, ...] = field(default=())
    """Of the first rule."""
    today: str = ""
    settings: Settings | None = None
    """Of the newer side."""


def edited(edits: tuple[Edit, ...]) -> str:
    """Return the base with edits made, each of which must find its text."""
    text = BASE
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def _cut(start: str, end: str) -> Edit:
    """Return the edit that leaves out everything from `start` to before `end`."""
    return BASE[BASE.index(start) : BASE.index(end)], ""


_LEG = _cut("  /calls/{callId}/legs", "webhooks:")
_POST = _cut("    post:\n      operationId: createCall", "  /calls/{callId}/legs")
_STABLE: Edit = ("summary: List calls.", "summary: List calls.\n      x-stability-level: stable")
_BETA: Edit = ("summary: List calls.", "summary: List calls.\n      x-stability-level: beta")
_SUNSET = '      deprecated: true\n      x-sunset: "2031-01-31"\n'
_STATE = "        - name: state\n          in: query\n          schema: {type: array, items: {type: string}}\n"

OPERATIONS = (
    Row("identical", "", ()),
    Row(
        "removed",
        "api-removed-without-deprecation breaking request;webhook-removed breaking response;"
        "api-schema-removed breaking none",
        (_POST, _cut("    NewCall:", "    Call:")),
        symbols=("calls.create",),
    ),
    Row(
        "removed before its day",
        "api-path-removed-before-sunset breaking request",
        (_LEG,),
        symbols=("calls.get_leg",),
        today="2030-12-31",
    ),
    Row("removed after its day", "api-path-removed-with-deprecation risky request", (_LEG,), today="2031-02-01"),
    Row(
        "path removed",
        "api-path-removed-without-deprecation breaking request",
        (_LEG,),
        old=((_SUNSET, ""),),
    ),
    Row(
        "deprecated operation removed, its path stays",
        "api-removed-with-deprecation risky request;webhook-removed breaking response",
        (_POST,),
        old=(("summary: Make a call.", "summary: Make a call.\n      deprecated: true"),),
    ),
    Row(
        "deprecated operation removed before its day, its path stays",
        "api-removed-before-sunset breaking request;webhook-removed breaking response",
        (_POST,),
        old=(("summary: Make a call.", "summary: Make a call.\n      deprecated: true\n      x-sunset: 2031-01-31"),),
        today="2030-01-01",
    ),
    Row("added", "endpoint-added safe request", (), old=(_LEG,), symbols=("calls.get_leg",)),
    Row(
        "moved",
        "api-moved breaking request",
        (("/calls/{callId}/legs/{legId}:", "/v2/calls/{callId}/legs/{legId}:"),),
        symbols=("calls.get_leg",),
    ),
    Row(
        "moved, and no operationId",
        "api-moved breaking request",
        (
            ("/calls/{callId}/legs/{legId}:", "/v2/calls/{callId}/legs/{legId}:"),
            ("      operationId: getLeg\n", "      summary: Get a leg.\n"),
        ),
        old=(("      operationId: getLeg\n", "      summary: Get a leg.\n"),),
    ),
    Row(
        "another operationId",
        "api-operation-id-removed breaking none",
        (("operationId: getLeg", "operationId: fetchLeg"),),
        symbols=("calls.get_leg", "calls.fetch_leg"),
    ),
    Row(
        "another spelling of the operationId",
        "api-operation-id-removed safe none",
        (("operationId: getLeg", "operationId: get_leg"),),
        symbols=("calls.get_leg",),
    ),
    Row(
        "an operationId at last",
        "api-operation-id-added safe none",
        (),
        old=(("      operationId: getLeg\n", ""),),
    ),
    Row(
        "another first tag",
        "api-tag-removed breaking none",
        (("operationId: getLeg\n      tags: [calls]", "operationId: getLeg\n      tags: [legs]"),),
        symbols=("calls.get_leg", "legs.get"),
    ),
    Row(
        "a further tag",
        "api-tag-added safe none",
        (("operationId: getLeg\n      tags: [calls]", "operationId: getLeg\n      tags: [calls, legs]"),),
    ),
    Row(
        "a method that had to give way to another one",
        "method-renamed breaking none;endpoint-added safe request",
        (
            (
                "  /calls/{callId}/legs",
                '  /legs:\n    get: {operationId: get_leg, tags: [calls], responses: {"204": {description: No.}}}\n'
                "  /calls/{callId}/legs",
            ),
        ),
    ),
    Row(
        "a method that a setting moves to another resource under the same name",
        "method-renamed breaking none",
        (),
        settings=Settings(operations={"getLeg": "get_leg"}),
        symbols=("calls.get_leg", "get_leg"),
    ),
    Row(
        "another operationId, and a setting that keeps the method but not its resource",
        "api-operation-id-removed safe none;method-renamed breaking none",
        (("operationId: getLeg", "operationId: fetchLeg"),),
        settings=Settings(operations={"fetchLeg": "get_leg"}),
    ),
    Row("pages that are declared at last", "iterator-added safe none", (_PAGED,), symbols=("calls.list_all",)),
    Row(
        "pages that are declared no more",
        "iterator-removed breaking none",
        (),
        old=(_PAGED,),
        symbols=("calls.list_all",),
    ),
    Row(
        "pages that stay, of an operation with a parameter less",
        "request-parameter-removed breaking request",
        (_PAGED, (_STATE, "")),
        old=(_PAGED,),
    ),
    Row(
        "pages by another rule",
        "iterator-changed risky response",
        (("      operationId: listCalls\n", "      operationId: listCalls\n" + _PAGES.replace("1", "0")),),
        old=(_PAGED,),
    ),
    Row(
        "states that are declared at last",
        "wait-added safe none",
        (("      operationId: getLeg\n", "      operationId: getLeg\n" + _STATES),),
    ),
    Row(
        "states that are declared no more",
        "wait-removed breaking none",
        (),
        old=(("      operationId: getLeg\n", "      operationId: getLeg\n" + _STATES),),
    ),
    Row(
        "other states",
        "wait-changed risky response",
        (("      operationId: getLeg\n", "      operationId: getLeg\n" + _STATES.replace("202", "203")),),
        old=(("      operationId: getLeg\n", "      operationId: getLeg\n" + _STATES),),
    ),
    Row(
        "deprecated",
        "endpoint-deprecated safe none",
        (("summary: List calls.", "summary: List calls.\n      deprecated: true"),),
        symbols=("calls.list",),
    ),
    Row(
        "deprecated until a day",
        "endpoint-deprecated-with-sunset safe none",
        (("summary: List calls.", "summary: List calls.\n      deprecated: true\n      x-sunset: 2031-05-01"),),
    ),
    Row("no longer deprecated", "endpoint-reactivated safe none", ((_SUNSET, ""),)),
    Row(
        "a day at last",
        "api-sunset-date-added risky none",
        (),
        old=(('      x-sunset: "2031-01-31"\n', ""),),
    ),
    Row("an earlier day", "api-sunset-date-changed-too-small breaking none", (("2031-01-31", "2030-06-30"),)),
    Row("a later day", "api-sunset-date-changed safe none", (("2031-01-31", "2032-06-30"),)),
    Row("no day any more", "sunset-deleted breaking none", (('      x-sunset: "2031-01-31"\n', ""),)),
    Row("less stable", "api-stability-decreased breaking none", (_BETA,), old=(_STABLE,)),
    Row("more stable", "api-stability-increased safe none", (_STABLE,), old=(_BETA,)),
    Row(
        "an alpha version changes as it likes",
        "new-required-request-parameter risky request",
        (
            ("summary: List calls.", "summary: List calls.\n      x-stability-level: alpha"),
            (_STATE, _STATE + "        - {name: since, in: query, required: true, schema: {type: string}}\n"),
        ),
        old=(("summary: List calls.", "summary: List calls.\n      x-stability-level: alpha"),),
    ),
    Row(
        "servers of its own",
        "api-server-changed risky request",
        (("summary: List calls.", "summary: List calls.\n      servers: [{url: https://calls.acme.example}]"),),
    ),
    Row("described anew", "operation-description-changed docs none", (("summary: List calls.", "summary: Calls."),)),
    Row("a webhook less", "webhook-removed breaking response", (_cut("webhooks:", "components:"),)),
    Row("a webhook more", "webhook-added safe response", (), old=(_cut("webhooks:", "components:"),)),
    Row("a webhook renamed", "webhook-renamed breaking response", (("  callEnded:", "  callOver:"),)),
    Row("a callback less", "webhook-removed breaking response", (_cut("      callbacks:", "  /calls/{callId}/legs"),)),
    Row(
        "the answer to a webhook",
        "response-success-status-added safe response",
        (
            (
                'responses: {"204": {description: Taken.}}\ncomponents:',
                'responses: {"202": {description: Later.}, "204": {description: Taken.}}\ncomponents:',
            ),
        ),
    ),
)
