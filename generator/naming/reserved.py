"""Names that are always taken: by Python, pydantic, the runtime, and the generated modules."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Mapping

KEYWORDS = frozenset(keyword.kwlist)
"""Python's hard keywords; the soft ones (`match`, `type`) are good names."""

TYPE_NAMES = frozenset(
    {"bool", "bytes", "date", "datetime", "dict", "float", "int", "list", "object", "str", "time", "tuple", "type"}
)
"""Lower-case names that annotations use: within a class, an attribute of that name hides the type."""

FIELD_TYPE_NAMES = TYPE_NAMES - {"object", "type"}
"""The names of `TYPE_NAMES` that the annotations of a model use. Always avoided, also where this class does not use the
type: else a property of type `date` added next to one called `date` would rename it."""

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows reads as a device, with any file ending."""

MODULES = (
    frozenset({"client", "errors", "models", "published_examples", "testing", "types", "webhook_events", "xml_schemas"})
    | DEVICES
)
"""Modules that every package may have in addition to those of its resources, and those that it may not have."""

CONSTRUCTOR_ARGUMENTS = frozenset(
    {
        *("self", "server", "variables", "base_url", "timeout", "max_retries", "http_client", "httpx"),
        *("options", "defaults", "retries", "deadline", "default_headers", "hooks", "follow_redirects"),
        *("max_response_bytes", "max_item_bytes", "max_response_seconds", "float", "int", "str", "super"),
    }
)
"""Arguments of every client's constructor, and the names that it uses."""

_CLASSES = frozenset(
    {
        *("Annotated", "Any", "ClassVar", "Literal", "Optional", "Union"),
        *("TYPE_CHECKING", "TypeAlias", "TypeAliasType"),
        *("Decimal", "UUID", "Field", "Mapping", "Sequence", "Iterator", "AsyncIterator", "Iterable"),
        *("Model", "Nullable", "Unknown", "Tagged", "Asserts", "Base64", "Base64Url", "DecimalNumber", "Duration"),
        *("HttpDate", "UnixTime", "Client", "AsyncClient", "Resource", "AsyncResource", "Operation", "Request"),
        *("StreamingClient", "AsyncStreamingClient", "StreamingResource", "AsyncStreamingResource"),
        *("Fake", "FakeOperation", "FakeResource"),
        *("Response", "Style", "Content", "JSON", "Form", "Multipart", "Text", "Binary", "XML", "JSONLines"),
        *(
            "EventStream",
            "ServerSentEvent",
            "Stream",
            "AsyncStream",
            "Codec",
            "Encoding",
            "Headers",
            "Upload",
            "File",
        ),
        *("BinaryContent", "COOKIE", "FORM", "LABEL", "MATRIX", "SIMPLE", "DEFAULT_TIMEOUT", "STATUS_ERRORS"),
        *("MultipleOf", "OneOf", "Pattern", "UniqueItems", "READ_ONLY", "WRITE_ONLY", "BaseModel", "RootModel"),
        *("AsyncIterable", "ResponseError", "StreamError", "Unpack", "Fake", "FakeOperation", "FakeResource"),
        *("PaginationError", "WaitFailedError", "WaitTimeoutError"),
        *("ClientError", "CredentialError", "DecodeError", "RequestError", "StatusError", "TransportError"),
        *("ClientStatusError", "ServerStatusError", "DefaultStatusError"),
    }
)
"""Names that generated modules import or define themselves."""

PHRASES: Mapping[int, str] = {
    **{300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified"},
    **{305: "Use Proxy", 307: "Temporary Redirect", 308: "Permanent Redirect"},
    **{400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found"},
    **{405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required"},
    **{408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed"},
    **{413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable"},
    **{417: "Expectation Failed", 421: "Misdirected Request", 422: "Unprocessable Content", 423: "Locked"},
    **{424: "Failed Dependency", 425: "Too Early", 426: "Upgrade Required", 428: "Precondition Required"},
    **{429: "Too Many Requests", 431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons"},
    **{500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable"},
    **{504: "Gateway Timeout", 505: "HTTP Version Not Supported", 506: "Variant Also Negotiates"},
    **{507: "Insufficient Storage", 508: "Loop Detected", 511: "Network Authentication Required"},
}
"""Status codes from 300 up in the IANA HTTP Status Code Registry (RFC 9110, 16.2.1). Not `http.HTTPStatus`: its phrases
differ between the versions of Python."""


def error_class(status: str) -> str:
    """Return the class for an error status key: `404` → `NotFoundError`, `5XX` → `ServerStatusError`."""
    match status.upper():
        case "DEFAULT":
            return "DefaultStatusError"
        case "4XX":
            return "ClientStatusError"
        case "5XX":
            return "ServerStatusError"
        case "3XX":
            return "RedirectStatusError"
        case other:
            return _status_class(other)


def _status_class(status: str) -> str:
    phrase = PHRASES.get(int(status)) if status.isdigit() else None
    if phrase is None:
        return f"Status{status}Error"
    name = "".join(word[0].upper() + word[1:] for word in phrase.split()).removesuffix("Error") + "Error"
    return name if not hasattr(builtins, name) else name.removesuffix("Error") + "StatusError"


DECORATORS = frozenset({"cached_property"})
"""Decorators of methods of generated classes: a method of that name would hide it from the methods that follow."""

CLIENT_ATTRIBUTES = KEYWORDS | DECORATORS | {"send", "stream", "close", "aclose", "with_options", "float", "int", "str"}
"""Names that no resource may have: keywords, attributes of the runtime's clients, names that their classes use."""

CLASS_NAMES: frozenset[str] = frozenset(
    {
        *dir(builtins),
        *("EncodingWarning", "ExceptionGroup", "BaseExceptionGroup", "PythonFinalizationError"),
        *_CLASSES,
        *(error_class(str(status)) for status in PHRASES),
        "RedirectStatusError",
    }
)
"""Names that no schema class may have: builtins, imported names, the classes of error statuses (also those that this
document does not declare: declaring one must not rename a schema)."""


CLIENT_MODULE_NAMES = CLASS_NAMES | {
    *("APIKey", "Basic", "BasicCredential", "Bearer", "ClientCredentials", "Credential", "HTTPScheme", "MutualTLS"),
    *(
        "LazyModels",
        "LazyModule",
        "LazySchemas",
        "LazyOperations",
        "OAuth2",
        "OAuth2Credential",
        "OpenIDConnect",
        "PasswordCredentials",
        "RefreshToken",
        "Server",
        "ServerVariable",
    ),
    *("Attempt", "Deviation", "Hooks", "Retry", "RetryPolicy", "SentRequest", "TypedEvent"),
    *("Timeout", "TransportTimeout", "HTTPClient", "AsyncHTTPClient", "Adapter"),
    *("RequestOptions", "ClientOptions", "ClientHeader", "Unpack"),
    *(
        "ListPage",
        "WaitError",
        "AsyncPaginator",
        "AsyncPoller",
        "PaginationRule",
        "Paginator",
        "Poller",
        "PollingRule",
        "Until",
    ),
}
"""Names that no client and no resource class may have: schema names, and what the client's own module imports."""


IMPORTED_NAMES = frozenset(one for one in CLIENT_MODULE_NAMES if one[0].isupper() and not hasattr(builtins, one))
"""Classes that generated modules import: a field or an argument of such a name would hide the class."""

_OF_PYDANTIC = frozenset(
    {
        *("construct", "copy", "dict", "from_orm", "json", "mro", "parse_file", "parse_obj", "parse_raw", "register"),
        *("schema", "schema_json", "update_forward_refs", "validate", "with_extra", "self"),
        *("model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump", "model_dump_json"),
        *("model_extra", "model_fields", "model_fields_set", "model_json_schema", "model_parametrized_name"),
        *("model_post_init", "model_rebuild", "model_validate", "model_validate_json", "model_validate_strings"),
    }
)

MODEL_ATTRIBUTES = KEYWORDS | FIELD_TYPE_NAMES | _OF_PYDANTIC
"""Names that no model field may have: keywords, type names, and the public attributes of the runtime's `Model`.

They are listed, and a test holds the list against the class: names must not change with the version of pydantic that
happens to be installed, and to import it costs a tenth of a small run.
"""
