"""Words of a document in the letter case of Python."""

from __future__ import annotations

import pytest

from generator.text.casing import MAXIMUM_LENGTH, class_case, snake


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("phoneNumber", "phone_number"),
        ("userID", "user_id"),
        ("userIDs", "user_ids"),
        ("x-api-key", "x_api_key"),
        ("OAuth2Token", "oauth2_token"),
        ("IPv4Address", "ipv4_address"),
        ("HTTPResponseCode", "http_response_code"),
        ("iOSVersion", "ios_version"),
        ("VMsList", "vms_list"),
        ("S3Bucket", "s3_bucket"),
        ("3DSecure", "3d_secure"),
        ("userB2BFlag", "user_b2b_flag"),
        ("createdAtUTC", "created_at_utc"),
        ("$filter", "filter"),
        ("filter[name]", "filter_name"),
        ("ids[]", "ids"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("@type", "type"),
        ("Größe", "grosse"),
        ("ÅngströmUnit", "angstrom_unit"),
        ("цена", "tsena"),
        ("ক\u09cb", "kao"),
        ("名前", "名前"),
        ("50%", "50"),
        ("", ""),
    ],
)
def test_snake(text: str, expected: str) -> None:
    assert snake(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VoiceAgentCallCreate", "VoiceAgentCallCreate"),
        ("HTTPValidationError", "HTTPValidationError"),
        ("model_id", "ModelId"),
        ("voice-call_Response_200", "VoiceCallResponse200"),
        ("Voice-callRequestBadRequestError", "VoiceCallRequestBadRequestError"),
        ("Page[User]", "PageUser"),
        ("Page_User_", "PageUser"),
        ("Map<string, Foo>", "MapStringFoo"),
        ("List«Foo»", "ListFoo"),
        ("API_KEY", "ApiKey"),
        ("URL", "URL"),
        ("a 1.2", "A1_2"),
        ("Größe", "Grosse"),
    ],
)
def test_pascal(text: str, expected: str) -> None:
    assert class_case(text) == expected


def test_long_names_lose_their_middle() -> None:
    long = "Calls" + "Something" * 40 + "ResponseError"
    for found in (class_case(long), snake(long)):
        assert len(found) <= MAXIMUM_LENGTH
        assert found.lower().startswith("calls")
        assert found.lower().endswith("error")
