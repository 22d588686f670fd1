"""Formats by black, which defines the style."""

from __future__ import annotations

from ..text.python_source import WIDTH


def format_by_black(text: str) -> str:
    """Return a module as black formats it.

    Raises:
        SyntaxError: the text is not Python.
    """
    import black
    from black.mode import Mode, TargetVersion
    from black.parsing import InvalidInput

    # The target is given because black would infer it from what each module happens to use.
    mode = Mode(target_versions={TargetVersion.PY311}, line_length=WIDTH)
    try:
        return black.format_str(text, mode=mode)
    except InvalidInput as error:
        raise SyntaxError(str(error)) from error
