"""`[webhooks]` of provider.toml: how the provider signs its webhooks, how events differ, and further events."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from .document.document import JSON

Problem: TypeAlias = "tuple[tuple[str, ...], str]"
"""The keys within the table down to the value, and a sentence about it."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CLASS = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SIGNED_PARTS = frozenset({"id", "timestamp", "body", "url", "form"})
_BODIES = frozenset({"body", "form"})
_LONGEST = 200

_SIGNED = ("signed", "tolerance")
_PARTS = ("header", "prefix", "timestamp_header", "id_header", *_SIGNED)
SCHEMES: Mapping[str, tuple[str, ...]] = {
    "standard": ("header", "tolerance"),
    "stripe": ("header", "timestamp_key", "signature_key", "separator", "encoding", "digest", *_SIGNED),
    "hmac": (*_PARTS, "encoding", "digest"),
    "ed25519": _PARTS,
    "token": ("header", "prefix"),
    "unsigned": (),
}
"""Scheme → the keys that say more about it."""
_WITH_HEADER = ("hmac", "ed25519", "token")
_TABLES = ("events", "names")
_GENERAL = ("scheme", "environment", "event", "event_header", "extension", *_TABLES)


def _names() -> Mapping[str, str]:
    return {}


class WebhookSettings(Struct, frozen=True):
    """The settings of webhooks."""

    scheme: str = ""
    """A key of `SCHEMES`; empty where nobody said how they are signed."""
    options: Mapping[str, str | float] = field(default_factory=dict[str, "str | float"])
    """The keyword arguments for the runtime's class of the scheme."""
    environment: str = ""
    """The variable that has the secret; empty where naming chooses."""
    event: str = ""
    """JSON Pointer of the place in the body where the name of the event stands."""
    event_header: str = ""
    """The header that has the name of the event."""
    events: Mapping[str, str] = field(default_factory=_names)
    """Event → the schema of the document that its body has: events that the document does not list as webhooks."""
    names: Mapping[str, str] = field(default_factory=_names)
    """Event → its class."""
    extension: str = ""
    """The member at the root of the document that has webhooks before OpenAPI 3.1 had a place for them."""

    def within(self, environment: str) -> WebhookSettings:
        """Return these settings with the variable that has the secret, where they name none."""
        return self if self.environment else replace(self, environment=environment)


NO_WEBHOOK_SETTINGS = WebhookSettings()


def problems(table: Mapping[str, JSON]) -> list[Problem]:
    """Return what is wrong with `[webhooks]`."""
    scheme = table.get("scheme", "")
    if "scheme" in table and (not isinstance(scheme, str) or scheme not in SCHEMES):
        return [(("scheme",), f"`scheme` must be one of {', '.join(f'`{one}`' for one in SCHEMES)}")]
    known = (*_GENERAL, *SCHEMES.get(str(scheme), ()))
    found: list[Problem] = []
    for key, value in table.items():
        if key not in known:
            of = f" of the scheme {scheme!r}" if scheme else ""
            names = ", ".join(f"`{name}`" for name in known)
            found.append(((key,), f"unknown key {key!r}: known{of} are {names}"))
        elif key in _TABLES:
            found += _wrong_table(key, value)
        elif key in _CHECKS and (problem := _CHECKS[key](value)) is not None:
            found.append(((key,), f"`{key}` {problem}"))
    if scheme in _WITH_HEADER and "header" not in table:
        found.append(((), f"`header` is missing: the scheme {scheme!r} needs the name of its header"))
    if not found and "signed" in table:
        found += [(("signed",), f"`signed` {problem}") for problem in _wrong_parts(str(scheme), table)]
    return found


def _wrong_parts(scheme: str, table: Mapping[str, JSON]) -> list[str]:
    """Return what `signed` lacks that messages have, and what it holds that they do not have."""
    signed: list[str] = _PLACEHOLDER.findall(str(table["signed"]))
    found: list[str] = []
    if scheme == "stripe":
        if "timestamp" not in signed:
            found.append("must hold `{timestamp}`: a time that is not signed proves nothing")
        if "id" in signed:
            found.append("cannot hold `{id}`: messages of this scheme have no id")
        return found
    if "timestamp_header" in table and "timestamp" not in signed:
        found.append(
            "must hold `{timestamp}`, or leave out `timestamp_header`: a time that is not signed proves nothing"
        )
    for part in ("timestamp", "id"):
        if part in signed and f"{part}_header" not in table:
            found.append(f"holds `{{{part}}}`: name its header by `{part}_header`")
    return found


def webhook_settings(table: Mapping[str, JSON]) -> WebhookSettings:
    """Return the settings of a table without problems."""
    scheme = _text(table, "scheme")
    options: dict[str, str | float] = {
        key: value for key in SCHEMES.get(scheme, ()) if isinstance(value := table.get(key), str | int | float)
    }
    return WebhookSettings(
        scheme,
        options,
        _text(table, "environment"),
        _text(table, "event"),
        _text(table, "event_header"),
        _table(table, "events"),
        _table(table, "names"),
        _text(table, "extension"),
    )


def _text(table: Mapping[str, JSON], key: str) -> str:
    value = table.get(key, "")
    return value if isinstance(value, str) else ""


def _table(table: Mapping[str, JSON], key: str) -> Mapping[str, str]:
    value = table.get(key)
    return {name: one for name, one in value.items() if isinstance(one, str)} if isinstance(value, dict) else {}


def _wrong_table(key: str, value: JSON) -> list[Problem]:
    if not isinstance(value, dict):
        return [((key,), f"`{key}` must be a table")]
    found: list[Problem] = []
    for name, one in value.items():
        if not isinstance(one, str) or not one:
            found.append(((key, name), f"`{name}` must be a text"))
        elif key == "names" and (not _CLASS.fullmatch(one) or not one[0].isupper()):
            found.append(
                (
                    (key, name),
                    f"{one!r} is not the name of a class: use letters, digits and `_`, beginning with a letter",
                )
            )
    return found


def _header(value: JSON) -> str | None:
    return None if isinstance(value, str) and _TOKEN.fullmatch(value) else "must be the name of a header"


def _variable(value: JSON) -> str | None:
    fits = isinstance(value, str) and _VARIABLE.fullmatch(value)
    return None if fits else "must be the name of an environment variable"


def _extension(value: JSON) -> str | None:
    return None if isinstance(value, str) and value.startswith("x-") else "must be an extension: begin it with `x-`"


def _pointer(value: JSON) -> str | None:
    return None if isinstance(value, str) and value.startswith("/") else "must be a JSON pointer: begin it with `/`"


def _plain(value: JSON) -> str | None:
    fits = isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isascii() and value.isprintable()
    return None if fits else "must be a text of printable ASCII characters"


def _template(value: JSON) -> str | None:
    if (problem := _plain(value)) is not None:
        return problem
    parts = _PLACEHOLDER.findall(str(value))
    if _BODIES.isdisjoint(parts) or not _SIGNED_PARTS.issuperset(parts):
        return "must hold `{body}` or `{form}`, and may hold `{timestamp}`, `{id}` and `{url}`"
    return None


def _seconds(value: JSON) -> str | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf
    return None if fits else "must be a number of seconds above 0"


def _one_of(*choices: str) -> Callable[[JSON], str | None]:
    return lambda value: None if value in choices else f"must be one of {', '.join(choices)}"


_CHECKS: Mapping[str, Callable[[JSON], str | None]] = {
    **dict.fromkeys(("header", "timestamp_header", "id_header", "event_header"), _header),
    **dict.fromkeys(("prefix", "timestamp_key", "signature_key", "separator"), _plain),
    "environment": _variable,
    "event": _pointer,
    "extension": _extension,
    "signed": _template,
    "tolerance": _seconds,
    "encoding": _one_of("hex", "base64", "base64url"),
    "digest": _one_of("sha256", "sha384", "sha512", "sha1"),
}
