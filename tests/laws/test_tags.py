"""Discriminators, over every way to write one: a known tag decides alone, and the value comes back equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.judges import meant
from tests.laws.packages import Models, models
from tests.laws.strategies import content
from tests.laws.test_schemas import QUICK
from tests.support.compare import same

PREFIX = "#/components/schemas/"
PROPERTIES: Mapping[str, Any] = {
    "size": {"type": "integer", "minimum": 0},
    "name": {"type": "string"},
    "flag": {"type": "boolean"},
    "items": {"type": "array", "items": {"type": "string"}},
}
VALUES = {
    "size": st.sampled_from([0, 3, -1, "3"]),
    "name": st.sampled_from(["", "x", 3]),
    "flag": st.booleans() | st.just("yes"),
    "items": st.sampled_from([[], ["x"], [1]]),
}
WAYS = ("names", "mapping", "paths", "const", "enum", "inherited", "inherited mapping")
NULLS = ("never", "union", "holder")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A union with a discriminator, as a document has it."""

    version: str
    way: str
    null: str
    variants: Mapping[str, Any]
    """Class → its own schema, without the tag."""
    tags: Mapping[str, str]
    """Tag → class."""

    def document(self) -> dict[str, Any]:
        schemas: dict[str, Any] = dict(self._variants())
        schemas["Choice"] = self._union()
        part: dict[str, Any] = {"$ref": f"{PREFIX}Choice"}
        if self.null == "holder":
            part = {"oneOf": [part, {"type": "null"}]} if self.is_new else {"allOf": [part], "nullable": True}
        for name in ("Sent", "Received"):
            schemas[name] = {"type": "object", "required": ["it"], "properties": {"it": part}, "description": name}
        sent, received = ({"$ref": f"{PREFIX}{name}"} for name in ("Sent", "Received"))
        answer = {"200": {"description": "", **content(received, self.version)}}
        operation = {"operationId": "hold", "requestBody": content(sent, self.version), "responses": answer}
        info = {"title": "Tags", "version": "1"}
        components = {"schemas": schemas}
        return {"openapi": self.version, "info": info, "paths": {"/h": {"post": operation}}, "components": components}

    @property
    def is_new(self) -> bool:
        return self.version.startswith("3.1")

    def _variants(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, own in self.variants.items():
            tags = [tag for tag, target in self.tags.items() if target == name]
            tag: dict[str, Any] = {"type": "string"}
            if self.way == "const" and self.is_new:
                tag = {"const": tags[0]}
            elif self.way in ("const", "enum"):
                tag = {"type": "string", "enum": tags}
            if self.way.startswith("inherited"):
                found[name] = {"allOf": [{"$ref": f"{PREFIX}Choice"}, own]}
            else:
                required = ["kind", *own.get("required", ())]
                found[name] = {**own, "required": required, "properties": {"kind": tag, **own["properties"]}}
        return found

    def _union(self) -> dict[str, Any]:
        discriminator: dict[str, Any] = {"propertyName": "kind"}
        if self.way in ("mapping", "paths", "inherited mapping", "enum"):
            prefix = PREFIX if self.way != "mapping" else ""
            discriminator["mapping"] = {tag: f"{prefix}{name}" for tag, name in self.tags.items()}
        if self.way.startswith("inherited"):
            properties = {"kind": {"type": "string"}}
            return {"type": "object", "required": ["kind"], "properties": properties, "discriminator": discriminator}
        variants: list[Any] = [{"$ref": f"{PREFIX}{name}"} for name in self.variants]
        if self.null != "union":
            return {"oneOf": variants, "discriminator": discriminator}
        if self.is_new:
            return {"oneOf": [*variants, {"type": "null"}], "discriminator": discriminator}
        return {"oneOf": variants, "nullable": True, "discriminator": discriminator}

    def fits(self, value: Any) -> bool:
        """Return whether a value is meant: its tag names a variant that it fits."""
        if value is None:
            return self.null == "holder" or (self.null == "union" and not self.way.startswith("inherited"))
        name = self.tags.get(value.get("kind"))
        return name is not None and meant({}, self.variants[name], value)


@st.composite
def unions(draw: st.DrawFn, way: str, version: str) -> Tagged:
    """Return a union of two or three variants; with a mapping, a variant may have several tags."""
    names = ("Apple", "Berry", "Cherry")[: draw(st.integers(2, 3))]
    variants = {}
    for name in names:
        chosen = draw(st.lists(st.sampled_from(sorted(PROPERTIES)), unique=True, max_size=3))
        required = draw(st.lists(st.sampled_from(chosen), unique=True, max_size=2)) if chosen else []
        variants[name] = {"type": "object", "properties": {key: PROPERTIES[key] for key in chosen}}
        variants[name] |= {"required": required} if required else {}
    tags = {name: name for name in names}
    if way in ("mapping", "paths", "inherited mapping", "enum"):
        tags = {name.lower(): name for name in names}
        if way != "mapping" or draw(st.booleans()):
            tags["other"] = draw(st.sampled_from(names))
    elif way == "const":
        tags = {f"a-{name.lower()}": name for name in names}
    return Tagged(version, way, draw(st.sampled_from(NULLS)), variants, tags)


@st.composite
def values(draw: st.DrawFn, union: Tagged) -> Any:
    """Return a value that fits one of the variants, or nearly does."""
    if union.null != "never" and draw(st.integers(0, 5)) == 0:
        return None
    tag = draw(st.sampled_from(sorted(union.tags)))
    own = union.variants[union.tags[tag]]
    found: dict[str, Any] = {"kind": tag}
    for name in sorted(PROPERTIES):
        if name in own.get("required", ()) or draw(st.integers(0, 2)) == 0:
            found[name] = draw(VALUES[name])
    return found


def check(data: st.DataObject, union: Tagged, made: Models, most: int) -> None:
    for value in data.draw(st.lists(values(union), min_size=most, max_size=most)):
        fits, whole = union.fits(value), {"it": value}
        assert made.accepts("Sent", whole) == fits, (value, union)
        if fits:
            for name, strict in (("Sent", True), ("Received", False)):
                read = made.read(name, whole, strict=strict)
                assert same(made.written(name, read), whole), (value, union)
                if value is not None:
                    assert type(read.it).__name__ == union.tags[value["kind"]], (value, union)
    # A tag that the document does not have is an error of ours, and news of the server's.
    new = {"it": {"kind": "brand-new", "size": 1}}
    assert not made.accepts("Sent", new), union
    assert same(made.back("Received", new, strict=False), new), union


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("way", WAYS)
@settings(QUICK, max_examples=1)
@given(st.data())
def test_a_known_tag_decides_alone(way: str, version: str, data: st.DataObject) -> None:
    union = data.draw(unions(way, version))
    check(data, union, models(union.document()), 12)


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("way", WAYS)
@settings(QUICK, max_examples=40)
@given(st.data())
def test_many_tags_decide_alone(way: str, version: str, data: st.DataObject) -> None:
    union = data.draw(unions(way, version))
    check(data, union, models(union.document()), 12)
