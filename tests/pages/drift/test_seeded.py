"""Drift, measured: one fact of a page changed at a time. At least 95 of 100 are found; at most 5 findings are false.

A fact can contradict only what says the same elsewhere: each change is one of a fact that the page, or the second page of
the same operation, states at least twice.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.pages.drift import Drift
from tests.pages.support import PAGES, Parcels, drift_of

from .recorded import RECORD, lines, text_of

Change = tuple[str, Callable[[Parcels], None]]
"""What is changed, in words, and how."""

_OTHER: dict[type, Any] = {bool: "yes", int: "many", float: "much", str: 17, list: "one", dict: "it"}
TEXT = (PAGES / "parcels-text.txt").read_text("utf-8")


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from _leaves(member, (*path, key))


def _set(root: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        root = root[key]
    root[path[-1]] = value


def _get(root: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        root = root[key]
    return root


def _payload_changes() -> Iterator[Change]:
    """Yield values of another type, and fields of another name, in the JSON of request and response."""
    for side in ("request", "response"):
        for path in _leaves(getattr(Parcels(), side)):
            old = _get(getattr(Parcels(), side), path)

            def retype(page: Parcels, side: str = side, path: tuple[Any, ...] = path, old: Any = old) -> None:
                setattr(page, side, copy.deepcopy(getattr(page, side)))
                _set(getattr(page, side), path, _OTHER[type(old)])

            def rename(page: Parcels, side: str = side, path: tuple[Any, ...] = path) -> None:
                setattr(page, side, copy.deepcopy(getattr(page, side)))
                parent = _get(getattr(page, side), path[:-1])
                parent[f"{path[-1]}_x"] = parent.pop(path[-1])

            yield f"{side} {path} of another type", retype
            if isinstance(path[-1], str):
                yield f"{side} {path} of another name", rename


def _sample_changes() -> Iterator[Change]:
    """Yield a value, the address, the method and the credential in one SDK sample."""
    for language in Parcels().samples:
        for path in list(_leaves(Parcels().request))[:5]:

            def other(page: Parcels, language: str = language, path: tuple[Any, ...] = path) -> None:
                body = copy.deepcopy(page.request)
                old = _get(body, path)
                _set(body, path, old + 1 if isinstance(old, int | float) and not isinstance(old, bool) else f"{old}x")
                page.samples[language]["body"] = body

            yield f"{language} sends another {path}", other
        for key, value in (
            ("url", "https://api.parcels.dev/v2/shipments"),
            ("url", "https://api.parcel.dev/v2/shipment"),
            ("method", "PUT"),
            ("header", ("X-API-Key", "<key>")),
            ("header", ("Authorization", "Basic <token>")),
        ):

            def differ(page: Parcels, language: str = language, key: str = key, value: Any = value) -> None:
                page.samples[language][key] = value

            yield f"{language} {key} {value}", differ


def _document_changes() -> Iterator[Change]:
    """Yield types, formats, names, enumerations, requirements and addresses of the document."""
    schemas = Parcels().document["components"]["schemas"]
    for name, schema in schemas.items():
        for field, property_ in schema["properties"].items():
            if field == "note":
                continue

            def retype(page: Parcels, name: str = name, field: str = field) -> None:
                properties = page.document["components"]["schemas"][name]["properties"]
                old = properties[field].get("type")
                properties[field] = {"type": "boolean" if old != "boolean" else "string"}

            def drop(page: Parcels, name: str = name, field: str = field) -> None:
                schema = page.document["components"]["schemas"][name]
                del schema["properties"][field]
                schema["required"] = [one for one in schema["required"] if one != field]

            yield f"{name}.{field} of another type", retype
            yield f"{name}.{field} gone", drop
            if "format" in property_:

                def reformat(page: Parcels, name: str = name, field: str = field) -> None:
                    page.document["components"]["schemas"][name]["properties"][field]["format"] = "email"

                yield f"{name}.{field} of another format", reformat
            if "enum" in property_:

                def narrow(page: Parcels, name: str = name, field: str = field) -> None:
                    found = page.document["components"]["schemas"][name]["properties"][field]
                    found["enum"] = ["other", *found["enum"][1:]]

                yield f"{name}.{field} with another value", narrow
        yield from _whole_changes(name)
    yield "another method", lambda page: setattr(page, "method", "PUT")
    yield "another address", lambda page: setattr(page, "line_url", "https://api.parcel.dev/v2/shipment")
    yield "another host", lambda page: setattr(page, "line_url", "https://api.parcels.dev/v2/shipments")


def _whole_changes(name: str) -> Iterator[Change]:
    def require(page: Parcels) -> None:
        schema = page.document["components"]["schemas"][name]
        schema["properties"]["extra"] = {"type": "string"}
        schema["required"] = [*schema["required"], "extra"]

    yield f"{name} requires a field that no sample has", require


def _page_changes() -> Iterator[tuple[str, str, str]]:
    """Yield changes of the second page of the same operation: what it says of fields, and of responses."""
    for line in ("count", "fragile", "note"):
        kind = {"count": "integer", "fragile": "boolean", "note": "string"}[line]
        yield f"{line} of another type", f"{line}{kind}Optional", f"{line}list of stringsOptional"
        yield f"{line} is required", f"{line}{kind}Optional", f"{line}{kind}Required"
    yield "weight is optional", "weightdoubleRequired", "weightdoubleOptional"
    yield "another field", "notestringOptional", "notestringOptional\nremarkstringOptional"
    yield "a value more", "`parcel`, `letter`", "`parcel`, `letter`, `pallet`"
    yield "a response more", "404\nNo such depot", "404\nNo such depot\n409\nBooked already"
    yield "another method", "POST\n/v2", "PUT\n/v2"


def _changes() -> list[tuple[str, Callable[[], Sequence[Drift]]]]:
    found: list[tuple[str, Callable[[], Sequence[Drift]]]] = []
    for name, change in (*_payload_changes(), *_sample_changes(), *_document_changes()):

        def run(change: Callable[[Parcels], None] = change) -> Sequence[Drift]:
            page = Parcels()
            change(page)
            return drift_of(page.text())

        found.append((name, run))
    for name, old, new in _page_changes():

        def second(old: str = old, new: str = new) -> Sequence[Drift]:
            assert old in TEXT
            return drift_of(Parcels().text(), TEXT.replace(old, new))

        found.append((f"second page: {name}", second))
    return found


CHANGES = _changes()


def test_contradictions_are_found() -> None:
    """Each change is reported as it is on record; few changes give nothing."""
    found = {name: lines(run()) for name, run in CHANGES}
    assert len(found) == len(CHANGES) >= 100
    missed = [name for name, told in found.items() if not told]
    assert len(missed) <= len(found) / 20, missed
    assert text_of(found) == RECORD.read_text("ascii")


def _harmless() -> Iterator[tuple[str, ...]]:
    """Yield pages that say nothing differently: as they are, in other words, in another order, with more said once."""
    page = Parcels()
    yield (page.text(),)
    yield page.text(), TEXT
    for field in ("weight", "count", "kind", "fragile", "note"):
        worded = Parcels()
        worded.document["components"]["schemas"]["NewShipment"]["properties"][field]["description"] = "In other words."
        yield worded.text(), TEXT
    for name in page.document["components"]["schemas"]:
        turned = Parcels()
        schema = turned.document["components"]["schemas"][name]
        schema["properties"] = dict(reversed(schema["properties"].items()))
        schema["required"] = list(reversed(schema["required"]))
        yield (turned.text(),)
        more = Parcels()
        more.document["components"]["schemas"][name]["properties"]["extra"] = {"type": "string"}
        yield (more.text(),)
    for status in ("400", "401", "429", "500"):
        more = Parcels()
        more.document["paths"]["/v2/shipments"]["post"]["responses"][status] = {"description": "Not this time"}
        yield more.text(), TEXT
    for host in ("https://api.example.com", "https://<your-host>"):
        elsewhere = Parcels()
        for sample in elsewhere.samples.values():
            sample["url"] = f"{host}/v2/shipments"
        yield (elsewhere.text(),)


def test_pages_that_agree_have_few_findings() -> None:
    false = [(one.code, one.text) for texts in _harmless() for one in drift_of(*texts)]
    assert len(false) <= 5, false
