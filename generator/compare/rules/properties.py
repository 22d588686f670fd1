"""Kinds of change of an object's properties, and of documentation."""

from __future__ import annotations

from collections.abc import Iterator

from ..changes import Level
from .kind import ChangeKind, Effect

_GONE = "code that reads it breaks"


def _mutability() -> Iterator[ChangeKind]:
    """Yield the kinds of change of `readOnly` and `writeOnly`."""
    for need in ("required", "optional"):
        ids = {letter: f"{start}-{need}-property" for letter, start in (("p", "request"), ("P", "response"))}
        ids["q"] = f"request-parameter-{need}-property"
        for name, what, fails, meets in (
            ("became-read-only", "is now sent by the server alone", "what calls send is left out", ""),
            ("became-not-read-only", "may now be sent, too", "calls without it fail{status}", ""),
            ("became-write-only", "is now sent to the server alone", "", "it does not come any more"),
            ("became-not-write-only", "may now come from the server, too", "", "it comes now"),
        ):
            asked = need == "required" and name == "became-not-read-only"
            yield ChangeKind(
                f"{need}-property-{name}",
                Effect.NONE,
                f"{{it}} {what}",
                fails=fails,
                meets=meets,
                request=Level.BREAKING if asked else Level.RISKY if name == "became-read-only" else None,
                response=(
                    Level.RISKY
                    if name == "became-write-only" or (need == "required" and name == "became-not-write-only")
                    else None
                ),
                known="pP",
                only="pqP",
                ids={letter: f"{start}-{name}" for letter, start in ids.items()},
            )


PROPERTIES: tuple[ChangeKind, ...] = (
    ChangeKind(
        "required-property-added",
        Effect.NARROWS,
        "{it} is new and required",
        fails="calls without it fail{status}",
        known="pP",
        only="pqP",
        ids={
            "P": "response-required-property-added",
            "p": "new-required-request-property",
            "q": "new-required-request-parameter-property",
        },
    ),
    ChangeKind(
        "required-property-with-default-added",
        Effect.NARROWS,
        "{it} is new and required (its default {after} does not make it optional)",
        fails="calls without it fail{status}",
        known="pP",
        only="pqP",
        ids={
            "p": "new-required-request-property-with-default",
            "q": "new-required-request-parameter-property",
            "P": "response-required-property-added",
        },
    ),
    ChangeKind(
        "optional-property-added",
        Effect.NONE,
        "{it} is new",
        known="pP",
        only="pqP",
        ids={
            "P": "response-optional-property-added",
            "p": "new-optional-request-property",
            "q": "new-optional-request-parameter-property",
        },
    ),
    ChangeKind(
        "write-only-property-added",
        Effect.NONE,
        "{it} is new",
        known="pP",
        only="pqP",
        ids={
            "p": "new-optional-request-property",
            "q": "new-optional-request-parameter-property",
            "P": "response-optional-write-only-property-added",
        },
    ),
    ChangeKind(
        "required-property-removed",
        Effect.WIDENS,
        "{it} is gone",
        fails="code that sends it breaks",
        meets=_GONE,
        request=Level.BREAKING,
        known="pP",
        only="pqP",
        ids={
            "P": "response-required-property-removed",
            "p": "request-property-removed",
            "q": "request-parameter-property-removed",
        },
    ),
    ChangeKind(
        "optional-property-removed",
        Effect.WIDENS,
        "{it} is gone",
        fails="code that sends it breaks",
        meets=_GONE,
        request=Level.BREAKING,
        known="pP",
        only="pqP",
        ids={
            "P": "response-optional-property-removed",
            "p": "request-property-removed",
            "q": "request-parameter-property-removed",
        },
    ),
    ChangeKind(
        "write-only-property-removed",
        Effect.WIDENS,
        "{it} is gone",
        fails="code that sends it breaks",
        request=Level.BREAKING,
        response=Level.SAFE,
        known="pP",
        only="pqP",
        ids={
            "p": "request-property-removed",
            "q": "request-parameter-property-removed",
            "P": "response-optional-write-only-property-removed",
        },
    ),
    ChangeKind(
        "renamed",
        Effect.DIFFERS,
        "{it}{after} was called {before}",
        fails="code that sends the old one breaks",
        meets="code that reads the old one breaks",
        only="pqP",
    ),
    ChangeKind(
        "became-required",
        Effect.NARROWS,
        "{it} is now required",
        fails="calls without it fail{status}",
        known="pP",
        only="pqP",
    ),
    ChangeKind(
        "became-required-with-default",
        Effect.NARROWS,
        "{it} is now required (its default {after} does not make it optional)",
        fails="calls without it fail{status}",
        known="p",
        only="pqP",
        ids={"q": "request-parameter-property-became-required", "P": "response-property-became-required"},
    ),
    ChangeKind(
        "became-optional",
        Effect.WIDENS,
        "{it} may now be missing",
        meets="code has to expect None",
        known="pP",
        only="pqP",
    ),
    ChangeKind(
        "nullable-became-optional",
        Effect.WIDENS,
        "{it} may now be missing",
        received="{it} may now be missing: it could be null before, and is None either way",
        response=Level.SAFE,
        only="pqP",
        ids={
            "p": "request-property-became-optional",
            "q": "request-parameter-property-became-optional",
            "P": "response-nullable-property-became-optional",
        },
    ),
    *_mutability(),
    ChangeKind("deprecated", Effect.NONE, "{it} is now deprecated", known="pP"),
    ChangeKind(
        "deprecated-with-sunset", Effect.NONE, "{it} is now deprecated, and will be removed on {after}", known="pP"
    ),
    ChangeKind("reactivated", Effect.NONE, "{it} is no longer deprecated", known="pP"),
    ChangeKind(
        "sunset-date-changed",
        Effect.NONE,
        "{it} will now be removed on {after} (before: {before})",
        request=Level.RISKY,
        response=Level.RISKY,
    ),
    ChangeKind(
        "stability-decreased",
        Effect.NONE,
        "{it} is now {after} (before: {before})",
        fails="it may change without notice",
        meets="it may change without notice",
        request=Level.BREAKING,
        response=Level.BREAKING,
        known="pP",
    ),
    ChangeKind("stability-increased", Effect.NONE, "{it} is now {after} (before: {before})", known="pP"),
)

WORDS: tuple[ChangeKind, ...] = (
    ChangeKind(
        "field-renamed",
        Effect.NONE,
        "{it} was called {before} in Python",
        fails="code that uses the old name breaks",
        meets="code that uses the old name breaks",
        request=Level.BREAKING,
        response=Level.BREAKING,
        anywhere=True,
    ),
    ChangeKind(
        "model-base-added",
        Effect.NONE,
        "{it} inherits from {after} now, and by that from {before} as before",
        anywhere=True,
    ),
    ChangeKind(
        "model-base-changed",
        Effect.NONE,
        "{it} inherits from {after} (before: {before})",
        fails="code that takes it for the old one does not type-check",
        meets="code that takes it for the old one does not type-check",
        request=Level.BREAKING,
        response=Level.BREAKING,
        anywhere=True,
    ),
    ChangeKind(
        "xml-changed",
        Effect.NONE,
        "the XML form of {it} is now {after} (before: {before})",
        fails="clients that were generated before write the old one",
        meets="clients that were generated before read the old one",
        request=Level.RISKY,
        response=Level.RISKY,
        anywhere=True,
    ),
    ChangeKind(
        "mutability-changed",
        Effect.NONE,
        "`readOnly` or `writeOnly` of {it} changed, without effect here",
        anywhere=True,
    ),
    ChangeKind(
        "description-changed",
        Effect.NONE,
        "the description of {it} changed",
        request=Level.DOCS,
        response=Level.DOCS,
        anywhere=True,
    ),
    ChangeKind(
        "title-changed", Effect.NONE, "{it} has another title", request=Level.DOCS, response=Level.DOCS, anywhere=True
    ),
    ChangeKind(
        "example-changed",
        Effect.NONE,
        "{it} has other examples",
        request=Level.DOCS,
        response=Level.DOCS,
        anywhere=True,
    ),
    ChangeKind(
        "external-docs-changed",
        Effect.NONE,
        "{it} refers to other documentation",
        request=Level.DOCS,
        response=Level.DOCS,
        anywhere=True,
    ),
)
