"""Unions of which exactly one member may fit (JSON Schema draft 2020-12, 10.2.1.3 oneOf)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic_core import PydanticCustomError, to_json

from .nodes import Node, marked
from .schema import resolver, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, ValidationInfo
    from pydantic_core import CoreSchema


class OneOf:
    """`Annotated[Cat | Dog, OneOf()]`: a value that fits both is refused, as one that fits neither is.

    `OneOf(Pet, int)` where a member is a union itself (`Pet = Cat | Dog`), for Python flattens those: what fits a cat
    and a dog is one pet. Instances of the members are taken as they are. A tolerant decode takes the member that fits
    best.
    """

    __slots__ = ("members",)

    def __init__(self, *members: Any) -> None:
        """See the class."""
        self.members = members

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the union with the check before it."""
        flat: tuple[Any, ...] = get_args(source)
        members = self.members or flat
        classes = tuple(member for member in flat if isinstance(member, type))
        node = rewrite(cast("Node", handler(source)), resolver(handler))

        def validate(value: object, inner: Callable[[object], object], info: ValidationInfo) -> object:
            if not (classes and isinstance(value, classes) and hasattr(value, "__pydantic_fields_set__")):
                _count(value, members, is_json=info.mode == "json")
            return inner(value)

        reference = {key: node[key] for key in ("ref",) if key in node}
        bare = {key: part for key, part in node.items() if key != "ref"}
        function: Node = {"type": "with-info", "function": validate}
        return cast(
            "CoreSchema",
            marked({"type": "function-wrap", "function": function, "schema": bare, **reference}, keep="schema"),
        )


def _count(value: object, members: tuple[Any, ...], *, is_json: bool) -> None:
    """Raise an error where several members take a value; none is for the union itself to tell."""
    from .adapter import adapter

    text = to_json(value) if is_json else b""
    fitting: list[str] = []
    for member in members:
        strict = adapter(member, tolerant=False)
        try:
            strict.validate_json(text) if is_json else strict.validate_python(value)
        except ValueError:
            continue
        fitting.append(getattr(member, "__name__", str(member)))
    if len(fitting) > 1:
        names = " and ".join(fitting)
        raise PydanticCustomError("one_of", "Input fits {members}, but must fit only one", {"members": names})
