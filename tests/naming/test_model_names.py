"""Names of classes and their attributes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from .apis import EMPTY, names, nodes


def classes(*schemas: str) -> list[str]:
    found = names(replace(EMPTY, schemas=nodes(dict.fromkeys(schemas, True))))
    return [found.schemas[one] for one in schemas]


def attributes(*properties: str) -> list[str]:
    schemas = nodes({"Pet": {"type": "object", "properties": {one: {} for one in properties}}})
    found = names(replace(EMPTY, schemas=schemas))
    return [found.properties["Pet", one] for one in properties]


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


@pytest.mark.parametrize(("many", "is_left_out"), [(30, True), (18, True), (17, False), (12, False)])
def test_a_namespace_is_left_out_if_three_quarters_of_24_names_share_it(many: int, is_left_out: bool) -> None:
    wires = [f"acme.voice.thing{number}" for number in range(many)]
    wires += [f"other{number}.part" for number in range(24 - many)]
    found = names(replace(EMPTY, schemas=nodes(dict.fromkeys(wires, True))))
    assert (found.schemas["acme.voice.thing7"] == "Thing7") is is_left_out


def test_an_inline_schema_begins_with_the_longest_name_that_was_shortened() -> None:
    parts = {"ComExampleOwnerHomePart": True}
    schemas = nodes({"com.example.Owner": True, "com.example.OwnerHome": True, "Owner": True, **parts})
    found = names(replace(EMPTY, schemas=schemas, inline=dict.fromkeys(parts, ())))
    assert found.schemas["ComExampleOwnerHomePart"] == f"{found.schemas['com.example.OwnerHome']}Part"


def test_fields_avoid_names_of_fields_of_all_their_bases() -> None:
    def derived(base: str, name: str) -> dict[str, object]:
        return {"allOf": [{"$ref": f"#/components/schemas/{base}"}, {"properties": {name: {}}}]}

    base = {"type": "object", "properties": {"foo_bar": {}}}
    schemas = {"A": derived("B", "fooBar"), "B": derived("C", "own"), "C": base}
    found = names(replace(EMPTY, schemas=nodes(schemas))).properties
    assert found["A", "fooBar"] != found["C", "foo_bar"]


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
    ("wire", "reason"),
    [
        ("name", "from its own name"),
        ("callId", "from its own name"),
        ("class", "from its own name; Python has a keyword of that name"),
        ("2x", "from its own name; no Python name begins with a digit"),
        ("copy", "from its own name; every model has an attribute of that name"),
        ("list", "from its own name; the annotations of the class use a type of that name"),
    ],
)
def test_why_a_field_is_called_so(wire: str, reason: str) -> None:
    found = names(replace(EMPTY, schemas=nodes({"A": {"type": "object", "properties": {wire: {}}}})))
    assert [one.reason for one in found.explanations if one.kind == "property"] == [reason]
