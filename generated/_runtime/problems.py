"""What is wrong with a value, in one line and without the value."""

from __future__ import annotations

_MOST = 5


def explain(error: BaseException | None) -> str:
    """The message of an error; of a validation error the places and what is wrong there."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return str(error) or type(error).__name__
    found = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}".removeprefix(": ") for one in found]
    more = [f"and {len(lines) - _MOST} more"] if lines[_MOST:] else []
    return "; ".join([*lines[:_MOST], *more])
