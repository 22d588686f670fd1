"""Methods and resources: what is said once, what is not said at all, and what the provider says itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from generator.ir.api import Operation, SuggestedCall
from tests.naming.apis import EMPTY, calls, names, operation


@pytest.mark.parametrize(
    ("one", "call"),
    [
        # The noun of the resource is not said again.
        (operation("post", "/calls", "createCall", "calls"), "calls.create"),
        (operation("get", "/calls/{id}", "getCall", "Calls"), "calls.get"),
        (operation("get", "/calls", "getCalls", "calls"), "calls.list"),
        (operation("get", "/calls", "get_all_calls", "calls"), "calls.get_all"),
        (operation("get", "/calls", "GetListOfCalls", "calls"), "calls.list"),
        (operation("post", "/calls", "create_a_call", "calls"), "calls.create"),
        (operation("post", "/calls/bulk", "bulk_delete_calls", "calls"), "calls.bulk_delete"),
        (operation("get", "/calls", "list_calls_for_agent", "calls"), "calls.list_for_agent"),
        (operation("get", "/calls/{id}/recording", "get_call_recording", "calls"), "calls.get_recording"),
        (operation("put", "/self/calls/{id}/hold", "callHold", "Calls"), "calls.hold"),
        (operation("get", "/users/{u}/card", "users/get-context-for-user", "users"), "users.get_context"),
        (operation("post", "/phone-numbers", "createPhoneNumber", "Phone Numbers"), "phone_numbers.create"),
        (operation("get", "/pets/tagged", "listTaggedPets", "pets"), "pets.list_tagged"),
        (operation("post", "/calls", "calls", "calls"), "calls.create"),
        (operation("get", "/search", "search", "search"), "search.search"),
        # One kind of the things of the resource is no repetition, nor is a thing that is made of two words.
        (operation("post", "/calls", "createPhoneCall", "calls"), "calls.create_phone_call"),
        (operation("get", "/recordings", "getCallRecordings", "recordings"), "recordings.get_call_recordings"),
        # What names the parameter of the path goes, a search stays.
        (operation("get", "/agents/{agent_id}", "get_agent_by_id", "agents"), "agents.get"),
        (operation("get", "/agents/{agentId}", "getAgentByAgentId", "agents"), "agents.get"),
        (operation("get", "/pets/findByStatus", "findPetsByStatus", "pet"), "pet.find_by_status"),
        (operation("get", "/users/{username}", "getByUsername", "users"), "users.get_by_username"),
        # Layers of code, versions.
        (operation("post", "/agents/create", "create_agent_route", "agents"), "agents.create"),
        (operation("get", "/agents", "AgentController_findAll", "agents"), "agents.find_all"),
        (operation("get", "/agents", "AgentsController_findAll_v1"), "agents.find_all"),
        (operation("get", "/agents", "list_agents_handler", "agents"), "agents.list"),
        (operation("get", "/v3/calls", "listCallsV3", "calls"), "calls.list"),
        (operation("post", "/x", "CreateCall", "Api20100401Call"), "call.create"),
        (operation("get", "/x", "ListUsecase", "MessagingV1Usecase"), "messaging_usecase.list"),
        (operation("get", "/api/x", "api_v1_agents_list", "agents"), "agents.list"),
        (
            operation("post", "/V1/coupons/generate", "couponManagementV1GeneratePost", "a"),
            "a.coupon_management_generate",
        ),
        # Tags without the words of code.
        (operation("get", "/v1/products", "list", "ProductsApi"), "products.list"),
        (operation("get", "/v1/x", "list", "pets-controller"), "pets.list"),
        (operation("get", "/v1/files", "list", "APIs"), "files.list"),
        # Fern's nested tags.
        (operation("post", "/v1/audio/speech", "speech", "subpackage_tts.subpackage_tts/audio"), "tts.audio.speech"),
        (operation("get", "/a", "list", "subpackage_agentsPlatform"), "agents_platform.list"),
        (operation("get", "/status", "get", "__package__"), "service.get"),
        # Without a tag: one resource for the noun of a verb-noun path.
        (operation("post", "/v2/create-phone-call", "createPhoneCall"), "calls.create_phone_call"),
        (operation("get", "/v2/get-call/{call_id}", "getCall"), "calls.get"),
        (operation("post", "/v3/list-calls", "listCallsV3"), "calls.list"),
        (operation("post", "/create-batch-test", "createBatchTest"), "tests.create_batch_test"),
        (operation("get", "/list-batch-tests", "listBatchTests"), "tests.list_batch_tests"),
        (operation("delete", "/delete_agent/{id}", None), "agents.delete"),
        (operation("post", "/v1/makeCall", None), "calls.make"),
        (operation("get", "/list_calls_for_agent/{id}", None), "calls.list_for_agent"),
        (operation("post", "/v1/calls/create", "create-call"), "calls.create"),
        (operation("post", "/agent/create", None), "agents.create"),
        (operation("post", "/v1/text-to-speech/{voice}", None), "text_to_speech.update"),
        (operation("get", "/v2/get-call-status/{id}", "getCallStatus"), "calls.get_status"),
        (operation("get", "/get_agent_versions/{id}", None), "agents.get_versions"),
        (operation("get", "/list-phone-numbers", "listPhoneNumbers"), "phone_numbers.list"),
        (operation("post", "/create-knowledge-base", "createKnowledgeBase"), "knowledge_bases.create"),
        (operation("get", "/list-voices-all", "listVoicesAll"), "voices.list_all"),
        # Words that only select some of all things.
        (operation("get", "/v1/active-agents", None), "agents.list_active"),
        (operation("post", "/outbound-calls", None), "calls.create_outbound"),
        (operation("get", "/outbound-calls/{id}", None), "calls.get_outbound"),
        # What concerns the service as a whole, and actions without a thing.
        (operation("get", "/health", None), "service.get_health"),
        (operation("get", "/v1/version", "getVersion"), "service.get_version"),
        (operation("get", "/metrics/{id}", None), "metrics.get"),
        (operation("post", "/v1/transcribe", None), "service.transcribe"),
        (operation("post", "/send", "sendMessage"), "messages.send"),
        (operation("post", "/synthesize", "synthesize_speech_synthesize_post"), "speech.synthesize"),
        (operation("post", "/v1/tokenize", "tokenize"), "service.tokenize"),
        (operation("post", "/v1/detokenize", None), "service.detokenize"),
        (operation("get", "/font_size", None), "font_sizes.get"),
        (operation("post", "/oauth/authorize", "oAuthAuthorize", "Auth"), "auth.oauth_authorize"),
        (operation("post", "/call", None), "calls.create"),
        (operation("get", "/config", None), "configs.get"),
        # A parent in the path follows.
        (operation("get", "/sites/{site_id}/assets", "listSiteAssets", "assets"), "assets.list_for_site"),
        (operation("get", "/users/{id}/calls/{call_id}", "getUserCall", "calls"), "calls.get_for_user"),
        (
            operation("put", "/networks/{networkId}/wifi/settings", "putNetworkWifiSettings", "wifi settings"),
            "wifi_settings.put_for_network",
        ),
        (operation("get", "/jobs/batch/{jobId}", "getBatchJob", "jobs"), "jobs.get_batch_job"),
        (operation("get", "/a/{id}/settings", "getASettings", "settings"), "settings.get_for_a"),
        # Words that say nothing.
        (operation("post", "/rules", "Create a new rule", "rules"), "rules.create"),
        (operation("get", "/rules/{id}", "Get a Specific Rule", "rules"), "rules.get"),
        (operation("get", "/rules/new", "Get new rules", "rules"), "rules.list_new"),
        (operation("get", "/api/filter/{id}", "idGetFilter", "filters"), "filters.get"),
        (operation("get", "/object/refund/{id}", "Object_GETRefund", "refunds"), "refunds.get"),
        (operation("get", "/sso/{user}", "getSsoUserById", "ssousers"), "ssousers.get"),
        (operation("get", "/cards/{idCard}/{field}", "getCardsByIdCardByField", "card"), "card.get_by_field"),
        (operation("get", "/weeks/current", "CurrentWeek", "weeks"), "weeks.get_current"),
        (operation("get", "/apis/v1/csinodes", "listStorageV1CSINode", "storage_v1"), "storage_v1.list_csi_node"),
        (operation("get", "/x", "list-installations-for-authenticated-user", "apps"), "apps.list_installations"),
        (operation("get", "/crm/users", "usersAll", "users"), "users.list"),
        (operation("get", "/crm/users/{id}", "usersOne", "users"), "users.get"),
        (operation("get", "/calls/active", "getActiveCalls", "calls"), "calls.list_active"),
        (operation("get", "/settings", "getUserSettings", "user settings"), "user_settings.get"),
        (operation("post", "/uploads", "Upload a file", "uploads"), "uploads.upload_file"),
        (operation("post", "/orders/keywords", "orderKeywords", "orders"), "orders.order_keywords"),
        (operation("post", "/calls/{id}/status", "callStatus", "calls"), "calls.call_status"),
        (operation("post", "/calls/{id}/start", "callStart", "calls"), "calls.start"),
        (operation("get", "/v1/reports/scores", "v1reportsscores", "reports"), "reports.list_scores"),
        (operation("post", "/contacts", "ContactsPOST", "contacts"), "contacts.create"),
        # A procedure behind a dot.
        (operation("post", "/chat.postMessage", None), "chat.post_message"),
        (operation("get", "/rest_services.get_summary", None, "reports"), "reports.get_summary"),
        # A tag that names an operation is no group.
        (operation("get", "/profiles", "Profiles", "Get Profiles"), "profiles.list"),
        (operation("get", "/add-ons", "list", "Add-ons"), "add_ons.list"),
        # Without an operationId, or with one that restates the path.
        (operation("get", "/calls", None, "calls"), "calls.list"),
        (operation("post", "/calls", None, "calls"), "calls.create"),
        (operation("get", "/calls/{id}", None, "calls"), "calls.get"),
        (operation("patch", "/calls/{id}", None, "calls"), "calls.update"),
        (operation("put", "/calls/{id}", None, "calls"), "calls.replace"),
        (
            operation("put", "/subs/{s}/machines/{m}", "VirtualMachines_CreateOrUpdate"),
            "virtual_machines.create_or_update",
        ),
        (operation("get", "/subs/{s}/key", "Key_List"), "keys.list"),
        (operation("get", "/users", "Api_GetUsers"), "users.list"),
        (
            operation("get", "/p", "iam.projects.serviceAccounts.keys.list", "projects"),
            "projects.service_accounts.keys.list",
        ),
        (operation("get", "/p", "cx.projects.fhir.Patient-all", "projects"), "projects.fhir.patient_all"),
        (operation("post", "/dial/calls", "dial"), "calls.dial"),
        (operation("get", "/V1/orders", "salesOrderRepositoryV1GetListGet", "orders"), "orders.get_list"),
        (operation("get", "/2020-05-31/function", "ListFunctions2020_05_31", "functions"), "functions.list"),
        (
            operation("get", "/b/{b}/users", "get-users-with-access-to-protected-branch", "repos"),
            "repos.get_users_with_access",
        ),
        (
            operation("post", "/x", "UpdateReplicationConfigurationTemplate", "templates"),
            "templates.update_replication_configuration",
        ),
        (
            operation("post", "/x", "setInformationForProvisionedEnterpriseGroup", "scim"),
            "scim.set_information_for_provisioned_enterprise_group",
        ),
        (operation("delete", "/calls/{id}", None, "calls"), "calls.delete"),
        (operation("delete", "/calls", None, "calls"), "calls.delete_all"),
        (operation("post", "/calls/{id}/hangup", None, "calls"), "calls.hangup"),
        (operation("get", "/calls/{id}/recordings", None, "calls"), "calls.list_recordings"),
        (operation("get", "/calls/{id}/recordings/{r}", None, "calls"), "calls.get_recording"),
        (operation("post", "/calls/{id}/recordings", None, "calls"), "calls.create_recording"),
        (operation("get", "/customers/{id}/orders", None, "orders"), "orders.list_for_customer"),
        (operation("post", "/agent/phone-calls", None, "Phone Calls"), "phone_calls.create"),
        (operation("post", "/agent/agents", None, "agents"), "agents.create"),
        (operation("get", "/videos/{id}/comment-threads", None, "Video Comments"), "video_comments.list_threads"),
        (operation("get", "/sessions/{sessionId}", "get-sessions-sessionId", "Payments"), "payments.get_session"),
        (
            operation("post", "/payments/{ref}/captures", "post-payments-ref-captures", "Changes"),
            "changes.create_payment_capture",
        ),
    ],
)
def test_method_names(one: Operation, call: str) -> None:
    assert calls(one) == [call]


def test_of_two_operations_with_one_name_the_plainer_gets_it() -> None:
    assert calls(
        operation("get", "/list-engine-llms", "listEngineLLMs"),
        operation("get", "/v2/list-engine-llms", "listEngineLLMsV2"),
    ) == ["llms.list_engine_llms", "llms.list_engine_llms_v2"]
    assert calls(
        operation("get", "/calls", "getCalls", "calls"),
        operation("get", "/calls/all", "listCalls", "calls"),
    ) == ["calls.get_calls", "calls.list"]


def _suggested(**given: Any) -> Operation:
    return replace(
        operation("post", "/v1/x", "create_agent_route", "Agents Platform"), suggested=SuggestedCall(**given)
    )


def test_the_providers_own_names_come_before_its_tags() -> None:
    one = _suggested(group=("conversational_ai", "agents"), method="create", source="x")
    assert calls(one) == ["conversational_ai.agents.create"]
    assert calls(_suggested(group=(), method="createAgent", source="x")) == ["create_agent"]
    assert calls(_suggested(method="make", source="x")) == ["agents_platform.make"]
    assert calls(one, chosen=Settings(operations={"create_agent_route": "a.b.c"})) == ["a.b.c"]
    assert calls(_suggested(group=("send", "class"), method="import", source="x")) == ["send_.class_.import_"]


def test_a_resource_within_another_one_has_a_module_and_classes_of_its_own() -> None:
    inner = _suggested(group=("a", "b"), method="c", source="x")
    flat = operation("get", "/y", "list", "a_b")
    same = operation("get", "/z", "b", "a")
    found = names(replace(EMPTY, operations=(inner, flat, same)))
    assert [(one.attribute, one.parent, one.module, one.class_name) for one in found.resources] == [
        ("a", None, "a", "A"),
        ("a.b", "a", "a_b_resource", "ABResource"),
        ("a_b", None, "a_b", "AB"),
    ]
    assert found.operations[inner.key].call == "a.b.c"
    assert found.operations[same.key].call == "a.get_z"


def describe(**more: Any) -> Any:
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        **more,
    }
    found = pipeline.describe(
        Inputs(Source(Document(json.loads(json.dumps(tree)), "x.json"), {}), Settings(), "x"), Report()
    )
    assert found is not None
    return found.names


@pytest.mark.parametrize(
    ("extensions", "call"),
    [
        ({"x-fern-sdk-group-name": ["a", "b"], "x-fern-sdk-method-name": "make"}, "a.b.make"),
        ({"x-fern-sdk-group-name": "a", "x-fern-sdk-method-name": "makeIt"}, "a.make_it"),
        ({"x-speakeasy-group": "a.b", "x-speakeasy-name-override": "make"}, "a.b.make"),
        ({"x-speakeasy-name-override": "make"}, "things.make"),
        ({"x-stainless-resource": "a", "x-stainless-method": "make"}, "a.make"),
        ({"x-stainless-naming": {"python": {"method_name": "make"}}}, "things.make"),
        ({"x-ms-client-name": "Make"}, "things.make"),
        ({"x-openapi-codegen-group": "a", "x-openapi-codegen-method": "make"}, "a.make"),
        ({"x-groupName": "A", "x-methodName": "makeIt"}, "a.make_it"),
        ({"x-operation-group": "indices.create"}, "indices.create"),
        # What is no name is none.
        ({"x-fern-sdk-group-name": [1], "x-fern-sdk-method-name": {"a": "b"}}, "things.x"),
        ({"x-fern-sdk-group-name": ["", "\n"], "x-fern-sdk-method-name": "()"}, "things.x"),
        ({"x-fern-sdk-method-name": "__import__('os')"}, "things.import_os"),
    ],
)
def test_extensions_of_other_generators(extensions: dict[str, Any], call: str) -> None:
    node = {"operationId": "x", "tags": ["things"], "responses": {}, **extensions}
    assert describe(paths={"/x": {"post": node}}).operations["post", "/x"].call == call


def test_rules_at_the_root_of_a_document() -> None:
    rules = [
        {"operationId": "^getT.*", "methodNameOverride": "get"},
        {"operationId": "(a+)+$", "methodNameOverride": "b"},
    ]
    node = {"operationId": "getTest", "tags": ["a"], "responses": {}}
    found = describe(paths={"/x": {"get": node}}, **{"x-speakeasy-name-override": rules})
    assert found.operations["get", "/x"].call == "a.get"


def test_arguments_bodies_classes_and_fields_as_the_provider_calls_them() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "x-fern-property-name": "first"}, "b": {}}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/X_1"}}}
    node = {
        "operationId": "x",
        "tags": ["a"],
        "x-codegen-request-body-name": "thing",
        "requestBody": {"content": content},
        "responses": {},
        "parameters": [
            {"name": "q", "in": "query", "schema": {"type": "string"}, "x-ms-client-name": "searchText"},
            {"name": "r", "in": "query", "schema": {"type": "string"}, "x-fern-parameter-name": "class"},
        ],
    }
    found = describe(
        paths={"/x": {"post": node}},
        components={"schemas": {"X_1": {**schema, "x-speakeasy-name-override": "Thing"}}},
    )
    key = ("post", "/x")
    assert found.parameters == {(key, "query", "q"): "search_text", (key, "query", "r"): "class_"}
    assert found.body == {key: "thing"}
    assert found.schemas == {"X_1": "Thing"}
    assert found.properties == {("X_1", "a"): "first", ("X_1", "b"): "b"}


def test_a_phrase_that_distinguishes_two_methods_is_not_cut() -> None:
    runners = [
        operation("get", f"/{one}/x/labels", f"list-labels-for-self-hosted-runner-for-{one}", "actions")
        for one in ("organization", "repository")
    ]
    assert calls(runners[0]) == ["actions.list_labels_for_self_hosted_runner"]
    assert calls(*runners) == [
        "actions.list_labels_for_self_hosted_runner_for_organization",
        "actions.list_labels_for_self_hosted_runner_for_repository",
    ]
