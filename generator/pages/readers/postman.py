"""Postman collections 2.0 and 2.1 (schema.getpostman.com): saved requests and saved answers.

Taken: method, path and parameters of each request (`:var` and `{{var}}` in the path), requests on one path together,
schemes of `auth`, folders as tags, descriptions, `(Required)` in them, saved answers. Bodies are samples: their fields
are marked as known from a sample. Not taken: scripts, values of variables that hold credentials, a base URL that is a
variable without a value. Whether the collection is the provider's own, it does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...diagnostics import Report
from ...document import json_reader
from ...document.document import Positions, join, split
from ...document.limits import LIMITS
from ...openapi.json_values import is_mapping, is_sequence
from .. import cuts, draft
from ..reading import PageReader
from ..text.postman_requests import Saved, operations_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..reading import Page, Reading

NAME = "postman"
_MOST_REQUESTS = 5_000
_MOST_FOLDERS = 20


def knows(page: Page) -> bool:
    """Return whether the text is a JSON object with the marks of a collection."""
    head = page.text.lstrip("\ufeff \t\r\n")
    return (
        head.startswith("{")
        and '"item"' in head
        and ("getpostman.com" in head or '"_postman_id"' in head or "postman.com/json/collection" in head)
    )


def read(page: Page, report: Report) -> Reading | None:
    """Return the requests as operations; None with an error if the JSON is broken or no request is saved."""
    found = Report()
    parsed = json_reader.parse(page.text, page.name, found, LIMITS)
    report.extend(found)
    tree: Any = parsed.tree if parsed is not None else None
    if is_mapping(tree) and is_mapping(tree.get("collection")) and "item" not in tree:
        tree = tree["collection"]
    if parsed is None or not is_mapping(tree):
        return None
    variables = _variables(tree)
    saved = list(_requests(tree, (), page, parsed.positions))
    if not saved:
        report.error("no-operation", "the collection has no saved request", page.where(page.first_line))
        return None
    operations, examples, findings = operations_of(saved, variables)
    info: Any = tree.get("info")
    title = info.get("name") if is_mapping(info) else ""
    return draft.reading(NAME, page, operations, title=text_of(title), examples=examples, findings=findings)


READER = PageReader(NAME, "Postman collection", "a JSON object with `info.schema` of a Postman collection", knows, read)


def _variables(tree: Mapping[str, Any]) -> dict[str, str]:
    """Return the collection's variables: name → value."""
    made: dict[str, str] = {}
    listed: Any = tree.get("variable")
    for one in listed if is_sequence(listed) else []:
        name = one.get("key", one.get("id")) if is_mapping(one) else None
        if isinstance(name, str) and isinstance(one.get("value"), str):
            made[name] = one["value"]
    return made


def _requests(
    tree: Mapping[str, Any], place: tuple[str | int, ...], page: Page, positions: Positions
) -> Iterator[Saved]:
    """Yield the saved requests in their order, with the folder and the `auth` around them."""
    waiting: list[tuple[Mapping[str, Any], tuple[str | int, ...], str, Any, int]] = [
        (tree, place, "", tree.get("auth"), 0)
    ]
    count = 0
    while waiting and count < _MOST_REQUESTS:
        node, at, folder, auth, depth = waiting.pop(0)
        items: Any = node.get("item")
        below: list[tuple[Mapping[str, Any], tuple[str | int, ...], str, Any, int]] = []
        for index, one in enumerate(items if is_sequence(items) else []):
            spot = (*at, "item", index)
            if not is_mapping(one):
                continue
            own = one.get("auth", auth)
            if "request" in one:
                count += 1
                line = page.first_line - 1 + positions.locate(page.name, split(join((*spot, "request")))).line
                yield Saved(one, folder, own, line)
            if is_sequence(one.get("item")) and depth < _MOST_FOLDERS:
                below.append((one, spot, text_of(one.get("name")), own, depth + 1))
            elif is_sequence(one.get("item")):
                cuts.note(f"folders were read to a depth of {_MOST_FOLDERS}")
        waiting = [*below, *waiting]
    if waiting:
        cuts.note(f"only the first {_MOST_REQUESTS:,} requests of the collection were read")
