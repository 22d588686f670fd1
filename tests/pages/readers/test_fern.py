"""The readers of Fern's pages, in their variants."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.pages.flattened.restore import LostError, restored
from tests.pages.support import PAGES, SPECS, Parcels, merge, reading, refusal

FIELDS = (PAGES / "fern-fields.md").read_text("utf-8")
TEXT = (PAGES / "parcels-text.txt").read_text("utf-8")


def fields(lists: str, head: str = "POST https://api.acme.dev/v1/things/{id}") -> dict[str, Any]:
    """Return the operation of a page of lists."""
    document = reading(f"# Make a thing\n\n{head}\n\nReference: https://docs.acme.dev/make\n\n{lists}\n").document
    assert document is not None
    return dict(document)


def response(lists: str) -> Any:
    """Return the schema of a response of a page, references followed once."""
    document = fields(f"## Response\n\n### 200\n\n{lists}")
    operation = document["paths"]["/v1/things/{id}"]["post"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


@pytest.mark.parametrize(
    ("lists", "schema"),
    [
        (
            "- `list of object`\n  - `id` (string, required)",
            {
                "type": "array",
                "items": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
            },
        ),
        ("- `list of string`", {"type": "array", "items": {"type": "string"}}),
        ("- `map from string to any`", {"type": "object", "additionalProperties": True}),
        (
            "- `object`\n  - `type`: `url`\n    - `a` (integer, optional)\n  - `type`: `file`",
            {
                "anyOf": [
                    {
                        "type": "object",
                        "properties": {"type": {"type": "string", "enum": ["url"]}, "a": {"type": "integer"}},
                        "required": ["type"],
                    },
                    {
                        "type": "object",
                        "properties": {"type": {"type": "string", "enum": ["file"]}},
                        "required": ["type"],
                    },
                ]
            },
        ),
    ],
)
def test_values_that_are_no_plain_object(lists: str, schema: dict[str, Any]) -> None:
    assert response(lists) == schema


@pytest.mark.parametrize(
    ("inside", "schema"),
    [
        ("string or integer or list of any, required", {"anyOf": [
            {"type": "string"}, {"type": "integer"}, {"type": "array", "items": {}}]}),
        ("list of string or string, required", {}),
        ("files, optional", {"type": "array", "items": {"type": "string", "format": "binary"}}),
        ("double, optional, nullable, default: 0.5", {"type": ["number", "null"], "format": "double", "default": 0.5}),
        ("string, optional, default: 10", {"type": "string", "default": "10"}),
        ("string, optional, default: a, b, deprecated", {"type": "string", "default": "a, b", "deprecated": True}),
        ("Nowhere, optional", {}),
    ],
)  # fmt: skip
def test_types(inside: str, schema: dict[str, Any]) -> None:
    assert response(f"- `a` ({inside})")["properties"]["a"] == schema


def test_server_that_holds_a_part_of_the_path() -> None:
    document = fields("## Servers\n\n- `https://api.acme.dev/v1` (Production)\n\n## Response\n\n### 204\n\nGone")
    assert list(document["paths"]) == ["/things/{id}"]
    assert document["servers"] == [{"url": "https://api.acme.dev/v1", "description": "Production"}]


def test_placeholder_is_no_server() -> None:
    document = fields("## Response\n\n### 204\n\nGone", "GET https://api.example.com/things/:id")
    assert list(document["paths"]) == ["/things/{id}"]
    assert "servers" not in document


def test_multipart_and_several_bodies() -> None:
    document = fields("## Request\n\n### Body (multipart/form-data)\n\n- `file` (file, required) — The file.")
    content = document["paths"]["/v1/things/{id}"]["post"]["requestBody"]["content"]
    assert list(content) == ["multipart/form-data"]


def test_webhook_is_no_call() -> None:
    assert "describes no call" in refusal("# Done\n\nPOST \n\n## Request\n\n### Payload\n\n- `a` (string, required)\n")


def test_document_of_2025_is_mended() -> None:
    page = Parcels()
    operation = page.document["paths"].pop("/v2/shipments")["post"]
    operation["tags"] = [["subpackage_shipments", "subpackage_shipments/inner"]]
    operation["responses"]["404"]["content"] = {}
    page.document["paths"]["/shipments"] = {"post": operation}
    page.document["info"]["version"] = "endpoint_shipments.book"
    for key in ("servers", "security"):
        del page.document[key]
    page.document["components"].pop("securitySchemes")
    kind = page.document["components"]["schemas"]["NewShipment"]["properties"]["kind"]
    kind["enum"] = [{"value": "parcel"}, {"value": "letter"}]
    made = merge(page.text())
    assert made.document["servers"] == [{"url": "https://api.parcel.dev/v2"}]
    tags = made.document["paths"]["/shipments"]["post"]["tags"]
    assert all(isinstance(tag, str) for tag in tags)
    assert made.document["components"]["schemas"]["NewShipment"]["properties"]["kind"]["enum"] == ["parcel", "letter"]
    assert made.readings[0].repairs


def test_line_and_document_must_agree() -> None:
    page = Parcels()
    page.line_url = "https://api.parcel.dev/v3/shipments"
    assert [one.code for one in reading(page.text()).findings] == ["address"]


def test_cut_page_is_refused() -> None:
    text = Parcels().text()
    assert "cut off" in refusal(text[: text.index("```\n\n## Examples")].rstrip("`\n"))


@pytest.mark.parametrize("provider", ["formantai", "synthflow", "thymia"])
def test_line_breaks_of_a_flattened_page_are_restored(provider: str) -> None:
    """A document of the tool, flattened, is restored byte for byte; and its page is read as with lines."""
    text = (SPECS / provider / "openapi.yaml").read_text("utf-8")
    from generator.pages.flattened import layout

    root, _ = restored(text.split())
    assert layout.text(root) == text


def test_flattened_page_is_the_page_with_lines() -> None:
    page = next((SPECS / "formantai/pages").iterdir()).read_text("utf-8")
    hint = "> For clean Markdown of any page, append .md to the page URL. > For an index, see https://a.dev/llms.txt."
    lines, one = reading(page), reading(" ".join((hint, *page.split())))
    assert [finding.code for finding in one.findings] == ["machine-text"]
    assert "llms.txt" not in one.page.text
    assert one.reader == "fern-flattened"
    assert one.document == lines.document
    assert one.verbatim is not None
    assert lines.verbatim is not None
    assert one.verbatim.text == lines.verbatim.text
    assert {str(example.value) for example in one.examples} == {str(example.value) for example in lines.examples}


@pytest.mark.parametrize(
    ("old", "new", "spot"),
    [
        ("required: - userLabel - dateOfBirth", "required: - nobody - dateOfBirth", "at `"),
        ("UserDetails: type: object", "UserDetails: kind: object", "at `"),
        ("BirthSex: type: string", "Birth: type: string", "does not exist"),
        ('"birthSex": "MALE"', '"birthSex": 7', "a sample does not fit"),
    ],
)
def test_a_restored_document_that_cannot_be_proved_is_refused(old: str, new: str, spot: str) -> None:
    page = next((SPECS / "thymia/pages").iterdir()).read_text("utf-8")
    assert old in page
    assert spot in refusal(page.replace(old, new))


def test_text_that_looks_like_fields_stays_text() -> None:
    words = (
        "openapi: 3.1.0 info: title: A version: '1' paths: {} components: schemas: B: type: object properties: a: type: string "
        "description: >- Use format: date or type: string, required: no; default: none. b: type: integer required: - a title: B"
    )
    root, _ = restored(words.split())
    from generator.pages.flattened import layout

    tree = yaml.safe_load(layout.text(root))
    schema = tree["components"]["schemas"]["B"]
    assert set(schema["properties"]) == {"a", "b"}
    assert schema["properties"]["a"]["description"].endswith("default: none.")
    with pytest.raises(LostError, match="belongs to nothing"):
        restored(["openapi:", "3.1.0", "info:", "title:", "A", "version:", "'1'", "nonsense:", "b"])


def test_rendered_text() -> None:
    found = reading(TEXT)
    assert found.document is not None
    operation = found.document["paths"]["/v2/shipments"]["post"]
    schema = found.document["components"]["schemas"]["BookShipmentRequest"]
    assert schema["required"] == ["weight", "kind", "receiver"]
    assert schema["properties"]["kind"] == {"type": "string", "enum": ["parcel", "letter"]}
    assert schema["properties"]["count"] == {"type": "integer", "default": 1}
    assert found.document["servers"] == [{"url": "https://api.parcel.dev"}]
    assert set(operation["responses"]) == {"200", "404"}
    assert found.origin("/servers/0").kind == "sample"


def test_rendered_text_without_method_and_sample_is_refused() -> None:
    lost = TEXT[TEXT.index("Authentication") :]
    assert "neither method and path nor a sample" in refusal(lost)


def test_rendered_text_that_folds_fields_away_says_so() -> None:
    found = reading(TEXT.replace("receiverobjectRequired", "receiverobjectRequired\nShow 3 properties"))
    assert [one.code for one in found.findings] == ["folded"]


def test_a_page_that_has_lost_its_path_takes_that_of_its_sample() -> None:
    text = 'Request\nThis endpoint expects an object.\nnamestringRequired\n\ncurl -X POST https://api.pets.dev/v1/pets -d \'{"name": "Rex"}\'\n'
    found = reading(text)
    assert (found.reader, list(found.document or {})) == (
        "fern-text",
        ["openapi", "info", "paths", "servers", "components"],
    )
    assert list((found.document or {})["paths"]) == ["/v1/pets"]


def test_a_page_with_tables_in_markdown_is_not_rendered_text() -> None:
    table = "| Name | Type | Description |\n|---|---|---|\n| size | integer | Pixels |\n"
    text = f"# Get a photo\n\nThis endpoint returns the photo.\n\n`GET /photos/{{id}}`\n\n## Query Parameters\n\n{table}\n### Response\n\nThis endpoint returns the photo.\n"
    assert reading(text).reader == "curl-tables"
