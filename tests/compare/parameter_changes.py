"""Descriptions before and after, for rules about parameters of operations."""

from __future__ import annotations

from .operation_changes import Edit, Row

_LIMIT = "          required: false\n          description: How many.\n          schema: {type: integer}\n"
_STATE = "        - name: state\n          in: query\n          schema: {type: array, items: {type: string}}\n"
_OLD_LIMIT: Edit = (
    "          required: false\n          description: How many.",
    '          required: false\n          deprecated: true\n          x-sunset: "2031-01-31"\n          description: How many.',
)

PARAMETERS = (
    Row(
        "a required one more with a default",
        "new-required-request-parameter breaking request",
        (
            (
                _STATE,
                _STATE + "        - {name: size, in: query, required: true, schema: {type: integer, default: 20}}\n",
            ),
        ),
        symbols=("calls.list(size)",),
    ),
    Row(
        "a required one more with one value, which the client gives",
        "new-required-request-parameter risky request",
        (
            (
                _STATE,
                _STATE + "        - {name: mode, in: query, required: true, schema: {type: string, enum: [fast]}}\n",
            ),
        ),
        symbols=("calls.list(mode)",),
    ),
    Row(
        "a required one more",
        "new-required-request-parameter breaking request",
        ((_STATE, _STATE + "        - {name: since, in: query, required: true, schema: {type: string}}\n"),),
        symbols=("calls.list(since)",),
    ),
    Row(
        "an optional one more",
        "new-optional-request-parameter safe request",
        ((_STATE, _STATE + "        - {name: since, in: query, schema: {type: string}}\n"),),
        symbols=("calls.list(since)",),
    ),
    Row(
        "one more in the path",
        "api-moved breaking request;new-request-path-parameter breaking request",
        (
            ("/calls/{callId}/legs/{legId}:", "/calls/{callId}/legs/{legId}/{part}:"),
            (
                "        - {name: legId,",
                "        - {name: part, in: path, required: true, schema: {type: string}}\n        - {name: legId,",
            ),
        ),
    ),
    Row(
        "removed",
        "request-parameter-removed breaking request",
        ((_STATE, ""),),
        symbols=("calls.list(state)",),
    ),
    Row(
        "removed after it was deprecated",
        "request-parameter-removed-with-deprecation risky request",
        ((f"        - name: limit\n          in: query\n{_LIMIT}", ""),),
        old=(_OLD_LIMIT,),
        today="2031-02-01",
    ),
    Row(
        "removed before its day",
        "request-parameter-removed-before-sunset breaking request",
        ((f"        - name: limit\n          in: query\n{_LIMIT}", ""),),
        old=(_OLD_LIMIT,),
        today="2030-02-01",
    ),
    Row(
        "renamed",
        "request-parameter-renamed breaking request",
        (("name: state", "name: status"),),
        symbols=("calls.list(state)", "calls.list(status)"),
    ),
    Row(
        "renamed in the path",
        "argument-renamed breaking none",
        (("legs/{legId}:", "legs/{id}:"), ("{name: legId,", "{name: id,")),
        symbols=("calls.get_leg(leg_id)", "calls.get_leg(id)"),
    ),
    Row(
        "a header in another case",
        "",
        (("name: X-Trace", "name: x-trace"),),
    ),
    Row(
        "another location",
        "request-parameter-location-changed breaking request",
        (("name: state\n          in: query", "name: state\n          in: header"),),
    ),
    Row(
        "required",
        "request-parameter-became-required breaking request",
        (("required: false\n", "required: true\n"),),
        symbols=("calls.list(limit)",),
    ),
    Row(
        "optional",
        "request-parameter-became-optional safe request",
        (),
        old=(("required: false\n", "required: true\n"),),
    ),
    Row(
        "another style",
        "request-parameter-serialization-changed breaking request",
        (("name: state\n", "name: state\n          explode: false\n"),),
    ),
    Row(
        "another media type",
        "request-parameter-content-changed breaking request",
        (
            (
                "name: state\n          in: query\n          schema: {type: array, items: {type: string}}",
                "name: state\n          in: query\n          content:\n            application/json:\n"
                "              schema: {type: array, items: {type: string}}",
            ),
        ),
    ),
    Row(
        "reserved characters as they are",
        "request-parameter-reserved-changed risky request",
        (("name: state\n", "name: state\n          allowReserved: true\n"),),
    ),
    Row(
        "not empty any more",
        "request-parameter-empty-value-changed risky request",
        (),
        old=(("name: state\n", "name: state\n          allowEmptyValue: true\n"),),
    ),
    Row(
        "empty, too",
        "request-parameter-empty-value-changed safe request",
        (("name: state\n", "name: state\n          allowEmptyValue: true\n"),),
    ),
    Row(
        "deprecated",
        "request-parameter-deprecated safe request",
        (("name: state\n", "name: state\n          deprecated: true\n"),),
        symbols=("calls.list(state)",),
    ),
    Row(
        "no longer deprecated",
        "request-parameter-reactivated safe request",
        (),
        old=(("name: state\n", "name: state\n          deprecated: true\n"),),
    ),
    Row(
        "no day any more",
        "request-parameter-sunset-deleted breaking request",
        (
            (
                "          required: false\n          description: How many.",
                "          required: false\n          deprecated: true\n          description: How many.",
            ),
        ),
        old=(_OLD_LIMIT,),
    ),
    Row(
        "an earlier day",
        "request-parameter-sunset-date-changed-too-small breaking request",
        ((_OLD_LIMIT[0], _OLD_LIMIT[1].replace("2031", "2030")),),
        old=(_OLD_LIMIT,),
    ),
    Row(
        "a later day",
        "request-parameter-sunset-date-changed safe request",
        ((_OLD_LIMIT[0], _OLD_LIMIT[1].replace("2031", "2032")),),
        old=(_OLD_LIMIT,),
    ),
    Row(
        "arguments in another order",
        "api-moved breaking request;argument-order-changed breaking request",
        (("/calls/{callId}/legs/{legId}:", "/legs/{legId}/of/{callId}:"),),
    ),
    Row(
        "described anew",
        "parameter-description-changed docs none",
        (("description: How many.", "description: How many there are."),),
    ),
    Row(
        "a credential, not a parameter any more",
        "api-security-added breaking request;request-parameter-removed breaking request;"
        "api-security-component-added safe none",
        (
            (
                "      operationId: listCalls\n",
                "      operationId: listCalls\n      security: [{key: [], trace: []}]\n",
            ),
            ("    oauth:\n", "    trace: {type: apiKey, in: header, name: X-Trace}\n    oauth:\n"),
        ),
    ),
)
