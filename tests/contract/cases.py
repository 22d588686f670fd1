"""The cases of the contract, made for any provider: published payloads first, samples where nothing is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tests.support.payloads import canonical, sample, sent
from tests.support.samples import conforming
from tests.support.samples import published as published_bodies

if TYPE_CHECKING:
    from generator.normalize.examples import PublishedExample
    from tests.support.providers import Operation, Provider


class Count(Protocol):
    """Adds to the row of a provider in the table at the end of the run."""

    def __call__(self, provider: str, **counts: int) -> None:
        """Add `payloads`, `cases`, or drift: `declared`, `accepted`, `open`."""


@dataclass(frozen=True)
class Case:
    """One payload of one provider."""

    provider: Provider
    label: str
    value: Any
    schema: Any

    def __str__(self) -> str:
        """Return the id of the test."""
        return f"{self.provider.name}-{self.label}"


@dataclass(frozen=True)
class PublishedCase(Case):
    """A payload that the provider publishes, of any kind."""

    example: PublishedExample


@dataclass(frozen=True)
class RequestCase(Case):
    """A request body; `value` is None and `schema` too where the operation takes none."""

    operation: Operation
    type: str | None


@dataclass(frozen=True)
class ResponseCase(Case):
    """A response body."""

    operation: Operation
    status: str
    content_type: str
    type: str

    @property
    def is_error(self) -> bool:
        """Whether the client raises."""
        return not self.status.startswith("2")

    @property
    def code(self) -> int:
        """A status code that the declared status covers."""
        declared = {entry["status"] for entry in self.operation.call["responses"]}
        if self.status == "default":
            return next(code for code in (500, 418, 599) if str(code) not in declared)
        return int(self.status.upper().replace("XX", "18"))


def published(provider: Provider) -> list[Case]:
    """Return every payload of the provider that a schema rules."""
    return [
        PublishedCase(provider, found.name, found.value, provider.judge.schema(found.schema), found)
        for found in provider.examples
        if found.schema
    ]


def requests(provider: Provider) -> list[Case]:
    """Return the published request bodies, and for each operation a full and a minimal sample that differ from them."""
    return [case for operation in provider.operations for case in _requests(operation)]


def responses(provider: Provider) -> list[Case]:
    """Return a case for each JSON response: the published ones, else a full and a minimal sample."""
    return [case for operation in provider.operations for case in _responses(operation)]


def body_schemas(provider: Provider) -> list[Case]:
    """Return a case, without a value, for each distinct schema of a JSON body: requests first, then responses."""
    found: dict[tuple[bool, str], Case] = {}
    for operation in provider.operations:
        for case in (*_requests(operation), *_responses(operation)):
            if case.schema is not None:
                key = (isinstance(case, RequestCase), canonical(case.schema))
                found.setdefault(key, case)
    return list(found.values())


def _requests(operation: Operation) -> list[RequestCase]:
    provider, body = operation.provider, operation.call["body"]
    if body is None:
        return [RequestCase(provider, operation.name, None, None, operation, None)]
    content_type = body["content_types"][0]
    media = operation.description["requestBody"]["content"].get(content_type, {})
    if "json" not in content_type or "schema" not in media:
        return []
    values = _values(operation, media["schema"], "request", None, content_type)
    return [
        RequestCase(provider, f"{operation.name}-{label}", value, media["schema"], operation, body["type"])
        for label, value in values
    ]


def _responses(operation: Operation) -> list[ResponseCase]:
    found: list[ResponseCase] = []
    for entry in operation.call["responses"]:
        status, content_type = str(entry["status"]), entry["content_type"]
        if content_type is None or "json" not in content_type or entry["type"] is None or status[0] in "13":
            continue
        schema = operation.description["responses"][status]["content"][content_type].get("schema", {})
        for label, value in _values(operation, schema, "response", status, content_type):
            name = f"{operation.name}-{status}-{label}"
            found.append(
                ResponseCase(operation.provider, name, value, schema, operation, status, content_type, entry["type"])
            )
    return found


def _values(
    operation: Operation, schema: Any, kind: str, status: str | None, content_type: str
) -> list[tuple[str, Any]]:
    """Return (label, value): what is published, then samples that conform and are different; MISSING if need be."""
    judge = operation.provider.judge
    # One that does not conform is drift: it is judged, once, in `test_documents`, and not sent or served.
    rule = judge.request if kind == "request" else judge.response
    found = [
        (label, value)
        for label, value in published_bodies(operation, kind, status, content_type).items()
        if not rule(schema, value)
    ]
    for label, full in (("full sample", True), ("minimal sample", False)):
        value = sample(judge, schema, full=full)
        if kind == "request":
            value = sent(judge, schema, value)
        objections = judge.request(schema, value) if kind == "request" else judge.response(schema, value)
        if not objections and canonical(value) not in {canonical(other) for _, other in found}:
            found.append((label, value))
    return found or [("sample", conforming(judge, "request" if kind == "request" else "response", schema))]
