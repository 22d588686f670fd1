"""What the mock's record is made of: schemas, values to judge, and documents with requests."""

from __future__ import annotations

from typing import Any

COMPONENTS: dict[str, Any] = {
    "Node": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}, "id": {"type": "string"}}},
    "Deep": {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {
                "type": "object",
                "properties": {
                    "b": {
                        "type": "object",
                        "properties": {
                            "c": {
                                "type": "object",
                                "properties": {
                                    "d": {
                                        "type": "object",
                                        "properties": {
                                            "e": {
                                                "type": "object",
                                                "properties": {
                                                    "f": {"type": "object", "properties": {"g": {"type": "integer"}}}
                                                },
                                            }
                                        },
                                    }
                                },
                            }
                        },
                    }
                },
            }
        },
    },
    "Endless": {
        "type": "object",
        "required": ["self"],
        "properties": {"self": {"$ref": "#/components/schemas/Endless"}},
    },
    "Cat": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "lives": {"type": "integer", "minimum": 9}},
    },
    "Dog": {
        "allOf": [
            {"$ref": "#/components/schemas/Cat"},
            {"required": ["bark"], "properties": {"bark": {"type": "boolean"}}},
        ]
    },
    "Pet": {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
    },
    "Told": {
        "anyOf": [{"$ref": "#/components/schemas/Apart"}, {"$ref": "#/components/schemas/Other"}],
        "discriminator": {"propertyName": "t"},
    },
    "Apart": {
        "type": "object",
        "required": ["t", "x"],
        "properties": {"t": {"type": "string"}, "x": {"type": "integer"}},
        "additionalProperties": False,
    },
    "Other": {
        "type": "object",
        "required": ["t"],
        "properties": {"t": {"type": "string"}, "y": {"type": "boolean"}},
        "additionalProperties": False,
    },
    "Flags": {
        "type": "object",
        "required": ["id", "secret"],
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "secret": {"type": "string", "writeOnly": True},
            "made": {"type": "string", "format": "date", "readOnly": True},
            "word": {"type": "string", "writeOnly": True},
        },
        "examples": [{"id": 1, "secret": "s", "made": "2026-05-06", "word": "w"}],
    },
    "a/b~c": {"type": "integer", "maximum": -3},
}
"""The schemas that the others refer to."""
REF = "#/components/schemas/"

SCHEMAS: list[Any] = [
    *(True, False, {}),
    *({"$ref": f"{REF}{name}"} for name in ("Node", "Deep", "Endless", "Cat", "Dog", "Pet", "Told", "Flags", "a~1b~0c", "None")),
    *({"type": one} for one in ("string", "integer", "number", "boolean", "null", "object", "array")),
    *({"type": one} for one in (["null", "string"], ["null", "integer"], ["null"], ["string", "integer"], [])),
    {"const": 0}, {"const": None}, {"enum": [None, "b"]}, {"enum": [None]}, {"enum": []},
    {"type": "string", "examples": ["shown"], "default": "default"}, {"type": "string", "default": "default"},
    {"type": "string", "examples": [5, "fits"]}, {"type": "string", "examples": {"a": 1}}, {"type": "string", "format": "date", "examples": ["no day", "2026-03-04"]},
    *({"type": "string", "format": one} for one in ("date-time", "date", "time", "duration", "uuid", "uri", "url", "uri-reference", "iri", "email", "idn-email", "hostname", "ipv4", "ipv6", "byte", "base64url", "json-pointer", "regex", "decimal", "binary", "password", "phone")),
    *({"type": "string", "minLength": least, "maxLength": most} for least, most in ((0, 0), (1, 1), (0, 4), (5, 5), (6, 6), (8, 9))),
    *({"type": "string", "format": "date-time", "minLength": least} for least in (19, 20, 21, 22, 24, 40, 41)),
    {"type": "string", "format": "date", "maxLength": 4},
    {"type": "string", "pattern": "^[a-z]+$"}, {"type": "string", "pattern": "^[A-Z]{2,3}$"}, {"type": "string", "pattern": "^\\d{3}$", "minLength": 3, "maxLength": 3},
    {"type": "string", "pattern": "^a{5}$", "maxLength": 4}, {"type": "string", "pattern": "^a{5}$", "maxLength": 5}, {"type": "string", "pattern": "("}, {"type": "string", "pattern": "^x*$", "minLength": 4},
    *({"type": "integer", **one} for one in ({"minimum": 1}, {"minimum": 2}, {"exclusiveMinimum": 1}, {"exclusiveMinimum": 2}, {"minimum": 2, "exclusiveMinimum": 2}, {"minimum": 3, "exclusiveMinimum": 2}, {"maximum": 0}, {"maximum": 1}, {"exclusiveMaximum": 1}, {"exclusiveMaximum": 2}, {"maximum": -1, "exclusiveMaximum": 5}, {"minimum": 1, "maximum": 1}, {"minimum": 1, "exclusiveMaximum": 1}, {"multipleOf": 5}, {"multipleOf": 5, "minimum": 5}, {"multipleOf": 5, "minimum": 6}, {"multipleOf": 5, "exclusiveMinimum": 5}, {"multipleOf": 5, "maximum": 4}, {"multipleOf": 5, "maximum": -1}, {"multipleOf": 5, "exclusiveMaximum": -5}, {"minimum": 1.5}, {"exclusiveMinimum": 0, "exclusiveMaximum": 1})),
    *({"type": "number", **one} for one in ({"minimum": 0.5}, {"exclusiveMinimum": 0, "maximum": 0.5}, {"exclusiveMinimum": 0, "exclusiveMaximum": 0.5}, {"minimum": 0.1, "maximum": 0.9}, {"multipleOf": 0.25, "minimum": 0.3}, {"multipleOf": 0.25, "exclusiveMaximum": 0.25}, {"minimum": 1e300})),
    {"minimum": 4}, {"minItems": 2}, {"prefixItems": [{"const": "a"}, {"const": 2}]}, {"contains": {"const": 7}}, {"properties": {"p": {"const": 1}}}, {"minProperties": 1}, {"required": ["q"]}, {"additionalProperties": {"const": 3}, "minProperties": 2}, {"multipleOf": 3},
    *({"type": "array", "items": {"type": "string"}, **one} for one in ({}, {"minItems": 2}, {"minItems": 3, "uniqueItems": True}, {"maxItems": 0}, {"maxItems": 1}, {"minItems": 99}, {"minItems": 101})),
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "boolean"}], "maxItems": 1}, {"type": "array", "prefixItems": [{"type": "integer"}], "items": {"const": "z"}, "minItems": 3},
    {"type": "array", "items": False}, {"type": "array", "items": False, "minItems": 1}, {"type": "array", "items": {"$ref": f"{REF}Endless"}}, {"type": "array", "contains": {"const": 1}, "items": {"type": "integer"}, "minItems": 2},
    {"type": "object", "required": ["a"], "properties": {"a": False}}, {"type": "object", "properties": {"a": False, "b": {"const": 1}}}, {"type": "object", "required": ["z", "y"], "additionalProperties": {"type": "integer"}},
    {"type": "object", "required": ["n"], "properties": {"n": {"type": "null"}, "m": {"type": "null"}}}, {"type": "object", "maxProperties": 1, "properties": {"a": {"const": 1}, "b": {"const": 2}}},
    {"type": "object", "minProperties": 3, "properties": {"a": {"const": 1}}}, {"type": "object", "required": ["a"], "additionalProperties": False}, {"type": "object", "patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": False, "properties": {"n": {"const": 1}}},
    {"oneOf": [{"const": 1}, {"const": "b"}]}, {"anyOf": [False, {"const": "b"}]}, {"oneOf": []}, {"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}], "properties": {"a": {"const": 1}, "b": {"const": 2}}},
    {"allOf": [{"type": "string"}, {"minLength": 7}]}, {"allOf": [{"$ref": f"{REF}Cat"}, {"properties": {"lives": {"type": "integer", "minimum": 8}}}]}, {"allOf": [True, {"const": 4}]}, {"not": {"type": "string"}}, {"not": {}},
    {"type": "string", "enum": ["a", "b"], "not": {"const": "a"}}, {"type": "object", "dependentRequired": {"a": ["b"]}, "properties": {"a": {"const": 1}}},
]  # fmt: skip
"""Each is sampled in all ways, and judges each of the values."""
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -5, 10, 0.25, 0.5, 1.5, "", "a", "abcd", "2026-01-02", "2026-13-02"),
    *(
        [],
        [1],
        ["a", "a"],
        ["a", "b", "c"],
        [7, True],
        {},
        {"a": 1},
        {"q": 1},
        {"kind": "cat"},
        {"kind": "Dog", "bark": True},
    ),
    *(
        {"kind": "Dog", "lives": 8},
        {"t": "Apart", "x": 1},
        {"t": "Other", "x": 1, "y": 2},
        {"id": 1, "secret": "s", "words": 2},
    ),
    *({"id": "x", "next": {"id": 5, "next": []}}, {"x1": "a", "n": 1, "m": 2}, {"self": {"self": {}}}),
]

DOCUMENT = """
openapi: 3.1.0
info: {title: Lab, version: "1"}
servers: [{url: "https://lab.example/api/v2"}, {url: "/v3"}]
security: [{bearer: []}, {key: [], login: []}]
paths:
  /things:
    get:
      parameters:
        - {name: n, in: query, schema: {type: integer, minimum: 1, maximum: 10}}
        - {name: word, in: query, required: true, schema: {type: string, maxLength: 5}}
        - {name: list, in: query, schema: {type: array, items: {type: integer}, maxItems: 3}}
        - {name: piped, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: spaced, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {enum: [a, b]}}}
        - {name: deep, in: query, style: deepObject, schema: {type: object, required: [a], properties: {a: {type: integer}, b: {type: boolean}}}}
        - {name: flag, in: query, allowEmptyValue: true, schema: {type: boolean}}
        - {name: void, in: query, required: true, schema: {type: [string, "null"]}}
        - {name: any, in: query, schema: {oneOf: [{type: integer}, {type: array, items: {type: boolean}}]}}
        - {name: json, in: query, content: {application/json: {schema: {type: object, required: [k], properties: {k: {type: integer}}}}}}
        - {name: X-Level, in: header, required: true, schema: {type: integer}}
        - {name: X-Pair, in: header, schema: {type: object, properties: {r: {type: integer}, g: {type: integer}}}}
        - {name: Accept, in: header, required: true, schema: {const: never}}
        - {name: crumb, in: cookie, required: true, schema: {type: integer}}
      responses:
        "200":
          description: ok
          headers:
            X-Count: {required: true, schema: {type: integer, minimum: 4}}
            X-Spare: {schema: {type: integer}}
            X-Never: {required: true, schema: false}
            X-List: {required: true, schema: {type: array, items: {type: integer}}}
            X-Word: {required: true, schema: {const: "größe"}}
            Content-Type: {required: true, schema: {const: no}}
          content:
            text/plain: {schema: {type: string}, examples: {plain: {value: hello}}}
            application/vnd.lab+json: {schema: {$ref: "#/components/schemas/Thing"}, examples: {one: {value: {id: 1}}, wrong: {value: {id: x}}}}
            application/json: {schema: {$ref: "#/components/schemas/Thing"}, examples: {two: {value: {id: 2}}, written: {value: '{"id": 3}'}}}
            application/xml: {schema: {$ref: "#/components/schemas/Thing"}}
            text/csv: {schema: {type: array, items: {type: integer}}}
            application/json-seq: {itemSchema: {$ref: "#/components/schemas/Thing"}}
            text/event-stream: {schema: {type: array, items: {const: 1}}}
            image/*: {schema: {type: string}}
        "404": {description: none, content: {application/problem+json: {schema: {type: object}, example: {title: none}}}}
        "5XX": {description: broken, content: {"*/*": {schema: {const: broken}}}}
        default: {description: other}
    head: {security: [], responses: {"200": {description: ok, content: {application/json: {schema: {const: 1}}}}}}
    delete: {security: [{}], responses: {"204": {description: gone, content: {application/json: {schema: {const: 1}}}}}}
    post:
      security: [{basic: []}]
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Thing"}}
          application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Form"}}
          multipart/form-data: {schema: {$ref: "#/components/schemas/Form"}}
          text/*: {schema: {type: string}}
      responses: {"201": {description: made}, "400": {description: bad}}
    put:
      security: []
      requestBody: {content: {"*/*": {schema: {type: integer}}}}
      responses: {"400": {description: bad}, default: {description: other, content: {application/json: {schema: {const: other}}}}}
    patch: {security: [], responses: {default: {description: only}}}
  /things/{id}:
    get: {security: [{key: []}], parameters: [{name: id, in: path, required: true, schema: {type: integer}}], responses: {"299": {description: odd}}}
  /things/{id}/parts/{part}:
    get:
      security: [{jar: []}, {asked: []}]
      parameters: [{name: id, in: path, required: true, style: label, schema: {type: array, items: {type: integer}}}, {name: part, in: path, required: true, style: matrix, schema: {type: object, properties: {a: {type: integer}}}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: boolean}}}}}
  /things/special:
    get: {security: [{login: [read]}, {odd: []}, {digest: []}], responses: {"200": {description: ok, content: {application/json: {schema: {const: special}}}}}}
  /search:
    get:
      security: [{cert: []}]
      parameters: [{name: all, in: querystring, required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [q], properties: {q: {type: string}, n: {type: integer}}}}}}]
      responses: {"200": {description: ok}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    basic: {type: http, scheme: basic}
    digest: {type: http, scheme: digest}
    odd: {type: http, scheme: "o d d"}
    key: {type: apiKey, in: query, name: key}
    jar: {type: apiKey, in: cookie, name: jar}
    asked: {type: apiKey, in: header, name: X-Key}
    login: {type: openIdConnect, openIdConnectUrl: "https://lab.example/login"}
    cert: {type: mutualTLS}
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: integer}, name: {type: string}}, additionalProperties: false}
    Form:
      type: object
      required: [a]
      properties:
        a: {type: integer}
        list: {type: array, items: {type: integer}}
        deep: {type: object, properties: {x: {type: boolean}, y: {type: array, items: {type: string}}}}
        "z[0]": {type: string}
        file: {type: string, format: binary}
"""
GOOD = ("/things", "word=a&void=", {"authorization": "Bearer t", "x-level": "1", "cookie": "crumb=1"})
"""A request to the first operation that is right."""
QUERIES = (
    *("", "word=abcde", "word=abcdef", "word=", "word=null", "word=5", "void=x", "void=null", "n=0", "n=1", "n=10", "n=11", "n=1.5", "n=1e1", "n=x", "n="),
    *("list=1", "list=1&list=2", "list=1,2,3", "list=1,2,3,4", "list=a", "list[]=1&list[]=2", "list=[1,2]", "list=", "list=1&list=x"),
    *("piped=1|2", "piped=1%7C2", "piped=1,2", "spaced=a%20b", "spaced=a+b", "spaced=c", "deep[a]=1", "deep[a]=1&deep[b]=true", "deep[a]=x", "deep[b]=true", "deep=a,1", "deep[a]"),
    *("flag", "flag=", "flag=true", "flag=1", "any=1", "any=true", "any=true,false", "any=x", 'json={"k":1}', "json={}", "json=[", "json=5", f"word={'x' * 61}", f"word={'x' * 60}", "unknown=1", "key=k", "key="),
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    *({"x-level": one} for one in ("", "x", "2", "1.0")),
    *({"x-pair": one} for one in ("r,1,g,2", "r=1,g=2", "r=x", "r,1,g", "7")),
    *({"cookie": one} for one in ("", "crumb=x", "other=1; crumb=2", "crumb", "=;=", "crumb=1; jar=2")),
    *({"accept": one} for one in ("*/*", "text/plain", "TEXT/PLAIN;q=0.5", "application/xml", "text/csv, text/plain", "application/json-seq", "text/event-stream", "image/png", "image/*", "application/*", "nothing/known, text/csv", ",")),
    *({"prefer": one} for one in ("code=200", "code=204", "code=404", "code=503", "code=999", "code=abc", "code=599", "code=600", "code=default", "example=one", "example=two", "example=wrong", "example=written", "example=plain", "example=none", "code=404, example=one", "code=200, example=none", "dynamic=true", "dynamic=TRUE", "dynamic=1", "dynamic=true, example=one", "dynamic=true, example=none", "example=", "code", "code=404, code=200", ";", 'example="o\\ne"')),
    *({"authorization": one} for one in ("", "t", "Bearer", "Bearer ", "bearer t", "Basic dTpw", "Digest x")),
)  # fmt: skip
REQUESTS: tuple[tuple[str, str, str, dict[str, str], bytes], ...] = (
    *(("GET", f"{base}/things/5", "key=k", dict[str, str](), b"") for base in ("", "/api", "/api/v2", "/v3", "/v4", "/x/y/z")),
    *((method, "/things", "", dict[str, str](), b"") for method in ("HEAD", "DELETE", "PATCH", "TRACE", "OPTIONS", "get")),
    *(("GET", path, "", dict[str, str](), b"") for path in ("/thing", "/", "", "/things/", "/things/x", "/things/5", "/things/special", "/things/a%2Fb", "/searches", "/search", "/api/v2/things/special/parts")),
    *(("GET", "/things/special", "", {"authorization": one}, b"") for one in ("Bearer t", "Bearer", "Odd t", "Digest t", "O t")),
    *(("GET", path, "", {"x-key": "k"}, b"") for path in ("/things/.1/parts/;a=1", "/things/.1.2/parts/;a=1", "/things/1/parts/a,1", "/things/.x/parts/;a=x", "/things/.1/parts/;part=a,1", "/things/./parts/;")),
    *(("GET", "/things/.1/parts/;a=1", "", {"cookie": one}, b"") for one in ("jar=1", "jar=", "other=1", "")),
    *(("GET", "/search", query, dict[str, str](), b"") for query in ("q=a", "q=a&n=1", "n=1", "q=a&n=x", "q", "%ff=1", "q=a&q=b", "x")),
    *(("POST", "/things", "", {"authorization": one, "content-type": "application/json"}, b'{"id": 1}') for one in ("", "Basic", "Basic dTpw", "Basic dXA=", "Basic !", "Bearer t", "basic dTpw")),
    *(("POST", "/things", "", {"authorization": "Basic dTpw", "content-type": kind}, content) for kind, content in (
        ("application/json", b""), ("application/json", b"{}"), ("application/json", b'{"id": "x", "nme": 1, "x": 2}'), ("application/json", b"["), ("application/json", b"[]"), ("application/json", b"null"), ("application/json", b"\xff"), ("application/json; charset=utf-8", b'{"id": 1}'), ("APPLICATION/JSON", b'{"id": 1}'), ("application/merge-patch+json", b'{"id": 1}'),
        ("", b'{"id": 1}'), ("text/plain", b"x"), ("text/plain", b""), ("image/png", b"x"),
        *(("application/x-www-form-urlencoded", one) for one in (b"a=1", b"a=x", b"", b"list=1", b"a=1&list=1&list=2", b"a=1&list[]=3", b"a=1&list[0]=3&list[1]=4", b"a=1&list[1]=3", b"a=1&deep[x]=true", b"a=1&deep[x]=maybe", b"a=1&deep[y][]=a&deep[y][]=b", b"a=1&deep[y][0]=a", b"a=1&z[0]=t", b"a=1&deep=1&deep[x]=true", b"a=1&[x]=2", b"a", b"a=1&&list=", b"%ff=1", b"a=1;list=2", b"a=%31")),
        *(("multipart/form-data; boundary=B", one) for one in (b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--\r\n', b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n\xff\xfe\r\n--B--\r\n', b'--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--\r\n', b"--B\r\n", b"no parts")),
        ("multipart/form-data", b"--B--"),
    )),
    *(("PUT", "/things", "", {"content-type": kind}, content) for kind, content in (("", b""), ("", b"5"), ("application/json", b"5"), ("application/json", b'"x"'), ("text/plain", b"x"))),
)  # fmt: skip
PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("style: page, items: /data, query: page, pages: /pages, more: /more", "{data: [1, 2], pages: 7, more: true, total: 9}", ("", "page=0", "page=1", "page=2", "page=3", "page=x", "page=", "page=1234567890123456789", "page=123456789012345678")),
    ("style: page, items: /data, query: page, first: 0, total: /total", "{data: [1, 2], total: 9}", ("", "page=0", "page=1", "page=2")),
    ("style: offset, items: /data, query: skip, total: /total", "{data: [1, 2], total: 9}", ("", "skip=0", "skip=1", "skip=2")),
    ("style: cursor, items: /data, query: after, next: /next", "{data: [1], next: abc}", ("", "after=", "after=abc")),
    ("style: cursor, items: /data, query: after, next: /page/next, more: /page/more", "{data: [1], page: {next: abc, more: true}}", ("", "after=abc")),
    ("style: cursor, items: /data, query: after, next: /data/-1/id", "{data: [{id: a}]}", ("", "after=a")),
    ("style: url, items: /data, next: /next", '{data: [1], next: "https://lab.example/things?page=2"}', ("", "a=1", "mock_page=2", "mock_page=")),
    ("style: link, items: ''", "[1, 2]", ("", "mock_page=2")),
)  # fmt: skip
"""Rules of pages, the example of a response, and queries."""
