"""The runtime of generated clients; every name is loaded from its module on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._http import DEFAULT_TIMEOUT, AsyncHTTPClient, Headers, HTTPClient, Timeout
    from .errors import (
        ClientError,
        CredentialError,
        DecodeError,
        PaginationError,
        RequestError,
        ResponseError,
        SentRequest,
        StatusError,
        StreamError,
        TransportError,
        TransportTimeout,
        WaitError,
        WaitFailedError,
        WaitTimeoutError,
    )
    from .http.arguments import ClientHeader
    from .http.client import AsyncClient, AsyncResource, Client, Resource
    from .http.hooks import Attempt, Deviation, Hooks, Retry
    from .http.options import ClientOptions, RequestOptions
    from .http.request import Operation, Request
    from .http.resources import LazyOperations
    from .http.response import Response
    from .http.retries import RetryPolicy
    from .http.servers import Server, ServerVariable
    from .models.adapter import Adapter
    from .models.asserts import Asserts, MultipleOf, Pattern, UniqueItems
    from .models.lazy import LazyModels, LazyModule, LazySchemas, TypeAliasType
    from .models.model import READ_ONLY, WRITE_ONLY, Model, Nullable, Unknown
    from .models.one_of import OneOf
    from .models.tagged_unions import Tagged
    from .models.types import Base64, Base64Url, DecimalNumber, Duration, HttpDate, UnixTime
    from .paging.page import ListPage
    from .paging.paginator import AsyncPaginator, Paginator
    from .paging.rule import PaginationRule
    from .polling.rule import PollingRule, Until
    from .polling.wait import AsyncPoller, Poller
    from .security.basic import Basic, BasicCredential
    from .security.http_schemes import Bearer, HTTPScheme, OpenIDConnect
    from .security.keys import APIKey, MutualTLS
    from .security.oauth import ClientCredentials, OAuth2, OAuth2Credential, PasswordCredentials, RefreshToken
    from .security.schemes import Credential
    from .streams.client import (
        AsyncStreamingClient,
        AsyncStreamingResource,
        StreamingClient,
        StreamingResource,
    )
    from .streams.events import EventStream, ServerSentEvent, TypedEvent
    from .streams.streaming import AsyncStream, Stream
    from .telemetry import open_telemetry
    from .testing.fake import Fake, FakeOperation, FakeResource
    from .testing.pages import FakePagedOperation
    from .testing.webhooks import FakeWebhooks, SentWebhook
    from .webhooks.ed25519_signatures import Ed25519Signature
    from .webhooks.events import UnknownEvent, WebhookError, WebhookEvent, Webhooks, WebhookType
    from .webhooks.headers import WebhookHeaders
    from .webhooks.hmac_signatures import BodySignature, StandardWebhooks, TimestampedSignature
    from .webhooks.verification import SharedSecret, Unsigned, Verification, WebhookSecret
    from .wire.binary import Binary
    from .wire.codecs import JSON, Codec
    from .wire.forms import Encoding, Form
    from .wire.json_lines import JSONLines
    from .wire.multipart import Multipart
    from .wire.parameters import COOKIE, FORM, LABEL, MATRIX, SIMPLE, Content, Style
    from .wire.text import Text
    from .wire.uploads import BinaryContent, File, Upload
    from .wire.xml import XML

__all__ = [
    "COOKIE",
    "DEFAULT_TIMEOUT",
    "FORM",
    "JSON",
    "LABEL",
    "MATRIX",
    "READ_ONLY",
    "SIMPLE",
    "WRITE_ONLY",
    "XML",
    "APIKey",
    "Adapter",
    "Asserts",
    "AsyncClient",
    "AsyncHTTPClient",
    "AsyncPaginator",
    "AsyncPoller",
    "AsyncResource",
    "AsyncStream",
    "AsyncStreamingClient",
    "AsyncStreamingResource",
    "Attempt",
    "Base64",
    "Base64Url",
    "Basic",
    "BasicCredential",
    "Bearer",
    "Binary",
    "BinaryContent",
    "BodySignature",
    "Client",
    "ClientCredentials",
    "ClientError",
    "ClientHeader",
    "ClientOptions",
    "Codec",
    "Content",
    "Credential",
    "CredentialError",
    "DecimalNumber",
    "DecodeError",
    "Deviation",
    "Duration",
    "Ed25519Signature",
    "Encoding",
    "EventStream",
    "Fake",
    "FakeOperation",
    "FakePagedOperation",
    "FakeResource",
    "FakeWebhooks",
    "File",
    "Form",
    "HTTPClient",
    "HTTPScheme",
    "Headers",
    "Hooks",
    "HttpDate",
    "JSONLines",
    "LazyModels",
    "LazyModule",
    "LazyOperations",
    "LazySchemas",
    "ListPage",
    "Model",
    "Multipart",
    "MultipleOf",
    "MutualTLS",
    "Nullable",
    "OAuth2",
    "OAuth2Credential",
    "OneOf",
    "OpenIDConnect",
    "Operation",
    "PaginationError",
    "PaginationRule",
    "Paginator",
    "PasswordCredentials",
    "Pattern",
    "Poller",
    "PollingRule",
    "RefreshToken",
    "Request",
    "RequestError",
    "RequestOptions",
    "Resource",
    "Response",
    "ResponseError",
    "Retry",
    "RetryPolicy",
    "SentRequest",
    "SentWebhook",
    "Server",
    "ServerSentEvent",
    "ServerVariable",
    "SharedSecret",
    "StandardWebhooks",
    "StatusError",
    "Stream",
    "StreamError",
    "StreamingClient",
    "StreamingResource",
    "Style",
    "Tagged",
    "Text",
    "Timeout",
    "TimestampedSignature",
    "TransportError",
    "TransportTimeout",
    "TypeAliasType",
    "TypedEvent",
    "UniqueItems",
    "UnixTime",
    "Unknown",
    "UnknownEvent",
    "Unsigned",
    "Until",
    "Upload",
    "Verification",
    "WaitError",
    "WaitFailedError",
    "WaitTimeoutError",
    "WebhookError",
    "WebhookEvent",
    "WebhookHeaders",
    "WebhookSecret",
    "WebhookType",
    "Webhooks",
    "open_telemetry",
]

_MODULES = {
    "_http": ("DEFAULT_TIMEOUT", "AsyncHTTPClient", "HTTPClient", "Headers", "Timeout"),
    "models.adapter": ("Adapter",),
    "models.asserts": ("Asserts", "MultipleOf", "Pattern", "UniqueItems"),
    "http.client": ("AsyncClient", "AsyncResource", "Client", "Resource"),
    "testing.fake": ("Fake", "FakeOperation", "FakeResource"),
    "testing.pages": ("FakePagedOperation",),
    "testing.webhooks": ("FakeWebhooks", "SentWebhook"),
    "webhooks.ed25519_signatures": ("Ed25519Signature",),
    "webhooks.events": ("UnknownEvent", "WebhookError", "WebhookEvent", "WebhookType", "Webhooks"),
    "webhooks.headers": ("WebhookHeaders",),
    "webhooks.hmac_signatures": ("BodySignature", "StandardWebhooks", "TimestampedSignature"),
    "webhooks.verification": ("SharedSecret", "Unsigned", "Verification", "WebhookSecret"),
    "wire.binary": ("Binary",),
    "wire.codecs": ("JSON", "Codec"),
    "wire.json_lines": ("JSONLines",),
    "wire.text": ("Text",),
    "errors": (
        "ClientError",
        "CredentialError",
        "DecodeError",
        "PaginationError",
        "RequestError",
        "ResponseError",
        "SentRequest",
        "StatusError",
        "StreamError",
        "TransportError",
        "TransportTimeout",
        "WaitError",
        "WaitFailedError",
        "WaitTimeoutError",
    ),
    "models.one_of": ("OneOf",),
    "wire.forms": ("Encoding", "Form"),
    "models.lazy": ("LazyModels", "LazyModule", "LazySchemas", "TypeAliasType"),
    "models.model": ("READ_ONLY", "WRITE_ONLY", "Model", "Nullable", "Unknown"),
    "wire.multipart": ("Multipart",),
    "paging.page": ("ListPage",),
    "paging.paginator": ("AsyncPaginator", "Paginator"),
    "paging.rule": ("PaginationRule",),
    "polling.rule": ("PollingRule", "Until"),
    "polling.wait": ("AsyncPoller", "Poller"),
    "security.oauth": ("ClientCredentials", "OAuth2", "OAuth2Credential", "PasswordCredentials", "RefreshToken"),
    "wire.parameters": ("COOKIE", "FORM", "LABEL", "MATRIX", "SIMPLE", "Content", "Style"),
    "http.arguments": ("ClientHeader",),
    "http.request": ("Operation", "Request"),
    "http.resources": ("LazyOperations",),
    "http.response": ("Response",),
    "security.basic": ("Basic", "BasicCredential"),
    "security.http_schemes": ("Bearer", "HTTPScheme", "OpenIDConnect"),
    "security.keys": ("APIKey", "MutualTLS"),
    "security.schemes": ("Credential",),
    "http.servers": ("Server", "ServerVariable"),
    "streams.client": ("AsyncStreamingClient", "AsyncStreamingResource", "StreamingClient", "StreamingResource"),
    "streams.streaming": ("AsyncStream", "Stream"),
    "streams.events": ("EventStream", "ServerSentEvent", "TypedEvent"),
    "http.hooks": ("Attempt", "Deviation", "Hooks", "Retry"),
    "http.options": ("ClientOptions", "RequestOptions"),
    "http.retries": ("RetryPolicy",),
    "telemetry": ("open_telemetry",),
    "models.types": ("Base64", "Base64Url", "DecimalNumber", "Duration", "HttpDate", "UnixTime"),
    "models.tagged_unions": ("Tagged",),
    "wire.uploads": ("BinaryContent", "File", "Upload"),
    "wire.xml": ("XML",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
