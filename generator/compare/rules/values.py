"""Kinds of change of a schema's type and values."""

from __future__ import annotations

from ..changes import Level
from .kind import MORE, ChangeKind, Effect

TYPES = (
    ChangeKind(
        "type-changed",
        Effect.DIFFERS,
        "{it} is now {after} (before: {before})",
        fails="calls that send what it was fail{status}",
        meets="code that expects what it was breaks",
        known="bpaBPH",
    ),
    ChangeKind(
        "type-generalized",
        Effect.WIDENS,
        "{it} may now be {after} (before: {before})",
        meets="code that expects what it was breaks",
        known="bpaqBPH",
    ),
    ChangeKind(
        "type-specialized",
        Effect.NARROWS,
        "{it} is now always {after} (before: {before})",
        fails="calls that send anything else fail{status}",
        known="bpaqBPH",
        ids={
            "b": "request-body-type-changed",
            "p": "request-property-type-changed",
            "a": "request-parameter-type-changed",
        },
    ),
    ChangeKind(
        "type-given",
        Effect.NARROWS,
        "{it} could be anything and is now {after}",
        fails="calls that send anything else fail{status}",
        meets="code that takes it for a plain dict or list breaks",
        response=Level.BREAKING,
        known="bpa",
        ids={
            "b": "request-body-type-changed",
            "p": "request-property-type-changed",
            "a": "request-parameter-type-changed",
        },
    ),
    ChangeKind(
        "list-of-types-widened",
        Effect.WIDENS,
        "{it} may now be {after}, too",
        meets="code that expects only what it was breaks",
        known="bpaqBP",
    ),
    ChangeKind(
        "list-of-types-narrowed",
        Effect.NARROWS,
        "{it} can no longer be {before}",
        fails="calls that send that fail{status}",
        known="bpaqBP",
    ),
    ChangeKind(
        "became-nullable",
        Effect.WIDENS,
        "{it} may now be null",
        meets="code has to expect None",
        known="bpaqBPH",
    ),
    ChangeKind(
        "became-not-nullable",
        Effect.NARROWS,
        "{it} may no longer be null",
        fails="calls that send None fail{status}",
        known="bpaqBPH",
    ),
    ChangeKind(
        "null-left-undeclared",
        Effect.NONE,
        "{it} is no longer declared with a type: the server takes null all the same, its class in Python has no None",
        fails="code that gives None does not type-check",
        meets="null may come as before, and the type does not say so",
        request=Level.BREAKING,
        response=Level.RISKY,
    ),
    ChangeKind(
        "model-replaced",
        Effect.DIFFERS,
        "{it} is now {after}, another class than {before}",
        fails="code that makes the old class does not type-check, and may be refused",
        meets="code that names the old class does not type-check",
    ),
)

VALUES = (
    ChangeKind(
        "became-enum",
        Effect.NARROWS,
        "{it} can now only be {after}",
        fails="other values fail{status}",
        known="bpa",
    ),
    ChangeKind(
        "enum-removed",
        Effect.WIDENS,
        "{it} is no longer limited to {before}",
        response=Level.RISKY,
        meets=f"{MORE}; the type takes them, a comparison with all known ones does not",
    ),
    ChangeKind(
        "enum-value-removed",
        Effect.NARROWS,
        "{it} can no longer be {before}",
        fails="calls that send it fail{status}",
        response=Level.RISKY,
        meets="code that waits for it waits for ever",
        known="bpaqBP",
        ids={"B": "response-mediatype-enum-value-removed"},
    ),
    ChangeKind(
        "enum-value-added",
        Effect.WIDENS,
        "{it} may now be {after}",
        response=Level.RISKY,
        meets="the client takes any value, code that handles every known one does not",
        known="paqP",
    ),
    ChangeKind(
        "x-extensible-enum-value-removed",
        Effect.NARROWS,
        "{it} can no longer be {before}",
        fails="calls that send it fail{status}",
        response=Level.RISKY,
        meets="code that waits for it waits for ever",
        known="pa",
    ),
    ChangeKind(
        "x-extensible-enum-value-added",
        Effect.WIDENS,
        "{it} may now be {after}",
        response=Level.SAFE,
    ),
    ChangeKind("const-added", Effect.NARROWS, "{it} is now always {after}", "other values fail{status}", known="bpBP"),
    ChangeKind("const-removed", Effect.WIDENS, "{it} is no longer always {before}", meets=MORE, known="bpBP"),
    ChangeKind(
        "const-changed",
        Effect.DIFFERS,
        "{it} is now always {after} (before: {before})",
        fails="calls that send {before} fail{status}",
        meets="code that expects {before} breaks",
        known="bpBP",
    ),
    ChangeKind(
        "default-value-added",
        Effect.NONE,
        "the server now uses {after} if {it} is left out",
        received="{it} is said to be {after} where it does not come",
        response=Level.DOCS,
        known="bpaBP",
    ),
    ChangeKind(
        "default-value-changed",
        Effect.NONE,
        "the server now uses {after} if {it} is left out (before: {before})",
        received="{it} is said to be {after} where it does not come (before: {before})",
        response=Level.DOCS,
        fails="calls that leave it out mean something else",
        request=Level.RISKY,
        known="bpaBP",
    ),
    ChangeKind(
        "default-value-removed",
        Effect.NONE,
        "the server no longer says what it uses if {it} is left out (before: {before})",
        received="it is no longer said what {it} is where it does not come (before: {before})",
        response=Level.DOCS,
        fails="calls that leave it out may mean something else",
        request=Level.RISKY,
        known="bpaBP",
    ),
    ChangeKind(
        "pattern-added", Effect.NARROWS, "{it} must now match {after}", "other values fail{status}", known="paP"
    ),
    ChangeKind("pattern-removed", Effect.WIDENS, "{it} need no longer match {before}", meets=MORE, known="paP"),
    ChangeKind(
        "pattern-changed",
        Effect.UNKNOWN,
        "{it} must now match {after} (before: {before})",
        fails="values that do not may fail{status}",
        meets="whether more values may come cannot be told",
        known="paP",
    ),
    ChangeKind(
        "pattern-generalized", Effect.WIDENS, "{it} may now match anything (before: {before})", meets=MORE, known="pa"
    ),
    ChangeKind(
        "multiple-of-set",
        Effect.NARROWS,
        "{it} must now be a multiple of {after}",
        "other values fail{status}",
        known="bp",
    ),
    ChangeKind(
        "multiple-of-unset", Effect.WIDENS, "{it} need no longer be a multiple of {before}", meets=MORE, known="bpBP"
    ),
    ChangeKind(
        "multiple-of-changed",
        Effect.DIFFERS,
        "{it} must now be a multiple of {after} (before: {before})",
        fails="other values fail{status}",
        meets=MORE,
        known="bpBP",
    ),
    ChangeKind(
        "multiple-of-generalized",
        Effect.WIDENS,
        "{it} must now be a multiple of {after} only (before: {before})",
        meets=MORE,
        known="bp",
    ),
    ChangeKind(
        "multiple-of-specialized",
        Effect.NARROWS,
        "{it} must now be a multiple of {after} (before: {before})",
        fails="other values fail{status}",
        known="BP",
    ),
    ChangeKind(
        "unique-items-set", Effect.NARROWS, "{it} may hold no item twice", "calls that do fail{status}", known="bp"
    ),
    ChangeKind("unique-items-unset", Effect.WIDENS, "{it} may hold an item twice", meets=MORE, known="bpBP"),
    ChangeKind(
        "content-media-type-changed",
        Effect.DIFFERS,
        "the text of {it} is now {after} (before: {before})",
        fails="calls that send what it was fail{status}",
        meets="code that expects what it was breaks",
        known="bpBP",
    ),
    ChangeKind(
        "content-encoding-changed",
        Effect.DIFFERS,
        "the text of {it} is now encoded as {after} (before: {before})",
        fails="calls that send what it was fail{status}",
        meets="code that expects what it was breaks",
        known="bpBP",
    ),
)
