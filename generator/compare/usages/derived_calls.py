"""The calls of methods that follow from operations: those that iterate over pages, those that wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...emit.expression import union

if TYPE_CHECKING:
    from ...emit.type_expressions import TypeWriter
    from ...ir.api import Api
    from ...naming.names import Names


def derived_calls(api: Api, names: Names, writer: TypeWriter) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each such call, the call that it sends, and the type of an item, empty for one that waits."""
    for one in api.operations:
        call = names.operations[one.key].call
        if one.pagination is not None and one.key in names.iterators:
            item = union(writer.expression(schema, received=True) for schema in one.pagination.item)
            yield names.derived_call(one.key, names.iterators), (call, item.text)
        if one.polling is not None and one.key in names.waits:
            yield names.derived_call(one.key, names.waits), (call, "")
