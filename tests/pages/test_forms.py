"""Samples that send forms, as pages of telephone companies show them, and the document that is made from them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages import samples
from generator.pages.names import tag_of
from generator.pages.samples.sample import FORM, MULTIPART
from tests.pages.support import drift_of, reading

_URL = "https://api.otter.dev/v1/calls"
_TO = (("To", "+14155551212"), ("From", "+15017122661"))
FORMS: dict[str, tuple[str, str, str, Any]] = {
    "curl -d": ("bash", f"curl {_URL} -d To=%2B14155551212 -d From=+15017122661 -u $SID:$TOKEN", FORM, _TO),
    "curl --data-urlencode": (
        "bash",
        f'curl -X POST {_URL} \\\n  --data-urlencode "To=+14155551212" \\\n  --data-urlencode "From=+15017122661"',
        FORM,
        _TO,
    ),
    "curl -d, all in one": ("bash", f'curl {_URL} -d "To=+14155551212&From=+15017122661"', FORM, _TO),
    "curl -F": ("bash", f"curl {_URL} -F 'audio=@a.wav' -F name=x", MULTIPART, (("audio", "@a.wav"), ("name", "x"))),
    "curl, JSON without a header": ("bash", f"""curl {_URL} -d '{{"To": "+1"}}'""", "", ()),
    "curl, a JWT": ("bash", f"curl {_URL} -d 'eyJhbGciOi.e30.c2ln=='", "", ()),
    "curl, XML": ("bash", f"curl {_URL} -H 'Content-Type: application/xml' -d '<a b=\"c\"/>'", "application/xml", ()),
    "requests, data of a dict": (
        "python",
        f'import requests\nrequests.post("{_URL}", data={{"To": "+14155551212", "From": "+15017122661"}})',
        FORM,
        _TO,
    ),
    "requests, data of a variable": (
        "python",
        'import requests\npayload = {"To": "+14155551212", "From": "+15017122661"}\n'
        f'requests.post(\n    "{_URL}",\n    data=payload,\n    auth=("a", "b"),\n)',
        FORM,
        _TO,
    ),
    "requests, text in data": (
        "python",
        f'import requests\npayload = "{{\\"To\\": \\"+1\\"}}"\nrequests.post("{_URL}", data=payload)',
        "",
        (),
    ),
    "requests, dumps": (
        "python",
        f'import json, requests\ndata = {{"To": "+1"}}\nrequests.post("{_URL}", data=json.dumps(data))',
        "",
        (),
    ),
    "requests, json": ("python", f'import requests\nrequests.post("{_URL}", json={{"To": "+1"}})', "", ()),
    "fetch, URLSearchParams": (
        "javascript",
        f'fetch("{_URL}", {{method: "POST", body: new URLSearchParams({{To: "+14155551212", From: "+15017122661"}})}})',
        FORM,
        _TO,
    ),
    "fetch, FormData": (
        "javascript",
        f'const form = new FormData();\nform.append("name", "x");\nfetch("{_URL}", {{method: "POST", body: form}});',
        MULTIPART,
        (("name", "x"),),
    ),
    "fetch, a query": (
        "javascript",
        f'const q = new URLSearchParams({{a: "b"}});\nfetch("{_URL}" + q, {{method: "GET"}});',
        "",
        (),
    ),
    "php, form_params": (
        "php",
        f"<?php $client->request('POST', '{_URL}', ['form_params' => ['To' => '+14155551212', 'From' => '+15017122661']]);",
        FORM,
        _TO,
    ),
    "java, FormBody": (
        "java",
        'RequestBody body = new FormBody.Builder().add("To", "+14155551212").add("From", "+15017122661").build();\n'
        f'Request request = new Request.Builder().url("{_URL}").post(body).build();',
        FORM,
        _TO,
    ),
    "go, Values": (
        "go",
        f'form := url.Values{{}}\nhttp.NewRequest("POST", "{_URL}", strings.NewReader(form.Encode()))',
        FORM,
        (),
    ),
}
PAGE = """# Place a call

`POST https://api.otter.dev/2010-04-01/Accounts/{{AccountSid}}/Calls.json`

## Body parameters

| Parameter | Type | Required |
|---|---|---|
| To | string | yes |
| Timeout | integer | no |

```bash
curl https://api.otter.dev/2010-04-01/Accounts/$SID/Calls.json {data} -u $SID:$TOKEN
```

The answer, with status 201:

```json
{{"sid": "CA1", "status": "queued"}}
```
"""
DOCUMENT = """# Place a call

## OpenAPI Specification

```yaml
openapi: 3.1.0
info: {{title: Otter, version: "1"}}
servers: [{{url: "https://api.otter.dev"}}]
paths:
  /v1/calls:
    post:
      operationId: place
      requestBody:
        content:
          {declared}:
            schema: {{type: object, properties: {{To: {{type: string}}}}}}
      responses: {{"200": {{description: ok}}}}
```

```bash
curl https://api.otter.dev/v1/calls -d To=+14155551212
```
"""


@pytest.mark.parametrize(("language", "code", "media_type", "form"), FORMS.values(), ids=FORMS)
def test_what_a_sample_sends(language: str, code: str, media_type: str, form: tuple[tuple[str, str], ...]) -> None:
    sample = samples.read(code, 1, language)
    assert sample is not None
    assert (sample.media_type, sample.form) == (media_type, form)
    assert not (form and sample.has_body)


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        ('-d "To=+1415" -d Timeout=30', FORM),
        ("--data-urlencode To=+1415", FORM),
        ("-F To=+1415", MULTIPART),
        ("""-d '{"To": "+1415"}'""", "application/json"),
        ("""-H 'Content-Type: application/vnd.otter+json' -d '{"To": "+1415"}'""", "application/vnd.otter+json"),
    ],
)
def test_the_document_has_the_media_type_that_the_sample_sends(data: str, declared: str) -> None:
    document = reading(PAGE.format(data=data)).document or {}
    operation = document["paths"]["/2010-04-01/Accounts/{AccountSid}/Calls.json"]["post"]
    assert list(operation["requestBody"]["content"]) == [declared]
    assert list(operation["responses"]) == ["201"]
    assert operation["tags"] == ["Calls"]
    assert sorted(document["components"]["schemas"]) == ["Call", "PlaceCallRequest"]


@pytest.mark.parametrize(
    ("declared", "found"), [(FORM, []), ("application/json", ["drift-sample-media-type"]), ('"*/*"', [])]
)
def test_a_sample_that_sends_another_media_type_is_drift(declared: str, found: list[str]) -> None:
    assert [one.code for one in drift_of(DOCUMENT.format(declared=declared))] == found


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("/v1/calls/{id}", "calls"),
        ("/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json", "Calls"),
        ("/Accounts/{AccountSid}.json", "Accounts"),
        ("/v2/accounts", "accounts"),
        ("/{tenant}/calls", "calls"),
        ("/projects/{id}/agents/{agent}/turns", "agents"),
        ("/calls/{id}/recordings", "calls"),
        ("/", ""),
    ],
)
def test_the_tag_of_a_path(path: str, tag: str) -> None:
    assert tag_of(path) == tag


def test_fields_of_a_sent_form_become_a_payload_of_the_declared_types() -> None:
    data = '-d "To=+1415&To=+1416" -d Timeout=30 -d "metadata[key]=7" -d "tags[]=a"'
    read = reading(PAGE.format(data=data))
    sent = [one.value for one in read.examples if one.kind == "request"]
    assert sent == [{"To": ["+1415", "+1416"], "Timeout": 30, "metadata": {"key": "7"}, "tags": ["a"]}]


@pytest.mark.parametrize("text", ["9" * 400, "1e5", "007", "nan", "yes", ""])
def test_text_of_a_form_that_is_no_number_stays_text(text: str) -> None:
    read = reading(PAGE.format(data=f'-d "To=1" -d Timeout={text}'))
    assert [one.value for one in read.examples if one.kind == "request"] == [{"To": "1", "Timeout": text}]


def test_a_form_with_a_file_gives_no_payload() -> None:
    assert not [one for one in reading(PAGE.format(data="-F To=@a.wav")).examples if one.kind == "request"]
