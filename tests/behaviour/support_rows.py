"""Rows of `support` that no table of tests contains: a field, its support, and the test that shows it."""

from __future__ import annotations

Rows = dict[str, tuple[str, str]]

_CASES = "tests/cases"
_NORMALIZE = "tests/normalize/test_normalize.py"
_LOWER = "tests/ir/test_lower.py"
_CALL_NAMES = "tests/naming/test_call_names.py"
_CLIENT_NAMES = "tests/naming/test_client_names.py"
_SWAGGER = "tests/normalize/test_swagger2.py"
_EXAMPLES = "tests/contract/test_examples.py"
_SETS = "tests/behaviour/test_parameter_sets.py"
_PARAMETERS = "tests/behaviour/test_parameters.py::test_parameters"
_STYLES = "tests/behaviour/test_parameter_styles.py::test_the_table_of_openapi_3_1"
_BODIES = "tests/behaviour/test_bodies.py::test_bodies"
_PARTS = "tests/behaviour/test_multipart.py::test_parts"
_XML = "tests/behaviour/test_xml.py::test_xml_is_written_and_read_back"
_RESPONSES = "tests/behaviour/test_responses.py::test_successes"
_STREAMS = "tests/behaviour/test_streams.py::test_items"
_PLACES = "tests/behaviour/test_security.py::test_places"
_SERVERS = "tests/behaviour/test_servers.py::test_addresses"
_METHODS = "tests/behaviour/test_methods.py::test_methods"
_COMPONENTS = "tests/behaviour/test_methods.py::test_components"
_DONE = "supported"

_METHOD_ROWS: Rows = {
    f"Path Item Object.{method}": (_DONE, _METHODS)
    for method in ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query", "additionalOperations")
}
_COMPONENT_ROWS: Rows = {
    f"Components Object.{kind}": (_DONE, _COMPONENTS)
    for kind in (
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "callbacks",
        "pathItems",
        "mediaTypes",
    )
}

OPENAPI_ROWS: Rows = {
    **_METHOD_ROWS,
    **_COMPONENT_ROWS,
    "OpenAPI Object.openapi": (
        "supported: 3.0, 3.1, 3.2; others are refused, `unsupported-version`",
        f"{_NORMALIZE}::test_unsupported_documents",
    ),
    "OpenAPI Object.info": (_DONE, "tests/behaviour/test_documentation.py::test_text_is_shown"),
    "OpenAPI Object.servers": ("supported: `server`, `variables` and `base_url` of the client", _SERVERS),
    "OpenAPI Object.paths": (_DONE, _METHODS),
    "OpenAPI Object.webhooks": (
        "supported: a class for each event, `parse`, verification, a sender for tests",
        "tests/behaviour/test_webhooks.py::test_how_events_are_distinguished",
    ),
    "OpenAPI Object.components": (_DONE, _COMPONENTS),
    "OpenAPI Object.security": (_DONE, _PLACES),
    "OpenAPI Object.tags": ("supported: a resource for each first tag", f"{_CALL_NAMES}::test_operations"),
    "Server Object.url": ("supported, relative ones too", _SERVERS),
    "Server Object.name": (
        "supported: the name of the server in `server`",
        f"{_CLIENT_NAMES}::test_credentials_servers_and_errors",
    ),
    "Server Object.description": (
        "the name of the server in `server`, where there are several",
        f"{_CASES}/servers-named",
    ),
    "Server Object.variables": ("supported: `variables` of the client", _SERVERS),
    "Server Variable Object.enum": (
        "supported: other values raise `RequestError`",
        "tests/behaviour/test_servers.py::test_invalid_server_addresses_are_refused",
    ),
    "Server Variable Object.default": (_DONE, _SERVERS),
    "Components Object.schemas": ("supported: a class or an alias each", f"{_CASES}/model-scalar-component"),
    "Components Object.securitySchemes": (_DONE, _PLACES),
    "Paths Object./{path}": ("supported; expressions of RFC 6570 too", f"{_SETS}::test_sets"),
    "Path Item Object.$ref": (_DONE, _COMPONENTS),
    "Path Item Object.servers": (_DONE, _SERVERS),
    "Path Item Object.parameters": ("supported, overridden by the operation's", f"{_SETS}::test_sets"),
    "Operation Object.tags": ("supported: the first names the resource", f"{_CALL_NAMES}::test_operations"),
    "Operation Object.operationId": ("supported: names the method", f"{_CALL_NAMES}::test_operations"),
    "Operation Object.parameters": (_DONE, f"{_SETS}::test_sets"),
    "Operation Object.requestBody": (_DONE, _BODIES),
    "Operation Object.responses": (_DONE, _RESPONSES),
    "Operation Object.callbacks": (
        "supported: events, as webhooks are",
        "tests/behaviour/test_webhooks.py::test_callbacks_that_say_the_same_are_one_event",
    ),
    "Operation Object.deprecated": (
        "supported: said in the docstring",
        "tests/behaviour/test_methods.py::test_deprecated",
    ),
    "Operation Object.security": ("supported: alternatives, combinations, none", _PLACES),
    "Operation Object.servers": (_DONE, _SERVERS),
    "Parameter Object.name": ("supported: any name, in any location", f"{_SETS}::test_names_that_collide"),
    "Parameter Object.in": (
        "supported: path, query, querystring, header, cookie; `Authorization` becomes a credential, "
        "`credential-parameter`",
        "tests/behaviour/test_parameters.py::test_parameters_of_openapi_3_2",
    ),
    "Parameter Object.required": (_DONE, f"{_CASES}/parameter-required-query"),
    "Parameter Object.deprecated": (
        "supported: said in the docstring",
        "tests/behaviour/test_methods.py::test_deprecated",
    ),
    "Parameter Object.allowEmptyValue": ("supported: empty arrays and objects too", _PARAMETERS),
    "Parameter Object.style": (
        "supported, every cell of the table; one that the location does not have: warning `invalid-style`",
        _STYLES,
    ),
    "Parameter Object.explode": (_DONE, _STYLES),
    "Parameter Object.allowReserved": (_DONE, _PARAMETERS),
    "Parameter Object.schema": (
        "supported: the type of the argument and its wire form; limits are left to the server",
        _PARAMETERS,
    ),
    "Parameter Object.content": ("supported: JSON as JSON text, others as text", _PARAMETERS),
    "Parameter Object.example": (
        "contract tests of the provider",
        f"{_EXAMPLES}::test_parameters_and_response_headers",
    ),
    "Parameter Object.examples": (
        "contract tests of the provider",
        f"{_EXAMPLES}::test_parameters_and_response_headers",
    ),
    "Request Body Object.content": ("supported: a typed choice where there are several", _BODIES),
    "Request Body Object.required": (
        "supported; true also where the schema requires properties",
        f"{_CASES}/body-optional",
    ),
    "Media Type Object.schema": (_DONE, _BODIES),
    "Media Type Object.itemSchema": ("supported: streams of typed items", _STREAMS),
    "Media Type Object.encoding": (_DONE, _PARTS),
    "Media Type Object.example": (
        "contract tests of the provider",
        f"{_EXAMPLES}::test_media_type_examples_of_request_and_response",
    ),
    "Media Type Object.examples": (
        "contract tests of the provider",
        f"{_EXAMPLES}::test_media_type_examples_of_request_and_response",
    ),
    "Encoding Object.contentType": (_DONE, _PARTS),
    "Encoding Object.headers": ("supported where the schema leaves one value; others through `File`", _PARTS),
    "Encoding Object.style": (_DONE, _BODIES),
    "Encoding Object.explode": (_DONE, _BODIES),
    "Encoding Object.allowReserved": (_DONE, _BODIES),
    "Responses Object.default": (_DONE, "tests/behaviour/test_responses.py::test_errors"),
    "Responses Object.{status}": ("supported: exact, `4XX`, also outside the registry", _RESPONSES),
    "Response Object.headers": (
        "supported: `Response.header(name, type)`; types in the docstring",
        "tests/behaviour/test_methods.py::test_headers",
    ),
    "Response Object.content": (
        "supported: chosen by `Content-Type`, asked for by `Accept`; YAML, CBOR, Protobuf and the like are text or "
        "bytes, and not asked for where there is JSON",
        "tests/behaviour/test_responses.py::test_accept",
    ),
    "Header Object.explode": (_DONE, "tests/behaviour/test_methods.py::test_headers"),
    "Header Object.schema": (_DONE, "tests/behaviour/test_methods.py::test_headers"),
    "Header Object.content": (_DONE, "tests/behaviour/test_methods.py::test_headers"),
    "Tag Object.name": ("supported: names the resource", f"{_CALL_NAMES}::test_operations"),
    "Reference Object.$ref": (
        "supported within the document and its folder; others: `dangling-reference`, `remote-reference`",
        f"{_NORMALIZE}::test_references_into_other_places",
    ),
    "Schema Object.discriminator": (_DONE, f"{_CASES}/model-union-discriminated"),
    "Schema Object.xml": (_DONE, _XML),
    "Schema Object.nullable": (_DONE, f"{_CASES}/model-nullable-3-0"),
    "Discriminator Object.propertyName": (_DONE, f"{_CASES}/model-union-discriminated"),
    "Discriminator Object.mapping": (_DONE, f"{_CASES}/model-union-discriminated"),
    "Discriminator Object.defaultMapping": (
        _DONE,
        "tests/behaviour/test_responses.py::test_the_variant_of_an_unknown_or_missing_tag",
    ),
    "XML Object.nodeType": (_DONE, _XML),
    "XML Object.name": (_DONE, _XML),
    "XML Object.namespace": (_DONE, _XML),
    "XML Object.prefix": (_DONE, _XML),
    "XML Object.attribute": (_DONE, _XML),
    "XML Object.wrapped": (_DONE, _XML),
    "Security Scheme Object.type": (
        "supported: apiKey, http, oauth2, openIdConnect, mutualTLS; others: warning `invalid-security-scheme`",
        _PLACES,
    ),
    "Security Scheme Object.name": (_DONE, _PLACES),
    "Security Scheme Object.in": (_DONE, _PLACES),
    "Security Scheme Object.scheme": ("supported: basic, bearer, and any other with the text it is given", _PLACES),
    "Security Scheme Object.flows": (_DONE, "tests/behaviour/test_security.py::test_client_credentials"),
    "Security Scheme Object.openIdConnectUrl": ("a token, or a callable that returns one; not fetched", _PLACES),
    "OAuth Flows Object.password": (_DONE, "tests/behaviour/test_security.py::test_password_then_refresh"),
    "OAuth Flows Object.clientCredentials": (_DONE, "tests/behaviour/test_security.py::test_client_credentials"),
    "OAuth Flows Object.authorizationCode": (
        "a token, a callable, or a refresh token; the browser's part is the program's",
        "tests/behaviour/test_security.py::test_a_refresh_token_from_elsewhere",
    ),
    "OAuth Flows Object.deviceAuthorization": (
        "a token, a callable, or a refresh token; the user's part is the program's",
        "tests/behaviour/test_security.py::test_a_refresh_token_from_elsewhere",
    ),
    "OAuth Flow Object.tokenUrl": (_DONE, "tests/behaviour/test_security.py::test_client_credentials"),
    "OAuth Flow Object.refreshUrl": (_DONE, "tests/behaviour/test_security.py::test_password_then_refresh"),
    "Security Requirement Object.{name}": (
        "supported; an unknown scheme: warning `unknown-security-scheme`",
        _PLACES,
    ),
}

SCHEMA_ROWS: Rows = {
    "readOnly": ("supported: never demanded or sent in requests", f"{_CASES}/schema-read-only"),
    "writeOnly": ("supported: never expected in responses", "tests/runtime/test_model.py::test_one_way_fields"),
    "deprecated": ("supported: said in the docstring", f"{_CASES}/model-deprecated"),
    "contentMediaType": ("supported: bytes outside JSON, the media type of a part", _PARTS),
    "pattern": (
        "supported, as ECMA-262; a pattern that cannot run is reported, and accepts any text",
        f"{_CASES}/warning-pattern-not-enforced",
    ),
    "format": (
        "supported: date-time, date, time, duration, uuid, byte, base64url, binary, decimal, unixtime, http-date, "
        "password; others are documentation",
        f"{_CASES}/model-formats",
    ),
    "contentEncoding": (
        "supported: base64, base64url; others are documentation",
        "tests/behaviour/test_keywords.py::test_refused",
    ),
}

SWAGGER_ROWS: Rows = {
    **{
        f"Swagger Object.{field}": (_DONE, f"{_SWAGGER}::test_bodies_responses_and_definitions")
        for field in ("consumes", "produces", "definitions", "parameters", "responses")
    },
    **{
        f"Swagger Object.{field}": (_DONE, f"{_SWAGGER}::test_servers_and_security")
        for field in ("host", "basePath", "schemes", "securityDefinitions", "security")
    },
    "Swagger Object.swagger": ("supported: 2.0; others are refused, `unsupported-version`", f"{_CASES}/swagger-2"),
    "Swagger Object.info": ("as in OpenAPI 3", f"{_CASES}/swagger-2"),
    "Swagger Object.paths": (_DONE, f"{_CASES}/swagger-2"),
    "Swagger Object.tags": ("as in OpenAPI 3", f"{_CASES}/swagger-2"),
    "Swagger Object.externalDocs": ("documentation, as in OpenAPI 3", f"{_CASES}/swagger-2"),
    "Operation Object.consumes": (_DONE, f"{_SWAGGER}::test_bodies_responses_and_definitions"),
    "Operation Object.produces": (_DONE, f"{_SWAGGER}::test_bodies_responses_and_definitions"),
    "Operation Object.schemes": ("supported: servers of the operation", f"{_SWAGGER}::test_servers_and_security"),
    "Operation Object.parameters": (_DONE, f"{_CASES}/swagger-2"),
    "Operation Object.responses": (_DONE, f"{_CASES}/swagger-2"),
    "Parameter Object.in:body": (_DONE, f"{_SWAGGER}::test_bodies_responses_and_definitions"),
    "Parameter Object.in:formData": (_DONE, f"{_SWAGGER}::test_form_fields"),
    "Parameter Object.type:file": ("supported: multipart", f"{_SWAGGER}::test_form_fields"),
    "Parameter Object.collectionFormat": (
        "supported: csv, ssv, tsv, pipes in every location, multi in queries and forms",
        f"{_SETS}::test_collection_formats_in_the_query",
    ),
    "Parameter Object.allowEmptyValue": ("as in OpenAPI 3", _PARAMETERS),
    "Response Object.schema": (_DONE, f"{_SWAGGER}::test_bodies_responses_and_definitions"),
    "Response Object.headers": ("as in OpenAPI 3", f"{_SWAGGER}::test_bodies_responses_and_definitions"),
    "Response Object.examples": (
        "contract tests of the provider",
        f"{_SWAGGER}::test_bodies_responses_and_definitions",
    ),
    "Schema Object.discriminator": (_DONE, f"{_SWAGGER}::test_a_discriminator_is_the_name_of_a_property"),
    "Schema Object.readOnly": ("as in OpenAPI 3", f"{_CASES}/schema-read-only"),
    "Schema Object.xml": ("as in OpenAPI 3", _XML),
    "Schema Object.externalDocs": (
        "documentation",
        "tests/behaviour/test_documentation.py::test_fields_that_do_not_change_the_code",
    ),
    "Schema Object.example": (
        "documentation",
        "tests/behaviour/test_documentation.py::test_fields_that_do_not_change_the_code",
    ),
    "Security Scheme Object.type:basic": (_DONE, f"{_SWAGGER}::test_servers_and_security"),
    "Security Scheme Object.type:apiKey": (_DONE, f"{_SWAGGER}::test_servers_and_security"),
    "Security Scheme Object.type:oauth2": (_DONE, f"{_SWAGGER}::test_servers_and_security"),
}
