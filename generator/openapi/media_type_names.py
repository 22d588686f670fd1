"""What a media type's name says about its content."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

JSON_TYPE = "application/json"
_JSON_LINES = frozenset(
    {
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/x-ndjson",
        "application/ndjson",
        "application/json-seq",
        "application/stream+json",
    }
)


_MEDIA_TYPE = re.compile(r"[^\s/;]+/[^\s/;]+")


def is_media_type(content_type: str) -> bool:
    """Return whether a text has the form of a media type, or of a media range such as `text/*`."""
    return _MEDIA_TYPE.fullmatch(essence(content_type)) is not None


@lru_cache(maxsize=1024)
def essence(content_type: str) -> str:
    """Return a media type without parameters, in lower case (RFC 9110, 8.3.1)."""
    return content_type.partition(";")[0].strip().lower()


def is_range(content_type: str) -> bool:
    """Return whether a text is a media range: `image/*` (RFC 9110, 12.5.1)."""
    return "*" in essence(content_type)


_JSON_WORD = re.compile(r"(?:.*[/.+-])?json")


@lru_cache(maxsize=1024)
def is_json(content_type: str) -> bool:
    """Return whether a media type is JSON or ends in it: `+json` (RFC 6839), `vnd.acme.json`."""
    return _JSON_WORD.fullmatch(essence(content_type)) is not None


def is_xml(content_type: str) -> bool:
    """Return whether a media type is XML or has its structured syntax suffix (RFC 7303)."""
    name = essence(content_type)
    return name in ("application/xml", "text/xml") or name.endswith("+xml")


def answers_both_ways(content_types: Collection[str]) -> bool:
    """Return whether some media types of a response are sequences and others are not."""
    return len({is_sequential(one) for one in content_types}) > 1


@lru_cache(maxsize=1024)
def is_sequential(content_type: str) -> bool:
    """Return whether a media type is a sequence of items (OpenAPI 3.2, 4.14.2 Sequential Media Types)."""
    name = essence(content_type)
    return name == "text/event-stream" or name in _JSON_LINES or name.endswith("+json-seq")
