"""Webhooks and objects that pages describe next to operations, or alone.

Taken of webhooks: the events by name, fields of tables and lists, payloads, headers such as a signature, and the status
that the service expects. Taken of objects: name and fields. A part without fields and JSON says nothing that a client
needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ....openapi.json_values import is_mapping, is_sequence
from ...markdown import fences, sections, without_fences
from ...names import class_name
from ...operations import Field, NamedType, PageBody, PageParameter, PageResponse, PageWebhook
from ...reading import OriginKind
from ...text import page_examples
from ...text.descriptions import opening
from ...text.nested_tables import PlacedFields
from ...text.sampled import sampled_field
from ...text.table_fields import listed
from ...wording.stated_fields import nested, tidy
from .asides import AsideKind
from .jsx_fields import fields_of, has_fields
from .listed_fields import distinct

if TYPE_CHECKING:
    from ....document.document import JSON
    from ...reading import Page
    from .asides import Aside

_NAME = re.compile(
    r"(?<![\w.])([a-z][a-z0-9]*(?:[._:-][a-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+|[A-Z]+(?:_[A-Z]+)+)(?![\w.])"
)
_TAGS = ("event", "type", "event_type", "eventType", "event_name", "eventName", "message_type", "topic", "name")
_INNER = ("message", "event", "data")
_OF_PARTS = re.compile(
    r"\b(?:example|sample|payloads?|body|schema|fields?|attributes?|properties|parameters?|headers?|format|structure|objects?"
    r"|request|response)\b",
    re.IGNORECASE,
)
_NO_EVENTS = re.compile(
    r"\b(?:verif\w+|secur\w+|signatures?|sign\w*|retr\w+|respond\w*|responses?|config\w*|set(?:ting)? ?up|register\w*"
    r"|test\w*|best practices|troubleshoot\w*|errors?|troubles?|idempoten\w+|delivery|deliveries|timeouts?)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?<![\w-])`?(?P<name>X-[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*|(?:webhook|svix)-(?:id|timestamp|signature)"
    r"|[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)*-Signature)\b"
)
_ANSWERED = re.compile(
    r"\b(?:respon\w+|return|reply|answer|acknowledg\w+)\b[^.\n]{0,60}?\b(2\d\d|2xx)\b", re.IGNORECASE
)
_BODY = "# Request body"


@dataclass(frozen=True, slots=True)
class _Group:
    """One heading of such a part, with what is below it up to the next event."""

    title: str
    line: int
    lines: tuple[str, ...]


def described(apart: Sequence[Aside]) -> tuple[list[PageWebhook], list[NamedType]]:
    """Return the webhooks and the objects of all such parts."""
    sent = [one for aside in apart if aside.kind is AsideKind.WEBHOOK for one in webhooks(aside)]
    return sent, [one for aside in apart if aside.kind is AsideKind.OBJECT for one in objects(aside)]


def webhooks(aside: Aside) -> list[PageWebhook]:
    """Return the events of a part, each with its payload."""
    groups = _groups(aside)
    whole = aside.text
    headers = tuple(_headers(whole))
    answers = tuple(_answers(whole))
    made: list[PageWebhook] = []
    for group in groups:
        if _NO_EVENTS.search(group.title) and not _NAME.search(group.title.strip("`")):
            continue
        for one in _of_group(group, aside.title):
            own = tuple(
                one_header for one_header in one.headers if all(one_header.field.name != h.field.name for h in headers)
            )
            made.append(replace(one, headers=(*headers, *own), answers=answers))
    return made


def objects(aside: Aside) -> list[NamedType]:
    """Return the type that a part describes, and those below headings of their own in it, which it may refer to."""
    found: list[tuple[str, _Group, list[PlacedFields]]] = []
    for number, group in enumerate(_groups(aside)):
        fields = [one for one in _fields(group.lines, group.line) if one.place in ("", "body", "response")]
        name = class_name(group.title if number else aside.title)
        if fields and name and all(name != other for other, _, _ in found):
            found.append((name, group, fields))
    names = {name for name, _, _ in found}
    return [NamedType(name, _whole(group, fields, names)) for name, group, fields in found]


def _whole(group: _Group, fields: Sequence[PlacedFields], names: set[str]) -> Field:
    ones = nested(distinct([_referring(one, names) for one in fields]))
    text = _description(group)
    return Field("", group.line, {"type": "object"}, fields=ones, description=text)


def _description(group: _Group) -> str:
    return tidy(opening("\n".join(["# -", *group.lines[1:]])))


def _referring(one: PlacedFields, names: set[str]) -> Field:
    """Return a field whose type refers to another one of the page, if its words name that: "array of Recording"."""
    said = [word for word in re.findall(r"[A-Z]\w+", one.words) if word in names]
    if len(said) != 1 or one.field.fields:
        return one.field
    ref: dict[str, JSON] = {"$ref": f"#/components/schemas/{said[0]}"}
    if one.field.schema.get("type") == "array":
        return replace(one.field, schema={**one.field.schema, "items": ref})
    return replace(one.field, schema=ref, typed=True) if not one.field.schema else one.field


def _groups(aside: Aside) -> list[_Group]:
    """Return the part by headings; one that only announces fields or samples belongs to the heading above it."""
    lines = aside.text.text.split("\n")
    first = aside.text.first_line
    starts: list[tuple[int, str]] = []
    for one in sections(aside.text.text, first):
        is_part = starts and _OF_PARTS.search(one.title) and not _NAME.search(one.title.strip("`"))
        if not is_part:
            starts.append((one.line, one.title.strip(" `*:")))
    if not starts or starts[0][0] > first:
        # The title is in the front matter.
        starts.insert(0, (first, aside.title))
    ends = [*(line for line, _ in starts[1:]), first + len(lines)]
    return [
        _Group(title, line, tuple(lines[line - first : end - first]))
        for (line, title), end in zip(starts, ends, strict=True)
    ]


def _of_group(group: _Group, around: str) -> Iterator[PageWebhook]:
    placed = _fields(group.lines, group.line)
    fields = nested(distinct([one.field for one in placed if one.place in ("", "body")]))
    headers = tuple(PageParameter("header", one.field) for one in placed if one.place == "header")
    blocks = _blocks(group)
    text = _description(group)
    if fields:
        shown = next((one for one in blocks if one.value.whole), None)
        name, origin = _event(group, fields, shown.value.value if shown else None, around)
        tagged = tuple(_tagged(one, name) for one in fields)
        value = Field("", fields[0].line, {"type": "object"}, fields=tagged)
        example = shown.value.value if shown else None
        yield PageWebhook(
            name, group.line, PageBody(value, stated_type=False), group.title, text, headers, (), origin, example
        )
        return
    for shown in blocks:
        if is_mapping(shown.value.value):
            name, origin = _event(group, (), shown.value.value, around)
            value = sampled_field("", shown.value.value, shown.line)
            example = shown.value.value if shown.value.whole else None
            yield PageWebhook(
                name, shown.line, PageBody(value, stated_type=False), group.title, text, headers, (), origin, example
            )


def _tagged(field: Field, event: str) -> Field:
    """Return the field; one that holds the event's name has only that value, where its description is that name."""
    if field.name in _TAGS and field.schema == {"type": "string"} and field.description.strip(" `\"'.") == event:
        return replace(field, schema={**field.schema, "enum": [event]})
    return field


def _fields(lines: Sequence[str], first_line: int) -> list[PlacedFields]:
    """Return the fields that tables, lists and components describe, below a heading that announces a body."""
    text = "\n".join([_BODY, *lines[1:]])
    if has_fields(text):
        return [PlacedFields("body", one) for one in fields_of(text, first_line)]
    found = listed(text, first_line)
    return [one for one in found.placed if one.field.typed or one.field.required is not None or one.field.description]


def _blocks(group: _Group) -> list[page_examples.JSONBlock]:
    """Return the JSON that a group shows as sent, also behind a request line and headers."""
    found: list[page_examples.JSONBlock] = []
    for fence in fences("\n".join(group.lines), group.line):
        body = _HTTP_HEAD.sub(lambda head: "\n" * head[0].count("\n"), fence.text, count=1)
        plain = replace(fence, text=body, info="json" if body != fence.text else fence.info)
        if (block := page_examples.payload(plain)) is not None:
            found.append(block)
    return found


_HTTP_HEAD = re.compile(r"\A\s*POST [^\n]{1,300}\n(?:[A-Za-z-]{1,60}:[^\n]{0,500}\n){0,30}\s*(?=[{\[])")


def _event(group: _Group, fields: Sequence[Field], shown: JSON, around: str) -> tuple[str, OriginKind]:
    """Return the name of the event, and how it is known: by heading, by the only value of a field, by a sample."""
    if match := _NAME.search(group.title.strip("`")):
        return match[1], OriginKind.PAGE
    for name in _TAGS:
        field = next((one for one in fields if one.name == name), None)
        values: Any = field.schema.get("enum") if field else None
        if is_sequence(values) and len(values) == 1:
            return str(values[0]), OriginKind.PAGE
    tag = _tag(shown)
    if tag:
        return tag, OriginKind.SAMPLE
    title = group.title if group.title and not _GENERIC.fullmatch(group.title) else around
    return "-".join(re.findall(r"[a-z0-9]+", title.casefold())[:_MOST_WORDS]) or "webhook", OriginKind.GUESS


_GENERIC = re.compile(r"(?:example|sample|payload|webhooks?|callbacks?|events?|body| |the)+", re.IGNORECASE)
_MOST_WORDS = 6


def _tag(shown: JSON) -> str:
    if not isinstance(shown, dict):
        return ""
    for name in _TAGS:
        value = shown.get(name)
        if isinstance(value, str) and re.fullmatch(r"[A-Za-z][\w.:-]{2,60}", value) and name != "name":
            return value
    inner = next((shown[name] for name in _INNER if isinstance(shown.get(name), dict)), None)
    return _tag(inner) if isinstance(inner, dict) and inner is not shown else ""


def _headers(page: Page) -> Iterator[PageParameter]:
    """Yield the headers of the service's own that prose names: "the `X-Acme-Signature` header"."""
    seen: set[str] = set()
    for number, line in enumerate(without_fences(page.text).split("\n"), page.first_line):
        if line.lstrip().startswith("|") or "header" not in line.casefold():
            continue
        for match in _HEADER.finditer(line):
            if match["name"].casefold() not in seen:
                seen.add(match["name"].casefold())
                yield PageParameter("header", Field(match["name"], number, {"type": "string"}))


def _answers(page: Page) -> Iterator[PageResponse]:
    """Yield the status that the service expects: "Respond with a `200`"."""
    for number, line in enumerate(without_fences(page.text).replace("`", "").split("\n"), page.first_line):
        if match := _ANSWERED.search(line):
            yield PageResponse(match[1].upper(), number, "The service expects this status.")
            return
