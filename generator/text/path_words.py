"""Derives names from the path of an operation, for operations without an operationId or with one that
repeats the path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .casing import GLUE, MAXIMUM_LENGTH, letters, shorten, snake, words
from .inflection import pascal, singular
from .verbs import ACTIONS, ALSO_THINGS, DOING, READING

_VERSION = re.compile(r"v?\d+([._-]?\d+)*((alpha|beta|rc|preview|p)\d*)*(p\d+)*", re.IGNORECASE)
_GENERIC_SEGMENTS = frozenset({"api", "apis", "rest", "public", ""})
_VERSION_SEGMENT = re.compile(rf"v(?:{_VERSION.pattern})", re.IGNORECASE)
_DOTTED = 3
"""How many segments an operationId that is a path has at least: `users.messages.list`."""
_IDENTITY = re.compile(r"[-_]?id\d*$", re.IGNORECASE)
BESIDE_PATH = re.compile(r"[#?]")
VERBS = frozenset(
    {
        *("accept", "acknowledge", "activate", "add", "advertise", "allocate", "analyze", "answer", "apply"),
        *("approve", "assign", "associate", "attach", "authorize", "batch", "cancel", "change", "check", "clone"),
        *("close", "complete", "confirm", "copy", "count", "create", "deactivate", "decline", "decrease", "delete"),
        *("deliver", "deprecate", "deprovision", "deregister", "describe", "detach", "detect", "disable"),
        *("disassociate", "discover", "edit", "enable", "enter", "estimate", "execute", "exit", "export", "failover"),
        *("fetch", "find", "forget", "forward", "generate", "get", "import", "increase", "infer", "insert", "invite"),
        *("invoke", "join", "leave", "list", "modify", "move", "notify", "open", "opt", "patch", "pause", "poll"),
        *("post", "prepare", "promote", "provision", "publish", "purchase", "purge", "put", "query", "rebalance"),
        *("reboot", "receive", "register", "reject", "release", "remove", "rename", "reorder", "replace", "request"),
        *("reset", "resolve", "respond", "restart", "restore", "resume", "resync", "retry", "revoke", "rollback"),
        *("run", "search", "select", "send", "set", "simulate", "start", "stop", "submit", "subscribe", "suspend"),
        *("swap", "tag", "terminate", "test", "translate", "unassign", "undeprecate", "unfollow", "unlink"),
        *("unmonitor", "unsubscribe", "untag", "update", "upgrade", "upload", "upsert", "validate", "verify"),
        *("withdraw"),
    }
)
_CONTROLLER = re.compile(r"(?<=[a-z])Controller(?:_v\d+)?[_./:-]+(?=[A-Za-z])")
"""The class of the code in `CallsController_findAll`."""
_USING = re.compile(r"Using([A-Z]+)(?=_\d+$|$)")
"""The suffix that Springfox writes."""
COUNTED = frozenset({"call", "order", "record", "report", "message", "charge", "refund", "tag", "review", "stream"})
"""Actions that are more often things if they follow another action."""
ENDING = re.compile(r"\.(?:json|xml|php|aspx?|do|html?)?$")
_VERBAL = re.compile(r"(?!(?:over|under|re)?size$|prize$)[a-z]{3,}i(?:ze|fy)")
"""Other verbs, by their endings: `tokenize`, `classify`."""
_GETTING = frozenset({"search", "export", "download"})
"""Actions of GET, though the words may be things."""
_NOT_READ = ALSO_THINGS - READING - _GETTING
_PARAMETER = re.compile(r"(\{[^}]*\})")


def path_words(path: str) -> list[str]:
    """Return the words of a path with `by` before a parameter: `/pets/{petId}` → `pets`, `by`, `pet`, `id`."""
    found: list[str] = []
    for segment in path.split("/"):
        for part in _PARAMETER.split(segment):
            name = snake(part)
            if name:
                found += ["by", name] if part.startswith("{") else [name]
    return found


def procedure_of(path: str) -> str:
    """Return the procedure that a path names after `#` or `?`: `ListRoles` of `/?Action=ListRoles&Version=1`; else
    empty.
    """
    main, *query = BESIDE_PATH.split(path, maxsplit=1)
    return re.split("[=.]", query[0].partition("&")[0])[-1] if query and not snake(main) and "{" not in path else ""


def dotted(segment: str) -> tuple[str, str]:
    """Return thing and procedure of `chat.postMessage`; without a verb behind a dot, the segment and an empty text."""
    thing, _, procedure = segment.rpartition(".")
    first = next(iter(words(procedure)), "").lower()
    return (thing, procedure) if thing and first in VERBS and "{" not in segment else (segment, "")


@lru_cache(maxsize=16_384)
def from_path(method: str, path: str, *, whole: bool, limit: int = MAXIMUM_LENGTH) -> str:
    """Return method and path as a name, without versions and a leading `api` unless the `whole` path is wanted.

    The path of `GET /get_rooms` already contains the method, so it is not repeated.
    """
    segments = path.strip("/").split("/")
    while not whole and segments and is_general(segments[0]):
        segments = segments[1:]
    kept = [one for one in segments if whole or not _VERSION_SEGMENT.fullmatch(one)]
    found = path_words("/".join(kept))
    said_twice = not whole and found and found[0].startswith(f"{method}_")
    return shorten(found if said_twice else [snake(method), *found], "_", limit)


def without_versions(path: str) -> str:
    """Return a path without its version segments: `/v2/calls` → `/calls`."""
    return "/".join(one for one in path.split("/") if not _VERSION_SEGMENT.fullmatch(one))


def is_general(segment: str) -> bool:
    """Return whether a segment of a path is a version, `api` or the like, which does not distinguish operations."""
    return segment.lower() in _GENERIC_SEGMENTS or _VERSION.fullmatch(segment) is not None


def is_action(word: str, method: str) -> bool:
    """Return whether a leading word names an action; a word that may also be a thing is a thing for GET and HEAD."""
    return (word in ACTIONS or _VERBAL.fullmatch(word) is not None) and not (
        word in _NOT_READ and method in ("get", "head")
    )


def repeats_path(tag: str, path: str) -> bool:
    """Return whether a tag is the path of its operation, or the end of it."""
    return ("/" in tag.strip("/") or "{" in tag) and f"/{path.strip('/')}".endswith(f"/{tag.strip('/')}")


def without_path(operation_id: str, method: str, path: str) -> str:
    """Return an operationId without the path and method at its end; empty if it does not end with them.

    FastAPI writes `read_item_items__item_id__get` for `read_item` on GET `/items/{item_id}`; converters turn it into
    `read-item-items-item-id-get`.
    """
    tail = letters(path) + method.lower()
    if not letters(path) or not letters(operation_id).endswith(tail):
        return ""
    for position in range(1, len(operation_id)):
        starts = operation_id[position].isalnum() and not operation_id[position - 1].isalnum()
        if starts and letters(operation_id[position:]) == tail:
            return operation_id[:position].rstrip("_-./ ")
    return _without_camel_path(operation_id, tail)


def _without_camel_path(operation_id: str, tail: str) -> str:
    parts = words(operation_id)
    for index in range(1, len(parts)):
        if letters("".join(parts[index:])) == tail:
            return "_".join(parts[:index])
    return ""


def without_method(operation_id: str, method: str) -> str:
    """Return an operationId without an HTTP method next to its verb: `GET_DescribeThing`, `getThingsGet`,
    `findUsingGET`.

    Empty if there is none. At the end, `post` may be a thing: `createPost`.
    """
    if (using := _USING.search(operation_id)) and using[1].lower() == method:
        return operation_id[: using.start()] + operation_id[using.end() :]
    first, *rest = words(operation_id) or ("",)
    if rest and first.lower() == method and rest[0].lower() in VERBS:
        said_twice = rest[0].lower() == method
        if said_twice or operation_id.startswith(method.upper()):
            return operation_id[operation_id.index(first) + len(first) :]
    if rest[-1:] and rest[-1].lower() == method and len(rest) > 1:
        others = [word.lower() for word in [first, *rest[:-1]]]
        if others[-1] in DOING or (method != "post" and not DOING.isdisjoint(others)):
            return "_".join([first, *rest[:-1]])
    return ""


def without_head(operation_id: str) -> str:
    """Return an operationId without a leading group that the rest repeats: `Brands_DeleteBrands`; empty if there is
    none.
    """
    head, separator, rest = operation_id.partition("_")
    first, *more = words(rest) or ("",)
    if not separator or not words(head) or not more or first.lower() not in VERBS:
        return ""
    said = {letters(singular(word.capitalize())) for word in (first, *more)}
    return rest if {letters(singular(word.capitalize())) for word in words(head)} <= said else ""


def without_parameters(operation_id: str, path: str) -> str:
    """Return a dotted operationId without segments that only name a parameter of the path; empty if there are none.

    `users.user.keys.get` becomes `users.keys.get` on `/users/{user-id}/keys`.
    """
    segments = operation_id.split(".")
    if len(segments) < _DOTTED:
        return ""
    named = {letters(_IDENTITY.sub("", parameter)) for parameter in re.findall(r"\{([^}]*)\}", path)}
    kept = [one for one in segments[1:-1] if letters(one) not in named]
    return ".".join([segments[0], *kept, segments[-1]]) if len(kept) < len(segments) - 2 else ""


def without_said(operation_id: str, said: str) -> str:
    """Return a dotted operationId without leading segments that a text repeats: `users.get`, `UserActions`.

    Empty if there are none.
    """
    segments = operation_id.split(".")
    known = {letters(singular(word.capitalize())) for word in words(said)}
    kept = segments
    while len(kept) > 1 and {letters(singular(word.capitalize())) for word in words(kept[0])} <= known:
        kept = kept[1:]
    return ".".join(kept) if len(kept) < len(segments) and _begins_well(kept[0]) else ""


def _begins_well(text: str) -> bool:
    first = next(iter(words(text)), "")
    return bool(first) and not first[0].isdigit() and first.lower() not in GLUE


def stems(operations: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """Return `(method, path)` → the beginning of schema names in an operation, from its method, path and operationId.

    The operationId is used if there is one, else method and path, as for the method's name in Python. If several
    operations would begin alike, the first by path does; the others use their method and whole path.
    """
    given: dict[tuple[str, str], str] = {}
    used: set[str] = set()
    for path, method, identity in sorted(
        ((path, method, identity) for method, path, identity in operations), key=_plain
    ):
        part, whole = from_path(method, ENDING.sub("", path), whole=False), from_path(method, path, whole=True)
        own = [pascal(part), pascal(whole)]
        short = own if any(path_words(path)) else [f"{own[0]}Root"]
        cut = _CONTROLLER.sub("_", identity)
        own_words = (without_path(cut, method, path), without_method(cut, method), without_parameters(cut, path), cut)
        wanted = [*filter(None, map(pascal, (*own_words, identity))), *short]
        given[method, path] = next((stem for stem in wanted if stem not in used), wanted[-1])
        used.add(given[method, path])
    return given


def _plain(operation: tuple[str, str, str]) -> tuple[bool, str, str, str]:
    """Return the sort key of an operation: by path, method and operationId, paths without a version or `api` first."""
    path, method, identity = operation
    return (from_path(method, path, whole=False) != from_path(method, path, whole=True), path, method, identity)
