"""Documents of an attacker: one text in every place where an OpenAPI document takes one."""

from __future__ import annotations

import json
from typing import Any

from generator.commands.job import Job, Outcome, run
from generator.commands.workspace import ClientSource
from tests.hostile.advisories import CANARY, RUN, payloads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_RUN = RUN

PAYLOADS: dict[str, str] = {
    "call": _RUN,
    "statement": f"\n{_RUN}\n",
    "carriage return": f"\r{_RUN}\r",
    "separators": f"a\u2028{_RUN}\u2029{_RUN}\x85{_RUN}\x0c{_RUN}\x1c{_RUN}",
    "single quote": f"'+{_RUN}+'",
    "double quote": f'"+{_RUN}+"',
    "closed call": f'")]; {_RUN}  #',
    "closed literal": f"'] | {_RUN} | Literal['",
    "docstring": f'"""\n{_RUN}\n"""',
    "docstring, indented": f'x"""\n        {_RUN}\n        """',
    "single-quoted docstring": f"'''\n{_RUN}\n'''",
    "backslash": "\\",
    "backslash and quote": f'\\"\\"\\"\n{_RUN}\n',
    "backslashes and quote": f"\\\\'+{_RUN}+\\\\'",
    "backslash at the end": f'x"""{_RUN}\\',
    "escape": "\\N{QUOTATION MARK}\\x22\\42\\u0022" + _RUN,
    "quotes": "\"'\"\"\"'''",
    "template": "{{ ''.__class__.__mro__ }}{% for x in y %}{{ x }}{% endfor %}{# c #}",
    "template call": "{{ cycler.__init__.__globals__.os.system('touch " + CANARY + "') }}",
    "line statement": "# for x in y\n% for x in y\n## x",
    "braces": "{" + _RUN + "}",
    "format": "{0.__class__} %s %(x)s %n ${x}",
    "nul": f"a\0{_RUN}",
    "bidi": f"a\u202e\u2066{_RUN}\u2069\u202c",
    "invisible": "a\u200b\u200d\ufeff\u00ad\U000e0041",
    "surrogate": "\ud800",
    "noncharacter": "\ufdd0\uffff",
    "token": "L0 L1 C0.f0 leaves.L0",
    "comment": f"# {_RUN}",
    "type ignore": "# type: ignore # noqa # fmt: off",
    "coding": "# -*- coding: utf-7 -*-\n+AAo-",
    "walrus": f"(x := {_RUN})",
    "lambda": f"lambda: {_RUN}",
    "decorator": f"@{_RUN}",
    "annotation": f"Annotated[str, {_RUN}]",
    "path": "../../../../tmp/canary",
    "absolute path": "/etc/passwd",
    "windows path": "..\\..\\CON",
    "url": "file:///etc/passwd",
    "empty": "",
    "space": " \t\n ",
    "long": "x" * 5_000,
    "dots": "...",
    "digits": "0123",
    "fullwidth": "\uff4f\uff53.\uff53\uff59\uff53\uff54\uff45\uff4d('x')",
    "chinese": "导入",
    "ligature": "ﬁle",
    **payloads(),
    **{
        name: name
        for name in (
            *("__class__", "__init__", "__init_subclass__", "__dict__", "__slots__", "__annotations__", "__module__"),
            *("__pydantic_extra__", "__get_pydantic_core_schema__", "__asserts__", "__all__", "__getattr__", "__del__"),
            *("model_post_init", "model_config", "model_fields", "model_validate", "_client", "_prepared", "_core"),
            *("import", "None", "True", "class", "lambda", "async", "match", "type", "self", "cls", "super"),
            *("os", "sys", "print", "exec", "eval", "open", "str", "dict", "property", "Field", "Model", "Literal"),
            *("TypeAliasType", "cached_property", "send", "stream", "close", "with_options", "client", "models"),
            *("errors", "_runtime", "__main__", "py.typed", "con", "nul", "builtins", "annotations", "typing"),
            *("Client", "Resource", "Operation", "Request", "JSON", "datetime", "UUID", "STATUS_ERRORS", "http_client"),
        )
    },
}


def document(text: str, version: str = "3.1.0") -> dict[str, Any]:
    """Return a document that has the text wherever one may stand."""
    schema: dict[str, Any] = {
        "title": text,
        "description": text,
        "type": "object",
        "required": [text],
        "properties": {
            text: {"type": "string", "description": text, "title": text, "default": text, "example": text},
            "listed": {"type": "string", "enum": [text, "a"], "x-enum-varnames": [text, text], "x-enumNames": [text]},
            "constant": {"const": text},
            "matching": {"type": "string", "pattern": text, "format": text},
            "nested": {"type": "object", "title": text, "properties": {text: {"enum": [text, {text: [text]}]}}},
            "mapped": {"type": "object", "additionalProperties": {"type": "string", "enum": [text]}},
            "asserted": {"not": {"const": text}, "if": {"required": [text]}, "then": {"minProperties": 2}},
            "patterns": {"type": "object", "patternProperties": {text: {"type": "integer"}}},
            "refined": {"type": "string", "x-python-type": text, "x-python-import": {"module": text, "name": text}},
            "custom": {"type": "object", "customTypePath": text, "customBasePath": text, "properties": {"a": {}}},
            "extended": {"type": "string", f"x-{text}": text, text: text},
        },
        "externalDocs": {"url": text, "description": text},
        "xml": {"name": text, "namespace": text, "prefix": text},
    }
    variant = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": [text]}}}
    reference = {"$ref": "#/components/schemas/" + _token(f"S{text}")}
    union = {
        "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
        "discriminator": {"propertyName": "kind", "mapping": {text: "#/components/schemas/A", "b": "B"}},
    }
    parameters = [
        {"name": f"{text}{place}", "in": place, "description": text, "schema": {"type": "string", "default": text}}
        for place in ("query", "header", "cookie")
    ]
    operation: dict[str, Any] = {
        "operationId": text,
        "tags": [text],
        "summary": text,
        "description": text,
        "parameters": [*parameters, {"name": text, "in": "path", "required": True, "schema": {"enum": [text]}}],
        "requestBody": {
            "description": text,
            "content": {
                "application/json": {"schema": reference, "example": {text: text}},
                "application/xml": {"schema": reference},
                "multipart/form-data": {"schema": reference, "encoding": {text: {"contentType": text}}},
                f"text/{text}": {"schema": {"type": "string"}},
            },
        },
        "responses": {
            "200": {
                "description": text,
                "headers": {f"X{text}": {"description": text, "schema": {"type": "string", "enum": [text]}}},
                "content": {"application/json": {"schema": union}, text: {"schema": reference}},
                "links": {text: {"operationId": text, "description": text}},
            },
            "404": {"description": text, "content": {"application/problem+json": {"schema": reference}}},
            "default": {"description": text},
        },
        "security": [{text: []}, {f"{text}oauth": [text]}],
        "callbacks": {text: {text: {"post": {"responses": {"200": {"description": text}}}}}},
        "externalDocs": {"url": text},
        "servers": [{"url": f"https://example.com/{text}", "description": text}],
        f"x-{text}": text,
    }
    return {
        "openapi": version,
        "info": {"title": text, "version": text, "description": text, "license": {"name": text}},
        "servers": [
            {"url": text, "description": text, "name": text},
            {"url": "https://{host}/", "variables": {"host": {"default": text, "enum": [text], "description": text}}},
        ],
        "tags": [{"name": text, "description": text}],
        "paths": {f"/{_segment(text)}/{{{text}}}": {"post": operation, "summary": text, "description": text}},
        "components": {
            "schemas": {f"S{text}": schema, "A": variant, "B": variant, text: union, "Any": {"enum": [text, 1, None]}},
            "securitySchemes": {
                text: {"type": "apiKey", "in": "header", "name": text, "description": text},
                f"{text}oauth": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {"tokenUrl": text, "refreshUrl": text, "scopes": {text: text}}},
                },
            },
        },
    }


def isolated(text: str) -> dict[str, dict[str, Any]]:
    """Return documents that have the text in one place of code each: there nothing else can refuse it first."""

    def with_schema(schema: Any, name: str = "S") -> dict[str, Any]:
        return _plain({"components": {"schemas": {name: schema}}}, schema_name=name)

    thing = {"type": "object", "properties": {"a": {"type": "string"}}}
    return {
        "schema name": with_schema(thing, f"S{text}"),
        "property": with_schema({"type": "object", "properties": {text: {"type": "string"}}}),
        "enum": with_schema({"type": "object", "properties": {"a": {"enum": [text, "b"]}}}),
        "constant": with_schema({"type": "object", "properties": {"a": {"const": text}}}),
        "default": with_schema({"type": "object", "properties": {"a": {"type": "string", "default": text}}}),
        "pattern": with_schema({"type": "object", "properties": {"a": {"type": "string", "pattern": text}}}),
        "description": with_schema({**thing, "description": text}),
        "operation": _plain({}, operationId=text),
        "tag": _plain({}, tags=[text]),
        "summary": _plain({}, summary=text),
        "parameter": _plain({}, parameters=[{"name": text, "in": "query", "schema": {"type": "string"}}]),
        "media type": _plain({}, responses={"200": {"description": "", "content": {text: {"schema": {}}}}}),
        "status": _plain({}, responses={text: {"description": ""}}),
        "server": _plain({"servers": [{"url": f"https://a/{text}"}, {"url": "https://b", "description": text}]}),
        "title": _plain({"info": {"title": text, "version": text}}),
        "reference": with_schema({"type": "object", "properties": {"a": {"$ref": text}}}),
        "path": _plain({}, path=f"/{text}"),
    }


def _plain(parts: dict[str, Any], path: str = "/a", schema_name: str = "", **operation: Any) -> dict[str, Any]:
    body = {"schema": {"$ref": f"#/components/schemas/{_token(schema_name)}"}} if schema_name else {"schema": {}}
    responses = {"200": {"description": "", "content": {"application/json": body}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {path: {"get": {"responses": responses, **operation}}},
        **parts,
    }


def _token(text: str) -> str:
    return text.replace("%", "%25").replace("~", "~0").replace("/", "~1")


def _segment(text: str) -> str:
    return text.replace("{", "").replace("}", "")


def generate(description: Any, folder: Path, name: str = "shop") -> Outcome:
    """Generate a document that is written to a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "openapi.json"
    if not isinstance(description, bytes):
        description = (description if isinstance(description, str) else json.dumps(description)).encode()
    file.write_bytes(description)
    return run(Job(ClientSource(name, file, None, None, folder / name, name, alone=True)))
