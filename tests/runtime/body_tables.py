"""How bodies are written and read: each codec with values and contents of all kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from generator.runtime import XML, Binary, File, Form, Multipart, Text
from generator.runtime.http.response import rank
from generator.runtime.wire.codecs import JSON, essence
from generator.runtime.wire.forms import Encoding
from generator.runtime.wire.json_text import checked_json, has_constants, mended, without_constants
from generator.runtime.wire.multipart_reader import parameter, parts
from generator.runtime.wire.uploads import as_file, is_binary

from .records import Row, outcome
from .wire_values import CONTAINERS, SCALARS, Colour, Point, kind_name

ENCODINGS = (
    None,
    Encoding("application/json"),
    Encoding("text/plain"),
    Encoding("application/xml"),
    Encoding("image/png, image/jpeg"),
    Encoding("text/csv; charset=utf-16"),
    Encoding(style="form"),
    Encoding(style="form", explode=False),
    Encoding(style="pipeDelimited"),
    Encoding(style="spaceDelimited", explode=False),
    Encoding(style="deepObject"),
    Encoding(allow_reserved=True),
    Encoding(headers={"X-Part": "7"}),
)


def forms() -> Iterator[Row]:
    for encoding in ENCODINGS:
        codec = Form(dict[str, Any], encoding={"a b": encoding} if encoding else None)
        for value in (*SCALARS[:-1], *CONTAINERS):
            yield f"{_encoding(encoding)} {value!r}", outcome(codec.encode, {"a b": value, "z": 1})
    for value in (None, [], "x", 7, Point(x=1, some_name="é")):
        yield f"whole {value!r}", outcome(Form(Any).encode, value)


def read_forms() -> Iterator[Row]:
    texts = (
        "",
        "a=1",
        "a=1&a=2",
        "a=&b",
        "a=x+y%20z",
        "a=%ff",
        "o[b]=1&o[c]=2",
        "o[b][0]=1&o[b][1]=2",
        "p=1|2&s=1%202",
    )
    texts = (*texts, "x=1&y=2.5&someName=q", "x=no", "a=%7B%22b%22%3A1%7D", "=1", "&&", "c=1,2,3")
    encoding = {"o": Encoding(style="deepObject"), "p": Encoding(style="pipeDelimited"), "c": Encoding(explode=False)}
    for kind in (dict[str, Any], dict[str, int], dict[str, list[str]], Point, Any):
        codec = Form(kind, encoding=encoding)
        for content in texts:
            yield f"{kind_name(kind)} {content}", outcome(codec.decode, content.encode(), "")


FILES: tuple[Any, ...] = (
    b"x",
    "text",
    ("n.png", b"x"),
    (None, b"x"),
    ("n.txt", "text", "text/x; a=b"),
    ('ü "q"\r\n.bin', b""),
    File(b"x"),
    File("t", "a.json"),
    File(b"x", "a.jpeg", headers={"X-A": "1"}),
    File(b"x", "a.png", "image/gif"),
    File(b"x", "a", "bad\nvalue"),
    [b"1", ("2.csv", b"2")],
    ("too", b"m", "a", "n"),
    (),
)


def multiparts() -> Iterator[Row]:
    for encoding in ENCODINGS:
        codec = Multipart(dict[str, Any], encoding={"a": encoding} if encoding else None)
        for value in (*SCALARS[:8], *CONTAINERS, *FILES):
            yield f"{_encoding(encoding)} {value!r}", _parted(codec, {"a": value, "z": 1})
    for name in ("multipart/mixed", "multipart/related", "multipart/form-data"):
        for value in ({"a": 1, "f": File(b"x", "n")}, {'q"\n': "x"}, {}, [1], None):
            yield f"{name} {value!r}", _parted(Multipart(Any, content_type=name), value)
    for value in (*FILES, 7, {"a": 1}, iter([b"a"])):
        yield f"file {value!r}", outcome(as_file, value)
        yield f"binary {value!r}", outcome(is_binary, value)


def _parted(codec: Multipart, value: Any) -> str:
    def encode() -> tuple[str, bytes]:
        kind, content = codec.encode(value)
        return kind, content if isinstance(content, bytes) else b"".join(content)

    return re.sub(r"[0-9a-f]{32}", "BOUNDARY", outcome(encode))


def read_parts() -> Iterator[Row]:
    kind = "multipart/form-data; boundary=b"
    json_part = b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: application/json\r\n\r\n{"x":1}\r\n'
    plain = b"--b\r\ncontent-disposition: form-data; name=n\r\n\r\ntext\r\nmore\r\n"
    coded = b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n"
    quoted = b"--b\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/plain\r\n\r\na=3Db\r\n"
    for content in (b"", b"--b--", json_part, json_part + plain + b"--b--", coded, quoted + b"--b--\r\ntrailing"):
        for given in (kind, 'multipart/mixed; boundary="b"', "multipart/mixed", "multipart/x; boundary=other"):
            listed = outcome(
                lambda one, of: [(x.name, x.content_type, x.content) for x in parts(one, of)], content, given
            )
            yield f"{given} {content!r}", listed
            yield f"decode {given} {content!r}", outcome(Multipart(Any).decode, content, given)
    for value in (
        'form-data; name="a"',
        "form-data; NAME=a",
        'x; name="a\\"b;c"; y=1',
        "x",
        'x; filename="f"; name=',
        "",
    ):
        yield f"parameter {value}", outcome(parameter, value, "name")


def json_bodies() -> Iterator[Row]:
    contents = (b"", b" ", b"null", b"{}", b"[1]", b'"a"', b"1", b"1.0", b"-0", b"1e400", b"NaN", b"[NaN, -Infinity]")
    contents = (
        *contents,
        b"\xef\xbb\xbf[1]",
        '"ü"'.encode("utf-16"),
        b'"\xff"',
        b"{'a': 1}",
        b'{"a":1,"a":2}',
        b"[1,]",
    )
    contents = (
        *contents,
        b"<html></html>",
        b'{"a": "\\ud83d"}',
        b'{"x": 1}',
        b'{"x": "1", "z": 2}',
        b'"NaN"',
        b"[" * 300,
    )
    contents = (*contents, b'{"x": NaN}', b")]}',\n{}", b"{} {}", b"tru", b'{"x": 1, "y": "a\nb"}')
    for kind in (Any, Point, list[int], str, float, dict[str, float]):
        codec = JSON(kind)
        for content in contents:
            for given in ("application/json", "text/html; charset=utf-8"):
                yield f"{kind_name(kind)} {given} {content[:40]!r}", outcome(codec.decode, content, given)
    for content in contents:
        yield f"mended {content[:40]!r}", outcome(mended, content)
        yield f"constants {content[:40]!r}", outcome(has_constants, content)
        yield f"without constants {content[:40]!r}", outcome(_without_constants, content)
        yield f"checked {content[:40]!r}", outcome(checked_json, content)
    for value in (*SCALARS[:-1], *CONTAINERS):
        yield f"encode {value!r}", outcome(JSON(Any).encode, value)
        yield f"encode a point {value!r}", outcome(JSON(Point).encode, value)


def other_bodies() -> Iterator[Row]:
    for kind in (str, int, bool, date, float, Colour, list[str], bytes, Any):
        codec = Text(kind)
        for value in (*SCALARS[1:12], date(2024, 1, 2), ["a"], b"x"):
            yield f"text of {kind_name(kind)} {value!r}", outcome(codec.encode, value)
        for content in (b"", b"a", b"1", b"true", b"\xff", "ü".encode(), b" 2024-01-02\n", b'"a"', b"1.5"):
            for given in ("text/plain", "text/plain; charset=latin-1", "text/x; charset=none", "application/json"):
                yield f"read {kind_name(kind)} {given} {content!r}", outcome(codec.decode, content, given)
    for value in (b"x", "x", "ü", 7, None, {"a": 1}, bytearray(b"y")):
        yield f"bytes of {value!r}", outcome(Binary().encode, value)
    for kind in ("Application/JSON; charset=x", "a/b", "", ";", "text/plain ;x", "*/*"):
        yield f"essence {kind}", outcome(essence, kind)


POINT_XML: dict[str, Any] = {
    "type": "object",
    "xml": {"name": "point", "namespace": "urn:p", "prefix": "p"},
    "properties": {
        "id": {"type": "integer", "xml": {"attribute": True}},
        "name": {"type": "string", "xml": {"name": "title"}},
        "ratio": {"type": "number"},
        "on": {"type": "boolean"},
        "left": {"type": "array", "items": {"type": "string"}},
        "sizes": {"type": "array", "items": {"type": "integer", "xml": {"name": "size"}}, "xml": {"wrapped": True}},
        "inner": {"$ref": "#/components/schemas/Inner"},
        "many": {"type": "array", "items": {"$ref": "#/components/schemas/Inner"}},
    },
}

INNER_XML: dict[str, Any] = {
    "type": "object",
    "properties": {"v": {"type": "string"}, "inner": {"$ref": "#/components/schemas/Inner"}},
}


def xml_bodies() -> Iterator[Row]:
    codec = XML(Any, POINT_XML, schemas={"Inner": INNER_XML})
    for value in (
        {},
        {"id": 1, "name": "a<b>&\"'", "ratio": 1.5, "on": True},
        {"left": [], "sizes": []},
        {"left": ["a", ""], "sizes": [1, 2]},
        {"inner": {"v": "x", "inner": {"v": None}}, "many": [{"v": "1"}, {}]},
        {"undeclared": [1, {"a": "b"}], "name": None, "id": None},
        {"bad name": 1},
        {"name": "\x00"},
        [1],
        "text",
        None,
    ):
        yield f"written {value!r}", outcome(codec.encode, value)
    for schema in ({}, {"type": "array", "items": {"type": "integer"}}, {"type": "string"}, {"xml": {"name": "n"}}):
        for value in ([1, 2], "a", {"b": 1}, 7):
            yield f"{schema} written {value!r}", outcome(XML(Any, schema).encode, value)
            yield f"{schema} named {value!r}", outcome(XML(Any, schema, name="given").encode, value)
    texts = (
        "<point/>",
        '<point id="7"><title>t</title><ratio>1.50</ratio><on>true</on></point>',
        '<p:point xmlns:p="urn:p" id="x"><on>yes</on><ratio>a</ratio></p:point>',
        "<point><left>a</left><left>b</left><sizes><size>1</size><size>2</size></sizes></point>",
        "<point><left/><sizes/></point>",
        "<point><sizes><other>1</other></sizes><size>3</size></point>",
        "<point><inner><v>x</v><inner><v/></inner></inner><many><v>1</v></many><many/></point>",
        "<point><more a='1'>t</more><more/>text</point>",
        "<other><title> spaced </title><title>twice</title></other>",
        "<point><![CDATA[<raw>]]><!-- c --><title>&amp;&#233;</title></point>",
        "<!DOCTYPE x [<!ENTITY e 'x'>]><point>&e;</point>",
        "<point>",
        "",
        "no xml",
        "<html><body/></html>",
        f"{'<a>' * 300}{'</a>' * 300}",
    )
    for content in texts:
        for kind in ("application/xml", "text/html"):
            yield f"{kind} read {content[:80]}", outcome(codec.decode, content.encode(), kind)
        yield f"bare read {content[:80]}", outcome(XML(Any).decode, content.encode(), "text/xml")


def _encoding(encoding: Encoding | None) -> str:
    if encoding is None:
        return "-"
    return f"{encoding.content_type} {encoding.style} {encoding.explode} {encoding.allow_reserved} {dict(encoding.headers)}"


def _without_constants(content: bytes) -> tuple[Any, list[str]]:
    value, problems = without_constants(content)
    return value, [str(one) for one in problems]


_ITEMS: dict[str, Any] = {
    "text": {"type": "string"},
    "number": {"type": "integer", "xml": {"name": "n"}},
    "object": {"type": "object", "properties": {"v": {"type": "string"}}, "xml": {"name": "o"}},
    "list": {"type": "array", "items": {"type": "integer"}},
    "any": {},
}
_LISTS: dict[str, Any] = {
    "unwrapped": {},
    "wrapped": {"wrapped": True},
    "named": {"name": "list"},
    "named and wrapped": {"name": "list", "wrapped": True},
}
_DOCUMENTS = (
    "<r/>",
    "<r><x/></r>",
    "<r><x>1</x></r>",
    "<r><x>1</x><x>2</x></r>",
    "<r><x><x>1</x></x></r>",
    "<r><x><x>1</x><x>2</x></x></r>",
    "<r><x><n>1</n><n>2</n></x></r>",
    "<r><n>1</n><n>2</n></r>",
    "<r><x><o><v>a</v></o></x></r>",
    "<r><x><v>a</v></x><x><v>b</v></x></r>",
    "<r><o><v>a</v></o><o/></r>",
    "<r><list>1</list><list>2</list></r>",
    "<r><list><x>1</x></list></r>",
    "<r><list><list>1</list><list>2</list></list></r>",
    "<r><list><n>1</n></list><n>2</n></r>",
    "<r><x/><x>1</x><other/></r>",
    "<r><x><other>1</other></x></r>",
    "<r>7</r>",
)


def xml_lists() -> Iterator[Row]:
    for items_name, items in _ITEMS.items():
        for list_name, xml in _LISTS.items():
            schema = {"type": "object", "properties": {"x": {"type": "array", "items": items, "xml": xml}}}
            codec = XML(Any, schema, name="r")
            for content in _DOCUMENTS:
                yield f"{list_name} {items_name} {content}", outcome(codec.decode, content.encode(), "application/xml")
            for value in ([], [1, 2], ["a"], [{"v": "a"}], [[1], [2, 3]], None):
                yield f"{list_name} {items_name} written {value!r}", outcome(codec.encode, {"x": value})


_MEDIA_TYPES = (
    *("application/json", "application/JSON; charset=utf-8", "application/problem+json", "application/*", "*/*", ""),
    *("text/plain", "text/*", "text/json", "application/json;version=2", "application/json-patch+json", "image/png"),
)


def ranks() -> Iterator[Row]:
    for declared in _MEDIA_TYPES:
        for received in _MEDIA_TYPES:
            yield f"JSON {declared} {received}", outcome(rank, JSON(Any, content_type=declared), received)
            yield f"text {declared} {received}", outcome(rank, Text(content_type=declared), received)
