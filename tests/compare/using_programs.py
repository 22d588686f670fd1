"""Programs that use a client. In them, `# -> symbol` marks what has to be found in a line, `# ?> symbol` what may only be guessed."""

from __future__ import annotations

from typing import Any

from generator import pipeline
from generator.artifacts import Inputs
from generator.compare import Change, Described, Direction, Level
from generator.compare.usages import find_uses, parse
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import Source, load

VOICE = """\
openapi: 3.1.0
info: {title: Voice, version: "1"}
servers:
  - {url: "https://voice.example.com", description: Global}
  - {url: "https://in.voice.example.com", description: India}
paths:
  /calls:
    get:
      operationId: list
      tags: [calls]
      x-clientwright-pagination: {style: page, items: "", parameter: query.page}
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: status, in: query, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer}}
      responses:
        "200":
          description: Calls.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Call"}}}}
    post:
      operationId: create
      tags: [calls]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/CreateCall"}}}
      responses:
        "200":
          description: The call.
          content: {application/json: {schema: {$ref: "#/components/schemas/CallResult"}}}
        "404":
          description: No such agent.
          content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}
  /calls/{call_id}:
    get:
      operationId: fetch
      tags: [calls]
      parameters:
        - {name: call_id, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: The call.
          content: {application/json: {schema: {$ref: "#/components/schemas/Call"}}}
  /recent:
    get:
      operationId: recent
      tags: [calls]
      responses:
        "200":
          description: The last calls, each with those before it.
          content: {application/json: {schema: {$ref: "#/components/schemas/Recent"}}}
  /events:
    get:
      operationId: watch
      tags: [events]
      responses:
        "200":
          description: Events.
          content: {text/event-stream: {itemSchema: {$ref: "#/components/schemas/Event"}}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    CreateCall:
      type: object
      required: [agent_id]
      properties:
        agent_id: {type: integer}
        retry: {$ref: "#/components/schemas/Retry"}
        notes: {type: object, additionalProperties: {$ref: "#/components/schemas/Note"}}
    Retry: {type: object, properties: {stage_name: {type: string}}}
    Note: {type: object, properties: {note_text: {type: string}}}
    CallResult: {type: object, properties: {data: {$ref: "#/components/schemas/Call"}}}
    Call:
      type: object
      properties:
        trace_id: {type: string}
        status: {type: string, enum: [ringing, done]}
        retry: {$ref: "#/components/schemas/Retry"}
        notes: {type: object, additionalProperties: {$ref: "#/components/schemas/Note"}}
        parent: {$ref: "#/components/schemas/Call"}
        owner:
          oneOf: [{$ref: "#/components/schemas/Person"}, {$ref: "#/components/schemas/Team"}]
    Recent: {type: array, items: {$ref: "#/components/schemas/Entry"}}
    Entry:
      oneOf: [{$ref: "#/components/schemas/Call"}, {type: array, items: {$ref: "#/components/schemas/Entry"}}]
    Being: {type: object, properties: {full_name: {type: string}}}
    Person: {allOf: [{$ref: "#/components/schemas/Being"}, {type: object, properties: {age: {type: integer}}}]}
    Team: {type: object, properties: {members: {type: array, items: {$ref: "#/components/schemas/Person"}}}}
    Problem: {type: object, properties: {reason: {type: string}}}
    Event: {type: object, properties: {sequence: {type: integer}}}
security: [{key: []}]
"""
SYMBOLS = (
    *("calls.create", "calls.list", "calls.list_all", "calls.list(limit)", "calls.fetch(call_id)", "events.watch"),
    *("CreateCall", "CreateCall.retry", "Call.trace_id", "Call.status", "Retry.stage_name", "Note.note_text"),
    *("Being.full_name", "Person.age", "Problem.reason", "Event.sequence", "errors.NotFoundError"),
    *("Voice", "Voice(key)", "Voice(server='india')"),
)


def described(text: str, name: str = "voice") -> Described:
    report = Report()
    document = load(text.encode(), f"{name}.yaml", report)
    assert document
    found = pipeline.describe(Inputs(Source(document), Settings(), name), report)
    assert found, list(report)
    return found


def change(symbol: str, rule: str = "any", direction: Direction = Direction.BOTH, **more: Any) -> Change:
    return Change(rule, Level.BREAKING, direction, "changed", (symbol,), **more)


def uses(voice: Described, files: dict[str, str], *changes: Change, **options: Any) -> list[list[tuple[str, int]]]:
    report = Report()
    found = find_uses(changes, voice, parse(files, report), **options)
    assert not list(report)
    return [[(use.path, use.line) for use in one.uses or ()] for one in found]
