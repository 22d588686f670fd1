"""The style tables of OpenAPI 3.1 and 3.2, row by row, as they leave the client."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from time import process_time
from uuid import UUID

import httpx
import pytest

from generator.runtime import JSON, Client, Content, Form, HTTPClient, Operation, Request, RequestError, Style
from generator.runtime.wire.paths import PathTemplate

EMPTY, SCALAR = "", "blue"
ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def sent(operation: Operation[object], **values: object) -> httpx.Request:
    """Return the request that an operation makes."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    http = HTTPClient(transport=httpx.MockTransport(answer))
    client = Client(base_url="http://api.test/v1", http_client=http)
    client.send(Request(operation, **values))
    return seen[0]


def raw_path(request: httpx.Request) -> str:
    return request.url.raw_path.decode().partition("?")[0].removeprefix("/v1/")


def raw_query(request: httpx.Request) -> str:
    return request.url.query.decode()


PATH = [
    ("simple", False, SCALAR, "blue"),
    ("simple", False, ARRAY, "blue,black,brown"),
    ("simple", False, OBJECT, "R,100,G,200,B,150"),
    ("simple", True, SCALAR, "blue"),
    ("simple", True, ARRAY, "blue,black,brown"),
    ("simple", True, OBJECT, "R=100,G=200,B=150"),
    ("label", False, SCALAR, ".blue"),
    ("label", False, ARRAY, ".blue,black,brown"),
    ("label", False, OBJECT, ".R,100,G,200,B,150"),
    ("label", True, ARRAY, ".blue.black.brown"),
    ("label", True, OBJECT, ".R=100.G=200.B=150"),
    ("matrix", False, EMPTY, ";color"),
    ("matrix", False, SCALAR, ";color=blue"),
    ("matrix", False, ARRAY, ";color=blue,black,brown"),
    ("matrix", False, OBJECT, ";color=R,100,G,200,B,150"),
    ("matrix", True, ARRAY, ";color=blue;color=black;color=brown"),
    ("matrix", True, OBJECT, ";R=100;G=200;B=150"),
]

QUERY = [
    ("form", True, EMPTY, "color="),
    ("form", True, SCALAR, "color=blue"),
    ("form", True, ARRAY, "color=blue&color=black&color=brown"),
    ("form", True, OBJECT, "R=100&G=200&B=150"),
    ("form", True, [], ""),
    ("form", False, EMPTY, "color="),
    ("form", False, ARRAY, "color=blue,black,brown"),
    ("form", False, OBJECT, "color=R,100,G,200,B,150"),
    ("spaceDelimited", False, ARRAY, "color=blue%20black%20brown"),
    ("spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
    ("spaceDelimited", True, ARRAY, "color=blue&color=black&color=brown"),
    ("pipeDelimited", False, ARRAY, "color=blue%7Cblack%7Cbrown"),
    ("pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("deepObject", True, OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ("deepObject", True, {"a": {"b": 1}, "c": ["x"]}, "color%5Ba%5D%5Bb%5D=1&color%5Bc%5D%5B0%5D=x"),
]


@pytest.mark.parametrize(("style", "explode", "value", "expected"), PATH)
def test_path_styles(style: str, explode: bool, value: object, expected: str) -> None:
    operation = Operation("GET", "/{color}", path={"color": Style(style, explode=explode)}, responses={204: None})
    assert raw_path(sent(operation, path={"color": value})) == expected


@pytest.mark.parametrize(("style", "explode", "value", "expected"), QUERY)
def test_query_styles(style: str, explode: bool, value: object, expected: str) -> None:
    operation = Operation("GET", "/x", query={"color": Style(style, explode=explode)}, responses={204: None})
    assert raw_query(sent(operation, query={"color": value})) == expected


@pytest.mark.parametrize(
    ("explode", "value", "expected"),
    [
        (False, SCALAR, "blue"),
        (False, ARRAY, "blue,black,brown"),
        (False, OBJECT, "R,100,G,200,B,150"),
        (True, ARRAY, "blue,black,brown"),
        (True, OBJECT, "R=100,G=200,B=150"),
        (False, EMPTY, ""),
        (False, True, "true"),
    ],
)
def test_header_styles(explode: bool, value: object, expected: str) -> None:
    operation = Operation("GET", "/x", headers={"X-Color": Style("simple", explode=explode)}, responses={204: None})
    assert sent(operation, headers={"X-Color": value}).headers["x-color"] == expected


@pytest.mark.parametrize(
    ("style", "value", "expected"),
    [
        (Style("form"), "a b", "color=a%20b"),
        (Style("form", explode=False), ARRAY, "color=blue,black,brown"),
        (Style("form", explode=True), ARRAY, "color=blue&color=black&color=brown"),
        (Style("cookie"), "a b", "color=a b"),
        (Style("cookie"), ARRAY, "color=blue; color=black; color=brown"),
        (Style("cookie"), OBJECT, "R=100; G=200; B=150"),
        (Content("application/json"), {"a": 1}, "color=%7B%22a%22%3A1%7D"),
    ],
)
def test_cookie_styles(style: Style | Content, value: object, expected: str) -> None:
    operation = Operation("GET", "/x", cookies={"color": style}, responses={204: None})
    assert sent(operation, cookies={"color": value}).headers["cookie"] == expected


class Color(Enum):
    BLUE = "blue"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (1.5, "1.5"),
        (1.0, "1"),
        (-35625.0, "-35625"),
        (1e22, "1e%2B22"),
        (Decimal("1E+3"), "1000"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03%3A04%3A05Z"),
        (date(2026, 1, 2), "2026-01-02"),
        (timedelta(hours=2, seconds=5), "PT2H5S"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Color.BLUE, "blue"),
        (b"\xff\xfe", "%2F%2F4%3D"),
        ("grün ☃/?&=+", "gr%C3%BCn%20%E2%98%83%2F%3F%26%3D%2B"),
        ([True, None, {"a": 1}], "true,%7B%22a%22%3A1%7D"),  # RFC 6570, 2.3 and Appendix A: null is undefined
    ],
)
def test_values_are_written_the_json_way(value: object, expected: str) -> None:
    operation = Operation("GET", "/x", query={"v": Style("form", explode=False)}, responses={204: None})
    assert raw_query(sent(operation, query={"v": value})) == f"v={expected}"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), Decimal("NaN")])
def test_values_without_a_json_form_are_refused(value: object) -> None:
    with pytest.raises(RequestError):
        sent(Operation("GET", "/x", responses={204: None}), query={"v": value})


def test_reserved_characters_pass_where_they_may() -> None:
    operation = Operation(
        "GET", "/{p}", path={"p": Style(allow_reserved=True)}, query={"q": Style("form", allow_reserved=True)}
    )
    request = sent(
        Operation(
            operation.method, operation.template, path=operation.path, query=operation.query, responses={204: None}
        ),
        path={"p": "a:b@c;d/e"},
        query={"q": "a/b?c:d,e;f=%20%zz&#ü"},
    )
    assert raw_path(request) == "a:b@c;d%2Fe"
    assert raw_query(request) == "q=a/b?c:d,e;f=%20%25zz%26%23%C3%BC"


def test_allow_empty_value_sends_an_empty_value() -> None:
    operation = Operation("GET", "/x", query={"a": Style("form", allow_empty_value=True)}, responses={204: None})
    assert raw_query(sent(operation, query={"a": [], "b": [], "c": None, "d": ""})) == "a=&d="


def test_null_is_written_as_json_alone() -> None:
    operation = Operation(
        "GET", "/{p}", path={"p": Content(nullable=True)}, query={"a": Content(nullable=True)}, responses={204: None}
    )
    request = sent(operation, path={"p": None}, query={"a": None, "b": None})
    assert (raw_path(request), raw_query(request)) == ("null", "a=null")
    with pytest.raises(RequestError, match="path parameter 'p' must not be None"):
        sent(Operation("GET", "/{p}", responses={204: None}), path={"p": None})


def test_content_parameters() -> None:
    operation = Operation(
        "GET",
        "/{p}",
        path={"p": Content()},
        query={"q": Content("application/vnd.x+json")},
        headers={"X-H": Content()},
        responses={204: None},
    )
    request = sent(operation, path={"p": [1]}, query={"q": {"a": "ü"}}, headers={"X-H": {"a": [1, 2]}})
    assert raw_path(request) == "%5B1%5D"
    assert raw_query(request) == "q=%7B%22a%22%3A%22%C3%BC%22%7D"
    assert request.headers["x-h"] == '{"a":[1,2]}'


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (Form(dict[str, object]), "a=1&b=x+y"),
        ("application/json", "%7B%22a%22%3A1%2C%22b%22%3A%22x%20y%22%7D"),
        (JSON(dict[str, object]), "%7B%22a%22%3A1%2C%22b%22%3A%22x%20y%22%7D"),
    ],
)
def test_querystring(declared: object, expected: str) -> None:
    operation = Operation("GET", "/x", querystring=declared, responses={204: None})
    assert raw_query(sent(operation, querystring={"a": 1, "b": "x y"})) == expected


@pytest.mark.parametrize("value", ["", ".", "..", "../admin", "a/../b", "a\\..\\b", "%2e%2e/x", None, [], [".."], {}])
def test_a_path_value_stays_in_its_place(value: object) -> None:
    with pytest.raises(RequestError):
        sent(Operation("GET", "/pets/{id}", responses={204: None}), path={"id": value})


def test_a_path_segment_of_several_parts_stays_in_its_place() -> None:
    with pytest.raises(RequestError):
        sent(
            Operation("GET", "/pets/{a}{b}", path={"a": Style("label")}, responses={204: None}),
            path={"a": "", "b": "."},
        )


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("/a/{id}", {"id": "x/y z"}, "a/x%2Fy%20z"),
        ("/a/{+id}", {"id": "x/y z"}, "a/x/y%20z"),
        ("/a{.id*}", {"id": ["x", "y"]}, "a.x.y"),
        ("/a{;id}", {"id": "x"}, "a;id=x"),
        ("/a/{id}:run", {"id": 1}, "a/1:run"),
        ("a/{id}#fragment", {"id": 1}, "a/1"),
        ("/a/{id}{?q,r}", {"id": 1}, "a/1"),
        ("https://evil.test/{id}", {"id": 1}, "https://evil.test/1"),
        ("//evil.test/{id}", {"id": 1}, "/evil.test/1"),
        ("/ü/{id}", {"id": 1}, "%C3%BC/1"),
    ],
)
def test_templates(template: str, values: dict[str, object], expected: str) -> None:
    request = sent(Operation("GET", template, responses={204: None}), path=values)
    assert request.url.host == "api.test"
    assert raw_path(request) == expected


def test_a_template_with_a_query() -> None:
    request = sent(Operation("GET", "/x?action=list", responses={204: None}), query={"a": 1})
    assert raw_query(request) == "action=list&a=1"


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
def test_line_breaks_are_refused(value: str) -> None:
    operation = Operation("GET", "/x", cookies={"c": Style("cookie")}, responses={204: None})
    for location in ("headers", "cookies"):
        with pytest.raises(RequestError) as caught:
            sent(operation, **{location: {"c": value}})
        assert value not in str(caught.value)


def test_non_ascii_headers_are_utf_8() -> None:
    request = sent(Operation("GET", "/x", responses={204: None}), headers={"X-Name": "grün"})
    assert (b"x-name", "grün".encode()) in [(name.lower(), value) for name, value in request.headers.raw]


@pytest.mark.parametrize(
    ("template", "path", "found"),
    [
        ("/calls/{id}", "/calls/a%2Fb", {"id": "a%2Fb"}),
        ("/calls/{id}", "/v1/calls/7/", {"id": "7"}),
        ("/calls/{id}", "/calls/7/logs", None),
        ("/calls/{id}.{format}", "/calls/7.json", {"id": "7", "format": "json"}),
        ("/files/{+path}{?page}", "/files/a/b", {"path": "a/b"}),
        ("/map{;a,b*}", "/map;a=1", {"a": ";a=1"}),
        ("/a b/{id}#fragment", "/a%20b/1", {"id": "1"}),
        ("/calls", "/calls/7", None),
    ],
)
def test_a_template_finds_its_parameters(template: str, path: str, found: dict[str, str] | None) -> None:
    assert PathTemplate(template).match(path) == found


@pytest.mark.parametrize(
    "template",
    [
        "/" + "".join(f"{{a{n}}}" for n in range(60)) + "!",
        "/" + "".join(f"a{{a{n}}}" for n in range(60)) + "!",
        "/" + "/".join(f"{{+a{n}}}" for n in range(12)) + "/x",
        "/{+a}/x/{b}/y",
    ],
)
@pytest.mark.parametrize("path", ["/" + "a" * 7_900, "/a" * 3_900, "/a" * 200_000])
def test_a_template_does_not_try_all_ways_to_divide_a_path(template: str, path: str) -> None:
    started = process_time()
    assert PathTemplate(template).match(path) is None
    assert process_time() - started < 5


@pytest.mark.parametrize(
    ("template", "path", "found"),
    [
        ("/{a}.json", "/x.json.json", {"a": "x.json"}),
        ("/{a}-{b}/c", "/p-q-r/c", {"a": "p", "b": "q-r"}),
        ("/{a}{b}", "/pqr", {"a": "p", "b": "qr"}),
        ("/files/{+a}/x/{b}", "/files/p/x/q/x/r", {"a": "p/x/q", "b": "r"}),
    ],
)
def test_a_value_ends_where_the_text_behind_it_begins(template: str, path: str, found: dict[str, str]) -> None:
    assert PathTemplate(template).match(path) == found
