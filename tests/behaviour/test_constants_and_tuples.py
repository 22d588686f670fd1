"""Fields with one possible value have it by default; arrays of fixed length are tuples."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from pydantic import ValidationError

from .conftest import Callers
from .packages import Package, document, generated
from .wire import Answer, Server

DOCUMENT = """
paths:
  /m: {post: {operationId: send, tags: [m], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/M'}}}}, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/M'}}}}}}}
components:
  schemas:
    Kind: {type: string, enum: [x]}
    X: {type: object, required: [kind, version], properties: {kind: {$ref: '#/components/schemas/Kind'}, version: {const: 2}}}
    Y: {type: object, required: [kind, class], properties: {kind: {const: y}, class: {type: string, enum: [c]}, optional: {const: o}}}
    Z: {type: object, required: [a], properties: {a: {type: string}}}
    Either: {oneOf: [{$ref: '#/components/schemas/Z'}, {type: object, required: [a, k], properties: {a: {type: string}, k: {const: 1}}}]}
    M:
      type: object
      properties:
        one: {oneOf: [{$ref: '#/components/schemas/X'}, {$ref: '#/components/schemas/Y'}], discriminator: {propertyName: kind}}
        pair: {type: array, prefixItems: [{type: number}, {type: string, format: date}], minItems: 2, maxItems: 2}
        closed: {type: array, prefixItems: [{$ref: '#/components/schemas/Y'}], items: false, minItems: 1}
        short: {type: array, prefixItems: [{type: number}, {type: string}], maxItems: 2}
        either: {$ref: '#/components/schemas/Either'}
"""


@pytest.fixture(scope="module")
def package() -> Package:
    return generated(document(DOCUMENT))


def test_a_field_with_one_possible_value_has_it_and_sends_it(server: Server, caller: Callers, package: Package) -> None:
    models = package.models
    server.will(Answer(200, body=b"{}"))
    caller(package)("m.send", models.M(one=models.Y()))
    assert json.loads(server.sent[-1].body) == {"one": {"kind": "y", "class": "c"}}
    caller(package)("m.send", models.M(one=models.X(version=2)))
    assert json.loads(server.sent[-1].body) == {"one": {"kind": "x", "version": 2}}


def test_a_constant_is_still_required_of_others(package: Package) -> None:
    models = package.models
    for wrong in ({"class": "c"}, {}):
        with pytest.raises(ValidationError):
            models.M(one=wrong)
    with pytest.raises(ValidationError):
        models.Y(kind="other")
    assert type(models.M(either={"a": "x"}).either) is models.Z


def test_an_array_of_fixed_length_is_a_tuple(server: Server, caller: Callers, package: Package) -> None:
    models = package.models
    day = datetime.date(2026, 1, 2)
    server.will(Answer(200, body=b'{"pair": [1.5, "2026-01-02"], "closed": [{"kind": "y", "class": "c"}]}'))
    got = caller(package)("m.send", models.M(pair=(1, day), closed=[models.Y()]))
    assert json.loads(server.sent[-1].body) == {"pair": [1, "2026-01-02"], "closed": [{"kind": "y", "class": "c"}]}
    assert got.pair == (1.5, day)
    assert got.closed == (models.Y(),)


@pytest.mark.parametrize("pair", [(1,), (1, datetime.date(2026, 1, 2), 3), ("x", datetime.date(2026, 1, 2))])
def test_a_tuple_of_another_form_is_refused(package: Package, pair: Any) -> None:
    with pytest.raises(ValidationError):
        package.models.M(pair=pair)


def test_a_tuple_that_may_be_shorter_is_a_list_of_all_its_item_types(package: Package) -> None:
    assert package.models.M.__annotations__["short"].count("list[float | str]") == 1
    assert package.models.M(short=[1]).short == [1]


TAGGED = """
paths:
  /m: {post: {operationId: send, tags: [m], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/M'}}}}, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/M'}}}}}}}
components:
  schemas:
    Pet: {type: object, required: [petType], properties: {petType: {type: string}, name: {type: string}}, discriminator: {propertyName: petType, mapping: {dog: '#/components/schemas/Dog', cat: '#/components/schemas/Cat', lynx: '#/components/schemas/Cat'}}}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: string}}}]}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: integer}}}]}
    Sip: {type: object, required: [via], properties: {via: {type: string}, uri: {type: string}}}
    Phone: {type: object, required: [via], properties: {via: {type: string}, number: {type: string}}}
    Plain: {type: object, required: [via], properties: {via: {type: string}}}
    Server: {type: object, required: [type], properties: {type: {type: string, enum: [server]}, cores: {type: integer}}}
    Disk: {type: object, required: [type], properties: {type: {type: string, enum: [disk]}, size: {type: integer}}}
    M:
      type: object
      properties:
        pet: {$ref: '#/components/schemas/Pet'}
        to: {oneOf: [{$ref: '#/components/schemas/Sip'}, {$ref: '#/components/schemas/Phone'}, {$ref: '#/components/schemas/Plain'}], discriminator: {propertyName: via, mapping: {sip: Sip, tel: Phone}}}
        item: {anyOf: [{$ref: '#/components/schemas/Server'}, {$ref: '#/components/schemas/Disk'}]}
"""


@pytest.fixture(scope="module")
def tagged() -> Package:
    return generated(document(TAGGED))


SENT = [
    (lambda m: m.M(pet=m.Dog(bark="w")), {"pet": {"petType": "dog", "bark": "w"}}),
    (lambda m: m.M(pet=m.Cat(pet_type="lynx")), {"pet": {"petType": "lynx"}}),
    (lambda m: m.M(to=m.Sip(uri="a")), {"to": {"via": "sip", "uri": "a"}}),
    (lambda m: m.M(to=m.Plain(via="Plain")), {"to": {"via": "Plain"}}),
    (lambda m: m.M(item=m.Server(cores=2)), {"item": {"type": "server", "cores": 2}}),
]


@pytest.mark.parametrize(("make", "body"), SENT)
def test_a_tag_that_means_one_class_has_its_value(
    make: Any, body: object, server: Server, caller: Callers, tagged: Package
) -> None:
    server.will(Answer(200, body=b"{}"))
    caller(tagged)("m.send", make(tagged.models))
    assert json.loads(server.sent[-1].body) == body


REFUSED = [
    (lambda m: m.Cat(), "pet_type"),
    (lambda m: m.Plain(), "via"),
    (lambda m: m.Server(type="disk"), "'disk' is not 'server'"),
    (lambda m: m.Sip(via="tel"), "'tel' is not 'sip'"),
    (lambda m: m.M(pet=m.Dog(pet_type="cat")), "petType 'cat' means Cat, and this is Dog"),
    (lambda m: m.M(pet=m.Dog(pet_type="emu")), "petType 'emu' is none of Pet, dog"),
]


@pytest.mark.parametrize(("make", "said"), REFUSED)
def test_a_model_with_another_tag_is_refused(make: Any, said: str, tagged: Package) -> None:
    with pytest.raises(ValidationError, match=said):
        make(tagged.models)


def test_a_tag_that_nobody_knows_is_unknown(server: Server, caller: Callers, tagged: Package) -> None:
    server.will(Answer(200, body=b'{"item": {"type": "fan", "rpm": 5}, "pet": {"petType": "dog"}}'))
    found = caller(tagged)("m.send", tagged.models.M())
    assert (type(found.item).__name__, type(found.pet).__name__) == ("Unknown", "Dog")
