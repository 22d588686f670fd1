"""Pages read as the commands read them, without disk; and pages of one invented API, written by a program."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.commands.importing.prepared import prepared
from generator.diagnostics import Report, to_terminal
from generator.pages import registry
from generator.pages.drift import Drift, DriftSubject, drifts
from generator.pages.reading import Page, Reading
from generator.pages.spec.examples import payloads
from generator.pages.spec.merging import Merged, merged
from generator.pages.spec.writing import RecordedPage

PAGES = Path(__file__).parent / "pages"
SPECS = Path(__file__).resolve().parents[2] / "specs"


def reading(text: str, name: str = "page.md") -> Reading:
    """Return what a page says; a page that is refused fails the test with the reasons."""
    report = Report()
    found = registry.read(Page(text, name), report)
    assert found is not None, [to_terminal(one) for one in report]
    return found


def refusal(text: str, name: str = "page.md") -> str:
    """Return why a page is refused."""
    report = Report()
    found = registry.read(Page(text, name), report)
    assert found is None
    return "\n".join(to_terminal(one) for one in report)


def merge(*texts: str) -> Merged:
    """Return pages as one document."""
    given = [
        RecordedPage(reading(text, f"page-{number}.md"), f"page-{number}.md", "", "", "")
        for number, text in enumerate(texts)
    ]
    return merged([prepared(one, Path()).reading for one in given])


def drift_of(*texts: str) -> Sequence[Drift]:
    """Return what pages say differently, without the notes."""
    made = merge(*texts)
    return [one for one in drifts(DriftSubject(made.document, made, payloads(made))) if not one.note]


class Parcels:
    """An invented API: its document, the payloads of its page, and the samples."""

    def __init__(self) -> None:
        self.method, self.path, self.server = "POST", "/v2/shipments", "https://api.parcel.dev"
        self.line_url = ""
        self.request: Any = {
            "weight": 1.5,
            "count": 2,
            "kind": "parcel",
            "fragile": True,
            "pickup": "2026-04-08T14:00:00Z",
            "customer_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
            "receiver": {"street": "Main St", "city": "Bonn", "zip": 53111},
            "items": [{"sku": "a-1", "amount": 3}],
        }
        self.response: Any = {
            "id": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
            "status": "booked",
            "price": {"amount": 12, "currency": "EUR"},
            "created_at": "2026-04-08T14:00:00Z",
            "tracking": ["x", "y"],
        }
        self.samples: dict[str, dict[str, Any]] = {
            name: {"body": self.request, "url": None, "method": None, "header": ("Authorization", "Bearer <token>")}
            for name in ("python", "javascript", "go", "curl")
        }
        self.document: dict[str, Any] = _document()

    def text(self) -> str:
        """Return the page."""
        url = self.line_url or f"{self.server}{self.path}"
        document = json.dumps(self.document, indent=1)
        parts = [
            "# Book a shipment",
            f"{self.method} {url}\nContent-Type: application/json",
            "Books a shipment.",
            "Reference: https://docs.parcel.dev/reference/shipments/book-shipment",
            f"## OpenAPI Specification\n\n```yaml\n{document}\n```",
            "## Examples\n\n### A parcel",
            f"**Request**\n\n```json\n{json.dumps(self.request, indent=2)}\n```",
            f"**Response**\n\n```json\n{json.dumps(self.response, indent=2)}\n```",
            "**SDK Code**",
            *(self._sample(name, one) for name, one in self.samples.items()),
        ]
        return "\n\n".join(parts) + "\n"

    def _sample(self, language: str, sample: Mapping[str, Any]) -> str:
        url = sample["url"] or f"https://api.parcel.dev{'/v2/shipments'}"
        method = sample["method"] or "POST"
        name, value = sample["header"]
        body = sample["body"]
        code = {
            "python": f'import requests\nurl = "{url}"\npayload = {body!r}\nheaders = {{"{name}": "{value}"}}\n'
            f"response = requests.{method.lower()}(url, json=payload, headers=headers)",
            "javascript": f"const url = '{url}';\nconst options = {{method: '{method}', headers: {{'{name}': '{value}'}}, "
            f"body: '{json.dumps(body)}'}};\nfetch(url, options);",
            "go": f'package main\nurl := "{url}"\npayload := strings.NewReader({json.dumps(json.dumps(body))})\n'
            f'req, _ := http.NewRequest("{method}", url, payload)\nreq.Header.Add("{name}", "{value}")',
            "curl": f"curl -X {method} {url} \\\n  -H '{name}: {value}' \\\n  -d '{json.dumps(body)}'",
        }
        return f"```{language} A parcel\n{code[language]}\n```"


def _document() -> dict[str, Any]:
    def ref(name: str) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/{name}"}

    schemas = {
        "Address": {
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}, "zip": {"type": "integer"}},
            "required": ["street", "city"],
            "title": "Address",
        },
        "Item": {
            "type": "object",
            "properties": {"sku": {"type": "string"}, "amount": {"type": "integer"}},
            "required": ["sku"],
            "title": "Item",
        },
        "NewShipment": {
            "type": "object",
            "properties": {
                "weight": {"type": "number", "description": "In kilograms."},
                "count": {"type": "integer", "default": 1},
                "kind": {"type": "string", "enum": ["parcel", "letter"], "default": "parcel"},
                "fragile": {"type": "boolean"},
                "pickup": {"type": "string", "format": "date-time"},
                "customer_id": {"type": "string", "format": "uuid"},
                "receiver": ref("Address"),
                "items": {"type": "array", "items": ref("Item")},
                "note": {"type": "string"},
            },
            "required": ["weight", "kind", "receiver"],
            "title": "NewShipment",
        },
        "Price": {
            "type": "object",
            "properties": {"amount": {"type": "integer"}, "currency": {"type": "string", "enum": ["EUR", "USD"]}},
            "required": ["amount", "currency"],
            "title": "Price",
        },
        "Shipment": {
            "type": "object",
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "status": {"type": "string", "enum": ["booked", "sent"]},
                "price": ref("Price"),
                "created_at": {"type": "string", "format": "date-time"},
                "tracking": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["id", "status"],
            "title": "Shipment",
        },
    }
    content = {"application/json": {"schema": ref("Shipment")}}
    operation = {
        "operationId": "book-shipment",
        "summary": "Book a shipment",
        "tags": ["shipments"],
        "responses": {"200": {"description": "Booked", "content": content}, "404": {"description": "No such depot"}},
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("NewShipment")}}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parcel API", "version": "1.0.0"},
        "paths": {"/v2/shipments": {"post": operation}},
        "servers": [{"url": "https://api.parcel.dev"}],
        "security": [{"bearerAuth": []}],
        "components": {"schemas": schemas, "securitySchemes": {"bearerAuth": {"type": "http", "scheme": "bearer"}}},
    }
