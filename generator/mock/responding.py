"""Answers requests: finds the operation of each, checks the request, and chooses the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..diagnostics import did_you_mean
from .answers import MockAnswer, answer, error_answer, preference, problem_document
from .credentials import challenge, missing_credentials
from .incoming import IncomingRequest, RequestDifference, Route
from .pages import Turn
from .polls import FinalStates
from .requests import differences

if TYPE_CHECKING:
    from .server import Mock


def respond(mock: Mock, request: IncomingRequest) -> MockAnswer:
    """Return the answer to a request: 404 or 405 if it is not described, 401 without its credentials, 422 if it does
    not fit the description.
    """
    found = _nearest([one for one in mock.routes if one.template.match(request.path) is not None])
    if not found:
        paths = {_plain(route.path) for route in mock.routes}
        return problem_document(404, f"no operation has the path {request.path}{did_you_mean(request.path, paths)}")
    chosen = next((route for route in found if route.method == request.method), None)
    if chosen is None:
        methods = ", ".join(sorted({route.method for route in found}))
        # RFC 9110, 15.5.6: a 405 says which methods there are.
        title = f"{request.path} takes {methods}, not {request.method}"
        return problem_document(405, title, headers={"Allow": methods})
    chosen, wrong = _fitting(mock, chosen, found, request)
    if mock.asks_credentials and (lacking := missing_credentials(mock.tree, chosen, request)):
        title = f"{chosen.method} {chosen.path} asks for credentials"
        return problem_document(401, title, lacking, {"WWW-Authenticate": challenge(mock.tree, chosen)})
    if wrong:
        return error_answer(chosen, wrong)
    wanted = preference(request.headers.get("prefer", ""))
    rule = mock.rules.get((chosen.method.lower(), chosen.path))
    turn = rule if rule is None or isinstance(rule, FinalStates) else Turn(rule, request)
    published, accept = mock.published(chosen), request.headers.get("accept", "")
    return answer(chosen, published, mock.sampler, wanted, accept, turn=turn)


def _fitting(
    mock: Mock, chosen: Route, found: Sequence[Route], request: IncomingRequest
) -> tuple[Route, Sequence[RequestDifference]]:
    """Return the operation that a request fits, or fits best, and the differences.

    Paths that only differ in what follows `?` or `#` are one path: a parameter tells their operations apart.
    """
    others = [one for one in found if one.method == chosen.method and _plain(one.path) == _plain(chosen.path)]
    judged = ((one, differences(one, request, mock.sampler)) for one in others)
    return min(judged, key=lambda one: len(one[1]))


def _nearest(found: Sequence[Route]) -> Sequence[Route]:
    """Return the operations whose paths are longest: the path of a server may come first, and what another operation
    takes for that is a part of the path.
    """
    longest = max((_plain(one.path).strip("/").count("/") for one in found), default=0)
    return [one for one in found if _plain(one.path).strip("/").count("/") == longest]


def _plain(path: str) -> str:
    return re.split(r"[?#]", path, maxsplit=1)[0]
