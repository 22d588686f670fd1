"""The calls of samples against the document: method, host, path, credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...diagnostics import Location
from ...document.document import join
from ...openapi.json_values import is_mapping
from ..fern.page import parted
from ..json_access import entries, members
from ..placeholders import is_address
from ..spec.merging import operations
from .evidence import Drift

if TYPE_CHECKING:
    from ..reading import Reading, SampleCall
    from .evidence import DriftSubject

_CONTENT = ("requestBody", "content")
_KEY = re.compile(r"(?:x-)?(?:[\w-]*-)?(?:api|auth|access)[\w-]*(?:key|token)", re.IGNORECASE)


def drifts(subject: DriftSubject) -> Iterator[Drift]:
    """Yield each thing in which a sample calls something else than the document describes."""
    for reading in subject.merged.readings:
        own = [(path, method) for path, method in operations(reading.document or {})]
        known = list(operations(subject.document))
        for call in reading.calls:
            yield from _call(subject, reading, call, own, known)


def _call(
    subject: DriftSubject,
    reading: Reading,
    call: SampleCall,
    own: list[tuple[str, str]],
    known: list[tuple[str, str]],
) -> Iterator[Drift]:
    where = (Location(reading.page.name, call.line, 1),)
    origin, whole = parted(call.url)
    servers = [str(one.get("url", "")) for one in _servers(subject.document, own)]
    bases = {parted(url)[1].rstrip("/") for url in servers} | {""}
    fitting = [one for one in known if any(_is_path(base + one[0], whole) for base in bases)]
    if not fitting and not servers:
        # Without a server, nobody knows what a sample has in front of the path.
        fitting = [one for one in known if _is_path(one[0], _tail(whole, one[0]))]
    pointer = join(("paths", *own[0])) if len(own) == 1 else "/paths"
    if not fitting:
        yield Drift(
            "drift-sample-address",
            pointer,
            f"the {call.language} sample calls the path `{whole}`, which no operation has",
            where,
        )
        return
    exact = [one for one in fitting if one[1] == call.method] if call.method else fitting
    if not exact:
        methods = " or ".join(sorted({method.upper() for _, method in fitting}))
        text = f"the {call.language} sample sends {call.method.upper()}, the document says {methods}"
        yield Drift("drift-sample-method", join(("paths", *fitting[0])), text, where)
        return
    pointer = join(("paths", *exact[0]))
    if servers and origin and not is_address(origin) and not any(_is_host(url, origin) for url in servers):
        text = f"the {call.language} sample calls `{urlsplit(origin).netloc}`, which is not a server of the document"
        yield Drift("drift-sample-server", pointer, text, where)
    yield from _credentials(subject.document, exact[0], call, where)
    yield from _media_type(subject.document, exact[0], call, where)


def _servers(document: Mapping[str, Any], own: list[tuple[str, str]]) -> list[Mapping[str, Any]]:
    found = list(entries(document, "servers"))
    for path, method in own:
        found += entries(document, "paths", path, method, "servers")
    return [one for one in found if is_mapping(one)]


def _is_path(template: str, path: str) -> bool:
    pattern = "".join(
        "[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^{}/]*\})", template)
    )
    return bool(re.fullmatch(f"{pattern}/?", path))


def _tail(whole: str, path: str) -> str:
    """Return as many segments of the end of a path as the other one has."""
    return "/" + "/".join(whole.rstrip("/").split("/")[-max(1, path.rstrip("/").count("/")) :])


def _is_host(server: str, origin: str) -> bool:
    scheme, _, rest = server.partition("://")
    host = f"{scheme}://{rest.partition('/')[0]}"
    pattern = "".join(
        r"[\w.-]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^{}]*\})", host)
    )
    return bool(re.fullmatch(pattern, origin))


def _credentials(
    document: Mapping[str, Any], operation: tuple[str, str], call: SampleCall, where: tuple[Location, ...]
) -> Iterator[Drift]:
    """Yield that a sample sends another credential than the document declares."""
    path, method = operation
    schemes = members(document, "components", "securitySchemes")
    wanted = {_sent(scheme) for scheme in schemes.values() if is_mapping(scheme)} - {None}
    parameters = entries(document, "paths", path, method, "parameters")
    listed = {str(one.get("name", "")).casefold() for one in parameters if is_mapping(one)}
    for name, scheme in call.headers:
        is_credential = name == "authorization" or _KEY.fullmatch(name)
        if not is_credential or not wanted:
            continue
        fits = any(
            one is not None and one[0] == name and (not one[1] or not scheme or one[1] == scheme) for one in wanted
        )
        if not fits and (name == "authorization" or name not in listed):
            sent = f"`{name}: {scheme} …`" if scheme else f"`{name}`"
            declared = " or ".join(
                sorted(f"`{one[0]}: {one[1]}`" if one[1] else f"`{one[0]}`" for one in wanted if one)
            )
            text = f"the {call.language} sample sends the credential {sent}, the document declares {declared}"
            yield Drift("drift-sample-credential", join(("paths", path, method)), text, where)


def _media_type(
    document: Mapping[str, Any], operation: tuple[str, str], call: SampleCall, where: tuple[Location, ...]
) -> Iterator[Drift]:
    """Yield that a sample sends another media type than the document declares for the body."""
    path, method = operation
    declared = [one.partition(";")[0].strip().lower() for one in members(document, "paths", path, method, *_CONTENT)]
    if call.media_type and declared and not any(fnmatchcase(call.media_type, one) for one in declared):
        said = " or ".join(f"`{one}`" for one in declared)
        text = f"the {call.language} sample sends a body of `{call.media_type}`, the document declares {said}"
        yield Drift("drift-sample-media-type", join(("paths", path, method, *_CONTENT)), text, where)


def _sent(scheme: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return header and scheme that a security scheme means; None if it is no header."""
    kind = scheme.get("type")
    if kind == "http":
        return "authorization", str(scheme.get("scheme", "")).casefold()
    if kind in ("oauth2", "openIdConnect"):
        return "authorization", "bearer"
    if kind == "apiKey" and scheme.get("in") == "header":
        return str(scheme.get("name", "")).casefold(), ""
    return None
