"""The rules that are not about schemas: section → (id, level, direction, whether oasdiff has it, meaning)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from ..changes import Direction, Level

Entry: TypeAlias = tuple[str, Level, Direction, bool, str]

_B, _R, _S, _D = Level.BREAKING, Level.RISKY, Level.SAFE, Level.DOCS
_IN, _OUT, _NONE = Direction.REQUEST, Direction.RESPONSE, Direction.NONE

_OPERATIONS: tuple[Entry, ...] = (
    ("endpoint-added", _S, _IN, True, "an operation is new"),
    ("api-removed-without-deprecation", _B, _IN, True, "an operation is gone, others of its path are not"),
    ("api-removed-before-sunset", _B, _IN, True, "a deprecated operation is gone before the day that was announced"),
    ("api-removed-with-deprecation", _R, _IN, True, "a deprecated operation is gone"),
    ("api-path-removed-without-deprecation", _B, _IN, True, "all operations of a path are gone"),
    ("api-path-removed-before-sunset", _B, _IN, True, "the same, before the day that was announced"),
    ("api-path-removed-with-deprecation", _R, _IN, True, "the same, after it was deprecated"),
    ("api-moved", _B, _IN, False, "an operation has another path or method: older clients call the old one"),
    ("api-operation-id-removed", _B, _NONE, True, "the operationId changed, and the method's name with it"),
    ("api-operation-id-added", _B, _NONE, True, "there is an operationId now, and the method's name changed with it"),
    ("api-tag-removed", _B, _NONE, True, "the first tag changed, and the resource that has the method with it"),
    ("api-tag-added", _S, _NONE, True, "an operation has one more tag"),
    (
        "method-renamed",
        _B,
        _NONE,
        False,
        "a method has another name for another reason: another operation of that name, or a setting",
    ),
    (
        "iterator-removed",
        _B,
        _NONE,
        False,
        "the method that iterates over all pages of an operation is gone or renamed",
    ),
    ("iterator-added", _S, _NONE, False, "an operation has a method that iterates over all its pages"),
    ("iterator-changed", _R, _OUT, False, "the pages of an operation follow each other by another rule"),
    ("wait-removed", _B, _NONE, False, "the method that waits for a state is gone or renamed"),
    ("wait-added", _S, _NONE, False, "an operation has a method that waits for a state"),
    ("wait-changed", _R, _OUT, False, "other states end the wait"),
    ("endpoint-deprecated", _S, _NONE, True, "an operation is deprecated"),
    (
        "endpoint-deprecated-with-sunset",
        _S,
        _NONE,
        True,
        "an operation is deprecated, and the day of its removal is stated",
    ),
    ("endpoint-reactivated", _S, _NONE, True, "an operation is no longer deprecated"),
    ("api-sunset-date-added", _R, _NONE, False, "the day on which a deprecated operation will be removed is stated"),
    ("api-sunset-date-changed-too-small", _B, _NONE, True, "an operation will be removed earlier than was announced"),
    ("api-sunset-date-changed", _S, _NONE, False, "an operation will be removed later than was announced"),
    ("sunset-deleted", _B, _NONE, True, "a deprecated operation no longer says when it will be removed"),
    ("api-stability-decreased", _B, _NONE, True, "an operation promises less stability"),
    ("api-stability-increased", _S, _NONE, True, "an operation promises more stability"),
    ("api-server-changed", _R, _IN, False, "the servers of an operation changed"),
    ("operation-description-changed", _D, _NONE, False, "the description of an operation changed"),
    ("webhook-added", _S, _OUT, True, "a webhook or callback is new"),
    ("webhook-renamed", _B, _OUT, False, "a webhook or callback has another name or method"),
    ("webhook-removed", _B, _OUT, True, "a webhook or callback is gone"),
)

_PARAMETERS: tuple[Entry, ...] = (
    ("new-required-request-parameter", _B, _IN, True, "an operation requires one more parameter"),
    ("new-request-path-parameter", _B, _IN, True, "a path has one more parameter"),
    ("new-optional-request-parameter", _S, _IN, True, "an operation takes one more parameter"),
    ("request-parameter-removed", _B, _IN, True, "a parameter is gone, and with it the argument"),
    ("request-parameter-removed-with-deprecation", _R, _IN, True, "the same, after it was deprecated"),
    ("request-parameter-removed-before-sunset", _B, _IN, True, "the same, before the day that was announced"),
    ("request-parameter-renamed", _B, _IN, False, "a parameter has another name, and with it the argument"),
    ("request-parameter-location-changed", _B, _IN, False, "a parameter has another location"),
    ("request-parameter-became-required", _B, _IN, True, "a parameter may no longer be left out"),
    ("request-parameter-became-optional", _S, _IN, True, "a parameter may be left out"),
    ("request-parameter-serialization-changed", _B, _IN, False, "a parameter is written in another way"),
    ("request-parameter-content-changed", _B, _IN, False, "a parameter is written in another media type"),
    ("request-parameter-reserved-changed", _R, _IN, False, "whether reserved characters are escaped changed"),
    ("request-parameter-empty-value-changed", _R, _IN, False, "whether a parameter may be empty changed"),
    ("request-parameter-deprecated", _S, _IN, True, "a parameter is deprecated"),
    ("request-parameter-reactivated", _S, _IN, True, "a parameter is no longer deprecated"),
    (
        "request-parameter-sunset-deleted",
        _B,
        _IN,
        True,
        "a deprecated parameter no longer says when it will be removed",
    ),
    (
        "request-parameter-sunset-date-changed-too-small",
        _B,
        _IN,
        True,
        "a parameter will be removed earlier than was announced",
    ),
    ("request-parameter-sunset-date-changed", _S, _IN, False, "a parameter will be removed later than was announced"),
    ("argument-renamed", _B, _NONE, False, "an argument has another name in Python, and the parameter has not"),
    ("argument-order-changed", _B, _IN, False, "the order of positional arguments changed"),
    ("parameter-description-changed", _D, _NONE, False, "the description of a parameter changed"),
)

_BODIES: tuple[Entry, ...] = (
    ("request-body-added-required", _B, _IN, True, "an operation asks for a body"),
    ("request-body-added-optional", _S, _IN, True, "an operation takes a body"),
    ("request-body-removed", _B, _IN, True, "an operation takes no body any more"),
    ("request-body-became-required", _B, _IN, True, "the body may no longer be left out"),
    ("request-body-became-optional", _S, _IN, True, "the body may be left out"),
    ("request-body-media-type-added", _S, _IN, True, "the body may be of one more media type"),
    ("request-body-media-type-removed", _B, _IN, True, "the body may no longer be of a media type"),
    ("request-body-default-media-type-changed", _R, _IN, False, "calls that name none send another media type"),
    ("request-body-media-type-schema-added", _B, _IN, True, "a media type has a schema, and had none"),
    ("request-body-media-type-schema-removed", _S, _IN, True, "a media type has no schema any more"),
    ("request-body-media-type-item-schema-added", _B, _IN, True, "items of a body have a schema, and had none"),
    ("request-body-media-type-item-schema-removed", _S, _IN, True, "items of a body have no schema any more"),
    ("request-body-encoding-changed", _R, _IN, False, "a part of a form is written in another way"),
    ("body-description-changed", _D, _NONE, False, "the description of a body changed"),
)

_RESPONSES: tuple[Entry, ...] = (
    ("response-success-status-added", _S, _OUT, True, "an operation may succeed with one more status"),
    ("response-success-status-removed", _B, _OUT, True, "an operation no longer succeeds with a status"),
    ("response-non-success-status-added", _S, _OUT, True, "an operation may fail with one more status"),
    ("response-non-success-status-removed", _S, _OUT, True, "an operation no longer fails with a status"),
    ("response-media-type-added", _S, _OUT, True, "a response may come as one more media type"),
    ("response-media-type-removed", _B, _OUT, True, "a response no longer comes as a media type"),
    ("response-media-type-name-changed", _R, _OUT, True, "the media type of a response has other parameters"),
    ("response-body-media-type-schema-added", _S, _OUT, True, "a media type has a schema, and had none"),
    ("response-body-media-type-schema-removed", _B, _OUT, True, "a media type has no schema any more"),
    ("response-body-media-type-item-schema-added", _S, _OUT, True, "items of a response have a schema, and had none"),
    ("response-body-media-type-item-schema-removed", _B, _OUT, True, "items of a response have no schema any more"),
    ("response-header-added", _S, _OUT, True, "a response has one more header"),
    ("required-response-header-removed", _B, _OUT, True, "a header that was always sent is gone"),
    ("optional-response-header-removed", _R, _OUT, True, "a header that could be sent is gone"),
    ("response-header-became-optional", _B, _OUT, True, "a header that was always sent may be missing"),
    ("response-header-became-required", _S, _OUT, False, "a header is always sent"),
    ("response-header-serialization-changed", _R, _OUT, False, "a header is written in another way"),
    ("result-type-changed", _B, _OUT, False, "a method may return one more type"),
    ("response-description-changed", _D, _NONE, False, "the description of a response changed"),
)

_MODELS: tuple[Entry, ...] = (
    ("model-renamed", _B, _NONE, False, "a class of `models` has another name"),
    ("api-schema-removed", _B, _NONE, True, "a class of `models` is gone"),
    ("api-schema-added", _S, _NONE, False, "`models` has one more class, which no operation uses"),
    ("unused-schema-changed", _S, _NONE, False, "a schema changed that no operation uses"),
)

_SECURITY: tuple[Entry, ...] = (
    ("api-security-added", _B, _IN, True, "an operation asks for credentials; safe if it is one more choice"),
    ("api-security-removed", _B, _IN, True, "an operation no longer takes some credentials; safe if it needs none"),
    ("api-security-scope-added", _B, _IN, True, "an operation asks for one more scope"),
    ("api-security-scope-removed", _S, _IN, True, "an operation asks for one scope less"),
    ("api-global-security-added", _B, _IN, True, "the same as `api-security-added`, for all operations at once"),
    (
        "api-global-security-removed",
        _B,
        _IN,
        True,
        "the same as `api-security-removed`, for all operations at once",
    ),
    ("api-global-security-scope-added", _B, _IN, True, "all operations ask for one more scope"),
    ("api-global-security-scope-removed", _S, _IN, True, "all operations ask for one scope less"),
    ("api-security-reordered", _S, _IN, False, "the order of the choices of credentials changed"),
    ("api-security-component-added", _S, _NONE, True, "there is one more credential"),
    ("api-security-component-removed", _B, _NONE, True, "a credential is gone, and with it the argument of the client"),
    ("api-security-component-type-changed", _B, _NONE, True, "a credential is of another kind"),
    ("api-security-component-location-changed", _B, _IN, False, "a key has another name or location"),
    ("api-security-component-oauth-url-changed", _R, _NONE, True, "people give their consent elsewhere"),
    ("api-security-component-oauth-token-url-changed", _R, _NONE, True, "tokens are fetched elsewhere"),
    ("api-security-component-oauth-flow-added", _S, _NONE, False, "there is one more OAuth flow"),
    ("api-security-component-oauth-flow-removed", _B, _NONE, False, "an OAuth flow is gone"),
    ("api-security-component-oauth-scope-added", _S, _NONE, True, "there is one more scope"),
    ("api-security-component-oauth-scope-removed", _R, _NONE, True, "a scope is gone"),
    ("api-security-component-oauth-scope-changed", _D, _NONE, True, "the description of a scope changed"),
    ("credential-renamed", _B, _NONE, False, "an argument of the client has another name"),
    ("credential-environment-renamed", _B, _NONE, False, "a credential is looked for in another environment variable"),
    ("credential-description-changed", _D, _NONE, False, "the description of a credential changed"),
)

_SERVERS: tuple[Entry, ...] = (
    ("default-server-changed", _R, _IN, False, "clients that name no server call another one"),
    ("server-added", _S, _IN, False, "there is one more server"),
    ("server-removed", _B, _IN, False, "a server is gone, and with it its name"),
    ("server-url-changed", _R, _IN, False, "a server of the same name has another URL"),
    ("server-renamed", _B, _NONE, False, "a server has another name in Python"),
    ("server-reordered", _S, _NONE, False, "the order of the servers changed; the first one is the same"),
    ("server-variable-added", _S, _IN, False, "the URL of a server has one more variable"),
    ("server-variable-removed", _B, _IN, False, "the URL of a server has one variable less"),
    ("server-variable-default-changed", _R, _IN, False, "a variable that is not given means another value"),
    ("server-variable-value-added", _S, _IN, False, "a variable may have one more value"),
    ("server-variable-value-removed", _B, _IN, False, "a variable may no longer have a value"),
    ("server-description-changed", _D, _NONE, False, "the description of a server changed"),
)

_DOCUMENT: tuple[Entry, ...] = (
    ("client-renamed", _B, _NONE, False, "the class of the client has another name"),
    ("version-changed", _D, _NONE, False, "the description has another version"),
    ("info-changed", _D, _NONE, False, "title or description of the API changed"),
    ("tag-description-changed", _D, _NONE, False, "a tag is declared, or its description changed"),
)

OTHER: Mapping[str, tuple[Entry, ...]] = {
    "Operations": _OPERATIONS,
    "Parameters": _PARAMETERS,
    "Request bodies": _BODIES,
    "Responses": _RESPONSES,
    "Models": _MODELS,
    "Credentials": _SECURITY,
    "Servers": _SERVERS,
    "The document": _DOCUMENT,
}
"""Section → its rules."""
