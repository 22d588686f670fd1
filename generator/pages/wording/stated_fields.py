"""Fields from what a page says about them: the words of the type, and what the prose next to them states."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..operations import Field
from ..type_phrases import phrase_schema
from ..type_words import nullable
from . import prose
from .type_limits import type_limits

if TYPE_CHECKING:
    from ...document.document import JSON

Schema = dict[str, "JSON"]
_MOST_OPTIONS = 1_000
_REQUIRED_WORD = re.compile(
    r"^[\W_]*(required|optional|mandatory)(?![A-Za-z0-9])[\W_]*|\((required|optional|mandatory)\)"
    r"|[.;] (required|optional|mandatory)\.?\s*$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\b(?:iso[- ]?8601|rfc[- ]?3339)\b", re.IGNORECASE)
_MOMENT_TEXT = re.compile(
    r"\b(?:iso[- ]?8601|rfc[- ]?3339)\b[^.\n]{0,20}\b(?:timestamps?|date-?times?|date and time)\b"
    r"|\b(?:timestamp|date-?time|date and time)\b[^.\n]{0,20}\b(?:iso[- ]?8601|rfc[- ]?3339)\b",
    re.IGNORECASE,
)
_OTHER_MOMENT = re.compile(
    r"\brfc[- ]?(?:2822|822|850|1123|5322|7231)\b|\bHTTP[- ]date\b|\b(?:unix|epoch)\b"
    r"|\bDD[./-]MM[./-]YY|\bMM[./-]DD[./-]YY"
    r"|\bYYYY[/.]MM|\bYYYY-?MM-?DD[ _]?(?:HH|hh)|\bYYYYMMDD|\b(?:milli)?seconds since\b",
    re.IGNORECASE,
)
"""Moments that are not as RFC 3339 has them: "RFC 2822", "Unix seconds", `DD.MM.YYYY`."""
_COUNTED = re.compile(r"\b(?:unix|epoch|(?:milli)?seconds since)\b", re.IGNORECASE)
_CAN_BE_NULL = re.compile(
    r"(?:^|[.;:,(])[^\w\n]{0,4}null`?\*{0,2} (?:until|if|when|unless|while|before|for)\b"
    r"|\b(?:may|can|could|might) (?:also )?be `?null\b"
    r"|\b(?:is|or) `?null`? (?:until|if|when|unless|while|before)\b|\(nullable\)",
    re.IGNORECASE,
)
_DEPRECATED_WORD = re.compile(r"^\W*deprecated\b|\(deprecated\)", re.IGNORECASE)


def stated_field(
    name: str,
    line: int,
    words: str = "",
    *,
    named: Collection[str] = (),
    required: bool | None = None,
    description: str = "",
    default: str | None = None,
    options: Sequence[str] = (),
    can_be_null: bool = False,
    deprecated: bool = False,
    fields: tuple[Field, ...] = (),
    limits: Schema | None = None,
) -> Field:
    """Return the field; what is not understood of type, options or default stays in the description alone."""
    description = tidy(description)
    found = phrase_schema(words, named) if words else None
    if found is None and words.strip().casefold() in ("timestamp", "time") and _MOMENT.search(description):
        found = {"type": "string", "format": "date-time"}
    schema: Schema = dict(found or {})
    listed = options or prose.options(description) or prose.one_option(description) or prose.only_value(description)
    if words.strip().casefold() in ("enum", "enumeration") and listed and (kind := prose.kind_of(listed)):
        # "enum" says nothing of the type of its values.
        schema = {"type": kind}
    if not schema and not words and listed and not prose.kind_of(listed):
        # The values say the type that no word says.
        found = {"type": "string"}
        schema = dict(found)
    if schema == {"type": "string"} and not listed and _MOMENT_TEXT.search(description):
        schema = {"type": "string", "format": "date-time"}
    if schema.get("format") in ("date-time", "date") and _OTHER_MOMENT.search(f"{words} {description}"):
        schema.pop("format")
        if _COUNTED.search(f"{words} {description}"):
            # A number or a text: the words do not say it.
            found, schema = None, {}
    schema = _with_options(schema, listed)
    if can_be_null or (schema and _CAN_BE_NULL.search(description)):
        schema = nullable(schema)
    more = type_limits(words.partition(",")[2], schema.get("type")) if "," in words else {}
    schema.update({**_said_limits(words, description), **more, **(limits or {})})
    stated = default if default is not None else prose.default(description)
    if stated is not None and stated.casefold() in _NO_VALUE and not _takes_null(schema):
        # "default: null" of a text says that nothing is sent.
        stated = None
    value = _default(stated, schema) if stated is not None else None
    if value is None and stated is not None and isinstance(schema.get("type"), str):
        # What the page says and the type does not allow is left out later, with a remark.
        value = stated
    if value is not None:
        schema["default"] = value
    return Field(
        name,
        line,
        schema,
        typed=found is not None,
        required=required if required is not None else _required(description),
        description=description,
        deprecated=deprecated or _DEPRECATED_WORD.search(description) is not None,
        fields=fields,
    )


_NO_VALUE = frozenset({"null", "none", "nil", "undefined"})


def _takes_null(schema: Schema) -> bool:
    kind, values = schema.get("type"), schema.get("enum")
    return (
        kind == "null" or (isinstance(kind, list) and "null" in kind) or (isinstance(values, list) and "none" in values)
    )


def _said_limits(words: str, text: str) -> Schema:
    """Return the keywords that a description adds to a type: limits of a number, and that an object has any keys."""
    found = phrase_schema(words) if words else None
    listed = found.get("type") if found else None
    kinds = set(map(str, listed)) if isinstance(listed, list) else {str(listed)}
    if kinds & {"integer", "number"} and kinds <= {"integer", "number", "null"}:
        return prose.number_limits(text)
    return {"additionalProperties": True} if found == {"type": "object"} and prose.is_free_form(text) else {}


def _required(description: str) -> bool | None:
    match = _REQUIRED_WORD.search(description)
    if match is None:
        return None
    # "Required if …" states a condition, not a requirement.
    if re.match(r"\W*(?:if|when|unless|for|only)\b", description[match.end() :], re.IGNORECASE):
        return None
    return (match[1] or match[2] or match[3]).lower() != "optional"


def _with_options(schema: Schema, options: Sequence[str]) -> Schema:
    if not options or "enum" in schema or "const" in schema:
        return schema
    items = schema.get("items")
    if schema.get("type") == "array":
        if not items and not prose.kind_of(options):
            # The values say what the items are.
            items = {"type": "string"}
        return {**schema, "items": _with_options(dict(items), options)} if isinstance(items, dict) and items else schema
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    is_plain = "format" not in schema or "string" not in kinds
    if not schema or not {"string", "integer", "number", "boolean"} & set(map(str, kinds)) or not is_plain:
        return schema
    options = list(dict.fromkeys(options))[:_MOST_OPTIONS]
    values = [prose.literal(one, kind) for one in options]
    if any(value is None and one != "null" for value, one in zip(values, options, strict=True)):
        return schema
    distinct: list[JSON] = [value for index, value in enumerate(values) if value not in values[:index]]
    return {**schema, "enum": distinct}


def _default(text: str, schema: Schema) -> JSON | None:
    kind = schema.get("type")
    if kind is None:
        # Without a type the value is what it looks like; a union or a reference says more than a look.
        return prose.literal(text, ["integer", "number", "boolean"]) if not schema else None
    value = prose.literal(text, kind)
    values = schema.get("enum")
    return None if isinstance(values, list) and value not in values else value


def tidy(text: str) -> str:
    """Return prose without the indentation of its lines and without empty lines at its ends; paragraphs stay apart."""
    paragraphs = re.split(r"\n[ \t]*\n", re.sub(r"\{/\*.*?\*/\}|<br\s*/?>", " ", text, flags=re.DOTALL))
    return "\n\n".join(
        "\n".join(" ".join(line.split()) for line in one.strip().split("\n")) for one in paragraphs if one.strip()
    )


def nested(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields, each named `parent.child` or `parent[].child` within its parent where there is such a one.

    A dotted name without a parent stays as it is: it may be the name.
    """
    tops: dict[str, Field] = {}
    below: dict[str, list[Field]] = {}
    for one in fields:
        head, child = _parent(one.name, tops)
        if child:
            below.setdefault(head, []).append(replace(one, name=child))
        else:
            tops.setdefault(one.name, one)
    return tuple(
        replace(one, fields=nested((*one.fields, *below[name]))) if name in below else one for name, one in tops.items()
    )


def _parent(name: str, known: Collection[str]) -> tuple[str, str]:
    """Return the longest known name that the name goes on from, and the rest; an empty rest where there is none."""
    for match in sorted(re.finditer(r"(?:\[\d*\*?\])*\.", name), key=lambda one: -one.start()):
        for head in (name[: match.start()], name[: match.end() - 1]):
            if head in known and name[match.end() :]:
                return head, name[match.end() :]
    return name, ""
