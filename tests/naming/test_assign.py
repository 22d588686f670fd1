"""Names: readable, distinct, and moved by nothing that has nothing to do with them."""

from __future__ import annotations

import ast
import keyword
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import runtime
from generator.config import CredentialSettings, Settings, load_settings
from generator.diagnostics import Report
from generator.emit.expression import STANDARD
from generator.ir.api import (
    Api,
    Body,
    MediaType,
    Operation,
    Parameter,
    ParameterLocation,
    Response,
    SecurityScheme,
    Server,
)
from generator.ir.schema_reader import read_schema
from generator.ir.schemas import ANYTHING, Schema
from generator.naming.assign import Names, name
from generator.naming.reserved import CLASS_NAMES, CLIENT_ATTRIBUTES, CLIENT_MODULE_NAMES, MODEL_ATTRIBUTES, TYPE_NAMES
from generator.text.casing import MAXIMUM_LENGTH, class_case, is_identifier, snake

if TYPE_CHECKING:
    from collections.abc import Mapping

EMPTY = Api("Pets", "1", "", (), (), (), (), {})


def nodes(schemas: Mapping[str, Any]) -> dict[str, Schema]:
    return {wire: read_schema(json) for wire, json in schemas.items()}


def operation(method: str, path: str, operation_id: str | None = None, *tags: str, **more: Any) -> Operation:
    defaults: dict[str, Any] = {
        "summary": "",
        "description": "",
        "deprecated": False,
        "parameters": (),
        "body": None,
        "responses": (),
        "security": (),
    }
    return Operation(method, path, operation_id, tags, **{**defaults, **more})


def parameters(*pairs: tuple[str, str]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(wire, ParameterLocation(location), required=False, schema=ANYTHING, style="form", explode=True)
        for location, wire in pairs
    )


def names(api: Api, chosen: Settings | None = None, package: str = "pets") -> Names:
    report = Report()
    found = name(api, chosen or Settings(), package, report)
    assert not report.failed, [*report]
    return found


def complaints(api: Api, chosen: Settings) -> list[str]:
    report = Report()
    name(api, chosen, "pets", report)
    return [f"{one.severity}: {one.code}: {one.message}" for one in report]


def calls(*operations: Operation, chosen: Settings | None = None) -> list[str]:
    found = names(replace(EMPTY, operations=operations), chosen)
    return [found.operations[one.key].call for one in operations]


def classes(*schemas: str) -> list[str]:
    found = names(replace(EMPTY, schemas=nodes(dict.fromkeys(schemas, True))))
    return [found.schemas[one] for one in schemas]


def attributes(*properties: str) -> list[str]:
    schemas = nodes({"Pet": {"type": "object", "properties": {one: {} for one in properties}}})
    found = names(replace(EMPTY, schemas=schemas))
    return [found.properties["Pet", one] for one in properties]


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


def test_every_name_of_the_runtime_is_reserved() -> None:
    # The modules of events and of fakes define no resource, and name the classes of others through their modules.
    home: dict[str, str] = vars(runtime)["_HOME"]
    apart = {name for name, module in home.items() if module.startswith(("webhooks.", "testing."))} - {"Fake"}
    exported = {one for one in runtime.__all__ if one[0].isupper()} - {"RESERVED"} - apart
    assert exported <= CLIENT_MODULE_NAMES
    public = {one for client in (runtime.Client, runtime.AsyncClient) for one in dir(client) if not one.startswith("_")}
    assert public <= CLIENT_ATTRIBUTES
    assert not [one for one in dir(runtime.Resource) if not one.startswith("_")]


def test_everything_generated_code_imports_is_reserved() -> None:
    assert {one for one in STANDARD if one[0].isupper()} <= CLASS_NAMES
    assert {one for one in STANDARD if one[0].islower()} & set(TYPE_NAMES) == {"date", "datetime", "time"}


def test_class_names() -> None:
    assert classes("io.k8s.api.core.v1.Pod", "com.example.Foo", "Acme.Api.Models.User", "v1.Pod") == [
        "CoreV1Pod",
        "Foo",
        "AcmeUser",
        "V1Pod",
    ]
    assert classes(
        "Response", "None", "Warning", "Model", "2fa", "名前", "NotFoundError", "datetime", "Error", "List"
    ) == [
        "ResponseModel",
        "NoneModel",
        "WarningModel",
        "ModelSchema",
        "Model2fa",
        "名前Model",
        "NotFoundErrorModel",
        "Datetime",
        "Error",
        "List",
    ]


def test_types_in_generic_names_lose_their_namespaces() -> None:
    assert classes(
        "Shop.Api.Paged_System.Collections.Generic.List_Shop.Model.Order__",
        "ResponseOk_List_shop.entities.line_item.LineItem__",
        "Paged[com.example.shop.Cart]",
        "Shop.Paged`1[[Shop.Models.Item, Shop.Core, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null]]",
        "flow.v1.flow_revision_",
    ) == ["PagedListOrder", "ResponseOkListLineItem", "PagedCart", "PagedItem", "FlowRevision"]
    assert classes("Page[a.b.Pet]", "Page[c.d.Pet]", "PagePet") == ["PageABPet", "PageCDPet", "PagePet"]


def test_the_namespace_of_a_large_document_is_left_out() -> None:
    graph = {f"microsoft.graph.thing{number}": True for number in range(30)}
    found = names(
        replace(EMPTY, schemas=nodes({**graph, "microsoft.graph.callRecords.call": True, "odata.error": True}))
    )
    assert found.schemas["microsoft.graph.thing7"] == "Thing7"
    assert found.schemas["microsoft.graph.callRecords.call"] == "CallRecordsCall"
    assert found.schemas["odata.error"] == "OdataError"


def test_inline_schemas_of_a_namespace_begin_like_its_components() -> None:
    graph = {f"microsoft.graph.thing{number}": True for number in range(30)}
    wires = {"MicrosoftGraphThing7Union": True, "MicrosoftGraphery": True}
    api = replace(EMPTY, schemas=nodes({**graph, **wires}), inline={wire: (wire,) for wire in wires})
    found = names(api)
    assert [found.schemas[wire] for wire in wires] == ["Thing7Union", "MicrosoftGraphery"]
    parts = {"ComExampleOwnerPart": True, "OwnerPart": True}
    api = replace(
        EMPTY, schemas=nodes({"com.example.Owner": True, "Owner": True, **parts}), inline=dict.fromkeys(parts, ())
    )
    assert names(api).schemas == {
        "com.example.Owner": "ExampleOwner",
        "Owner": "Owner",
        "ComExampleOwnerPart": "ExampleOwnerPart",
        "OwnerPart": "OwnerPart",
    }


def test_the_reason_of_a_name_says_how_it_was_made() -> None:
    long = "Calls" + "Something" * 40
    found = names(replace(EMPTY, schemas=nodes(dict.fromkeys((long, "2fa", "None"), True))))
    reasons = {each.wire: each.reason for each in found.explanations}
    assert reasons[long] == "from its own name; cut to 100 characters"
    assert reasons["2fa"] == "from its own name; with the kind, because no class can begin so"
    assert reasons["None"] == "from its own name; with the kind, because Python or the runtime has the plain one"


def test_classes_that_clash() -> None:
    assert classes("PageUser", "Page[User]", "page_user", "Page_User") == [
        "PageUser",
        "PageOfUser",
        "PageUserModel",
        "Page_User",
    ]
    assert classes("com.a.Foo", "org.b.Foo", "Foo") == ["AFoo", "BFoo", "Foo"]
    assert classes("foo-bar", "foo.bar") == ["FooBar", "FooDotBar"]


def test_attributes() -> None:
    found = attributes(
        "phoneNumber", "class", "copy", "model_config", "date", "2fa", "", "self", "type", "_id", "name__in"
    )
    assert found == [
        "phone_number",
        "class_",
        "copy_",
        "model_config_",
        "date_",
        "field_2fa",
        "empty",
        "self_",
        "type",
        "id",
        "name__in",
    ]


def test_attributes_that_clash() -> None:
    assert attributes("phone_number", "phoneNumber") == ["phone_number", "phoneNumber"]
    assert attributes("type", "@type", "$type") == ["type", "at_type", "dollar_type"]
    assert attributes("id", "_id", "ID", "Id") == ["id", "underscore_id", "id_upper", "id_capitalized"]
    assert attributes("+1", "-1", "1") == ["plus_1", "minus_1", "field_1"]
    assert attributes("copy", "copy_") == ["copy_field", "copy_"]
    assert attributes("a-b", "a.b", "a b") == ["a_dash_b", "a_dot_b", "a_b"]


def test_fields_avoid_names_of_inherited_fields() -> None:
    base = {"type": "object", "properties": {"foo_bar": {}}}
    child = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"fooBar": {}, "own": {}}}]}
    found = names(replace(EMPTY, schemas=nodes({"A": child, "Base": base})))
    assert found.properties == {("Base", "foo_bar"): "foo_bar", ("A", "fooBar"): "fooBar", ("A", "own"): "own"}


def test_cyclic_inheritance_ends() -> None:
    schemas = {
        one: {"allOf": [{"$ref": f"#/components/schemas/{other}"}, {"properties": {one: {}}}]}
        for one, other in (("A", "B"), ("B", "A"))
    }
    assert names(replace(EMPTY, schemas=nodes(schemas))).properties == {("A", "A"): "a", ("B", "B"): "b"}


@pytest.mark.parametrize(
    ("one", "call"),
    [
        (
            operation("post", "/v1/calls", "create-call-v-1-calls-post", "subpackage_voiceAgentBeta"),
            "voice_agent_beta.create_call",
        ),
        (operation("get", "/items/{item_id}", "read_item_items__item_id__get"), "items.read"),
        (operation("get", "/v1/calls", "getCallsV1CallsGet", "calls"), "calls.list"),
        (operation("get", "/pets", "pets/list", "pets"), "pets.list"),
        (operation("get", "/repos/{o}", "repos/get-content", "repos"), "repos.get_content"),
        (operation("post", "/users", "Users_Create", "users"), "users.create"),
        (operation("get", "/x", "compute.instances.list", "instances"), "instances.list"),
        (operation("get", "/pets", "listPets", "pets"), "pets.list"),
        (operation("get", "/pets", "pets_by_id", "pets"), "pets.list_by_id"),
        (operation("get", "/pets/{petId}", None, "pets"), "pets.get"),
        (operation("get", "/api/v2.1/calls/{id}", "x"), "calls.x"),
        (operation("get", "/v1beta1/pods", "x"), "pods.x"),
        (operation("delete", "/imports", "import", "imports"), "imports.import_"),
        (operation("get", "/", "ping"), "ping"),
        (operation("get", "/{id}", None), "get"),
        (operation("get", "/a", "x", ""), "a.x"),
        (operation("get", "/a", "x", "Pet operations / Admin"), "pet_operations_admin.x"),
        (operation("get", "/a", "2faEnable", "a"), "a.get_2fa_enable"),
        (operation("get", "/a", "x", "send"), "send_.x"),
        (operation("get", "/a", "x", "2fa"), "tag_2fa.x"),
        (operation("get", "/a", "date", "a"), "a.date_"),
        (operation("get", "/foo/{a-b}.json", None), "foos.get"),
        (operation("get", "/#Action=DescribeInstances", "GET_DescribeInstances"), "instances.describe"),
        (operation("post", "/?Action=ListRoles&Version=1", None), "roles.list"),
        (operation("post", "/#X-Amz-Target=Db_2016.TagResource", "TagResource"), "resources.tag"),
        (operation("post", "/v1/sendMessage", "sendMessage"), "messages.send"),
        (operation("post", "/createpermission", "CreatePermission"), "permissions.create"),
        (operation("get", "/list-items/{id}/notes", "x"), "items.x"),
        (operation("get", "/2020-05-31/distribution/{id}/associate-alias#Alias", "x"), "distributions.x"),
        (operation("get", "/V1/carts/{id}/items", "x", "carts/{id}/items"), "carts.x"),
        (operation("get", "/x", "listCoreV1NamespacedPod", "core_v1"), "core_v1.list_namespaced_pod"),
        (operation("get", "/x", "createPetStore", "pet store"), "pet_store.create"),
        (operation("delete", "/x", "DELETE_Delete-thing", "a"), "a.delete_thing"),
        (operation("get", "/x", "get_users", "a"), "a.get_users"),
        (operation("get", "/setup/v1/rooms/{id}", None, "rooms"), "rooms.get"),
        (operation("get", "/v2/rooms/v1", None, "rooms"), "rooms.list"),
        (operation("get", "/get_rooms", None, "a"), "a.get_rooms"),
        (operation("post", "/get_rooms", None, "a"), "a.get_rooms"),
        (
            operation("post", "/V1/shipment/track", "salesShipmentTrackSave", "shipment/track"),
            "shipments.sales_shipment_track_save",
        ),
        (operation("get", "/x", "catalogRepositoryV1GetListGet", "a"), "a.catalog_repository_get_list"),
        (operation("post", "/x", "createPost", "a"), "a.create_post"),
        (operation("get", "/x", "findThingsUsingGET", "a"), "a.find_things"),
        (operation("get", "/x", "BrandLogos_GetBrandLogo", "a"), "a.get_brand_logo"),
        (operation("get", "/x", "brands_list", "a"), "a.brands_list"),
        (operation("get", "/x", "BillingPayments_GetPayment", "a"), "a.billing_payments_get_payment"),
        (operation("get", "/x", "thingsUsingGET_1", "a"), "a.things_1"),
        (operation("post", "/#Action=NotifyRoom", "NotifyRoom"), "rooms.notify"),
        (operation("get", "/x", "PriceList_Get", "a"), "a.price_list_get"),
        (operation("get", "/x", "issueDeleteStopwatch", "issue"), "issue.delete_stopwatch"),
        (operation("get", "/x", "contactsAdd", "Contacts"), "contacts.add"),
        (operation("get", "/x", "listListItems", "Lists"), "lists.list_items"),
        (operation("post", "/#Action=StampUpdateEnd", "StampUpdateEnd"), "ends.stamp_update_end"),
        (operation("get", "/x", "OrdersController_findAll", "orders"), "orders.find_all"),
        (operation("post", "/#Action=CreateOrUpdateTags", "CreateOrUpdateTags"), "tags.create_or_update"),
        (
            operation(
                "get",
                "/users/{user-id}/events/{event-id}/instances/{event-id1}/get",
                "users.user.events.event.instances.event.get",
                "users.Actions",
            ),
            "users_actions.events_instances_get",
        ),
        (operation("get", "/p/{id}", "spanner.projects.instances.list", "projects"), "projects.instances.list"),
    ],
)
def test_operations(one: Operation, call: str) -> None:
    assert calls(one) == [call]


def test_operations_that_clash() -> None:
    assert calls(
        operation("get", "/a/{id}", "get", "a"),
        operation("get", "/b", "get", "a"),
        operation("get", "/c", "a_get", "a"),
    ) == ["a.get", "a.get_b", "a.a_get"]
    assert calls(operation("get", "/users", "list", "users"), operation("get", "/pets", "list", "pets")) == [
        "users.list",
        "pets.list",
    ]


def test_a_plain_path_keeps_its_name_next_to_one_with_a_version() -> None:
    assert calls(operation("get", "/api/rooms", None, "a"), operation("get", "/rooms", None, "a")) == [
        "a.get_api_rooms",
        "a.list_rooms",
    ]
    assert calls(operation("get", "/rooms/v3", None, "a"), operation("get", "/rooms/v4", None, "a")) == [
        "a.list_rooms",
        "a.get_rooms_v4",
    ]


def test_long_methods_that_clash_are_cut_less() -> None:
    start = ".".join(["organisations", *("departments" for _ in range(8))])
    ids = [f"{start}.{middle}.{'.'.join('members' for _ in range(6))}.list" for middle in ("teams", "rooms")]
    found = calls(*(operation("get", f"/{number}", one, "a") for number, one in enumerate(ids)))
    assert any("teams" in call or "rooms" in call for call in found)
    assert len({*found}) == len(found)
    assert not any(call[-1].isdigit() for call in found)


def test_names_that_follow_from_a_method() -> None:
    found = names(replace(EMPTY, operations=(operation("get", "/pets", "pets/list", "pets"),)), package="zoo")
    (resource,) = found.resources
    assert (resource.class_name, resource.async_class_name, resource.module) == ("Pets", "AsyncPets", "pets")
    assert resource.hidden_builtins == ("list",)
    one = found.operations["get", "/pets"]
    assert (one.builder, one.constant, one.resource) == ("list_request", "_LIST", "pets")


def test_builder_and_constant_of_a_keyword_method_need_no_underscore() -> None:
    one = operation("post", "/pets/import", "import", "pets")
    found = names(replace(EMPTY, operations=(one,))).operations[one.key]
    assert (found.method, found.builder, found.constant) == ("import_", "import_request", "_IMPORT")


def test_resources_avoid_names_of_schemas_and_modules() -> None:
    operations = (
        operation("get", "/a", "x", "models"),
        operation("get", "/b", "x", "Pets"),
        operation("get", "/c", "x", "pets"),
        operation("get", "/d", "x", "operation"),
    )
    found = names(replace(EMPTY, operations=operations, schemas=nodes({"Pets": True})))
    assert [(one.attribute, one.module, one.class_name) for one in found.resources] == [
        ("models", "models_resource", "Models"),
        ("operation", "operation", "OperationResource"),
        ("pets", "pets", "PetsResource"),
    ]
    assert found.resources[2].tags == ("Pets", "pets")


def test_arguments() -> None:
    one = operation(
        "get",
        "/pets/{id}",
        "show",
        "pets",
        parameters=parameters(
            ("path", "id"), ("header", "id"), ("query", "$filter"), ("query", "filter"), ("query", "class"),
            ("header", "X-Request-ID"), ("query", "body"), ("query", "self"), ("query", "content_type"),
            ("query", "filter[name]"), ("query", "show_request"), ("cookie", "2fa"), ("query", "list"),
        ),
        body=Body(required=True, contents=(MediaType("application/json"), MediaType("text/xml"))),
    )  # fmt: skip
    found = names(replace(EMPTY, operations=(one,)))
    assert [found.parameters[one.key, str(each.location), each.name] for each in one.parameters] == [
        "id",
        "id_header",
        "dollar_filter",
        "filter",
        "class_",
        "x_request_id",
        "body",
        "self_query",
        "content_type_query",
        "filter_name",
        "show_request_query",
        "value_2fa",
        "list",
    ]
    assert found.body[one.key] == "request_body"


def test_an_argument_with_a_rival_in_another_place_says_its_place() -> None:
    one = operation("get", "/a", "a", parameters=parameters(("query", "filter"), ("header", "$filter")))
    found = names(replace(EMPTY, operations=(one,)))
    assert [found.parameters[one.key, str(each.location), each.name] for each in one.parameters] == [
        "filter",
        "filter_header",
    ]


def test_credentials_servers_and_errors() -> None:
    one = operation(
        "get",
        "/a",
        responses=tuple(
            Response(status) for status in ("200", "304", "404", "422", "494", "501", "4XX", "5XX", "default")
        ),
    )
    api = replace(
        EMPTY,
        operations=(one,),
        security_schemes=(SecurityScheme("APIKeyHeader", "apiKey"), SecurityScheme("timeout", "apiKey")),
        servers=(
            Server("https://api.x.ai/v2"),
            Server("https://api.us.x.ai/v2"),
            Server("https://test.x.ai", "Sandbox server (for tests)"),
        ),
    )
    found = names(api, Settings(name="FormantAI"))
    assert (found.client, found.async_client) == ("FormantAI", "AsyncFormantAI")
    assert found.credentials["APIKeyHeader"].argument == "api_key_header"
    assert found.credentials["APIKeyHeader"].environment == "FORMANTAI_API_KEY_HEADER"
    assert found.credentials["timeout"].argument == "timeout_credential"
    assert [found.servers[one.url] for one in api.servers] == ["default", "us", "sandbox"]
    assert found.errors == {
        "304": "NotModifiedError",
        "404": "NotFoundError",
        "422": "UnprocessableContentError",
        "494": "Status494Error",
        "4XX": "ClientStatusError",
        "501": "NotImplementedStatusError",
        "5XX": "ServerStatusError",
        "default": "DefaultStatusError",
    }
    assert names(replace(api, servers=api.servers[:1])).servers == {"https://api.x.ai/v2": "default"}


@pytest.mark.parametrize(("package", "client"), [("pets", "Pets"), ("my_api", "MyApi"), ("client", "ClientAPI")])
def test_the_client_is_named_after_its_package(package: str, client: str) -> None:
    assert names(EMPTY, package=package).client == client


def test_settings_override_everything() -> None:
    one = operation("post", "/v1/call", "create-call", "subpackage_calls", parameters=parameters(("query", "pageSize")))
    other = operation("get", "/v1/call", "list-calls", "subpackage_calls")
    bare = operation("post", "/sendMessage", "sendMessage")
    api = replace(
        EMPTY,
        operations=(one, other, bare),
        schemas=nodes({"A_b": {"properties": {"x": {}}}}),
        security_schemes=(SecurityScheme("sec0", "http"),),
        servers=(Server("https://a"), Server("https://b")),
    )
    chosen = Settings(
        tags={"subpackage_calls": "voice"},
        resources={"messages": "texts"},
        operations={"POST /v1/call": "calls.create"},
        schemas={"A_b": "Result"},
        properties={"A_b.x": "y"},
        parameters={"create-call.query.pageSize": "size"},
        credentials={"sec0": CredentialSettings("api_key", "KEY")},
        servers={"https://a": "global"},
    )
    found = names(api, chosen)
    assert [found.operations[each.key].call for each in (one, other, bare)] == [
        "calls.create",
        "voice.list_calls",
        "texts.send_message",
    ]
    assert found.schemas == {"A_b": "Result"}
    assert found.properties == {("A_b", "x"): "y"}
    assert found.parameters == {(one.key, "query", "pageSize"): "size"}
    assert (found.credentials["sec0"].argument, found.credentials["sec0"].environment) == ("api_key", "KEY")
    assert found.servers == {"https://a": "global", "https://b": "b"}
    assert complaints(api, chosen) == []
    reasons = {(each.kind, each.wire): each.reason for each in found.explanations}
    assert reasons["schema", "A_b"] == reasons["property", "A_b.x"] == "set in provider.toml"
    assert reasons["resource", "messages"] == reasons["resource", "subpackage_calls"] == "set in provider.toml"


def test_a_setting_that_names_nothing_has_a_place_and_a_suggestion() -> None:
    api = replace(EMPTY, operations=(operation("patch", "/agents/{id}", None),))
    report = Report()
    chosen = load_settings('[operations]\n"patch /agents/{id}" = "agents.change"\n', "provider.toml", report)
    assert chosen is not None
    found = name(api, chosen, "acme", report)
    assert [(each.code, str(each.where)) for each in report] == [("unused-setting", "provider.toml:2:1")]
    assert next(iter(report)).message.endswith("; did you mean PATCH /agents/{id}?")
    assert "PATCH /agents/{id}" in {each.wire for each in found.explanations if each.kind == "operation"}


def test_settings_that_cannot_be_are_reported() -> None:
    sold = replace(operation("get", "/b", "y"), responses=(Response("409"),), body=Body(False, ()))
    api = replace(EMPTY, operations=(operation("get", "/a", "x"), sold), schemas=nodes({"A": True, "B": True}))
    for chosen, start in (
        (Settings(schemas={"C": "D"}), "warning: unused-setting: [schemas] 'C'"),
        (Settings(tags={"t": "u"}), "warning: unused-setting: [tags] 't'"),
        (Settings(resources={"t": "u"}), "warning: unused-setting: [resources] 't'"),
        (Settings(resources={"a": "send"}), "error: reserved-name: [resources] 'a'"),
        (Settings(operations={"z": "a.z"}), "warning: unused-setting: [operations] 'z'"),
        (Settings(schemas={"A": "X", "B": "X"}), "error: name-clash: [schemas] 'B': X is taken"),
        (Settings(schemas={"A": "Model"}), "error: "),
        (Settings(name="Client"), "error: reserved-name"),
        (Settings(operations={"x": "a.b.c.d.e.f.g"}), "error: name-clash: [operations] 'x': a.b.c.d.e.f.g is too deep"),
        (Settings(operations={"x": "send.c"}), "error: reserved-name: [operations] 'x'"),
        (Settings(operations={"x": "a.b", "y": "a.b"}), "error: name-clash: [operations] 'y'"),
        (Settings(errors={"404": "Gone"}), "warning: unused-setting: [errors] '404'"),
        (Settings(errors={"409": "A"}), "error: name-clash: [errors] '409': A is taken"),
        (Settings(errors={"409": "NotFoundError"}), "error: name-clash: [errors] '409': NotFoundError is taken"),
        (Settings(parameters={"x.body": "b"}), "warning: unused-setting: [parameters] 'x.body'"),
        (Settings(parameters={"y.body": "self"}), "error: name-clash: [parameters] 'y.body': self is taken"),
    ):
        assert any(one.startswith(start) for one in complaints(api, chosen)), (start, complaints(api, chosen))


def test_a_number_is_the_last_resort_and_is_reported() -> None:
    two = replace(EMPTY, schemas=nodes({"\u0430\u0300": True, "\u00e0": True, "a": True, "A": True}))
    assert len(set(names(two).schemas.values())) == 4


WIRE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "id",
            "ID",
            "Id",
            "_id",
            "@id",
            "$id",
            "class",
            "copy",
            "date",
            "a-b",
            "a.b",
            "aB",
            "a_b",
            "",
            "1",
            "+1",
            "Model",
            "None",
            "self",
        ]
    ),
)


def everything(schemas: Mapping[str, list[str]], tags: list[str], ids: list[str]) -> Api:
    operations = tuple(
        operation(
            "get",
            f"/p/{number}/{{id}}",
            one,
            *tags[number % 3 : number % 3 + 1],
            parameters=parameters(*{("query", tag) for tag in tags}, ("path", "id")),
        )
        for number, one in enumerate(ids)
    )
    return replace(
        EMPTY,
        operations=operations,
        schemas=nodes({wire: {"properties": {one: {} for one in found}} for wire, found in schemas.items()}),
    )


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(WIRE, st.lists(WIRE, max_size=6), max_size=6),
    st.lists(WIRE, max_size=4, unique=True),
    st.lists(WIRE, max_size=5),
    st.randoms(),
)
def test_names_are_valid_distinct_and_do_not_depend_on_order(
    schemas: dict[str, list[str]], tags: list[str], ids: list[str], chance: random.Random
) -> None:
    api = everything(schemas, tags, ids)
    found = names(api)
    groups: list[list[str]] = [
        [*found.schemas.values()],
        [one.attribute for one in found.resources],
        [one.module for one in found.resources],
    ]
    groups += [[found.properties[wire, one] for one in {*properties}] for wire, properties in schemas.items()]
    groups += [
        [found.parameters[one.key, str(each.location), each.name] for each in one.parameters] for one in api.operations
    ]
    groups += [[one.call for one in found.operations.values()]]
    for group in groups:
        assert len({*group}) == len(group)
        for one in (part for call in group for part in call.split(".")):
            assert is_identifier(one)
            assert not keyword.iskeyword(one)
            assert not one.startswith("_")
            ast.parse(f"{one} = 1")
    assert not {*found.schemas.values()} & CLASS_NAMES
    assert not {*found.properties.values()} & MODEL_ATTRIBUTES
    assert not {one.class_name for one in found.resources} & (CLIENT_MODULE_NAMES | {*found.schemas.values()})
    shuffled = chance.sample([*schemas], len(schemas))
    again = names(
        replace(
            api,
            schemas=nodes(
                {
                    wire: {"properties": {one: {} for one in chance.sample(schemas[wire], len(schemas[wire]))}}
                    for wire in shuffled
                }
            ),
        )
    )
    assert dict(again.schemas) == dict(found.schemas)
    assert dict(again.properties) == dict(found.properties)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(WIRE, st.lists(WIRE, max_size=6), max_size=6),
    st.lists(WIRE, max_size=4, unique=True),
    st.lists(WIRE, max_size=5),
)
def test_unrelated_additions_change_no_name(schemas: dict[str, list[str]], tags: list[str], ids: list[str]) -> None:
    api = everything(schemas, tags, ids)
    found = names(api)
    more = replace(
        api,
        schemas={**nodes({"Zebra Crossing": {"properties": {"zebraStripes": {}}}}), **api.schemas},
        operations=(operation("get", "/zebras", "zebras/list", "zebras"), *api.operations),
    )
    again = names(more)
    assert {wire: again.schemas[wire] for wire in found.schemas} == found.schemas
    assert {key: again.properties[key] for key in found.properties} == found.properties
    assert {key: again.operations[key] for key in found.operations} == found.operations
    assert {key: again.parameters[key] for key in found.parameters} == found.parameters
    assert {*found.resources} <= {*again.resources}


def answering(*content_types: str) -> tuple[Response, ...]:
    contents = tuple(MediaType(one, read_schema({"type": "string"})) for one in content_types)
    return (Response("200", "", contents=contents),)


def test_a_streaming_method_gets_another_name_if_an_operation_has_it() -> None:
    both = answering("application/json", "text/event-stream")
    chat = operation("post", "/a", "chat", "x", responses=both)
    plain = operation("post", "/b", "chatStream", "x", responses=answering("application/json"))
    keyword_ = operation("post", "/c", "import", "x", responses=both)
    stream = operation("post", "/d", "listen", "x", responses=answering("text/event-stream"))
    found = names(replace(EMPTY, operations=(chat, plain, keyword_, stream))).operations
    assert [(one.method, one.stream) for one in found.values()] == [
        ("chat", "chat_as_stream"),
        ("chat_stream", ""),
        ("import_", "import_stream"),
        ("listen", ""),
    ]
    assert names(replace(EMPTY, operations=(chat,))).operations[chat.key].stream == "chat_stream"
