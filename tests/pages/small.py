"""What small pages say, of fields, answers, operations and credentials in many forms: `python -m tests.pages.small` writes the record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.commands.importing.prepared import prepared
from generator.diagnostics import Report, to_terminal
from generator.pages import registry
from generator.pages.markup import as_markdown
from generator.pages.reading import Page
from generator.pages.spec.writing import RecordedPage
from generator.pages.text.html import is_html
from generator.pages.text.visible import visible
from generator.pages.wording import headings

from .. import recording
from .facts import facts_of, written

RECORD = Path(__file__).with_name("small.txt")

_FIELDS = (
    "| Name | Type | Required | Description |\n|---|---|---|---|\n| to | string | yes | Whom. |\n| tries | integer | no | 1 to 5. Default: 3 |\n| mode | enum | no | `a` or `b` |",
    "| Field | Type | Description |\n|:--|:-:|--:|\n| `to` * | string | Whom. |\n| opts | object | More |\n| opts.a | string | Inner |\n| opts.b[] | array | |\n| opts.b[].c | int | Deep |",
    "| Parameter | Description |\n|---|---|\n| to (string, required) | Whom. |\n| tries (integer) | Optional. Max 5. |",
    "| Key | Value |\n|---|---|\n| to | Whom |\n| id | 7 |",
    "| Name | In | Type | Default | Example |\n|---|---|---|---|---|\n| id | path | string | | `c1` |\n| limit | query | integer | 20 | 50 |\n| X-Trace | header | string | | |\n| to | body | string[] | | |",
    "Name | Type | Notes\n--- | --- | ---\nto | string | required\ncc | list of strings | optional, nullable",
    "- `to` (string, required) - Whom.\n- `tries` (integer, optional): How often. Defaults to `3`.\n- `opts` (object)\n  - `a` (string)\n  - `b` (array of objects)\n    - `c` (number) minimum 1",
    "* **to** *string* required - Whom\n* **tries** *integer* - Default 3, max 5\n* **when** *ISO 8601 date* - Day",
    "- to: string, required. Whom.\n- tries: integer. How often.\n- kind: one of `a`, `b`",
    "1. `to` - string - Whom\n2. `mode` - enum: a, b - How",
    "**to** `string` required\n\nWhom.\n\n**tries** `integer` Default: `3`\n\nHow often.",
    "### to\n\nstring, required\n\nWhom.\n\n### tries\n\ninteger\n\nHow often.",
    "`to` string required Whom.\n`tries` integer optional How often.",
    "to\nstring\nrequired\nWhom.\n\ntries\ninteger\nHow often. Defaults to 3.",
    "<table><tr><th>Name</th><th>Type</th><th>Description</th></tr><tr><td>to</td><td>string</td><td>Whom.</td></tr><tr><td>tries</td><td>integer</td><td>Max 5</td></tr></table>",
    "<dl><dt>to</dt><dd>string. Whom.</dd><dt>tries</dt><dd>integer. How often.</dd></dl>",
    '<ParamField body="to" type="string" required>Whom.</ParamField>\n<ParamField body="tries" type="integer" default="3">How often.</ParamField>\n<ParamField query="dry" type="boolean" />\n<ParamField header="X-Trace" type="string" />\n<ParamField path="id" type="string" />',
    '<ParamField body="opts" type="object">\n  <Expandable title="more">\n    <ParamField body="a" type="string" required>Inner.</ParamField>\n    <ResponseField name="b" type="enum<string>">`x` or `y`</ResponseField>\n  </Expandable>\n</ParamField>',
    '```json\n{\n  "to": "+49", // required, whom\n  "tries": 3, // optional\n  "opts": {"a": [1, 2]}\n}\n```',
    '```json\n{"to": "string", "tries": "integer", "kind": "a|b", "at": "2026-01-02T03:04:05Z", "none": null}\n```',
    '```json\n{"to": "x", ...}\n```',
    "```ts\ninterface Body {\n  to: string;\n  tries?: number;\n  kind: 'a' | 'b';\n}\n```",
    '| Name | Type | Required |\n|---|---|---|\n| to | string | \u2714 |\n| cc | string | \u2716 |\n| bcc | string? | - |\n| mode | "a" \\| "b" | true |\n| n | int32 | conditional |',
    "| Name | Type | Limits |\n|---|---|---|\n| to | string | max 20 characters |\n| n | integer | min: 1, max: 9 |\n| p | string | pattern `^a+$` |\n| l | array | 1-5 items |",
    "**Required:** `to`\n**Optional:** `tries`, `mode`",
    "The body has `to` (string), the number, and `tries` (integer), how often.",
    "Parameters:\n    to (str): Whom.\n    tries (int, optional): How often.",
    "@param to string Whom\n@param tries integer How often",
    "| to | string |\n| tries | integer |",
    "|Name|Type|\n|---|---|\n|to|string|\n\n|Name|Type|\n|---|---|\n|tries|integer|",
    "| \u540d\u524d | \u578b | \u5fc5\u9808 |\n|---|---|---|\n| to | string | \u306f\u3044 |",
    "| Nom | Type | Obligatoire | Description |\n|---|---|---|---|\n| to | cha\u00eene | oui | Qui |\n| n | entier | non | Combien |",
    "| Name | Typ | Pflicht | Beschreibung |\n|---|---|---|---|\n| to | Zeichenkette | ja | Wen |\n| n | Ganzzahl | nein | Wie oft |",
    "| Nombre | Tipo | Requerido | Descripci\u00f3n |\n|---|---|---|---|\n| to | cadena | s\u00ed | A qui\u00e9n |\n| n | entero | no | Veces |",
)
"""Fields below a heading."""
_HEADINGS = ("Body", "Request Body", "Body parameters", "Parameters", "Query parameters", "Path Parameters", "Headers", "Request", "Arguments", "Fields", "Attributes", "Required fields", "Optional body fields", "Form data", "Payload", "Response", "Returns", "Response headers", "200 OK", "Success", "Error response", "404 Not Found", "Errors", "Example request", "Example response (201)", "Response body", "Authorization", "Status codes", "4xx", "Antwort", "Corps de la requ\u00eate", "Par\u00e1metros", "\u30ec\u30b9\u30dd\u30f3\u30b9", "Notes", "Cookies", "Response: 202 Accepted", "Webhook payload", "Callback", "Usage", "The Call object")  # fmt: skip
_ANSWERS = (
    "## Response\n\n```json\n{\"id\": \"c1\", \"n\": 1, \"ok\": true, \"at\": null, \"list\": [{\"a\": 1.5}]}\n```", "## Response 201\n\n```json\n{\"id\": \"c1\"}\n```\n\n## Errors\n\n| Status | Meaning |\n|---|---|\n| 400 | Bad |\n| 404 | Unknown |", "Returns `204 No Content`.", "## Responses\n\n- `200` - Fine\n- `401`: No key\n- 5xx \u2014 Broken",
    "## Returns\n\n| Name | Type |\n|---|---|\n| id | string |\n| legs | array of objects |\n| legs.id | integer |", "**200 OK**\n\n```json\n[{\"id\": 1}]\n```\n\n**422**\n\n```json\n{\"detail\": \"x\"}\n```", "## Response\n\nHTTP/1.1 202 Accepted\nContent-Type: application/json\nX-Rate: 5\n\n{\"id\": 1}", "```http\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\nfine\n```", "## Response\n\n```xml\n<call><id>1</id></call>\n```", "## Response\n\nThe call object.", "## Error codes\n\n`invalid_number`: the number is wrong", "### 429 Too Many Requests\n\nSlow down.", "## Response\n\n```json\n{broken\n```", "## Response\n\n```\nid,name\n1,a\n```", "Answers with `201 Created` and the call, or 409 if there is one.", "## Response (200)\n\nContent type: `audio/mpeg`. The recording.", "Status: 200\nBody:\n{\"id\": 1}", "| Code | Description | Schema |\n|---|---|---|\n| 200 | OK | Call |\n| default | Error | Problem |", "## Response\n\n- `id` (string)\n- `data` (object)\n  - `a` (integer, nullable)",
)  # fmt: skip
_OPERATIONS = (
    "POST https://api.acme.com/v1/calls", "POST /v1/calls", "`POST /v1/calls`", "**POST** `/v1/calls`", "Endpoint: `https://api.acme.com/v1/calls`\nMethod: POST", "| Method | URL |\n|---|---|\n| POST | https://api.acme.com/v1/calls |", "```\nPOST /v1/calls HTTP/1.1\nHost: api.acme.com\nX-Api-Key: abc\nContent-Type: application/json\n\n{\"to\": \"x\"}\n```", "```bash\ncurl https://api.acme.com/v1/calls -d '{\"to\": \"x\"}' -H 'Authorization: Bearer t'\n```", "```python\nimport requests\nrequests.post('https://api.acme.com/v1/calls', json={'to': 'x'}, headers={'X-Api-Key': 'k'})\n```", "```js\nfetch('https://api.acme.com/v1/calls', {method: 'POST', body: JSON.stringify({to: 'x'})})\n```", "```php\n$ch = curl_init('https://api.acme.com/v1/calls');\n```", "```go\nreq, _ := http.NewRequest(\"POST\", \"https://api.acme.com/v1/calls\", nil)\n```", "GET /v1/calls/{id}?expand=legs", "GET /v1/calls/:id", "DELETE https://{region}.acme.com/calls/<id>", "PUT {{base}}/calls/{{id}}", "Base URL: https://api.acme.com/v2\n\nPATCH /calls/{call_id}", "To create a call, send a POST request to https://api.acme.com/v1/calls.", "post-/v1/calls", "POST /v1/calls\nGET /v1/calls", "## Create\n\nPOST /v1/calls\n\n## List\n\nGET /v1/calls\n\n| Name | Type |\n|---|---|\n| page | integer |", "<kbd>POST</kbd> <code>/v1/calls</code>", "openapi: 3.0.0\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {responses: {'200': {description: ok}}}}}", "```yaml\nopenapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {responses: {'200': {description: ok}}}}}\n```", "wss://api.acme.com/v1/stream", "POST ftp://api.acme.com/v1/calls", "POST https://api.example.com/v1/calls", "```bash\ncurl ftp://x -d 'a=1'\n```\n\nPOST /v1/calls",
)  # fmt: skip
_MARKUP = (
    "= Calls\n:base: /v1\n\n== Create a call\n\n`POST {base}/calls`\n\n[cols=\"1,2*\",options=\"header\"]\n|===\n|Name |Type |Text\n\n|to |string |Whom\n2+|n |integer\n3*|x\n|===\n\n[source,json]\n----\n{\"to\": \"x\"}\n----\n", "= Calls\n\n.Request\n[source,http,options=\"nowrap\"]\n----\nPOST /v1/calls HTTP/1.1\nHost: api.acme.com\n----\n\nto:: string. Whom.\nn:: integer.\n\n|===\n|a |b\n|c\nmore |d\n|===\n", "= T\n\n[%header,cols=2]\n|===\n|Name |Type\n|to |string\n|===\n\n```json\n{}\n```\n\n====\nBlock\n====\n\nNOTE: read\n", "= T\n\n|===\n|open\n",
    "Calls\n=====\n\nCreate\n------\n\n``POST /v1/calls``\n\n.. code-block:: json\n\n   {\"to\": \"x\"}\n\n.. list-table::\n   :header-rows: 1\n\n   * - Name\n     - Type\n   * - to\n     - string\n       more\n", "=====\nCalls\n=====\n\n.. http:post:: /v1/calls\n\n   Makes a call.\n\n   :<json string to: Whom\n   :>json integer id: Id\n   :query int page: Page\n   :statuscode 404: None\n   :reqheader X-Key: Key\n", "Calls\n~~~~~\n\n+------+--------+\n| Name | Type   |\n+======+========+\n| to   | string |\n|      | more   |\n+------+--------+\n| n    | int    |\n+------+--------+\n\n.. note:: careful\n\nPOST /v1/calls::\n\n   {\"a\": 1}\n", "A\n=\n\nshort\n===\n\n====\nX\n",
    "# Calls\n\n!!! note \"Careful\"\n    Text.\n\n=== \"curl\"\n\n    ```bash\n    curl https://api.acme.com/v1/calls -d 'to=x'\n    ```\n\n=== \"python\"\n\n    ```python\n    import requests\n    ```\n\n??? tip\n    More\n", "# Calls\n\n::: info POST /v1/calls\nText\n:::\n\n:::tip\nMore\n:::\n\n::: code-group\n\n```sh [curl]\ncurl https://api.acme.com/v1/calls\n```\n\n:::\n", "<!doctype html><html><head><title>Calls</title><style>x{}</style></head><body><nav>Menu</nav><h1>Create</h1><p>POST <code>/v1/calls</code><br>now</p><table><tr><th>Name<th>Type<tr><td>to<td>string</table><pre>{\"a\":\n 1}</pre><ul><li>a<li>b</ul><script>var a = 1</script></body></html>", "<html><body><h2>GET /a</h2><dl><dt>to<dd>string</dl><p hidden>no</p><div>a<span>b</span></div><a href='/x'>link</a><img alt='pic'><hr><h3>Response</h3><pre><code class='language-json'>{&quot;a&quot;: 1}</code></pre></body></html>", "<html><body><p>POST /a</p><!-- open", "<html><body>" + "<b " * 20 + "</body></html>",
    "=====\nCalls\n=====\n\nPart\n====\n\n``POST /v1/calls``\n\n.. code-block:: json\n\n   {\"to\": \"x\"}\n\nLonger title\n------------\n\nToo short\n---\n\nMore\n~~~~\n", "Calls\n#####\n\n.. list-table:: Fields\n   :header-rows: 1\n   :widths: 10 20\n\n   * - Name\n     - Type\n   * - to\n     - string\n   * - n\n\nPOST /v1/calls\n",
)  # fmt: skip
_FRONT = ("---\ntitle: Create call\napi: POST /v1/calls\n---\n\nText.", "---\ntitle: Create call\nopenapi: post /v1/calls\n---\n", "---\nmethod: POST\npath: /v1/calls\n---\n\nText", "---\ntitle: x\n", "---\napi: 'GET https://api.acme.com/a'\nauthMethod: bearer\n---\n", "---\nurl: https://docs.acme.com/a\n---\n\n# T\n\nGET /a")  # fmt: skip


def said(text: str, name: str = "page.md") -> list[str]:
    """Return the reader, facts and findings of a page, or why it is refused."""
    report = Report()
    reading = registry.read(Page(text, name), report)
    lines = [to_terminal(one) for one in report]
    if reading is None:
        return [*lines, "refused"]
    reading = prepared(RecordedPage(reading, "", "", "", ""), Path()).reading
    lines += [f"reader {reading.reader}", *written(facts_of(reading)).splitlines()]
    lines += [f"finding {one.line} {one.code}: {one.text}" for one in reading.findings]
    lines += [f"unknown {one.line}: {one.text}" for one in reading.unknowns]
    lines += [f"repair {one.line} {one.pointer}: {one.text}" for one in reading.repairs]
    lines += [f"example {one.line} {one.kind} {one.status} {one.value}" for one in reading.examples]
    lines += [f"call {one.line} {one.method} {one.url} {one.headers}" for one in reading.calls]
    return lines


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the cases of the record."""
    head = "# Create a call\n\nPOST https://api.acme.com/v1/calls/{id}\n\nMakes a call.\n"
    for number, fields in enumerate(_FIELDS):
        yield f"fields {number}", said(f"{head}\n## Body\n\n{fields}\n")
        yield f"fields {number} of answers", said(f"{head}\n## Response 200\n\n{fields}\n\n## Errors\n\n- 404\n")
    for title in _HEADINGS:
        yield f"heading {title!a}", [str(headings.announced(title)), *said(f"{head}\n## {title}\n\n{_FIELDS[0]}\n")]
    for number, answer in enumerate(_ANSWERS):
        yield f"answer {number}", said(f"{head}\n{answer}\n")
        yield f"answer {number} as text", said(
            f"{head}\n{answer}\n".replace("#", "").replace("`", "").replace("*", ""), "page.txt"
        )
    for number, operation in enumerate(_OPERATIONS):
        yield f"operation {number}", said(f"# Create a call\n\n{operation}\n\n## Body\n\n{_FIELDS[6]}\n")
        yield f"operation {number} alone", said(f"{operation}\n")
    for number, text in enumerate((*_MARKUP, *_FRONT)):
        name = "page.html" if text.startswith("<") else "page.md"
        shown = visible(text) if is_html(text) else as_markdown(Page(text, name)).text
        yield f"markup {number}", [*(f"| {line}" for line in shown.split("\n")), *said(text, name)]


if __name__ == "__main__":
    recording.main(RECORD, cases())
