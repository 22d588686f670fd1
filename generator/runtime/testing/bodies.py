"""Writes the bodies of answers, as a server does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from ..wire.codecs import JSON, Codec


def encoded(codec: Codec | None, value: Any) -> bytes:
    """Return the body that a server sends for a value."""
    match codec:
        case JSON():
            # A response also contains read-only properties.
            return codec.reader.dump_json(codec.reader.validate_python(value))
        case None:
            return json.dumps(plain(value)).encode()
        case _:
            content = codec.encode(value)[1]
            return content if isinstance(content, bytes) else b"".join(cast("Any", content))


def written_events(texts: Sequence[str], name: str | None) -> str:
    """Return texts as the data of events, which may have a name."""
    head = f"event: {name}\n" if name else ""
    data_lines = ("".join(f"data: {line}\n" for line in text.splitlines() or [""]) for text in texts)
    return "".join(f"{head}{data}\n" for data in data_lines)


def written_lines(texts: Sequence[str], kind: str) -> str:
    """Return JSON texts as the items of a media type with an item in each line."""
    # RFC 7464, 2.2: each text of a sequence follows a record separator.
    separator = "\x1e" if kind.endswith("json-seq") else ""
    return "".join(f"{separator}{text}\n" for text in texts)


def plain(value: Any) -> Any:
    """Return the JSON document of a model; any other value as it is."""
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True) if hasattr(value, "model_dump") else value
