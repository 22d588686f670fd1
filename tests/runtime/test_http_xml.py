"""Bodies in XML."""

from __future__ import annotations

from typing import Any

import pytest

from generator.runtime import XML
from generator.runtime.problems import reading

XML_SCHEMAS: dict[str, Any] = {
    "Tag": {
        "type": "object",
        "xml": {"name": "tag"},
        "properties": {
            "text": {"type": "string", "xml": {"nodeType": "text"}},
            "n": {"type": "integer", "xml": {"attribute": True}},
        },
    },
    "Pet": {
        "type": "object",
        "xml": {"name": "pet", "namespace": "urn:pets", "prefix": "p"},
        "properties": {
            "id": {"type": "integer", "xml": {"attribute": True}},
            "name": {"type": "string"},
            "photos": {
                "type": "array",
                "items": {"type": "string", "xml": {"name": "photo"}},
                "xml": {"wrapped": True},
            },
            "scores": {"type": "array", "items": {"type": "number"}},
            "tags": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/Tag"},
                "xml": {"wrapped": True, "name": "labels"},
            },
            "parent": {"$ref": "#/components/schemas/Pet"},
            "alive": {"type": "boolean", "xml": {"name": "isAlive", "namespace": "urn:x"}},
        },
    },
}


def test_xml_round_trip() -> None:
    codec = XML(dict[str, Any], {"$ref": "#/components/schemas/Pet"}, schemas=XML_SCHEMAS)
    pet = {
        "id": 7,
        "name": 'a<&>"b',
        "photos": ["x", ""],
        "scores": [1.5, 2.0],
        "tags": [{"text": "t", "n": 1}, {"text": "u", "n": 2}],
        "parent": {"id": 8, "name": "ü", "photos": [], "alive": True},
        "extra": "kept",
    }
    kind, content = codec.encode(pet)
    assert kind == "application/xml"
    assert (
        content
        == (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<p:pet xmlns:p="urn:pets" id="7"><name>a&lt;&amp;&gt;"b</name><photos><photo>x</photo><photo/></photos>'
            '<scores>1.5</scores><scores>2</scores><labels><tag n="1">t</tag><tag n="2">u</tag></labels>'
            '<p:pet id="8"><name>ü</name><photos/><isAlive xmlns="urn:x">true</isAlive></p:pet>'
            "<extra>kept</extra></p:pet>"
        ).encode()
    )
    assert codec.decode(content, "") == pet


def test_xml_names_and_arrays_at_the_root() -> None:
    codec = XML(list[int], {"type": "array", "items": {"type": "integer", "xml": {"name": "n"}}, "xml": {"name": "ns"}})
    assert codec.encode([1, 2])[1] == b'<?xml version="1.0" encoding="UTF-8"?>\n<ns><n>1</n><n>2</n></ns>'
    assert codec.decode(b"<ns><n>1</n><n> 2 </n></ns>", "") == [1, 2]
    named = XML(dict[str, Any], {"type": "object"}, name="thing")
    assert named.encode({"a": [1, 2], "b": None})[1].endswith(
        b'<thing><a>1</a><a>2</a><b xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></thing>'
    )
    assert named.decode(b"<thing x='1'><a>1</a><a>2</a><b><c>d</c></b></thing>", "") == {
        "x": "1",
        "a": ["1", "2"],
        "b": {"c": "d"},
    }


@pytest.mark.parametrize(
    "hostile",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b"<x>" * 10_000,
        b"<x><y></x>",
        b"",
        b"plain",
    ],
)
def test_hostile_xml_is_refused(hostile: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        XML(dict[str, Any], {"type": "object"}).decode(hostile, "")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ([1, 2], 'ids="1 2"'),
        ([1], 'ids="1"'),
        ([], 'ids=""'),
        (5, 'ids="5"'),
        (True, 'ids="true"'),
        ("a b", 'ids="a b"'),
    ],
)
def test_an_attribute_with_a_list_has_its_items_apart(value: Any, written: str) -> None:
    """As the lists of XML Schema are written (Part 2, 2.4.1.2)."""
    shape = {"type": "object", "xml": {"name": "a"}, "properties": {"ids": {"xml": {"attribute": True}}}}
    assert XML(dict[str, Any], shape).encode({"ids": value})[1].endswith(f"<a {written}/>".encode())


@pytest.mark.parametrize(
    ("type_", "schema", "root"),
    [
        (list[int], {"type": "array", "items": {"type": "integer"}}, "items"),
        (list[int], {"type": "array", "items": {"type": "integer", "xml": {"name": "n"}}}, "ns"),
        (int, {"type": "integer"}, "int"),
    ],
)
def test_the_root_has_a_name_if_the_document_gives_none(type_: Any, schema: Any, root: str) -> None:
    written = XML(type_, schema).encode([1] if root != "int" else 1)[1].decode()
    assert written.partition("\n")[2].startswith(f"<{root}>")


PRICE: dict[str, Any] = {
    "type": "object",
    "xml": {"name": "p"},
    "properties": {"currency": {"type": "string", "xml": {"attribute": True}}, "amount": {"type": "number"}},
}
TWO: dict[str, Any] = {**PRICE, "properties": {**PRICE["properties"], "note": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "content", "expected"),
    [
        (PRICE, '<p currency="EUR">5</p>', {"currency": "EUR", "amount": 5}),
        (PRICE, "<p>5</p>", {"amount": 5}),
        (PRICE, "<p><amount>5</amount>6</p>", {"amount": 5}),
        # Nobody knows which of the two it is.
        (TWO, '<p currency="EUR">5</p>', {"currency": "EUR"}),
    ],
)
def test_text_of_an_object_is_its_only_element(schema: Any, content: str, expected: dict[str, Any]) -> None:
    with reading():
        found = XML(dict[str, Any], schema).decode(content.encode(), "")
    assert {key: value for key, value in found.items() if key in schema["properties"]} == expected


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_elements_of_the_same_name_that_nobody_declares_are_a_list(count: int) -> None:
    items = [str(number) for number in range(count)]
    content = f"<t>{''.join(f'<a>{item}</a>' for item in items)}<b>x</b></t>".encode()
    found = XML(dict[str, Any], {"type": "object"}).decode(content, "")
    assert found == {"a": items if count > 1 else items[0], "b": "x"}
