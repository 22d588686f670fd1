"""Inputs for the reader of documents: a corpus, mutated; what made something new happen joins it."""

from __future__ import annotations

import random
from collections.abc import Callable

SEEDS = (
    b'{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {"x": [1, -0.0, 1e5]}}}}',
    b"openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      tags: [a, \"b\\u00e9\"]\n",
    b"a: &a {b: [1, 2.5, null, ~, true, no, 0x1F, 0o17, 1e3, .5]}\nc: *a\nd: {<<: *a, e: *a}\n? f\n: g\n",
    b"a: |\n  text\n  more\nb: >-\n  folded\n\n  text\n'c c': !!str 1\nd: !!float 1\ne: [&x y, *x]\n",
    b'\xef\xbb\xbf{"a": "\\ud83d\\ude00 \\" \\\\ \\/ \\b\\f\\n\\r\\t", "b": {"c": {}}, "d": [[], [[]], {}], "": null}',
    "%YAML 1.2\n---\nключ: 值 # c\n\"\\x41\\U0001F600\": '''quoted'''\n...\n".encode(),
    b"- a\n- {b: c}\n",
    b"{a: b, 'c': \"d\", e}\n",
    b"",
)
TOKENS = (
    *(b"{", b"}", b"[", b"]", b",", b":", b": ", b"\n", b"\n  ", b"\r\n", b"\t", b" ", b"- ", b"? ", b"# ", b"|", b">"),
    *(b'"', b"'", b"\\", b"\\u", b"\\ud800", b"\\udc00", b"\\x", b"\\U0010ffff", b"&a ", b"*a", b"<<: ", b"!!", b"!"),
    *(
        b"!!binary ",
        b"!!python/object/apply:os.system ",
        b"!<tag:yaml.org,2002:int> ",
        b"%TAG ! tag:x,2000:\n",
        b"---\n",
    ),
    *(b"...\n", b"~", b"null", b"true", b"yes", b"on", b"0", b"-0", b"1e999", b"-1e999", b"NaN", b"Infinity", b".inf"),
    *(b".nan", b"0o17", b"017", b"1_000", b"1:30", b"2001-01-01", b"9" * 400, b"0." + b"1" * 400, b"0x" + b"f" * 300),
    *(b"\x00", b"\x01", b"\x7f", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xff\xfe"),
    *(b"\xef\xbb\xbf", b"\xef\xbf\xbf", b"\xf4\x8f\xbf\xbf", b"\xc0\x80", b"\xee\x80\x80", b"[" * 70, b"{a: " * 70),
    *(b'"a":', b'"a":{"a":', b"a: &a [*a]\n", b"a: *b\n", b"$ref", b"@", b"`", b"%", b"@x", b"=", b"\xf0\x9f\x98\x80"),
)
_LONGEST = 4_000


class Corpus:
    """Inputs so far; `next` gives a new one, `tell` says what became of it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.inputs: list[bytes] = list(SEEDS)
        self.signatures: set[str] = set()
        self.mutations: tuple[Callable[[bytearray], None], ...] = (
            self._insert,
            self._insert,
            self._insert,
            self._delete,
            self._copy,
            self._flip,
            self._splice,
        )

    def next(self) -> bytes:
        data = bytearray(self.random.choice(self.inputs))
        for _ in range(self.random.choice((1, 1, 2, 3, 5, 8))):
            self.random.choice(self.mutations)(data)
        return bytes(data[:_LONGEST])

    def tell(self, data: bytes, signature: str) -> None:
        if signature not in self.signatures:
            self.signatures.add(signature)
            self.inputs.append(data)

    def _place(self, data: bytearray) -> int:
        return self.random.randint(0, len(data))

    def _span(self, data: bytearray) -> slice:
        start = self._place(data)
        return slice(start, start + self.random.choice((1, 1, 2, 4, 8, 32)))

    def _insert(self, data: bytearray) -> None:
        place = self._place(data)
        data[place:place] = self.random.choice(TOKENS)

    def _delete(self, data: bytearray) -> None:
        del data[self._span(data)]

    def _copy(self, data: bytearray) -> None:
        copied = data[self._span(data)]
        place = self._place(data)
        data[place:place] = copied * self.random.choice((1, 1, 2, 30))

    def _flip(self, data: bytearray) -> None:
        if data:
            data[self.random.randrange(len(data))] = self.random.randrange(256)

    def _splice(self, data: bytearray) -> None:
        data[self._span(data)] = self.random.choice(self.inputs)[self._span(data)]
