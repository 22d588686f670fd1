"""curl commands → samples: what is sent, with the body as JSON where it is JSON."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from . import curl
from .literals import NoLiteralError, whole
from .sample import FORM, MULTIPART, Sample, stated_media_type

if TYPE_CHECKING:
    from ...document.document import JSON
    from .curl import CurlCommand

_METHOD = re.compile(r"[A-Za-z]{1,20}")
_FIELD = re.compile(r"[A-Za-z_][\w.-]{0,100}(?:\[[\w.-]{0,100}\]){0,10}", re.ASCII)
_MOST_FIELDS = 500


def read(text: str, line: int, label: str = "") -> Sample | None:
    """Return the first curl command of a text; None if there is none, or it names no address."""
    commands = curl.commands(text, line)
    return as_sample(commands[0], label) if commands else None


def as_sample(command: CurlCommand, label: str = "") -> Sample:
    """Return what a command sends. Credentials that are in its address are taken out of it, and are the user."""
    url, user = without_userinfo(command.url.rstrip(";,"))
    if command.query:
        url += ("&" if "?" in url else "?") + "&".join(f"{name}={value}" for name, value in command.query)
    body, has_body = _json(command.data)
    stated = stated_media_type(command.headers)
    pairs = form_pairs(command.data or "") if not has_body and stated in ("", FORM) else ()
    return Sample(
        "curl",
        command.line,
        label,
        command.method.lower() if _METHOD.fullmatch(command.method) else "",
        url,
        command.headers,
        body,
        has_body,
        command.form or pairs,
        stated or (MULTIPART if command.form else FORM if pairs else ""),
        command.user or user,
    )


def _json(data: str | None) -> tuple[JSON, bool]:
    """Return the value of a body's text, and whether it has one."""
    if data is not None:
        with suppress(NoLiteralError):
            return whole(data), True
    return None, False


def form_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of a URL-encoded form; empty if the text is none (WHATWG URL, 5.1).

    A plus sign stays: pages write telephone numbers as they are, and forget that it means a blank.
    """
    pairs = [one.partition("=") for one in text.strip().split("&")]
    if len(pairs) > _MOST_FIELDS or not all(_FIELD.fullmatch(unquote(name)) and sign for name, sign, _ in pairs):
        return ()
    if len(pairs) == 1 and not pairs[0][2].strip("="):
        # Text in base64 ends like this.
        return ()
    return tuple((unquote(name), unquote(value)) for name, _, value in pairs)


def without_userinfo(url: str) -> tuple[str, str]:
    """Return an address without the credentials that it has in it, and those (RFC 3986, 3.2.1)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    user, at, host = parts.netloc.rpartition("@")
    return (urlunsplit(parts._replace(netloc=host)), user) if at else (url, "")
