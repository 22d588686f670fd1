"""What is sent and what is received, over every place of a document: the reader's own account agrees with a plain one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Report
from generator.ir.lower import lower
from tests.laws.strategies import content, reference
from tests.laws.test_schemas import QUICK
from tests.normalize.trees import run

NAMES = ("Apple", "Berry", "Cherry", "Damson", "Elder", "Fig")
SENT = ("body", "body by reference", "query", "path item", "callback response", "callback header", "webhook response")
"""Our answers to callbacks and webhooks are ours to write, with their headers."""
RECEIVED = ("response", "default", "response by reference", "header", "callback body", "webhook body")


@st.composite
def places(draw: st.DrawFn) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return what each component refers to, and which component is at each place; not every place is used."""
    edges = {name: draw(st.sets(st.sampled_from(NAMES), max_size=2)) for name in NAMES}
    used = draw(st.lists(st.sampled_from((*SENT, *RECEIVED)), unique=True, min_size=1, max_size=4))
    return edges, {place: draw(st.sampled_from(NAMES)) for place in used}


def written(edges: dict[str, set[str]], used: dict[str, str], version: str) -> dict[str, Any]:
    """Return the document."""

    def at(place: str) -> Any:
        return content({"type": "array", "items": reference(used[place])}, version)

    def body(place: str) -> dict[str, Any]:
        return {"requestBody": at(place)} if place in used else {}

    def answers(place: str, header: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {"description": "", **(at(place) if place in used else {})}
        if header in used:
            found["headers"] = {"X-A": {"schema": reference(used[header])}}
        return {"200": found}

    operation: dict[str, Any] = {"operationId": "op", "responses": answers("response", "header"), **body("body")}
    if "default" in used:
        operation["responses"]["default"] = {"description": "", **at("default")}
    if "query" in used:
        operation["parameters"] = [{"name": "q", "in": "query", "schema": reference(used["query"])}]
    called = {"responses": answers("callback response", "callback header"), **body("callback body")}
    if any(place.startswith("callback") for place in used):
        operation["callbacks"] = {"done": {"{$request.body#/url}": {"post": called}}}
    item: dict[str, Any] = {"post": operation}
    if "path item" in used:
        item["parameters"] = [{"name": "h", "in": "header", "schema": reference(used["path item"])}]
    shared: dict[str, Any] = {"operationId": "other", "responses": {"200": {"description": ""}}}
    components: dict[str, Any] = {"schemas": schemas(edges)}
    if "response by reference" in used:
        components["responses"] = {"R": {"description": "", **at("response by reference")}}
        shared["responses"] = {"200": {"$ref": "#/components/responses/R"}}
    if "body by reference" in used:
        components["requestBodies"] = {"B": at("body by reference")}
        shared["requestBody"] = {"$ref": "#/components/requestBodies/B"}
    found = {"openapi": version, "info": {"title": "T", "version": "1"}, "components": components}
    found["paths"] = {"/a": item, "/b": {"put": shared}}
    if any(place.startswith("webhook") for place in used):
        found["webhooks"] = {"hook": {"post": {"responses": answers("webhook response"), **body("webhook body")}}}
    return found


def schemas(edges: dict[str, set[str]]) -> dict[str, Any]:
    return {
        name: {"type": "object", "properties": {other.lower(): reference(other) for other in sorted(edges[name])}}
        for name in NAMES
    }


def reached(edges: dict[str, set[str]], starts: list[str]) -> set[str]:
    found: set[str] = set()
    while starts:
        name = starts.pop()
        if name not in found:
            found.add(name)
            starts += edges[name]
    return found


@QUICK
@given(places())
def test_sent_and_received_values(drawn: tuple[dict[str, set[str]], dict[str, str]]) -> None:
    edges, used = drawn
    canonical, report = run(written(edges, used, "3.1.0"))
    assert canonical is not None, list(report)
    api = lower(canonical, Report())
    assert api.sent == reached(edges, [name for place, name in used.items() if place in SENT])
    assert api.received == reached(edges, [name for place, name in used.items() if place in RECEIVED])
