"""Names that a page does not have and a document needs: made of its title and path, by rules that never change."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .operations import PageBody, PageOperation, PageResponse
    from .reading import Page

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_VERSION = re.compile(r"v\d+(?:[._-]?\w+)?|\d{4}(?:-\d\d){0,2}|\d+(?:\.\d+)?|api|rest|public", re.IGNORECASE)
_SCOPE = re.compile(r"(?:account|project|workspace|organi[sz]ation|org|tenant|team)s?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:json|xml|php)$", re.IGNORECASE)
_VERBS = frozenset(
    {"create", "get", "retrieve", "fetch", "read", "update", "show", "start", "make", "add", "edit", "modify", "place"}
)
_MORE_VERBS = frozenset(
    {"list", "delete", "remove", "send", "cancel", "search", "stop", "end", "upload", "download", "set", "post", "put"}
)
_RARE_VERBS = frozenset(
    {"void", "capture", "refund", "confirm", "close", "register", "revoke", "rotate", "submit", "verify", "validate"}
    | {"find", "pay", "reserve", "release", "generate", "publish", "archive", "restore", "replace", "approve", "reject"}
    | {"assign", "move", "authorize", "authorise", "enable", "disable", "activate", "deactivate", "resend", "pause"}
    | {"resume", "retry", "invite", "accept", "subscribe", "unsubscribe", "attach", "detach", "merge", "exchange"}
    | {"calculate", "convert", "reschedule", "view", "duplicate", "rename", "trigger", "launch", "initiate"}
    | {"originate", "hang", "dial", "purchase", "deploy", "terminate", "execute", "invoke", "connect", "disconnect"}
    | {"unlink", "upsert", "unassign", "regenerate", "acknowledge", "mark", "transcribe", "provision", "unblock"}
)
_ALL_VERBS = _VERBS | _MORE_VERBS | _RARE_VERBS
_ARTICLES = frozenset({"a", "an", "the", "new", "your", "single", "one"})
_GRAMMAR = frozenset({"a", "an", "the"})
_IDS = frozenset({"id", "_id", "sid", "uuid"})
_SUCCESS = re.compile(r"2\d\d|2XX|default")
_NUMBER = re.compile(r"[^\w\s\"'(\[{<`$#/-]*\s*(?:(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,2}[.)]|\(\d{1,2}\))\s+)?")
_MOST_WORDS = 8
_MOST_WORDS_OF_NAME = 6
_PHRASE = 2


def begins_with_verb(title: str) -> bool:
    """Return whether a title says what a call does: "Create a customer", and not "Payments"."""
    words = [word.casefold() for word in _words(title)]
    if len(words) < _PHRASE or (len(words) == _PHRASE and words[1] == "api"):
        return False
    # "Charge a card" has a verb, "Charge object" a noun: the article tells them apart.
    return words[0] in _ALL_VERBS or words[1] in _ARTICLES


def is_name(text: str) -> bool:
    """Return whether a sentence is as short as the name of an operation: "Create a customer"."""
    words = _words(text)
    return len(words) <= _MOST_WORDS_OF_NAME and begins_with_verb(text) and not words[0].endswith("s")


def unnumbered(title: str) -> str:
    """Return a title without the number or sign in front of it: "Create a call" of "1. Create a call"."""
    match = _NUMBER.match(title)
    return title[match.end() :].strip() or title if match else title


def operation_id(operation: PageOperation) -> str:
    """Return the title in lower case with dashes: `create-call` of "Create a call".

    It is made of method and path where there is no title.
    """
    title = _latin(operation.title)
    words = [word for word in _words(title) if word.casefold() not in _GRAMMAR] if title.isascii() else []
    words = words or [operation.method, *_words(re.sub(r"[{}]", "", operation.path))]
    return "-".join(words[:_MOST_WORDS]).lower() or operation.method


def title_of(page: Page, hosts: Iterable[str]) -> str:
    """Return a title made of the name of a page's file, or of its address: "Create Call" of `004-acme-create-call.txt`.

    Empty if what is left, without numbers and the words of the API's hosts, does not begin with a verb.
    """
    path = urlsplit(page.address).path if page.address else page.name.partition("#")[0]
    last = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    known = {word.casefold() for host in hosts for word in re.split(r"[^A-Za-z0-9]+", host)}
    words = [word for word in _WORD.findall(last.partition(".")[0]) if word.casefold() not in known]
    words = words[next((at for at, word in enumerate(words) if not word.isdecimal()), 0) :]
    if not 1 < len(words) <= _MOST_WORDS or words[0].casefold() not in _VERBS | _MORE_VERBS:
        return ""
    return " ".join(word.capitalize() for word in words)


def reason_of_tag(path: str) -> str:
    """Return where `tag_of` finds the tag of a path, in words."""
    parts = _unversioned(path)
    if _is_scoped(parts) and len(parts) > _PHRASE:
        return "the first segment of the path after the version and the account"
    return "the first segment of the path after the version"


def tag_of(path: str) -> str:
    """Return the first segment of a path after its version; empty if there is none.

    The account or project that another segment is looked up in counts as a part of the version: the tag of
    `/2010-04-01/Accounts/{AccountSid}/Calls.json` is `Calls`.
    """
    parts = _unversioned(path)
    if _is_scoped(parts):
        parts = [*parts[2:], parts[0]]
    named = next((part for part in parts if part[0] != "{"), "")
    return re.sub(r"[^\w-]", "", _EXTENSION.sub("", named))


def _unversioned(path: str) -> list[str]:
    return [part for part in path.split("/") if part and not _VERSION.fullmatch(part)]


def _is_scoped(parts: Sequence[str]) -> bool:
    """Return whether segments begin with an account and its parameter."""
    return bool(parts[1:2]) and parts[1][0] == "{" and _SCOPE.fullmatch(parts[0]) is not None


def body_name(operation: PageOperation, body: PageBody) -> str:
    """Return the name of the schema of a request body: `CreateCallRequest`."""
    return component_name(body.value.name) or f"{_class(operation)}Request"


def response_name(operation: PageOperation, answer: PageResponse) -> str:
    """Return the name of the schema of a response body.

    If the body has an id, it is the title's noun (`Call` for "Create Call"): then it is that thing itself.
    """
    if answer.value is not None and (name := component_name(answer.value.name)):
        return name
    if not _SUCCESS.fullmatch(answer.status):
        return f"{_class(operation)}{answer.status.capitalize()}Error"
    words = [word for word in _words(operation.title) if word.casefold() not in _ARTICLES]
    has_id = answer.value is not None and any(field.name in _IDS for field in answer.value.fields)
    if has_id and len(words) > 1 and words[0].casefold() in _VERBS and not words[-1].casefold().endswith("s"):
        return "".join(word.capitalize() for word in words[1:])
    return own_response_name(operation.operation_id or operation_id(operation))


def own_response_name(operation: str) -> str:
    """Return the name of the schema that only one operation answers with: `CreateCallResponse` of `create-call`."""
    return f"{''.join(word.capitalize() for word in _words(operation))}Response"


def component_name(text: str) -> str:
    """Return a text as a key of `components` (OpenAPI 3.1.1, 4.8.7), empty if nothing of it is left."""
    return re.sub(r"[^A-Za-z0-9._-]", "", text)[:200]


def class_name(text: str) -> str:
    """Return a name in Pascal case: `Status` of `status`."""
    return "".join(word[:1].upper() + word[1:] for word in _words(text))


def _class(operation: PageOperation) -> str:
    return "".join(word.capitalize() for word in _words(operation.operation_id or operation_id(operation)))


def _latin(text: str) -> str:
    """Return a text with its letters without accents, and without signs; other alphabets stay."""
    plain = unicodedata.normalize("NFKD", text).replace("ß", "ss")
    return "".join(one for one in plain if one.isascii() or one.isalpha())


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
