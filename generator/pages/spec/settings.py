"""A draft of `provider.toml`: the names that a person would choose, as far as the pages have them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ...openapi.json_values import is_sequence
from ..json_access import members
from . import toml_text
from .merging import operations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .merging import Merged

_LONGEST = 60
"""Characters of the name of a schema that is not too long."""
_RESPONSE = re.compile(r"(?:(?P<tag>[A-Za-z]\w*?)_)?(?P<name>[A-Za-z][A-Za-z0-9-]*)_Response_(?P<status>\d{3})")
_INLINE = re.compile(r"(?P<head>\w+?)(?:Request|Responses?)(?:Body)?Content\w*?Schema(?P<tail>[A-Z]\w*)")
_GENERIC = frozenset({"Response", "Request", "Item", "Body", "Data", "Result"})


def draft(provider: str, merged: Merged) -> str:
    """Return the text of a provider.toml."""
    document = merged.document
    parts = [
        "# A draft: change what you like. `import` never overwrites it, `inspect --write-settings` only adds lines.\n",
        toml_text.table("", {"name": class_name(provider, merged)}),
    ]
    for header, names in (("[tags]", _tags(merged)), ("[schemas]", dict(_schemas(document)))):
        if names:
            parts.append(toml_text.table(header, dict(names)))
    schemes = members(document, "components", "securitySchemes")
    if len(schemes) == 1:
        name = next(iter(schemes))
        if schemes[name].get("type") in ("http", "apiKey") and schemes[name].get("scheme", "bearer") == "bearer":
            environment = f"{re.sub(r'[^A-Z0-9]', '_', provider.upper())}_API_KEY"
            header = f"[credentials.{toml_text.key(name)}]"
            parts.append(toml_text.table(header, {"argument": "api_key", "environment": environment}))
    return "\n".join(parts)


def class_name(provider: str, merged: Merged) -> str:
    """Return the provider's name as its pages write it (`FormantAI`), else in title case."""
    wanted = provider.replace("_", "")
    found: Counter[str] = Counter()
    for reading in merged.readings:
        for word in re.findall(r"(?<![\w./@-])[A-Z][A-Za-z0-9]+(?![\w./@-])", reading.page.text):
            if word.casefold() == wanted:
                found[word] += 1
    if found:
        return found.most_common(1)[0][0]
    return "".join(part.capitalize() for part in provider.split("_"))


def _tags(merged: Merged) -> dict[str, str]:
    """Return short names for the tags that a publishing tool made; an empty one gets its name from the address."""
    found: dict[str, str] = {}
    for path, method in operations(merged.document):
        tags = merged.document["paths"][path][method].get("tags")
        for tag in tags if is_sequence(tags) else ():
            if isinstance(tag, str) and tag.startswith("subpackage_"):
                found[tag] = _snake(tag.removeprefix("subpackage_").rpartition(".")[2])
            elif tag == "" and (folder := _folder(merged)):
                found[""] = folder
    return found


def _folder(merged: Merged) -> str:
    """Return the last folder of the address of a page: `calls` of `…/platform-api/calls/voice-call`."""
    for reading in merged.readings:
        match = re.search(r"^Reference: *(\S+)", reading.page.text, re.MULTILINE)
        address = reading.page.address or (match[1] if match else "")
        parts = [part for part in address.partition("://")[2].split("/")[1:-1] if part]
        if parts:
            return _snake(parts[-1])
    return ""


def _schemas(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield short names for schemas whose names a tool made of a place, or a status."""
    schemas = members(document, "components", "schemas")
    taken = {_class(name) for name in schemas}
    for name in schemas:
        short = _short(name, taken)
        if short and short not in taken:
            taken.add(short)
            yield name, short


def _short(name: str, taken: set[str]) -> str:
    if match := _RESPONSE.fullmatch(name):
        base = _class(match["name"])
        return next((one for one in (f"{base}Response", f"{base}Result") if one not in taken), "")
    if len(name) >= _LONGEST or _INLINE.fullmatch(name):
        match = _INLINE.fullmatch(name)
        if match is None:
            return ""
        tail = match["tail"]
        tail = _singular(tail.removesuffix("Items")) if tail.endswith("Items") else tail
        return tail if tail not in _GENERIC and tail not in taken else f"{match['head']}{tail}"[:_LONGEST]
    return ""


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _class(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name) if part)


def _snake(text: str) -> str:
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", text)
    made = "_".join(words).lower()
    return made if made[:1].isalpha() else ""
