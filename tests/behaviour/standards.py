"""Every fixed field of every object of OpenAPI 3.2, with the version that brought it; of Swagger 2.0; every keyword of
JSON Schema 2020-12. Written down from the specifications."""

from __future__ import annotations

OPENAPI: dict[str, str] = {
    "OpenAPI Object": "openapi $self@3.2 info jsonSchemaDialect@3.1 servers paths webhooks@3.1 components security tags "
    "externalDocs",
    "Info Object": "title summary@3.1 description termsOfService contact license version",
    "Contact Object": "name url email",
    "License Object": "name identifier@3.1 url",
    "Server Object": "url description name@3.2 variables",
    "Server Variable Object": "enum default description",
    "Components Object": "schemas responses parameters examples requestBodies headers securitySchemes links callbacks "
    "pathItems@3.1 mediaTypes@3.2",
    "Paths Object": "/{path}",
    "Path Item Object": "$ref summary description get put post delete options head patch trace query@3.2 "
    "additionalOperations@3.2 servers parameters",
    "Operation Object": "tags summary description externalDocs operationId parameters requestBody responses callbacks "
    "deprecated security servers",
    "External Documentation Object": "description url",
    "Parameter Object": "name in description required deprecated allowEmptyValue style explode allowReserved schema "
    "content example examples",
    "Request Body Object": "description content required",
    "Media Type Object": "schema itemSchema@3.2 example examples encoding prefixEncoding@3.2 itemEncoding@3.2",
    "Encoding Object": "contentType headers style explode allowReserved encoding@3.2 prefixEncoding@3.2 "
    "itemEncoding@3.2",
    "Responses Object": "default {status}",
    "Response Object": "summary@3.2 description headers content links",
    "Callback Object": "{expression}",
    "Example Object": "summary description dataValue@3.2 serializedValue@3.2 value externalValue",
    "Link Object": "operationRef operationId parameters requestBody description server",
    "Header Object": "description required deprecated style explode schema content example examples",
    "Tag Object": "name summary@3.2 description externalDocs parent@3.2 kind@3.2",
    "Reference Object": "$ref summary@3.1 description@3.1",
    "Schema Object": "discriminator xml externalDocs example nullable@3.0-only",
    "Discriminator Object": "propertyName mapping defaultMapping@3.2",
    "XML Object": "nodeType@3.2 name namespace prefix attribute wrapped",
    "Security Scheme Object": "type description name in scheme bearerFormat flows openIdConnectUrl "
    "oauth2MetadataUrl@3.2 deprecated@3.2",
    "OAuth Flows Object": "implicit password clientCredentials authorizationCode deviceAuthorization@3.2",
    "OAuth Flow Object": "authorizationUrl deviceAuthorizationUrl@3.2 tokenUrl refreshUrl scopes",
    "Security Requirement Object": "{name}",
    "Specification Extensions": "x-…",
}
"""Object → its fixed fields; `@` says since which version a field is there."""

JSON_SCHEMA: dict[str, str] = {
    "Core": "$schema $vocabulary $id $anchor $dynamicAnchor $ref $dynamicRef $defs $comment",
    "Applicator": "prefixItems items contains additionalProperties properties patternProperties dependentSchemas "
    "propertyNames if then else allOf anyOf oneOf not",
    "Unevaluated": "unevaluatedItems unevaluatedProperties",
    "Validation": "type const enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength "
    "pattern maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required "
    "dependentRequired",
    "Meta-data": "title description default deprecated readOnly writeOnly examples",
    "Format annotation": "format",
    "Content": "contentEncoding contentMediaType contentSchema",
    "Boolean schemas": "true false",
}
"""Vocabulary → keywords."""

SWAGGER: dict[str, str] = {
    "Swagger Object": "swagger info host basePath schemes consumes produces paths definitions parameters responses "
    "securityDefinitions security tags externalDocs",
    "Operation Object": "consumes produces schemes parameters responses",
    "Parameter Object": "in:body in:formData type:file collectionFormat allowEmptyValue",
    "Response Object": "schema headers examples",
    "Schema Object": "discriminator readOnly xml externalDocs example",
    "Security Scheme Object": "type:basic type:apiKey type:oauth2",
}
"""Object → the fields that are not those of OpenAPI 3."""
