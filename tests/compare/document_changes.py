"""The same for bodies, responses, models, credentials, servers, and what a document says of itself."""

from __future__ import annotations

from generator.config import Credential, Settings

from .operation_changes import BASE, Edit, Row

_FORM = '          application/x-www-form-urlencoded:\n            schema: {$ref: "#/components/schemas/NewCall"}\n'
_BODY = BASE[
    BASE.index("      requestBody:\n        required: true\n        description: The call.") : BASE.index(
        '      responses:\n        "201"'
    )
]
_JSON_FIRST: Edit = (
    _BODY,
    "      requestBody:\n        required: true\n        content:\n"
    '          application/vnd.b+json: {schema: {$ref: "#/components/schemas/NewCall"}}\n'
    '          application/vnd.c+json: {schema: {$ref: "#/components/schemas/NewCall"}}\n',
)
_CALLS = "          description: Calls.\n"
_NO_CONTENT = BASE[BASE.index('        "404":\n') : BASE.index("    post:\n      operationId: createCall")]
_SANDBOX = "  - url: https://test.acme.example\n    description: Sandbox\n"
_REGION = "      region: {default: eu, enum: [eu, us]}\n"
_OAUTH = BASE[BASE.index("    oauth:\n") : BASE.index("  schemas:\n    NewCall")]
_ITEMS = (
    "          content:\n            application/json:\n"
    '              schema: {type: array, items: {$ref: "#/components/schemas/Call"}}\n'
)
_LINES = "          content:\n            application/jsonl:\n"

_LEG_AND_FAILURE = (
    '            application/json:\n              schema: {$ref: "#/components/schemas/Leg"}\n'
    '        "404": {description: None.}\n'
)

BODIES = (
    Row(
        "a required one more",
        "request-body-added-required breaking request",
        (),
        old=((_BODY, ""),),
        symbols=("calls.create_call(body)",),
    ),
    Row(
        "an optional one more",
        "request-body-added-optional safe request",
        (
            (
                "        required: true\n        description: The call.",
                "        required: false\n        description: The call.",
            ),
        ),
        old=((_BODY, ""),),
    ),
    Row("removed", "request-body-removed breaking request", ((_BODY, ""),)),
    Row(
        "required",
        "request-body-became-required breaking request",
        (),
        old=(
            (
                "        required: true\n        description: The call.",
                "        required: false\n        description: The call.",
            ),
        ),
    ),
    Row(
        "optional",
        "request-body-became-optional safe request",
        (
            (
                "        required: true\n        description: The call.",
                "        required: false\n        description: The call.",
            ),
        ),
    ),
    Row("a media type more", "request-body-media-type-added safe request", (), old=((_FORM, ""),)),
    Row("a media type less", "request-body-media-type-removed breaking request", ((_FORM, ""),)),
    Row(
        "another default",
        "request-body-media-type-added safe request;request-body-default-media-type-changed risky request",
        (
            _JSON_FIRST,
            (
                "          application/vnd.b+json:",
                '          application/vnd.a+json: {schema: {$ref: "#/components/schemas/NewCall"}}\n'
                "          application/vnd.b+json:",
            ),
        ),
        old=(_JSON_FIRST,),
    ),
    Row(
        "a schema at last",
        "request-body-media-type-schema-added breaking request",
        (),
        old=((_FORM, "          application/x-www-form-urlencoded: {}\n"),),
    ),
    Row(
        "no schema any more",
        "request-body-media-type-schema-removed safe request",
        ((_FORM, "          application/x-www-form-urlencoded: {}\n"),),
    ),
    Row(
        "items with a schema at last",
        "request-body-media-type-item-schema-added breaking request",
        ((_FORM, "          application/jsonl: {itemSchema: {type: string}}\n"),),
        old=((_FORM, "          application/jsonl: {}\n"),),
    ),
    Row(
        "items with no schema any more",
        "request-body-media-type-item-schema-removed safe request",
        ((_FORM, "          application/jsonl: {}\n"),),
        old=((_FORM, "          application/jsonl: {itemSchema: {type: string}}\n"),),
    ),
    Row(
        "a part written in another way",
        "request-body-encoding-changed risky request",
        ((_FORM, f"{_FORM}            encoding: {{note: {{style: pipeDelimited}}}}\n"),),
    ),
    Row("described anew", "body-description-changed docs none", (("description: The call.", "description: A call."),)),
)

RESPONSES = (
    Row(
        "a further success of the same type",
        "response-success-status-added safe response",
        (
            (
                '        "422":\n',
                '        "202":\n          description: Later.\n          content:\n            application/json:\n'
                '              schema: {$ref: "#/components/schemas/Call"}\n        "422":\n',
            ),
        ),
        symbols=("calls.create_call",),
    ),
    Row(
        "a further success of another type",
        "result-type-changed risky response;response-success-status-added safe response",
        (('        "422":\n', '        "202": {description: Later.}\n        "422":\n'),),
    ),
    Row(
        "a success less",
        "response-success-status-removed breaking response",
        (),
        old=(('        "422":\n', '        "204": {description: Nothing to do.}\n        "422":\n'),),
    ),
    Row(
        "a further failure",
        "response-non-success-status-added safe response",
        (('        "422":\n', '        "409": {description: Twice.}\n        "422":\n'),),
        symbols=("errors.ConflictError", "calls.create_call"),
    ),
    Row(
        "the last operation with a failure",
        "response-non-success-status-removed risky response",
        ((_NO_CONTENT, ""),),
        symbols=("errors.NotFoundError", "calls.list_calls"),
    ),
    Row(
        "a failure less, which others have",
        "response-non-success-status-removed safe response",
        (),
        old=(
            (
                '            application/json:\n              schema: {$ref: "#/components/schemas/Leg"}\n',
                _LEG_AND_FAILURE,
            ),
        ),
    ),
    Row(
        "a media type more",
        "response-media-type-added safe response",
        (
            (
                '              schema: {$ref: "#/components/schemas/Leg"}\n',
                '              schema: {$ref: "#/components/schemas/Leg"}\n            application/vnd.acme+json:\n'
                '              schema: {$ref: "#/components/schemas/Leg"}\n',
            ),
        ),
        symbols=("calls.get_leg",),
    ),
    Row(
        "a media type less",
        "response-media-type-removed breaking response",
        (),
        old=(
            (
                '              schema: {$ref: "#/components/schemas/Leg"}\n',
                '              schema: {$ref: "#/components/schemas/Leg"}\n            application/vnd.acme+json:\n'
                '              schema: {$ref: "#/components/schemas/Leg"}\n',
            ),
        ),
    ),
    Row(
        "a media type with a parameter",
        "response-media-type-name-changed risky response",
        ((_ITEMS, _ITEMS.replace("application/json:", "application/json; version=2:")),),
    ),
    Row(
        "a schema at last",
        "response-body-media-type-schema-added safe response",
        (),
        old=((_ITEMS, "          content: {application/json: {}}\n"),),
    ),
    Row(
        "no schema any more",
        "response-body-media-type-schema-removed breaking response",
        ((_ITEMS, "          content: {application/json: {}}\n"),),
    ),
    Row(
        "items with a schema at last",
        "response-body-media-type-item-schema-added safe response",
        ((_ITEMS, f'{_LINES}              itemSchema: {{$ref: "#/components/schemas/Call"}}\n'),),
        old=((_ITEMS, f"{_LINES}              description: Lines.\n"),),
    ),
    Row(
        "items with no schema any more",
        "response-body-media-type-item-schema-removed breaking response",
        ((_ITEMS, f"{_LINES}              description: Lines.\n"),),
        old=((_ITEMS, f'{_LINES}              itemSchema: {{$ref: "#/components/schemas/Call"}}\n'),),
    ),
    Row(
        "a header more",
        "response-header-added safe response",
        (("            X-Page:", "            X-Next: {schema: {type: string}}\n            X-Page:"),),
    ),
    Row(
        "a required header less",
        "required-response-header-removed breaking response",
        (("            X-Total:\n              required: true\n              schema: {type: integer}\n", ""),),
        symbols=("calls.list_calls",),
    ),
    Row(
        "an optional header less",
        "optional-response-header-removed risky response",
        (("            X-Page:\n              schema: {type: integer}\n", ""),),
    ),
    Row(
        "an optional header",
        "response-header-became-optional breaking response",
        (("            X-Total:\n              required: true\n", "            X-Total:\n"),),
    ),
    Row(
        "a required header",
        "response-header-became-required safe response",
        (("            X-Page:\n", "            X-Page:\n              required: true\n"),),
    ),
    Row(
        "a header written in another way",
        "response-header-serialization-changed risky response",
        (("            X-Page:\n", "            X-Page:\n              explode: true\n"),),
    ),
    Row("described anew", "response-description-changed docs none", ((_CALLS, "          description: All calls.\n"),)),
)

_BASED = (
    '    Leg:\n      allOf:\n        - {$ref: "#/components/schemas/Spare"}\n        - type: object\n'
    "          required: [number]\n          properties:\n            number: {type: string}\n"
    "            length: {type: integer}\n"
)
_LEG = BASE[BASE.index("    Leg:\n") : BASE.index("    Problem:\n")]
_FLAT = _LEG + "        part: {type: string}\n"
_SPARE = BASE[BASE.index("    Spare:\n") :]

MODELS = (
    Row(
        "renamed",
        "model-renamed breaking none",
        (
            ("    Problem:\n", "    Failure:\n"),
            ('schema: {$ref: "#/components/schemas/Problem"}', 'schema: {$ref: "#/components/schemas/Failure"}'),
            ('schema: {$ref: "#/components/schemas/Problem"}', 'schema: {$ref: "#/components/schemas/Failure"}'),
        ),
        symbols=("Problem", "Failure"),
    ),
    Row("a spare one less", "api-schema-removed risky none", ((_SPARE, ""),), symbols=("Spare",)),
    Row("a spare one more", "api-schema-added safe none", (), old=((_SPARE, ""),), symbols=("Spare",)),
    Row(
        "a spare one changed",
        "unused-schema-changed safe none",
        (("part: {type: string}", "part: {type: integer}"),),
        symbols=("Spare.part",),
    ),
    Row("a spare one described anew", "description-changed docs both", (("part: {", "part: {description: A part., "),)),
    Row(
        "a whole one that is only read",
        "mutability-changed safe response",
        (("    Problem:\n      type: object\n", "    Problem:\n      type: object\n      readOnly: true\n"),),
        symbols=("Problem",),
    ),
    Row(
        "another base",
        "model-base-changed risky response",
        ((_LEG, _BASED),),
        old=((_LEG, _FLAT),),
        symbols=("Leg",),
    ),
    Row(
        "a field that had to give way to another one",
        "field-renamed breaking response;response-optional-property-added safe response",
        (("        length: {type: integer}\n", "        length: {type: integer}\n        Length: {type: string}\n"),),
        old=(("        length: {type: integer}\n", "        Length: {type: string}\n"),),
    ),
)

_CONSENT: Edit = (
    "        clientCredentials:",
    "        implicit: {authorizationUrl: https://acme.example/authorize, scopes: {}}\n        clientCredentials:",
)

CREDENTIALS = (
    Row(
        "asked for",
        "api-security-added breaking request",
        (),
        old=(("      security:\n        - key: []\n        - oauth: [read]\n", "      security: []\n"),),
        symbols=("calls.get_leg",),
    ),
    Row(
        "a further choice",
        "api-security-added safe request",
        (),
        old=(("        - oauth: [read]\n", ""),),
    ),
    Row("a choice less", "api-security-removed breaking request", (("        - oauth: [read]\n", ""),)),
    Row(
        "no longer asked for",
        "api-security-removed safe request",
        (("      security:\n        - key: []\n        - oauth: [read]\n", "      security: []\n"),),
    ),
    Row("a further scope", "api-security-scope-added breaking request", (("[read]", "[read, write]"),)),
    Row("a scope less", "api-security-scope-removed safe request", (("[read]", "[]"),)),
    Row(
        "choices in another order",
        "api-security-reordered safe request",
        (("        - key: []\n        - oauth: [read]\n", "        - oauth: [read]\n        - key: []\n"),),
    ),
    Row(
        "asked for everywhere",
        "api-global-security-added breaking request",
        (),
        old=(("security:\n  - key: []\n", ""),),
        symbols=("calls.list_calls", "calls.create_call"),
    ),
    Row(
        "a choice less everywhere",
        "api-global-security-removed breaking request",
        (),
        old=(("security:\n  - key: []\n", "security:\n  - key: []\n  - oauth: []\n"),),
    ),
    Row(
        "a further scope everywhere",
        "api-global-security-scope-added breaking request",
        (("security:\n  - key: []\n", "security:\n  - oauth: [read]\n"),),
        old=(("security:\n  - key: []\n", "security:\n  - oauth: []\n"),),
    ),
    Row(
        "a scope less everywhere",
        "api-global-security-scope-removed safe request",
        (("security:\n  - key: []\n", "security:\n  - oauth: []\n"),),
        old=(("security:\n  - key: []\n", "security:\n  - oauth: [read]\n"),),
    ),
    Row(
        "one more",
        "api-security-component-added safe none",
        (("    oauth:\n", "    spare: {type: http, scheme: bearer}\n    oauth:\n"),),
        symbols=("Acme(spare)",),
    ),
    Row(
        "one less",
        "api-security-component-removed breaking none;api-security-removed breaking request",
        ((_OAUTH, ""), ("        - oauth: [read]\n", "")),
        symbols=("Acme(oauth)",),
    ),
    Row(
        "another kind",
        "api-security-component-type-changed breaking none",
        (("      type: apiKey\n      in: header\n      name: X-Key\n", "      type: http\n      scheme: bearer\n"),),
        symbols=("Acme(key)",),
    ),
    Row(
        "another header",
        "api-security-component-location-changed breaking request",
        (("name: X-Key", "name: X-Api-Key"),),
    ),
    Row(
        "another place to consent",
        "api-security-component-oauth-url-changed risky none",
        (_CONSENT, ("/authorize", "/consent")),
        old=(_CONSENT,),
    ),
    Row(
        "another place for tokens",
        "api-security-component-oauth-token-url-changed risky none",
        (("acme.example/token", "acme.example/tokens"),),
    ),
    Row(
        "a further flow",
        "api-security-component-oauth-flow-added safe none",
        (
            (
                "        clientCredentials:",
                "        password: {tokenUrl: https://acme.example/token, scopes: {}}\n        clientCredentials:",
            ),
        ),
    ),
    Row(
        "a flow less",
        "api-security-component-oauth-flow-removed breaking none",
        (),
        old=(
            (
                "        clientCredentials:",
                "        password: {tokenUrl: https://acme.example/token, scopes: {}}\n        clientCredentials:",
            ),
        ),
    ),
    Row(
        "a scope more",
        "api-security-component-oauth-scope-added safe none",
        (("write: Write.", "write: Write., admin: All."),),
    ),
    Row(
        "a scope less in the flow", "api-security-component-oauth-scope-removed risky none", ((", write: Write.", ""),)
    ),
    Row(
        "a scope described anew",
        "api-security-component-oauth-scope-changed docs none",
        (("write: Write.", "write: Do."),),
    ),
    Row(
        "renamed",
        "credential-renamed breaking none",
        (
            ("    key:\n      type", "    token:\n      type"),
            ("- key: []", "- token: []"),
            ("- key: []", "- token: []"),
        ),
        symbols=("Acme(key)", "Acme(token)"),
    ),
    Row(
        "another variable of the environment",
        "credential-environment-renamed breaking none",
        (),
        symbols=("Acme(key)",),
        settings=Settings(credentials={"key": Credential(argument="key", environment="ACME_TOKEN")}),
    ),
    Row(
        "described anew",
        "credential-description-changed docs none",
        (("description: The key.", "description: A key."),),
    ),
)

SERVERS = (
    Row(
        "another first one",
        "default-server-changed risky request",
        (("servers:\n", f"servers:\n{_SANDBOX}"), (f"{_REGION}{_SANDBOX}", _REGION)),
    ),
    Row(
        "one more",
        "server-added safe request;server-renamed safe none",
        (),
        old=((_SANDBOX, ""),),
        symbols=("Acme(server='sandbox')",),
    ),
    Row(
        "one less",
        "server-removed breaking request;server-renamed breaking none",
        ((_SANDBOX, ""),),
        symbols=("Acme(server='sandbox')",),
    ),
    Row(
        "another URL",
        "server-url-changed risky request",
        (("https://test.acme", "https://sandbox.acme"),),
        symbols=("Acme(server='sandbox')",),
    ),
    Row(
        "another name",
        "server-renamed breaking none;server-description-changed docs none",
        (("description: Sandbox", "description: Playground"),),
        symbols=("Acme(server='sandbox')", "Acme(server='playground')"),
    ),
    Row(
        "another order",
        "server-reordered safe none",
        (
            (
                "    description: Sandbox\n",
                "    description: Sandbox\n  - url: https://b.acme.example\n    description: B\n  - url: https://a.acme.example\n    description: A\n",
            ),
        ),
        old=(
            (
                "    description: Sandbox\n",
                "    description: Sandbox\n  - url: https://a.acme.example\n    description: A\n  - url: https://b.acme.example\n    description: B\n",
            ),
        ),
    ),
    Row(
        "a variable more",
        "server-variable-added safe request",
        ((_REGION, f"{_REGION}      port: {{default: '443'}}\n"),),
    ),
    Row(
        "a variable less",
        "server-variable-removed breaking request",
        (),
        old=((_REGION, f"{_REGION}      port: {{default: '443'}}\n"),),
    ),
    Row("another default", "server-variable-default-changed risky request", (("default: eu", "default: us"),)),
    Row("a value more", "server-variable-value-added safe request", (("[eu, us]", "[eu, us, in]"),)),
    Row("a value less", "server-variable-value-removed breaking request", (("[eu, us]", "[eu]"),)),
    Row(
        "a variable described anew",
        "server-description-changed docs none",
        (("enum: [eu, us]", "enum: [eu, us], description: Where."),),
    ),
)

DOCUMENT = (
    Row(
        "another name of the client",
        "client-renamed breaking none",
        (),
        symbols=("Acme", "Phone"),
        settings=Settings(
            name="Phone",
            credentials={
                "key": Credential(argument="key", environment="ACME_KEY"),
                "oauth": Credential(argument="oauth", environment="ACME_OAUTH"),
            },
        ),
    ),
    Row("another version", "version-changed docs none", (("version: 1.0.0", "version: 1.1.0"),)),
    Row("another title", "info-changed docs none", (("title: Acme", "title: Acme Calls"),)),
    Row("another description", "info-changed docs none", (("description: Calls people.", "description: It calls."),)),
    Row("a tag described anew", "tag-description-changed docs none", (("All about calls.", "Calls."),)),
    Row(
        "a tag declared",
        "tag-description-changed docs none",
        (("tags:\n  - name: calls", "tags:\n  - name: legs\n  - name: calls"),),
    ),
)
