"""Unions whose values must fit exactly one member (JSON Schema draft 2020-12, 10.2.1.3 oneOf)."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, cast, get_args, get_origin
from uuid import UUID

from pydantic_core import PydanticCustomError, to_json

from .core_schema import resolver, rewrite
from .core_schema_nodes import Node, marked
from .scalars import is_like_time
from .tagged_parts import foreign, literals

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
    from pydantic.fields import FieldInfo
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class OneOf:
    """`Annotated[Cat | Dog, OneOf()]`: a value that fits both members, or neither, is refused.

    `OneOf(Pet, int)` is needed if a member is a union itself (`Pet = Cat | Dog`), since Python flattens unions: a value
    that fits a cat and a dog is one pet. Instances of the members are accepted. A tolerant decode takes the member that
    fits best.
    """

    __slots__ = ("members",)

    def __init__(self, *members: Any) -> None:
        """See the class."""
        self.members = members

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the union, preceded by the check."""
        flat: tuple[Any, ...] = get_args(source)
        members = self.members or flat
        # `Any` is a class since Python 3.11, but nothing is an instance of it.
        classes = tuple(member for member in flat if isinstance(member, type) and member is not Any)
        node = rewrite(cast("Node", handler(source)), resolver(handler))

        def validate(value: object, inner: Callable[[object], object], info: ValidationInfo) -> object:
            if classes and isinstance(value, classes) and hasattr(value, "__pydantic_fields_set__"):
                return inner(value)

            def check() -> object:
                only = _only(value, members, is_json=info.mode == "json")
                return only[0] if only else inner(value)

            outer = _CHECKS.get()
            if outer is not None:
                return outer.once((id(self), to_json(value) if info.mode == "json" else id(value)), value, check)
            token = _CHECKS.set(_Checks())
            try:
                return check()
            finally:
                _CHECKS.reset(token)

        reference = {key: node[key] for key in ("ref",) if key in node}
        bare = {key: part for key, part in node.items() if key != "ref"}
        function: Node = {"type": "with-info", "function": validate}
        wrap: Node = {"type": "function-wrap", "function": function, "schema": bare, **reference}
        return cast("CoreSchema", marked(wrap, keep="schema", one_of=True))

    def __get_pydantic_json_schema__(self, node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the union: `anyOf`, since open enumerations may fit several members."""
        from .described import of_type

        return of_type(node, handler)


class _Checks:
    """The unions within a union that were checked: each is checked once for a value, however many lead to it."""

    __slots__ = ("_depth", "_known")

    def __init__(self) -> None:
        self._depth = 0
        self._known: dict[tuple[int, bytes | int], tuple[object, object, ValueError | None]] = {}
        """Union and value → the value, which must live as long as its identity counts, its result, and its error."""

    def once(self, key: tuple[int, bytes | int], value: object, check: Callable[[], object]) -> object:
        """Return the result of a check, or raise its error; of a union deep within others, only that nothing fits."""
        if key not in self._known:
            self._depth += 1
            try:
                self._known[key] = value, check(), None
            except ValueError as error:
                # The error of a union has those of its members, which would double with each level.
                shown = error if self._depth < _DEEP else PydanticCustomError("one_of", _NO_MEMBER)
                self._known[key] = value, None, shown
            self._depth -= 1
        _, result, problem = self._known[key]
        if problem is not None:
            raise problem
        return result


_CHECKS: ContextVar[_Checks | None] = ContextVar("checks", default=None)
"""What was checked within the outermost union that is being checked."""
_DEEP = 5
_NO_MEMBER = "Input fits no member"


def _only(value: object, members: tuple[Any, ...], *, is_json: bool) -> list[object]:
    """Return the value as the only member that accepts it; empty if none does, which the union itself then reports.

    Enumerations are open to values that a server adds; of several members that accept the value, only those that list
    it count. Raises an error if several are left.
    """
    from .adapter import adapter

    text = to_json(value) if is_json else b""
    fitting: list[tuple[Any, object]] = []
    for member in members:
        if getattr(member, "__value__", member) is UUID and is_like_time(value):
            continue
        strict = adapter(member, tolerant=False)
        try:
            fitting.append((member, strict.validate_json(text) if is_json else strict.validate_python(value)))
        except ValueError:
            continue
    given: Any = value
    if isinstance(value, Mapping):
        fitting = _unclaimed(fitting, members, given)
    if len(fitting) > 1 and isinstance(value, Mapping):
        fitting = [(member, found) for member, found in fitting if _lists(member, given)] or fitting
    elif len(fitting) > 1:
        fitting = [(member, found) for member, found in fitting if not _is_news(member, given)] or fitting[:1]
        fitting = [(member, found) for member, found in fitting if not _is_other_id(member, found)] or fitting[:1]
    if len(fitting) > 1:
        raise _ambiguous([getattr(member, "__name__", str(member)) for member, _ in fitting], given)
    return [found for _, found in fitting]


def _unclaimed(
    fitting: list[tuple[Any, object]], members: tuple[Any, ...], value: Mapping[str, object]
) -> list[tuple[Any, object]]:
    """Return the members that fit and whose enumerations leave the object to no other member; raise an error if
    another member is meant, which does not fit.
    """
    claims = [(foreign(member, members, value), (member, found)) for member, found in fitting]
    kept = [pair for claim, pair in claims if claim is None]
    if claims and not kept and (claim := claims[0][0]) is not None:
        reason = f"{claim.name} {claim.value!r} means {claim.means}, and the rest does not fit"
        raise PydanticCustomError("one_of", "{reason}", {"reason": reason})
    return kept


def _ambiguous(names: list[str], value: object) -> PydanticCustomError:
    advice = f": give an instance, as {names[0]}(…)" if isinstance(value, Mapping) else ", but may fit only one"
    return PydanticCustomError(
        "one_of", "Input fits {members}{advice}", {"members": " and ".join(names), "advice": advice}
    )


def _is_news(member: Any, value: object) -> bool:
    """Return whether a type accepts a value only because its enumeration is open to values that a server adds."""
    union = getattr(member, "__value__", member)
    if get_origin(union) not in (Union, UnionType) or type(value) not in get_args(union):
        return False
    listed = [one for one in literals(union) if type(one) is type(value)]
    return bool(listed) and value not in listed


def _is_other_id(member: Any, found: object) -> bool:
    """Return whether a type of UUIDs accepts a text only because identifiers may be any text."""
    return getattr(member, "__value__", member) is UUID and isinstance(found, str)


def _lists(member: Any, wire: Mapping[str, object]) -> bool:
    """Return whether each enumeration of a class lists the value of its field."""
    fields: Mapping[str, FieldInfo] = getattr(member, "model_fields", {})
    for name, field in fields.items():
        alias = field.alias or name
        listed = literals(field.annotation)
        if alias in wire and listed and not any(value == wire[alias] for value in listed):
            return False
    return True
