"""What servers do to bodies: bombs, lengths that lie, codings that break."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from typing import Any

import pytest

from generator.runtime import (
    JSON,
    DecodeError,
    Operation,
)

from .fault_calls import Call
from .faults import FaultServer, raw, reply


@cache
def compressed(*layers: str, size: int = 50_000_000) -> bytes:
    data = zlib.compress(b"")
    squeeze = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    data = b"".join(squeeze.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + squeeze.flush()
    for _ in layers[1:]:
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize(
    ("codings", "problem"),
    [("gzip", "larger than 1000000 bytes"), ("gzip, gzip", "2 content codings"), ("br", "not one that was asked for")],
)
def test_a_decompression_bomb_takes_little_memory(send: Call, server: FaultServer, codings: str, problem: str) -> None:
    import tracemalloc

    server.on("/x", reply(200, compressed(*codings.split(",")), Content_Encoding=codings))
    tracemalloc.start()
    with pytest.raises(DecodeError, match=problem):
        send(max_response_bytes=1_000_000, max_retries=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_declared_length_above_the_limit_is_not_read(send: Call, server: FaultServer) -> None:
    server.on("/x", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n{", close=False))
    with pytest.raises(DecodeError, match="larger than 1000 bytes"):
        send(max_response_bytes=1000)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b'{"a":') + gzip.compress(b"1}")),
        ("deflate", zlib.compress(b'{"a":1}')),
        ("deflate", zlib.compress(b'{"a":1}')[2:-4]),
        ("identity", b'{"a":1}'),
        ("X-GZIP", gzip.compress(b'{"a":1}')),
    ],
    ids=["members", "zlib", "raw deflate", "identity", "x-gzip"],
)
def test_codings(send: Call, server: FaultServer, coding: str, body: bytes) -> None:
    server.on("/x", reply(200, body, Content_Encoding=coding))
    assert send().data == {"a": 1}


@pytest.mark.parametrize("body", [gzip.compress(b'{"a":1}' * 100)[:-12], b"no gzip"], ids=["cut", "none"])
def test_codings_that_break(send: Call, server: FaultServer, body: bytes) -> None:
    server.on("/x", reply(200, body, Content_Encoding="gzip"))
    with pytest.raises(DecodeError):
        send()


def test_streams_are_bounded_by_item_and_in_all(items: Call, server: FaultServer) -> None:
    event = b'data: {"text":"a"}\n\n'
    squeezed = gzip.compress(b"data: " + b" " * 50_000_000)
    headers = {"content_type": "text/event-stream", "Content_Encoding": "gzip"}
    server.on("/x", reply(200, squeezed, **headers))
    found, error = items(max_item_bytes=1000)
    assert (found, type(error)) == ([], DecodeError)
    server.on("/x", reply(200, gzip.compress(event * 10_000), **headers))
    found, error = items(max_response_bytes=1000)
    assert (bool(found), type(error)) == (False, DecodeError)
    whole: Operation[Any] = Operation("GET", "/x", responses={200: JSON(Any)})
    server.on("/x", reply(200, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"))
    assert isinstance(items(whole, max_response_bytes=1000)[1], DecodeError)
