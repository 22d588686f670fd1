"""How the parameters of an operation are written, as source of the runtime's `Style` and `Content`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..ir.api import Parameter, ParameterLocation
from ..schema.classes import REF_PREFIX, Schema, is_class
from ..text.python_source import literal
from .type_expressions import TypeWriter

_DEFAULT_STYLES: Mapping[ParameterLocation, str] = {
    ParameterLocation.PATH: "simple",
    ParameterLocation.QUERY: "form",
    ParameterLocation.HEADER: "simple",
    ParameterLocation.COOKIE: "form",
}

_TYPED = re.compile(r"\b(UnixTime|Base64|Base64Url|HttpDate|Duration|DecimalNumber|date|datetime|time)\b")
"""Types whose values do not tell their wire form, or whose values pass for another type (each `datetime` is a `date`):
the runtime checks and writes such a parameter by its type."""


def style(parameter: Parameter, writer: TypeWriter) -> str | None:
    """Return the source of a parameter's style, or None where it is the default of its location."""
    expression = writer.expression(parameter.schema, received=False)
    extra = [f"type={expression}"] if _needs_type(writer, parameter.schema, frozenset()) else []
    if parameter.required and (expression == "None" or expression.endswith(" | None")):
        extra.append("nullable=True")
    if parameter.content_type is not None:
        return f"Content({', '.join([literal(parameter.content_type), *extra])})"
    default = _DEFAULT_STYLES[parameter.location]
    if parameter.explode != (parameter.style in ("form", "cookie")) and parameter.style != "deepObject":
        extra.insert(0, f"explode={parameter.explode}")
    if parameter.allow_reserved:
        extra.append("allow_reserved=True")
    if parameter.allow_empty_value:
        extra.append("allow_empty_value=True")
    if not extra and parameter.style == default:
        return None
    return f"Style({', '.join([literal(parameter.style), *extra])})"


def _needs_type(writer: TypeWriter, schema: Schema, seen: frozenset[str]) -> bool:
    """Say whether a value does not tell how it is written; an instance of a class does."""
    if isinstance(schema, bool):
        return False
    if "$ref" not in schema:
        parts = [schema.get(key, True) for key in ("items", "additionalProperties")]
        parts += [part for key in ("oneOf", "anyOf", "prefixItems") for part in schema.get(key, ())]
        found = _TYPED.search(writer.expression(schema, received=False)) is not None
        return found or any(_needs_type(writer, part, seen) for part in parts)
    name = str(schema["$ref"]).removeprefix(REF_PREFIX)
    target = writer.api.schemas.get(name, True)
    return name not in seen and not is_class(target) and _needs_type(writer, target, seen | {name})
