"""Fields of a received model that have no value, although the description says that they have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..problems import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

_KEY = "absent"
"""The key of a model's private values under which it is noted what is absent, and why."""

Reason = tuple[str, object]
"""What is declared, in words, and what the server sent."""


def with_absences(model: BaseModel, reasons: Mapping[str, Reason]) -> None:
    """Note why fields of a model are absent."""
    object.__setattr__(model, "__pydantic_private__", {_KEY: dict(reasons)})


def absence(model: BaseModel, name: str) -> str:
    """The sentence that says why a field is absent."""
    private: Mapping[str, Any] = model.__pydantic_private__ or {}
    reasons = cast("Mapping[str, Reason]", private.get(_KEY, {}))
    what = f"`{type(model).__name__}.{name}` is absent"
    if name not in reasons:
        return f"{what}: the model was made without it"
    expected, received = reasons[name]
    return f"{what}: the server sent {shown(received)} where the API description declares {expected}"
