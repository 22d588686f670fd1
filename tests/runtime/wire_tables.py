"""How parameters and headers are written and read: each style with values of all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from generator.runtime.models.types import Duration, HttpDate, UnixTime
from generator.runtime.wire.headers import read_header
from generator.runtime.wire.json_values import compact, duration, text, wire
from generator.runtime.wire.parameters import Content, Style, cookies, header, query, query_reserved
from generator.runtime.wire.paths import PathTemplate

from .records import Row, outcome
from .wire_values import CONTAINERS, SCALARS, Point, kind_name

STYLES = [
    *(Style(name, explode) for name in ("form", "simple", "label", "matrix") for explode in (None, True, False)),
    *(
        Style(name, explode)
        for name in ("spaceDelimited", "pipeDelimited", "tabDelimited")
        for explode in (True, False)
    ),
    Style("deepObject"),
    Style("cookie"),
    Style("form", allow_reserved=True),
    Style("form", explode=False, allow_reserved=True),
    Style("form", allow_empty_value=True),
    Style("deepObject", allow_empty_value=True),
    Style("form", type=UnixTime),
    Style("simple", type=Duration),
    Content(),
    Content(nullable=True),
    Content("text/plain"),
]


def queries() -> Iterator[Row]:
    for style in STYLES:
        if getattr(style, "name", "form") not in ("simple", "label", "matrix"):
            for value in (*SCALARS, *CONTAINERS):
                yield f"{_style(style)} {value!r}", outcome(query, {"a[b]": value}, {"a[b]": style})


def headers() -> Iterator[Row]:
    for style in (Style("simple"), Style("simple", True), Style("simple", type=HttpDate), Content()):
        for value in (*SCALARS, *CONTAINERS, " edge ", "a\nb", "a\x00b", "tab\tin"):
            yield f"{_style(style)} {value!r}", outcome(header, "X-A", value, style)


def all_cookies() -> Iterator[Row]:
    for style in (Style("form"), Style("form", False), Style("cookie"), Style("cookie", False), Content()):
        for value in (*SCALARS, *CONTAINERS, "a;b", "a b", "a\r\nb"):
            yield f"{_style(style)} {value!r}", outcome(cookies, {"c d": value}, {"c d": style})


def paths() -> Iterator[Row]:
    for style in STYLES:
        if getattr(style, "name", "simple") in ("simple", "label", "matrix"):
            for value in (*SCALARS, *CONTAINERS, "a/b", "%2e%2e", "a/../b"):
                template = PathTemplate("/x/{id}/y")
                yield f"{_style(style)} {value!r}", outcome(template.expand, {"id": value}, {"id": style})


def templates() -> Iterator[Row]:
    values = {"id": "a/b ü", "n": 3, "list": ["x", "y/z"], "keys": {"a": 1, "b": "c"}, "empty": "", "no": []}
    for template in (
        "",
        "/",
        "/a//b/",
        "/{id}",
        "/{id}.{n}",
        "/{id}:{n}",
        "/{+id}/{n}",
        "/{list}",
        "/{list*}",
        "/{/list*}",
        "/{.list}",
        "/{;keys*}",
        "/{;list}",
        "/x{?n}",
        "/x{?n,id}{&list*}",
        "/x?fixed=1",
        "/x#{id}",
        "/{missing}",
        "/{empty}/x",
        "/{no}/x",
        "/{id",
        "/{}",
        "/100%/{n}",
        "/ü/%C3%BC/{n}",
        "/{keys}/{keys*}",
    ):
        made = PathTemplate(template)
        styles = {"list": Style("simple"), "keys": Style("simple", True)}
        yield f"{template} names", outcome(lambda one: (one.names, one.rank), made)
        yield f"{template} expand", outcome(made.expand, values, styles)
        for path in ("/", "/a", "/a/b", "/x", "/a%2Fb", "/a.3", "/100%25/3", "/%C3%BC/%C3%BC/7", "/a//b/"):
            yield f"{template} match {path}", outcome(made.match, path)


def written_values() -> Iterator[Row]:
    for value in (*SCALARS, *CONTAINERS, {"a": float("inf")}, [object()], {"x": {1, 2}}, set()):
        yield f"wire {value!r}", outcome(wire, value)
        yield f"text {value!r}", outcome(text, value)
        yield f"compact {value!r}", outcome(lambda one: compact(wire(one)), value)
    for seconds in (0, 1, -1, 59.5, 60, 3600, 86399, 86400, -86400.25, 90061.000001, 1e9):
        yield f"duration {seconds}", outcome(duration, timedelta(seconds=seconds))
    for value in ("a b", "%41%", "ü", "[x]:/?@!$'()*,;=", "#&+", "%e2%82", ""):
        yield f"reserved {value}", outcome(query_reserved, value)


def read_headers() -> Iterator[Row]:
    kinds = (str, int, float, bool, list[int], list[str], dict[str, int], Point, date, datetime, HttpDate, bytes)
    texts = ("", " a ", "1", "01", "1.0", "true", "TRUE", "null", "1,2,3", '"a", "b,c"', "a%20b", "x,1,y,2", "x=1,y=2")
    texts = (
        *texts,
        '{"x":1}',
        "[1]",
        "2024-02-29",
        "2024-02-29T00:00:00Z",
        "Thu, 29 Feb 2024 00:00:00 GMT",
        "1e3",
        "-",
    )
    for kind in kinds:
        for value in texts:
            yield f"{kind_name(kind)} {value!r}", outcome(read_header, value, kind, False)
    for value in ("x=1,y=2", "x=1", "x", ""):
        yield f"exploded {value}", outcome(read_header, value, dict[str, str], True)


def _style(style: Style | Content) -> str:
    return " ".join(str(one) for one in style if one is not None and one is not False)
