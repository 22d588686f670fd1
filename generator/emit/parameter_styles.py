"""The styles of an operation's parameters, as source of the runtime's `Style` and `Content`."""

from __future__ import annotations

from collections.abc import Mapping

from ..ir.api import Parameter, ParameterLocation
from ..ir.schemas import Class, Reference, Schema, parts, resolved
from ..openapi.media_type_names import is_json
from ..text.python_source import literal
from .expression import Expression, Source, call
from .type_expressions import TypeWriter

_DEFAULT_STYLES: Mapping[ParameterLocation, str] = {
    ParameterLocation.PATH: "simple",
    ParameterLocation.QUERY: "form",
    ParameterLocation.HEADER: "simple",
    ParameterLocation.COOKIE: "form",
}

_LIMITED = frozenset({"Annotated"})
_TYPED = frozenset(
    {
        *("UnixTime", "Base64", "Base64Url", "HttpDate", "Duration", "DecimalNumber"),
        *("date", "datetime", "time"),
    }
)
"""Types whose values do not show their wire form, or are instances of another type (each `datetime` is a `date`): the
runtime checks and writes such a parameter by its type."""


def style(parameter: Parameter, writer: TypeWriter) -> Expression | None:
    """Return the source of a parameter's style; None for the default style of its location."""
    typed = writer.expression(parameter.schema, received=False)
    options: dict[str, Source] = {}
    exploded_by_default = parameter.style in ("form", "cookie")
    if parameter.content_type is None and parameter.style != "deepObject" and parameter.explode != exploded_by_default:
        options["explode"] = literal(parameter.explode)
    if typed.uses(_LIMITED) or _needs_type(writer, parameter.schema, frozenset()):
        options["type"] = typed
    if parameter.content_type is not None:
        if parameter.required and typed.allows_none and is_json(parameter.content_type):
            options["nullable"] = "True"
        return call("Content", [literal(parameter.content_type)], **options)
    if parameter.allow_reserved:
        options["allow_reserved"] = "True"
    if parameter.allow_empty_value:
        options["allow_empty_value"] = "True"
    if not options and parameter.style == _DEFAULT_STYLES[parameter.location]:
        return None
    return call("Style", [literal(parameter.style)], **options)


def _needs_type(writer: TypeWriter, schema: Schema, seen: frozenset[str]) -> bool:
    """Return whether a value alone does not show how it is written; an instance of a class does."""
    if isinstance(schema, Reference):
        target = resolved(schema, writer.api.schemas)
        if schema.name in seen or isinstance(target, Class):
            return False
        return _needs_type(writer, target, seen | {schema.name})
    typed = writer.expression(schema, received=False)
    found = typed.uses(_TYPED)
    return found or any(_needs_type(writer, part, seen) for part in parts(schema))
