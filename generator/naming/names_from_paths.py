"""Chooses the method name of an operation from its HTTP method and its path alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from ..text.casing import letters, shorten, snake, words
from ..text.inflection import is_several, singular_word
from ..text.path_words import is_action, is_general, path_words
from ..text.verbs import ACTIONS, PREPOSITIONS, QUALITIES

_PARAMETER = re.compile(r"\{[^{}]*\}")
_VERSIONED = re.compile(r"v\d+[a-z]")
"""The beginning of a path without its separators."""
_ENDING = re.compile(r"\.(?:json|xml)?$")
_ON_ONE = {"get": "get", "post": "update", "put": "replace", "patch": "update", "delete": "delete"}
_ON_MANY = {"get": "list", "post": "create", "put": "replace_all", "patch": "update_all", "delete": "delete_all"}
_LONGEST = 40


class _Segment(Struct, frozen=True):
    """A segment of a path: its words, whether it has, or is followed by, a parameter, and whether it is a plural."""

    words: tuple[str, ...]
    one: bool
    plural: bool = False

    @property
    def several(self) -> bool:
        """Whether it names several things: `calls`."""
        return self.plural and not self.one

    @property
    def text(self) -> str:
        """The words as part of a method's name, in the singular if a parameter follows."""
        return "_".join([*self.words[:-1], singular_word(self.words[-1]) if self.one else self.words[-1]])


def method_of_path(method: str, path: str, noun: Sequence[str], *, several: bool = False) -> str:
    """Return the method of `GET /calls/{id}/recordings` in `calls`: `list_recordings`; of `POST /calls`: `create`.

    `noun` has the words of the resource, and `several` says that the response is a list. Segments before the resource
    are named only if they identify one of many: `list_for_customer` of `/customers/{id}/orders`. Many paths end with an
    action: `POST /calls/{id}/hangup` is `hangup`.
    """
    segments = _segments(path)
    own = next((index for index in reversed(range(len(segments))) if _names(segments[index], noun)), None)
    said = segments[own + 1 :] if own is not None else _without_said(segments, noun)
    led = segments[:own] if own is not None else []
    last = said[-1] if said else segments[own if own is not None else -1] if segments else None
    parents = [one.text for one in led if one.one and not {*map(singular_word, one.words)} <= {*noun}]
    ending = f"_for_{parents[-1]}" if parents and said[-1:] != [last] else ""
    first: tuple[str, ...] = segments[0].words if segments and own is None else ()
    final: _Segment = segments[-1] if segments else _Segment(("",), True)
    if len(first) > 1 and is_action(next(iter(first)), method):
        return _joined([*first, *(one.text for one in segments[1:])])
    if not final.one and (own is None or said) and is_action(final.words[0], method):
        action, *rest = final.words
        things = [] if rest else [one.text for one in said[:-1]]
        return _joined([action, *things, *rest])
    if last is None:
        return method
    if said and not last.one and last.words[0] in PREPOSITIONS:
        return _joined([_verb(method, one=False, several=False), *[one.text for one in said]])
    qualified = bool(said) and own is not None and not last.one and {*last.words} <= QUALITIES
    several = (several and not last.one) or last.several or qualified
    verb = _verb(method, one=last.one, several=several)
    things = [one.text for one in said]
    if said and verb == "create":
        things[-1] = "_".join([*last.words[:-1], singular_word(last.words[-1])])
    return _joined([verb, *things]) + ending


def _without_said(segments: Sequence[_Segment], noun: Sequence[str]) -> list[_Segment]:
    """Return segments without the words of the resource's name: `threads` of `/videos/comment-threads`."""
    found = [
        _Segment(tuple(word for word in one.words if singular_word(word) not in noun), one.one, one.plural)
        for one in segments
    ]
    return [one for one in found if one.words]


def _joined(parts: Sequence[str]) -> str:
    """Return the words of a method's name; for a deep path, without those in the middle."""
    whole = "_".join(parts)
    return whole if len(whole) <= _LONGEST else shorten(whole.split("_"), "_", _LONGEST)


def _verb(method: str, *, one: bool, several: bool) -> str:
    if one:
        return _ON_ONE.get(method, method)
    if several:
        return _ON_MANY.get(method, method)
    return "create" if method == "post" else _ON_ONE.get(method, method)


def _segments(path: str) -> list[_Segment]:
    """Return the meaningful segments of a path, each with whether a parameter follows."""
    parts = [one for one in path.partition("?")[0].replace("#", "/").strip("/").split("/") if one]
    while parts and is_general(parts[0]):
        parts = parts[1:]
    found: list[_Segment] = []
    for part in parts:
        fixed = _PARAMETER.sub(" ", part) if _PARAMETER.search(part) else part
        own = tuple(word.lower() for word in words(_ENDING.sub("", fixed.strip())))
        if _PARAMETER.match(part) and found:
            found[-1] = _Segment(found[-1].words, True, found[-1].plural)
        if own and not is_general(part) and own != ("json",):
            one = bool(_PARAMETER.search(part)) and not _PARAMETER.match(part) and "." not in part
            found.append(_Segment(own, one, is_several(own[-1])))
    return found


def _names(segment: _Segment, noun: Sequence[str]) -> bool:
    """Return whether a segment of a path names the resource."""
    return bool(noun) and [singular_word(word) for word in segment.words] == [*noun]


def restates_path(operation_id: str, method: str, path: str, tags: Sequence[str]) -> bool:
    """Return whether an operationId only repeats the path, or it and the method: `post-payments-paymentId-captures`,
    `v1reportsscores`, `ContactsPOST`.
    """
    parts = [word.lower() for word in words(operation_id)]
    squashed = len(parts) == 1 or _VERSIONED.match(operation_id) is not None
    if squashed and "".join(parts) == _letters(path) and parts[0] not in ACTIONS:
        return path.count("/") > 1
    if not parts or method not in (parts[0], parts[-1]):
        return False
    rest = parts[1:] if parts[0] == method else parts[:-1]
    said = letters("".join(rest))
    general = "/".join(one for one in path.split("/") if not is_general(one))
    ways = {_letters(one) for one in (path, general, _PARAMETER.sub("", path), _PARAMETER.sub("", general))}
    ways |= {way.removeprefix("api") for way in ways}
    known = ways | {_letters(tag) + way for tag in tags for way in ways}
    behind = parts[0] != method and (method == "post" or operation_id.endswith(method.upper()))
    return said in known - {""} and (behind or len([*path_words(path)]) > 1)


def _letters(text: str) -> str:
    return letters(snake(text))
