"""XML in both directions: attributes, names, wrapped arrays, namespaces, text (OpenAPI 3.1, 4.8.26; 3.2, 4.26)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Callers
from .packages import document, generated
from .wire import Answer, Server

SCHEMAS = """
components:
  schemas:
    Plain: {type: object, properties: {id: {type: integer}, name: {type: string}, ok: {type: boolean}, at: {type: string, format: date-time}, none: {type: string}}}
    Renamed: {type: object, xml: {name: pet}, properties: {id: {type: integer, xml: {attribute: true}}, name: {type: string, xml: {name: fullName}}}}
    Namespaced: {type: object, xml: {name: book, namespace: 'http://example.com/b', prefix: b}, properties: {title: {type: string, xml: {namespace: 'http://example.com/b', prefix: b}}, isbn: {type: string, xml: {attribute: true}}}}
    Spaced: {type: object, xml: {name: note, namespace: 'http://example.com/n'}, properties: {text: {type: string}}}
    Arrays:
      type: object
      xml: {name: arrays}
      properties:
        flat: {type: array, items: {type: string}}
        named: {type: array, items: {type: string, xml: {name: entry}}}
        wrapped: {type: array, items: {type: integer}, xml: {wrapped: true}}
        both: {type: array, items: {type: string, xml: {name: one}}, xml: {wrapped: true, name: many}}
        objects: {type: array, items: {$ref: '#/components/schemas/Renamed'}, xml: {wrapped: true}}
    Nested: {type: object, xml: {name: outer}, properties: {inner: {$ref: '#/components/schemas/Renamed'}, map: {type: object, additionalProperties: {type: integer}}}}
    Child: {type: object, xml: {name: child}, allOf: [{$ref: '#/components/schemas/Renamed'}, {type: object, properties: {age: {type: integer}}}]}
    Node: {type: object, xml: {name: node}, properties: {label: {type: string, xml: {attribute: true}}, nodes: {type: array, items: {$ref: '#/components/schemas/Node'}, xml: {name: node}}}}
"""
SCHEMAS_3_2 = """
components:
  schemas:
    Texted: {type: object, xml: {name: price}, properties: {currency: {type: string, xml: {nodeType: attribute}}, amount: {type: number, xml: {nodeType: text}}}}
    Data: {type: object, xml: {name: script}, properties: {source: {type: string, xml: {nodeType: cdata}}}}
    Listed: {type: object, xml: {name: listed}, properties: {tags: {type: array, xml: {nodeType: element, name: tags}, items: {type: string, xml: {name: tag}}}}}
"""
Make = Callable[[Any], Any]


def _paths(*names: str) -> dict[str, Any]:
    def content(name: str) -> dict[str, Any]:
        return {"content": {"application/xml": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}

    return {
        f"/{name.lower()}": {
            "post": {
                "operationId": name.lower(),
                "tags": ["x"],
                "requestBody": {"required": True, **content(name)},
                "responses": {"200": {"description": "Same", **content(name)}},
            }
        }
        for name in names
    }


OF_3_1 = document(
    SCHEMAS, paths=_paths("Plain", "Renamed", "Namespaced", "Spaced", "Arrays", "Nested", "Child", "Node")
)
OF_3_2 = document(SCHEMAS_3_2, "3.2.0", paths=_paths("Texted", "Data", "Listed"))

ROWS: list[tuple[str, Make, str]] = [
    ("plain", lambda m: m.Plain(id=1, name="a<b>&ü", ok=True), "<Plain><id>1</id><name>a&lt;b&gt;&amp;ü</name><ok>true</ok></Plain>"),
    ("plain", lambda m: m.Plain(at="2026-01-02T03:04:05Z"), "<Plain><at>2026-01-02T03:04:05Z</at></Plain>"),
    ("renamed", lambda m: m.Renamed(id=1, name="x"), '<pet id="1"><fullName>x</fullName></pet>'),
    ("renamed", lambda m: m.Renamed(id=1), '<pet id="1"/>'),
    (
        "namespaced",
        lambda m: m.Namespaced(title="T", isbn='1"2'),
        '<b:book xmlns:b="http://example.com/b" isbn="1&quot;2"><b:title>T</b:title></b:book>',
    ),
    ("spaced", lambda m: m.Spaced(text="t"), '<note xmlns="http://example.com/n"><text>t</text></note>'),
    ("arrays", lambda m: m.Arrays(flat=["a", "b"]), "<arrays><flat>a</flat><flat>b</flat></arrays>"),
    ("arrays", lambda m: m.Arrays(named=["a", "b"]), "<arrays><entry>a</entry><entry>b</entry></arrays>"),
    (
        "arrays",
        lambda m: m.Arrays(wrapped=[1, 2]),
        "<arrays><wrapped><wrapped>1</wrapped><wrapped>2</wrapped></wrapped></arrays>",
    ),
    ("arrays", lambda m: m.Arrays(both=["a"]), "<arrays><many><one>a</one></many></arrays>"),
    (
        "arrays",
        lambda m: m.Arrays(objects=[m.Renamed(id=1), m.Renamed(id=2)]),
        '<arrays><objects><pet id="1"/><pet id="2"/></objects></arrays>',
    ),
    (
        "nested",
        lambda m: m.Nested(inner=m.Renamed(id=1, name="x"), map={"a": 1}),
        '<outer><pet id="1"><fullName>x</fullName></pet><map><a>1</a></map></outer>',
    ),
    (
        "child",
        lambda m: m.Child(id=1, name="x", age=2),
        '<child id="1"><fullName>x</fullName><age>2</age></child>',
    ),
    (
        "node",
        lambda m: m.Node(label="a", nodes=[m.Node(label="b"), m.Node(label="c")]),
        '<node label="a"><node label="b"/><node label="c"/></node>',
    ),
]  # fmt: skip
ROWS_3_2: list[tuple[str, Make, str]] = [
    ("texted", lambda m: m.Texted(currency="EUR", amount=1.5), '<price currency="EUR">1.5</price>'),
    ("data", lambda m: m.Data(source="a<b"), "<script><![CDATA[a<b]]></script>"),
    ("listed", lambda m: m.Listed(tags=["a", "b"]), "<listed><tags><tag>a</tag><tag>b</tag></tags></listed>"),
]


@pytest.mark.parametrize(
    ("text", "name", "make", "xml"),
    [*((OF_3_1, *row) for row in ROWS), *((OF_3_2, *row) for row in ROWS_3_2)],
    ids=[f"{row[0]}-{index}" for index, row in enumerate([*ROWS, *ROWS_3_2])],
)
def test_xml_is_written_and_read_back(
    text: str, name: str, make: Make, xml: str, caller: Callers, server: Server
) -> None:
    package = generated(text)
    value = make(package.models)
    server.will(lambda sent: Answer(200, "application/xml", sent.body))
    returned = caller(package)(f"x.{name}", value)
    assert server.only.header("Content-Type") == "application/xml"
    head, _, written = server.only.body.decode().partition("?>")
    assert head.lower().startswith("<?xml")
    assert written.strip().replace("&gt;", ">") == xml.replace("&gt;", ">")
    assert returned == value


READ = [
    (
        "renamed",
        '<?xml version="1.0" encoding="iso-8859-1"?><pet id="7"><fullName>\xfc</fullName></pet>'.encode("latin-1"),
    ),
    ("renamed", '\n<!-- c --><pet id="7">\n  <fullName><![CDATA[\xfc]]></fullName>\n  <unknown a="b"/></pet>'.encode()),
]


@pytest.mark.parametrize(("name", "body"), READ)
def test_reading(name: str, body: bytes, caller: Callers, server: Server) -> None:
    server.will(Answer(200, "application/xml; charset=utf-8" if b"encoding" not in body else "text/xml", body))
    package = generated(OF_3_1)
    found = caller(package)("x.renamed", package.models.Renamed(id=1))
    assert (found.id, found.name) == (7, "ü")


ELSEWHERE: list[tuple[str, str, str, str]] = [
    (
        "<flat><string>a</string><string>b</string></flat>",
        "flat=['a', 'b']",
        "/flat",
        "items without an element around them",
    ),
    (
        "<numbers><int>1</int><int>2</int></numbers>",
        "numbers=[1, 2]",
        "/numbers",
        "items without an element around them",
    ),
    ("<numbers/>", "numbers=[]", "/numbers", "items without an element around them"),
    ("<named><entry>a</entry></named>", "named=['a']", "/named", "items without an element around them"),
    ("<named>a</named>", "named=['a']", "/named", "elements `entry`"),
    ("<named>a</named><named>b</named>", "named=['a', 'b']", "/named", "elements `entry`"),
    ("<wrapped>1</wrapped><wrapped>2</wrapped>", "wrapped=[1, 2]", "/wrapped", "an element around the items"),
    ("<wrapped>1</wrapped>", "wrapped=[1]", "/wrapped", "an element around the items"),
    (
        "<pets><pet><fullName>x</fullName></pet></pets>",
        "pets=[ListsPet(name='x')]",
        "/pets",
        "items without an element around them",
    ),
    (
        "<objects><fullName>x</fullName></objects>",
        "objects=[ListsObject(name='x')]",
        "/objects",
        "an element around the items",
    ),
]


@pytest.mark.parametrize(("inner", "expected", "pointer", "declared"), ELSEWHERE)
def test_lists_with_another_element_around_them_are_read(
    inner: str, expected: str, pointer: str, declared: str, caller: Callers, server: Server
) -> None:
    lists = """
    Lists:
      type: object
      properties:
        flat: {type: array, items: {type: string}}
        numbers: {type: array, items: {type: integer}}
        named: {type: array, items: {type: string, xml: {name: entry}}}
        wrapped: {type: array, items: {type: integer}, xml: {wrapped: true}}
        pets: {type: array, items: {type: object, properties: {name: {type: string, xml: {name: fullName}}}}}
        objects: {type: array, xml: {wrapped: true}, items: {type: object, properties: {name: {type: string, xml: {name: fullName}}}}}
"""
    package = generated(document("components:\n  schemas:" + lists, paths=_paths("Lists")))
    server.will(Answer(200, "application/xml", f"<Lists>{inner}</Lists>".encode()))
    response = caller(package).send(package.x.lists_request(package.models.Lists()))
    assert expected in repr(response.data)
    assert [(one.pointer, one.expected, one.converted) for one in response.problems] == [(pointer, declared, True)]


def test_text_of_an_object_is_read_as_the_only_property_that_it_can_be(caller: Callers, server: Server) -> None:
    price = """
    Price: {type: object, properties: {currency: {type: string, xml: {attribute: true}}, amount: {type: number}}}
    Two: {type: object, properties: {a: {type: string}, b: {type: string}}}
"""
    package = generated(document("components:\n  schemas:" + price, paths=_paths("Price", "Two")))
    call = caller(package)
    server.will(Answer(200, "application/xml", b'<Price currency="EUR"> 1.5 </Price>'))
    response = call.send(package.x.price_request(package.models.Price()))
    assert (response.data.currency, response.data.amount) == ("EUR", 1.5)
    assert [str(one) for one in response.problems] == ["/amount: expected an element `amount`, received 1.5"]
    server.will(Answer(200, "application/xml", b"<Two>x</Two>"))
    assert call.send(package.x.two_request(package.models.Two())).data == package.models.Two()


@pytest.mark.parametrize(
    "body",
    [
        b"<pet",
        b"",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><pet><fullName>&b;</fullName></pet>",
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x"><pet/>',
    ],
)
def test_invalid_or_dangerous_xml_is_refused(body: bytes, caller: Callers, server: Server) -> None:
    server.will(Answer(200, "application/xml", body))
    package = generated(OF_3_1)
    with pytest.raises(package.errors.ClientError):
        caller(package)("x.renamed", package.models.Renamed(id=1))


def test_a_page_in_place_of_xml_is_refused(caller: Callers, server: Server) -> None:
    package = generated(OF_3_1)
    server.will(Answer(200, "text/html; charset=utf-8", b"<html><body>Log in</body></html>"))
    with pytest.raises(package.errors.DecodeError, match="the body is 'text/html', no XML: it begins with '<html>"):
        caller(package)("x.renamed", package.models.Renamed(id=1))


def many() -> str:
    """A document with more components in XML than one module holds: a chain through the alphabet."""
    names = [f"{letter}{number}" for letter in "ABCÉ" for number in range(30)]
    schemas: dict[str, Any] = {name: {"type": "object", "properties": {"text": {"type": "string"}}} for name in names}
    schemas["A1"]["properties"]["next"] = {"$ref": "#/components/schemas/B1"}
    schemas["B1"]["properties"]["last"] = {"$ref": "#/components/schemas/É1", "xml": {"name": "end"}}
    return document(_paths(*names), components={"schemas": schemas})


def test_xml_facts_of_many_components_are_loaded_on_demand(server: Server) -> None:
    package = generated(many())
    assert {path for path in package.outcome.files or {} if path.startswith("xml_schemas")} == {
        f"xml_schemas/{name}.py" for name in ("__init__", "a", "b", "c", "e")
    }
    schemas = package.xml_schemas.XML_SCHEMAS
    assert (len(schemas), "A1" in schemas, "D1" in schemas) == (120, True, False)
    client = getattr(package.module, package.module.__all__[-1])(base_url=server.url)
    answer = "<A1><text>a</text><next><last><text>b</text></last></next></A1>"
    server.will(Answer(200, "application/xml", answer.replace("last", "end").encode()))
    assert client.x.a1(package.models.A1(text="a")).next.last.text == "b"
    start = package.xml_schemas.__name__
    assert {module.removeprefix(start) for module in sys.modules if module.startswith(start)} == {
        *("", ".a", ".b", ".e")
    }


def test_assertions_about_recursive_schemas_are_no_names(server: Server) -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    either = [{"additionalProperties": {"$ref": "#/components/schemas/Node"}}, {"required": ["id"]}]
    pet = {"type": "object", "properties": {"id": {"type": "string"}}, "anyOf": either}
    package = generated(document(_paths("Pet"), components={"schemas": {"Pet": pet, "Node": node}}))
    client = getattr(package.module, package.module.__all__[-1])(base_url=server.url)
    server.will(Answer(200, "application/xml", b"<Pet><id>a</id></Pet>"))
    assert client.x.pet(package.models.Pet(id="a")).id == "a"
