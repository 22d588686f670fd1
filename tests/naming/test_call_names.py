"""Names of resources, methods and arguments."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.ir.api import (
    Body,
    MediaType,
    Operation,
    Response,
)
from generator.ir.schema_reader import read_schema

from .apis import EMPTY, calls, names, nodes, operation, parameters


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
