"""Saved requests of Postman collections → operations: those on one path and method are one operation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from ...openapi.json_values import is_mapping, is_sequence
from .. import cuts
from ..credentials import parted
from ..operations import Field, PageBody, PageCredential, PageOperation, PageParameter, PageResponse, PageServer
from ..reading import Finding, PagePayload
from ..samples.secrets import redacted
from ..wording.stated_fields import stated_field
from . import loose_json
from .page_examples import distinct
from .sampled import sampled_field
from .targets import METHODS, URLParts, parameters, target

_VARIABLE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_REQUIRED = re.compile(r"^\s*[\[(]?(required|optional|mandatory)[\])]?[\s.:,-]*", re.IGNORECASE)
_TYPE_WORD = re.compile(r"<(\w+)>|(string|integer|number|boolean|int|float|uuid|date|datetime)", re.IGNORECASE)
_MOST_ANSWERS = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """One item with a request."""

    item: Mapping[str, Any]
    folder: str
    auth: Any
    """The authentication of the folders around it, or of the collection."""
    line: int


def text_of(value: Any) -> str:
    """Return a text, or the text of an object `{content: …}` (Postman Collection Format, Description)."""
    content = value.get("content") if is_mapping(value) else value
    return content.strip() if isinstance(content, str) else ""


def operations_of(
    saved: Sequence[Saved], variables: Mapping[str, str]
) -> tuple[list[PageOperation], tuple[PagePayload, ...], list[Finding]]:
    """Return the operations, their payloads, and findings."""
    merged: dict[tuple[str, str], PageOperation] = {}
    examples: list[PagePayload] = []
    findings: list[Finding] = []
    for one in saved:
        made = _Request(one, variables)
        operation = made.operation()
        if operation is None:
            findings.append(Finding("no-address", f"the request `{made.name}` has no address; left out", one.line))
            continue
        key = (operation.method, operation.path)
        merged[key] = _together(merged[key], operation) if key in merged else operation
        examples += made.examples(operation)
    return list(merged.values()), distinct(examples), findings


def _together(first: PageOperation, other: PageOperation) -> PageOperation:
    """Return one operation of two saved requests: what either has, the first one's title."""
    known = {(one.location, one.field.name) for one in first.parameters}
    added = tuple(one for one in other.parameters if (one.location, one.field.name) not in known)
    statuses = {one.status for one in first.answers}
    return replace(
        first,
        parameters=(*first.parameters, *added),
        bodies=_bodies_together(first.bodies, other.bodies),
        answers=(*first.answers, *(one for one in other.answers if one.status not in statuses)),
        servers=(*first.servers, *(one for one in other.servers if all(one.url != it.url for it in first.servers))),
        credentials=first.credentials or other.credentials,
        description=first.description or other.description,
    )


def _bodies_together(first: tuple[PageBody, ...], other: tuple[PageBody, ...]) -> tuple[PageBody, ...]:
    made = {one.content_type: one for one in first}
    for one in other:
        known = made.get(one.content_type)
        if known is None:
            made[one.content_type] = one
        elif known.value.fields and one.value.fields:
            names = {field.name for field in known.value.fields}
            fields = (*known.value.fields, *(field for field in one.value.fields if field.name not in names))
            made[one.content_type] = replace(known, value=replace(known.value, fields=fields))
    return tuple(made.values())


class _Request:
    """One saved request."""

    def __init__(self, saved: Saved, variables: Mapping[str, str]) -> None:
        self.saved, self.variables = saved, variables
        request: Any = saved.item.get("request")
        self.request: Mapping[str, Any] = request if is_mapping(request) else {"url": request, "method": "GET"}
        self.name = text_of(saved.item.get("name"))
        self.line = saved.line

    def operation(self) -> PageOperation | None:
        """Return the operation; None if the request has no address, or no method that there is."""
        found = self._target()
        method = str(self.request.get("method", "GET")).lower()
        if found is None or not found.path or method not in METHODS:
            return None
        arguments, in_headers = parted((*self._path(found), *self._query(found), *self._headers()))
        described = text_of(self.request.get("description")) or text_of(self.saved.item.get("description"))
        return PageOperation(
            method,
            found.path,
            self.line,
            title=self.name,
            title_line=self.line,
            description=described,
            tag=re.sub(r"\s+", " ", self.saved.folder),
            servers=(PageServer(found.server, self.line),) if found.server else (),
            parameters=arguments,
            bodies=self._bodies(),
            answers=tuple(self._answers()),
            credentials=self._credentials() or in_headers,
        )

    def _target(self) -> URLParts | None:
        url = self.request.get("url")
        raw = url if isinstance(url, str) else self._assembled(url) if is_mapping(url) else ""
        filled = raw
        start = _VARIABLE.match(raw)
        if start and (value := self.variables.get(start[1], "")):
            # A base URL is usually a variable; a variable in the path is a parameter.
            filled = value.rstrip("/") + raw[start.end() :]
        return target(filled) if filled else None

    def _assembled(self, url: Mapping[str, Any]) -> str:
        """Return the address of its parts; `raw` only where there are none, as 2.0 and 2.1 both allow."""
        host, path = _joined(url.get("host"), "."), _joined(url.get("path"), "/")
        if not host and not path:
            return text_of(url.get("raw"))
        protocol = text_of(url.get("protocol"))
        port = text_of(url.get("port"))
        front = f"{protocol}://" if protocol and "{{" not in host and "://" not in host else ""
        if host and not front and "{{" not in host and "://" not in host:
            raw = text_of(url.get("raw"))
            front = f"{raw.partition('://')[0]}://" if "://" in raw[:10] else ""
        return f"{front}{host}{f':{port}' if port else ''}/{path.lstrip('/')}"

    def _path(self, found: URLParts) -> Iterator[PageParameter]:
        described = {text_of(one.get("key", one.get("id"))): one for one in self._listed("variable")}
        for name in dict.fromkeys(parameters(found.path)):
            yield PageParameter("path", self._field(name, described.get(name, {}), required=True))

    def _query(self, found: URLParts) -> Iterator[PageParameter]:
        names: dict[str, Any] = {name: {"value": value} for name, value in found.query}
        for one in self._listed("query"):
            name = unquote(text_of(one.get("key")))
            if name:
                names[name] = one
        for name, one in names.items():
            yield PageParameter("query", self._field(name, one))

    def _headers(self) -> Iterator[PageParameter]:
        listed: Any = self.request.get("header")
        if isinstance(listed, str):
            pairs = (line.partition(":") for line in listed.splitlines() if ":" in line)
            listed = [{"key": name.strip(), "value": value.strip()} for name, _, value in pairs]
        for one in listed if is_sequence(listed) else []:
            name = text_of(one.get("key")) if is_mapping(one) else ""
            if name:
                yield PageParameter("header", self._field(name, one))

    def _listed(self, key: str) -> list[Any]:
        url: Any = self.request.get("url")
        listed: Any = url.get(key) if is_mapping(url) else None
        if is_mapping(listed):
            # 2.0 allows an object of names and values, too.
            return [{"key": name, "value": value} for name, value in listed.items()]
        return [one for one in listed if is_mapping(one)] if is_sequence(listed) else []

    def _field(self, name: str, said: Mapping[str, Any], *, required: bool | None = None) -> Field:
        text = text_of(said.get("description"))
        match = _REQUIRED.match(text)
        if match and required is None:
            required = match[1].lower() != "optional"
        value = said.get("value")
        word = _TYPE_WORD.fullmatch(value.strip()) if isinstance(value, str) else None
        words = text_of(said.get("type")) if text_of(said.get("type")) not in ("", "text", "any", "default") else ""
        if not words and word:
            words = word[1] or word[2]
        described = text[match.end() :] if match else text
        return stated_field(name, self.line, words, required=required, description=described)

    def _bodies(self) -> tuple[PageBody, ...]:
        body: Any = self.request.get("body")
        if not is_mapping(body):
            return ()
        mode = body.get("mode")
        if mode in ("urlencoded", "formdata"):
            return self._form(body.get(mode), str(mode))
        raw = body.get("raw")
        if mode == "raw" and isinstance(raw, str) and raw.strip():
            return self._raw(raw)
        if mode == "graphql":
            fields = (Field("query", self.line, {"type": "string"}), Field("variables", self.line, {"type": "object"}))
            return (PageBody(Field("", self.line, {"type": "object"}, fields=fields)),)
        return ()

    def _raw(self, raw: str) -> tuple[PageBody, ...]:
        read = loose_json.read(raw, self.line)
        stated = self._content_type()
        if read is None or loose_json.Liberty.REST in read.liberties:
            return (
                (PageBody(Field("", self.line, {"type": "string"}), stated, True),)
                if stated and "json" not in stated
                else ()
            )
        value = sampled_field("", read.value, self.line)
        return (PageBody(value, stated or "application/json", bool(stated)),)

    def _content_type(self) -> str:
        listed: Any = self.request.get("header")
        for one in listed if is_sequence(listed) else []:
            if is_mapping(one) and text_of(one.get("key")).lower() == "content-type":
                return text_of(one.get("value")).partition(";")[0].strip().lower()
        body: Any = self.request.get("body")
        options: Any = body.get("options") if is_mapping(body) else None
        raw: Any = options.get("raw") if is_mapping(options) else None
        language = raw.get("language") if is_mapping(raw) else None
        return {"json": "application/json", "xml": "application/xml", "text": "text/plain"}.get(str(language), "")

    def _form(self, listed: Any, mode: str) -> tuple[PageBody, ...]:
        fields: list[Field] = []
        for one in listed if is_sequence(listed) else []:
            name = text_of(one.get("key")) if is_mapping(one) else ""
            if name and all(name != known.name for known in fields):
                made = self._field(name, one)
                if one.get("type") == "file":
                    made = replace(made, schema={"type": "string", "format": "binary"}, typed=True)
                fields.append(made)
        if not fields:
            return ()
        content_type = "application/x-www-form-urlencoded" if mode == "urlencoded" else "multipart/form-data"
        return (PageBody(Field("", self.line, {"type": "object"}, fields=tuple(fields)), content_type),)

    def _answers(self) -> Iterator[PageResponse]:
        seen: set[str] = set()
        for one in self._saved_answers():
            status = str(one.get("code", ""))
            if not re.fullmatch(r"[1-5]\d\d", status) or status in seen:
                continue
            seen.add(status)
            read = _json_of(one.get("body"), self.line)
            value = sampled_field("", redacted(read.value), self.line) if read is not None else None
            yield PageResponse(status, self.line, text_of(one.get("name")) or text_of(one.get("status")), value)

    def _saved_answers(self) -> list[Any]:
        listed: Any = self.saved.item.get("response")
        found = (one for one in listed if is_mapping(one)) if is_sequence(listed) else iter(())
        return list(cuts.limited(found, _MOST_ANSWERS, "saved answers of a request"))

    def _credentials(self) -> tuple[PageCredential, ...]:
        auth: Any = self.request.get("auth") or self.saved.auth
        kind = str(auth.get("type", "")).lower() if is_mapping(auth) else ""
        if kind in ("bearer", "jwt"):
            return (PageCredential("bearer", self.line),)
        if kind in ("basic", "digest"):
            return (PageCredential("basic", self.line),) if kind == "basic" else ()
        if kind != "apikey":
            return ()
        said = _settings(auth.get("apikey"))
        place = {"query": "query", "header": "header"}.get(said.get("in", "header"), "header")
        name = _VARIABLE.sub("", said.get("key", ""))
        return (PageCredential("apiKey", self.line, name, place),) if name else ()

    def examples(self, operation: PageOperation) -> Iterator[PagePayload]:
        """Yield the payloads, credentials in them taken out."""
        method, path = operation.method, operation.path
        body: Any = self.request.get("body")
        read = _json_of(body.get("raw") if is_mapping(body) else None, self.line)
        if read is not None:
            yield PagePayload(method, path, "request", redacted(read.value), self.line, None, self.name)
        for one in self._saved_answers():
            status = str(one.get("code", ""))
            answer = _json_of(one.get("body"), self.line)
            if answer is not None:
                known = status if re.fullmatch(r"[1-5]\d\d", status) else None
                yield PagePayload(
                    method, path, "response", redacted(answer.value), self.line, known, text_of(one.get("name"))
                )


def _json_of(text: Any, line: int) -> loose_json.LooseJSON | None:
    if not isinstance(text, str) or text.strip()[:1] not in ("{", "["):
        return None
    read = loose_json.read(text, line)
    return read if read is not None and read.whole and loose_json.Liberty.REST not in read.liberties else None


def _joined(parts: Any, separator: str) -> str:
    if is_sequence(parts):
        return separator.join(
            one if isinstance(one, str) else text_of(one.get("value")) if is_mapping(one) else "" for one in parts
        )
    return parts if isinstance(parts, str) else ""


def _settings(value: Any) -> dict[str, str]:
    """Return the settings of an `auth`: 2.1 has a list of keys and values, 2.0 an object."""
    if is_mapping(value):
        return {key: one for key, one in value.items() if isinstance(one, str)}
    pairs = [one for one in value if is_mapping(one)] if is_sequence(value) else []
    return {str(one.get("key")): one["value"] for one in pairs if isinstance(one.get("value"), str)}
