"""An operation as a page without an OpenAPI document describes it: what readers of field lists hand to `draft`.

Every part has the line of the page on which it stands. A schema is a mapping of OpenAPI 3.1 keywords, as far as the
words of the page say them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .reading import OriginKind

if TYPE_CHECKING:
    from ..document.document import JSON


def _nothing() -> Mapping[str, JSON]:
    return {}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object, a parameter, or (with an empty name) a value as a whole."""

    name: str
    line: int
    schema: Mapping[str, JSON] = field(default_factory=_nothing)
    """Keywords: type, format, enum, default, items, `$ref: #/components/schemas/…` to a NamedType, …"""
    typed: bool = True
    """False where the page gives no type, or words for it that are not understood: that is counted as unknown."""
    required: bool | None = None
    """None if the page does not say."""
    description: str = ""
    deprecated: bool = False
    fields: tuple[Field, ...] = ()
    """The fields of the object; if the schema is an array or a map, those of its items or values."""
    variants: tuple[Field, ...] = ()
    """The alternatives of a union, each a value as a whole whose `name` is its title; places as with `fields`."""
    origin: OriginKind = OriginKind.PAGE
    """How the field itself is known: `sample` if only a sample has it."""


@dataclass(frozen=True, slots=True)
class PageParameter:
    """A parameter: `location` is `query`, `path`, `header` or `cookie`."""

    location: str
    field: Field


@dataclass(frozen=True, slots=True)
class PageBody:
    """The body of a request."""

    value: Field
    """The value, with an empty name; its `required` is that of the body."""
    content_type: str = "application/json"
    stated_type: bool = True
    """Whether the page names the content type."""


@dataclass(frozen=True, slots=True)
class PageResponse:
    """A response."""

    status: str
    """`200`, `4XX` or `default`."""
    line: int
    description: str = ""
    value: Field | None = None
    """None where the page describes no body."""
    content_type: str = "application/json"
    status_origin: OriginKind = OriginKind.PAGE
    """`guess` if the page has a response without a status."""
    headers: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class PageCredential:
    """A credential that the service expects: `kind` is `bearer`, `basic` or `apiKey`."""

    kind: str
    line: int
    name: str = ""
    """Of an API key: the header, query parameter or cookie."""
    location: str = "header"
    description: str = ""
    scheme: str = ""
    """The page's name for the scheme, if any."""
    origin: OriginKind = OriginKind.PAGE


@dataclass(frozen=True, slots=True)
class PageServer:
    """A base URL, without a trailing slash."""

    url: str
    line: int
    description: str = ""
    origin: OriginKind = OriginKind.PAGE
    variables: tuple[tuple[str, str], ...] = ()
    """The variables in the host (`{region}`), each with the value that a sample has in its place."""


@dataclass(frozen=True, slots=True)
class PageWebhook:
    """A call that the service makes: the entry of `webhooks` (OpenAPI 3.1.1, 4.8.1) with that name."""

    name: str
    """The event, as the page names it: `call.ended`."""
    line: int
    body: PageBody
    title: str = ""
    description: str = ""
    headers: tuple[PageParameter, ...] = ()
    answers: tuple[PageResponse, ...] = ()
    """What the service expects in return."""
    name_origin: OriginKind = OriginKind.PAGE
    """`guess` if the page does not name the event."""
    example: JSON = None
    """A payload that the page shows whole; null if there is none."""


@dataclass(frozen=True, slots=True)
class NamedType:
    """A schema that the page names: `#/components/schemas/<name>`."""

    name: str
    value: Field


@dataclass(frozen=True, slots=True)
class PageOperation:
    """One operation of a page."""

    method: str
    """In lower case."""
    path: str
    """Relative to the servers: `/v1/calls/{id}`."""
    line: int
    title: str = ""
    title_line: int = 0
    description: str = ""
    operation_id: str = ""
    """Empty if the page has none: then it is made of the title, and marked as a guess."""
    tag: str = ""
    """Empty if the page has none: then it is made of the path, and marked as a guess."""
    path_origin: OriginKind = OriginKind.PAGE
    """How method and path are known: `sample` if only a sample or the address shows them."""
    deprecated: bool = False
    servers: tuple[PageServer, ...] = ()
    parameters: tuple[PageParameter, ...] = ()
    bodies: tuple[PageBody, ...] = ()
    answers: tuple[PageResponse, ...] = ()
    credentials: tuple[PageCredential, ...] = ()
    """Each of them is needed, where there are several."""
    types: tuple[NamedType, ...] = ()
