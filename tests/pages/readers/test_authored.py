"""Pages that people write by hand, and what platforms and extractions make of them: what their readers report."""

from __future__ import annotations

import pytest

from tests.pages.evaluate import CORPUS
from tests.pages.facts import facts_of
from tests.pages.support import reading, refusal

FLAT = (CORPUS / "redocly-1.md").read_text("utf-8")


def findings(text: str, name: str = "page.md") -> dict[str, str]:
    return {one.code: one.text for one in reading(text, name).findings}


def test_a_page_on_one_line_says_the_same() -> None:
    text = " ".join(FLAT.split())
    assert facts_of(reading(text)) == facts_of(reading(FLAT))
    assert "one-line" in findings(text)


def test_a_gitbook_page_of_a_document_names_it() -> None:
    block = '{% openapi-operation spec="pots" path="/pots" method="post" %}\n'
    said = refusal(
        f"# Pots\n\n{block}[OpenAPI pots](https://docs.pots.dev/openapi.yaml?key=1)\n{{% endopenapi-operation %}}\n"
    )
    assert "shows the document `https://docs.pots.dev/openapi.yaml`: import that" in said


def test_a_base_path_that_only_samples_with_a_placeholder_show_is_reported() -> None:
    text = "POST /pots\n\n```bash\ncurl -X POST https://api.example.com/v3/pots -d '{\"a\": 1}'\n```\n"
    assert findings(text)["base-path"].startswith("samples call `/v3/pots`")


def test_a_scheme_of_which_only_the_name_is_known_is_reported() -> None:
    text = FLAT.replace("BearerAuth", "HarbourKey")
    assert "`HarbourKey`" in findings(text)["scheme-unknown"]
    assert "scheme-unknown" not in findings(FLAT)


@pytest.mark.parametrize("host", ["{baseurl}", "{{base_url}}", "<host>", "$API", "~", "https://api.pots.dev"])
def test_what_stands_for_the_base_url(host: str) -> None:
    text = f"## List\n\n`GET {host}/pots`\n\n## Make\n\n`POST {host}/pots`\n"
    document = reading(text).document or {}
    assert {path: list(item) for path, item in document["paths"].items()} == {"/pots": ["get", "post"]}


def test_marks_glued_to_a_description() -> None:
    text = (
        "Pots\nMake a pot\nPOST\n/\npots\nAuthorizations\nAuthorization\nstring\nheaderrequiredBearer authentication"
        " header of the form Bearer <token>.\nBody\napplication/json\nclay\nstring\nrequiredWhat it is made of.\n"
        "size\nnumber\nHow large.\nResponse\n201 - application/json\nid\ninteger\nWhich one.\n"
    )
    (schema,) = [
        one for one in (reading(text).document or {})["components"]["schemas"].values() if "clay" in one["properties"]
    ]
    assert schema["required"] == ["clay"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Authentication: Bearer token required\n", "http", "bearer"),
        ("Authorization: Basic <credentials>\n", "http", "basic"),
        ("X-Api-Key: <your key>\n", "apiKey", "X-Api-Key"),
        ("Pass your API key in the `X-Pot-Key` header.\n", "apiKey", "X-Pot-Key"),
        ("Send your key with the api_key query parameter.\n", "apiKey", "api_key"),
    ],
)
def test_credentials_in_words(text: str, kind: str, name: str) -> None:
    document = reading(f"GET /pots\n\n{text}").document or {}
    ((_, scheme),) = document["components"]["securitySchemes"].items()
    assert scheme["type"] == kind
    assert name in scheme.values()


@pytest.mark.parametrize(
    "text", ["No authentication is required.", "Authentication: none", "Bearers of rings are welcome."]
)
def test_no_credentials_in_words(text: str) -> None:
    assert "components" not in (reading(f"GET /pots\n\n{text}\n").document or {})


def test_an_error_without_a_status_is_no_example_of_an_answer() -> None:
    text = (
        "## Pots\n\n`GET /pots`\n\n### Response\n\n```json\n[1]\n```\n\n"
        '### Error responses\n\nErrors look like this:\n\n```json\n{"error": "no"}\n```\n'
    )
    assert [one.value for one in reading(text).examples] == [[1]]
