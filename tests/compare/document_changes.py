"""Descriptions before and after, for rules about bodies, responses and models."""

from __future__ import annotations

from .operation_changes import BASE, Edit, Row

_FORM = '          application/x-www-form-urlencoded:\n            schema: {$ref: "#/components/schemas/NewCall"}\n'
CREATE_BODY = BASE[
    BASE.index("      requestBody:\n        required: true\n        description: The call.") : BASE.index(
        '      responses:\n        "201"'
    )
]
_JSON_FIRST: Edit = (
    CREATE_BODY,
    "      requestBody:\n        required: true\n        content:\n"
    '          application/vnd.b+json: {schema: {$ref: "#/components/schemas/NewCall"}}\n'
    '          application/vnd.c+json: {schema: {$ref: "#/components/schemas/NewCall"}}\n',
)
_CALLS = "          description: Calls.\n"
_NO_CONTENT = BASE[BASE.index('        "404":\n') : BASE.index("    post:\n      operationId: createCall")]
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
        old=((CREATE_BODY, ""),),
        symbols=("calls.create(body)",),
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
        old=((CREATE_BODY, ""),),
    ),
    Row("removed", "request-body-removed breaking request", ((CREATE_BODY, ""),)),
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
        symbols=("calls.create",),
    ),
    Row(
        "a further success of another type",
        "result-type-changed breaking response;response-success-status-added safe response",
        (('        "422":\n', '        "202": {description: Later.}\n        "422":\n'),),
    ),
    Row(
        "a success less",
        "response-success-status-removed breaking response",
        (),
        old=(('        "422":\n', '        "204": {description: Nothing to do.}\n        "422":\n'),),
    ),
    Row(
        "a success without a body that has one now",
        "response-success-status-removed risky response;response-success-status-added safe response",
        (
            (
                '        "422":\n',
                '        "202":\n          description: Later.\n          content:\n            application/json:\n'
                '              schema: {$ref: "#/components/schemas/Call"}\n        "422":\n',
            ),
        ),
        old=(('        "422":\n', '        "204": {description: Nothing to do.}\n        "422":\n'),),
    ),
    Row(
        "a further failure",
        "response-non-success-status-added safe response",
        (('        "422":\n', '        "409": {description: Twice.}\n        "422":\n'),),
        symbols=("errors.ConflictError", "calls.create"),
    ),
    Row(
        "the last operation with a failure",
        "response-non-success-status-removed risky response",
        ((_NO_CONTENT, ""),),
        symbols=("errors.NotFoundError", "calls.list"),
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
        symbols=("calls.list",),
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
    Row("a spare one less", "api-schema-removed breaking none", ((_SPARE, ""),), symbols=("Spare",)),
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
        "model-base-changed breaking response",
        ((_LEG, _FLAT),),
        old=((_LEG, _BASED),),
        symbols=("Leg",),
    ),
    Row(
        "a further base",
        "model-base-added safe response",
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
