"""`<ParamField>` and `<ResponseField>` as fields, with those in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...text.jsx import Element, JSXText, has_component, parse
from ...wording.stated_fields import nested, stated_field, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...operations import Field

FIELDS = ("ParamField", "ResponseField")
PLACES = ("path", "query", "header", "cookie", "body")
_ANNOUNCES = re.compile(r"[ \t]*(?:#{1,6}[ \t]+[^\n]{0,80}|\*{0,2}(?:Example|Sample)s?[^\n]{0,40}:\*{0,2})?[ \t]*")
"""Blank lines, and lines that announce a sample."""
_FORMAT = re.compile(r"[a-z][a-z0-9-]{1,30}")
EXAMPLES = ("RequestExample", "ResponseExample")


def fields_of(text: str, first_line: int) -> list[Field]:
    """Return the fields of a text, wherever they are sent."""
    return [field_of(one, name) for one in _tops(parse(text, first_line)) if (name := name_of(one))]


def has_fields(text: str) -> bool:
    """Return whether a text has such a component."""
    return has_component(text, *FIELDS)


def name_of(element: Element) -> str:
    """Return the name of the field that an element is; empty if it has none."""
    named = (element.attribute(one) for one in PLACES if element.attribute(one))
    return element.attribute("name") or next(named, None) or ""


def field_of(element: Element, name: str) -> Field:
    """Return the field that an element is; components in it without a name are left out."""
    below = [field_of(child, inner) for child in element.all(*FIELDS) if (inner := name_of(child))]
    default = element.attribute("default")
    if default is None and isinstance(element.attributes.get("default"), bool):
        default = str(element.attributes["default"]).lower()
    form = element.attribute("format") or ""
    return stated_field(
        name,
        element.line,
        element.attribute("type") or "",
        required=_required(element),
        description=_prose(element),
        default=default,
        deprecated=element.states("deprecated") is True,
        limits={"format": form} if _FORMAT.fullmatch(form) and element.attribute("type") == "string" else None,
        fields=nested(below),
    )


def inner_names(element: Element) -> Iterator[str]:
    """Yield the names of all components in an element; an empty text for one without a name."""
    for child in element.all(*FIELDS):
        yield name_of(child)
        yield from inner_names(child)


def _tops(element: Element) -> Iterator[Element]:
    for one in element.content:
        if isinstance(one, JSXText):
            continue
        if one.name in FIELDS:
            yield one
        else:
            yield from _tops(one)


def _required(element: Element) -> bool | None:
    said = element.states("required")
    if said is not None:
        return said
    return False if element.states("optional") else None


def _prose(element: Element) -> str:
    """Return the text of a field, including notes and cards in it, but not its nested fields."""
    parts: list[str] = []
    for one in element.content:
        if isinstance(one, JSXText):
            parts.append(one.text)
        elif one.name not in (*FIELDS, "Expandable", *EXAMPLES):
            parts.append(_prose(one))
    return _without_samples(tidy("\n\n".join(part for part in parts if part.strip())))


def _without_samples(text: str) -> str:
    """Return a description without the samples in it, and without the headings and labels that announce these."""
    kept: list[str] = []
    inside = False
    for line in text.split("\n"):
        if line.lstrip().startswith("```"):
            inside = not inside
            while inside and kept and _ANNOUNCES.fullmatch(kept[-1]):
                kept.pop()
        elif not inside:
            kept.append(line)
    return tidy("\n".join(kept)) if len(kept) < text.count("\n") else text
