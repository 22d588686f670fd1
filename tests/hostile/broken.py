"""Broken documents: what is wrong with each, and where it must be reported."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
OK = "responses: {'200': {description: ok}}"
SOUND = f"{HEAD}paths:\n  /a:\n    get:\n      {OK}\n"


@dataclass(frozen=True, slots=True)
class Broken:
    """A document, and code and place of its diagnostic; `refused`, or generated with a warning."""

    text: str | bytes
    code: str
    line: int
    pointer: str = ""
    refused: bool = True


def schema(text: str) -> str:
    content = "content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}"
    return f"{HEAD}paths:\n  /a:\n    get: {{responses: {{'200': {{description: ok, {content}}}}}}}\ncomponents:\n  schemas:\n    S: {text}\n"


def path(template: str) -> str:
    return f"{HEAD}paths:\n  {template}: {{get: {{{OK}}}}}\n"


def _laughs() -> str:
    names = "abcdefghi"
    lines = [f"{names[0]}: &a [{', '.join(['l'] * 9)}]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in itertools.pairwise(names)]
    return SOUND + "\n".join(lines) + "\n"


_S = "/components/schemas/S"
_PARAMETER = "/paths/~1a/get/parameters/0"
BROKEN: dict[str, Broken] = {
    "nothing": Broken("", "empty-document", 1),
    "a comment": Broken("# nothing\n", "empty-document", 1),
    "a list": Broken("[]", "not-an-object", 1),
    "a page": Broken("<!DOCTYPE html><html><body>404</body></html>", "not-an-object", 1),
    "a picture": Broken(b"\x89PNG\r\n\x1a\n\0\0", "encoding", 1),
    "an archive": Broken(b"\x1f\x8b\x08\0\0\0\0\0\0\x03", "encoding", 1),
    "UTF-16": Broken(SOUND.encode("utf-16"), "encoding", 1),
    "Latin-1": Broken((SOUND + "x-a: é\n").encode("latin-1"), "encoding", 7),
    "a control character": Broken(SOUND + "x-a: \0\n", "control-character", 7),
    "a tab": Broken(f"{HEAD}paths:\n\t/a: {{}}\n", "yaml-tab", 4),
    "cut off": Broken(SOUND[:-20], "yaml-syntax", 7),
    "cut off, JSON": Broken('{"openapi": "3.1.0",\n "info": {"title"', "json-syntax", 2),
    "a comment in JSON": Broken('{"openapi": "3.1.0", // c\n"info": {}, "paths": {}}', "json-syntax", 1),
    "a key twice": Broken(SOUND + "info: {title: u, version: '2'}\n", "duplicate-key", 7, "/info"),
    "a path twice": Broken(f"{HEAD}paths:\n  /a: {{}}\n  /a: {{}}\n", "duplicate-key", 5, "/paths/~1a"),
    "a key twice, JSON": Broken('{"openapi": "3.1.0",\n"paths": {},\n"paths": {}}', "duplicate-key", 3, "/paths"),
    "two documents": Broken(SOUND + "---\n" + SOUND, "yaml-multiple-documents", 7),
    "a tag that runs": Broken(SOUND + "x-a: !!python/object/apply:os.system [x]\n", "yaml-tag", 7, "/x-a"),
    "a tag": Broken(SOUND + "x-a: !!timestamp 2001-01-01\n", "yaml-tag", 7, "/x-a"),
    "true as a key": Broken(f"{HEAD}paths:\n  true: {{}}\n", "yaml-key", 4, "/paths"),
    "a number as a key": Broken(f"{HEAD}paths:\n  1.5: {{}}\n", "yaml-key", 4, "/paths"),
    "a list as a key": Broken(f"{HEAD}paths:\n  ? [a]\n  : {{}}\n", "yaml-key", 4, "/paths"),
    "not a number": Broken(SOUND + "x-a: .nan\n", "not-a-number", 7, "/x-a"),
    "not a number, JSON": Broken('{"openapi": "3.1.0",\n"x-a": NaN}', "not-a-number", 2, "/x-a"),
    "beyond a double": Broken(SOUND + "x-a: 1e999\n", "number-out-of-range", 7, "/x-a"),
    "beyond an integer": Broken(SOUND + f"x-a: 1{'0' * 400}\n", "number-out-of-range", 7, "/x-a"),
    "half a character": Broken('{"openapi": "3.1.0",\n"x-a": "\\ud800"}', "lone-surrogate", 2, "/x-a"),
    "deep": Broken('{"openapi": "3.1.0", "x":' + "[" * 100_000, "too-deep", 1),
    "deep and whole": Broken('{"a":' * 100_000 + "1" + "}" * 100_000, "too-deep", 1),
    "billion laughs": Broken(_laughs(), "too-many-nodes", 11),
    "an alias of itself": Broken(SOUND + "x-a: &a [*a]\n", "yaml-alias", 7, "/x-a/0"),
    "an alias of nothing": Broken(SOUND + "x-a: *nope\n", "yaml-alias", 7, "/x-a"),
    "a merge of a text": Broken(SOUND + "x-a: {<<: text}\n", "yaml-merge", 7, "/x-a/<<"),
    "no version": Broken("info: {title: t, version: '1'}\npaths: {}\n", "not-openapi", 1),
    "version 4": Broken(SOUND.replace("3.1.0", "4.0.0"), "unsupported-version", 1, "/openapi"),
    "version 3.10": Broken(SOUND.replace("3.1.0", "3.10.0"), "unsupported-version", 1, "/openapi"),
    "swagger 1.2": Broken("swagger: '1.2'\ninfo: {}\npaths: {}\n", "unsupported-version", 1, "/swagger"),
    "info is a text": Broken("openapi: 3.1.0\ninfo: x\npaths: {}\n", "invalid-object", 2, "/info"),
    "paths are a text": Broken(f"{HEAD}paths: x\n", "invalid-paths", 3, "/paths"),
    "an operation is a list": Broken(f"{HEAD}paths:\n  /a:\n    get: [1]\n", "invalid-operation", 5, "/paths/~1a/get"),
    "no title": Broken("openapi: 3.1.0\ninfo: {version: '1'}\npaths: {}\n", "missing-field", 2, "/info", refused=False),
    "no paths": Broken(f"{HEAD}paths: {{}}\n", "no-paths", 1, refused=False),
    "no slash": Broken(path("a"), "invalid-path", 4, "/paths/a", refused=False),
    "half a brace": Broken(path("'/a/{b'"), "invalid-path", 4, "/paths/~1a~1{b", refused=False),
    "a query in a path": Broken(path("'/a?b=c'"), "invalid-path", 4, "/paths/~1a?b=c", refused=False),
    "an empty path": Broken(path("''"), "invalid-path", 4, "/paths/", refused=False),
    "an undeclared variable": Broken(
        path("'/a/{b}'"), "undeclared-path-parameter", 4, "/paths/~1a~1{b}/get", refused=False
    ),
    "a variable twice": Broken(
        path("'/a/{b}/{b}'"), "repeated-path-parameter", 4, "/paths/~1a~1{b}~1{b}/get", refused=False
    ),
    "equal paths": Broken(
        path("'/{a}'") + f"  '/{{b}}': {{get: {{{OK}}}}}\n", "equal-paths", 5, "/paths/~1{b}", refused=False
    ),
    "an operationId twice": Broken(
        f"{HEAD}paths:\n  /a: {{get: {{operationId: x, {OK}}}}}\n  /b: {{get: {{operationId: x, {OK}}}}}\n",
        *("repeated-operation-id", 5, "/paths/~1b/get/operationId", False),
    ),
    "a method that is none": Broken(f"{HEAD}paths:\n  /a: {{gte: {{{OK}}}}}\n", "unknown-field", 4, "/paths/~1a/gte"),
    "a field that is none": Broken(
        SOUND + "      paramters: []\n", "unknown-field", 7, "/paths/~1a/get/paramters", refused=False
    ),
    "a status of two digits": Broken(
        SOUND.replace("'200'", "'20'"), "invalid-status", 6, "/paths/~1a/get/responses/20", refused=False
    ),
    "a status of 700": Broken(
        SOUND.replace("'200'", "'700'"), "invalid-status", 6, "/paths/~1a/get/responses/700", refused=False
    ),
    "a place that is none": Broken(
        SOUND + "      parameters: [{name: a, in: qeury}]\n", "invalid-parameter", 7, _PARAMETER
    ),
    "no name": Broken(SOUND + "      parameters: [{in: query}]\n", "invalid-parameter", 7, _PARAMETER),
    "a parameter twice": Broken(
        SOUND + "      parameters: [{name: a, in: query}, {name: a, in: query}]\n",
        *("duplicate-parameter", 7, "/paths/~1a/get/parameters/1", False),
    ),
    "a header with a space": Broken(
        SOUND + "      parameters: [{name: 'X A', in: header}]\n", "invalid-header-name", 7, f"{_PARAMETER}/name"
    ),
    "a header of two lines": Broken(
        SOUND + '      parameters: [{name: "X\\nA", in: header}]\n', "invalid-header-name", 7, f"{_PARAMETER}/name"
    ),
    "a media type of two lines": Broken(
        SOUND + '      requestBody: {content: {"a/b\\nX: y": {}}}\n',
        *("invalid-media-type", 7, "/paths/~1a/get/requestBody/content/a~1b\nX: y"),
    ),
    "a server that is no URL": Broken(
        SOUND + "servers: [{url: 'http://[x'}]\n", "invalid-server", 7, "/servers/0/url", refused=False
    ),
    "a server that is a file": Broken(
        SOUND + "servers: [{url: 'file:///x'}]\n", "invalid-server", 7, "/servers/0/url", refused=False
    ),
    "a server's variable": Broken(
        SOUND + "servers: [{url: 'https://{x}'}]\n", "undeclared-server-variable", 7, "/servers/0/url", refused=False
    ),
    "a server's default": Broken(
        SOUND + "servers:\n- url: 'https://{x}'\n  variables:\n    x: {enum: [a], default: b}\n",
        "invalid-server-variable",
        10,
        "/servers/0/variables/x/default",
        refused=False,
    ),
    "security of nothing": Broken(
        SOUND + "security: [{nope: []}]\n", "unknown-security-scheme", 7, "/security/0/nope", refused=False
    ),
    "security that is no list": Broken(SOUND + "security: {a: []}\n", "wrong-type", 7, "/security"),
    "a scheme of no kind": Broken(
        SOUND + "components: {securitySchemes: {o: {type: magic}}}\n",
        *("invalid-security-scheme", 7, "/components/securitySchemes/o", False),
    ),
    "an index with a zero": Broken(
        schema("{anyOf: [{}, {$ref: '#/components/schemas/S/anyOf/00'}]}"),
        "dangling-reference",
        8,
        f"{_S}/anyOf/1/$ref",
    ),
    "an index of 5,000 digits": Broken(
        schema("{anyOf: [{}, {$ref: '#/components/schemas/S/anyOf/" + "9" * 5_000 + "'}]}"),
        "dangling-reference",
        8,
        f"{_S}/anyOf/1/$ref",
    ),
    "a path parameter that may be left out": Broken(
        f"{HEAD}paths:\n  /a/{{b}}:\n    get:\n      parameters:\n"
        f"      - {{name: b, in: path, required: false, schema: {{type: string}}}}\n      {OK}\n",
        "optional-path-parameter",
        7,
        "/paths/~1a~1{b}/get/parameters/0/required",
        refused=False,
    ),
    "a reference to nothing": Broken(schema("{$ref: '#/components/schemas/T'}"), "dangling-reference", 8, f"{_S}/$ref"),
    "a reference to itself": Broken(schema("{$ref: '#/components/schemas/S'}"), "reference-cycle", 8, f"{_S}/$ref"),
    "a reference to a text": Broken(schema("{$ref: '#/info/title'}"), "wrong-reference", 8, f"{_S}/$ref"),
    "a response that is a text": Broken(
        f"{HEAD}paths:\n  /a:\n    get:\n      responses: {{'200': {{$ref: '#/openapi'}}}}\n",
        *("wrong-reference", 6, "/paths/~1a/get/responses/200/$ref"),
    ),
    "no responses before 3.1": Broken(
        f"{HEAD}paths:\n  /a:\n    get: {{summary: s}}\n".replace("3.1.0", "3.0.3"),
        *("missing-field", 5, "/paths/~1a/get", False),
    ),
    "a list of no types": Broken(schema("{type: []}"), "invalid-keyword", 8, f"{_S}/type", refused=False),
    "a variant of itself": Broken(
        schema("{oneOf: [{$ref: '#/components/schemas/S'}, {type: string}]}"),
        *("union-cycle", 8, f"{_S}/oneOf", False),
    ),
    "a reference to all": Broken(schema("{items: {$ref: '#'}}"), "wrong-reference", 8, f"{_S}/items/$ref"),
    "a reference that is no text": Broken(schema("{$ref: 5}"), "invalid-schema", 8, f"{_S}/$ref"),
    "a reference elsewhere": Broken(schema("{$ref: 'http://127.0.0.1/x'}"), "ref-remote", 8, f"{_S}/$ref"),
    "a reference outside": Broken(schema("{$ref: '../x.yaml'}"), "ref-outside-folder", 8, f"{_S}/$ref"),
    "a reference outside, encoded": Broken(schema("{$ref: '..%2fx.yaml'}"), "ref-outside-folder", 8, f"{_S}/$ref"),
    "a reference to a file URL": Broken(schema("{$ref: 'file:///etc/passwd'}"), "ref-absolute", 8, f"{_S}/$ref"),
    "a reference to a device": Broken(schema("{$ref: '/dev/zero'}"), "ref-absolute", 8, f"{_S}/$ref"),
    "a reference with backslashes": Broken(schema("{$ref: '..\\x'}"), "ref-absolute", 8, f"{_S}/$ref"),
    "a reference to no file": Broken(schema("{$ref: 'x.yaml'}"), "ref-file", 8, f"{_S}/$ref"),
    "a body that is a schema": Broken(
        schema("{type: string}") + "webhooks: {w: {post: {requestBody: {$ref: '#/components/schemas/S'}}}}\n",
        *("wrong-reference", 9, "/webhooks/w/post/requestBody/$ref", False),
    ),
    "properties that are a list": Broken(schema("{properties: [a]}"), "invalid-schema", 8, f"{_S}/properties"),
    "items that are a number": Broken(schema("{items: 5}"), "invalid-schema", 8, f"{_S}/items"),
    "a type that is none": Broken(schema("{type: strnig}"), "unknown-type", 8, f"{_S}/type", refused=False),
    "a length below zero": Broken(
        schema("{type: string, minLength: -1}"), "invalid-keyword", 8, f"{_S}/minLength", refused=False
    ),
    "an enumeration of another type": Broken(
        schema("{type: integer, enum: [1, a, 2]}"), "enum-type-mismatch", 8, f"{_S}/enum/1", refused=False
    ),
    "a default of another type": Broken(
        schema("{properties: {a: {type: integer, default: x}}}"),
        *("default-type-mismatch", 8, f"{_S}/properties/a/default", False),
    ),
    "a pattern that is none": Broken(
        schema("{type: string, pattern: '['}"), "pattern-not-enforced", 8, f"{_S}/pattern", refused=False
    ),
    "a pattern that explodes": Broken(
        schema("{type: string, pattern: '(?=(a+)+$)'}"), "pattern-not-enforced", 8, f"{_S}/pattern", refused=False
    ),
}
