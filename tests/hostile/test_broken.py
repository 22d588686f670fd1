"""Every broken document ends with a line that says what is wrong and where, or with a package and a warning."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.hostile.broken import BROKEN, HEAD, OK, schema
from tests.hostile.documents import generate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_document_is_reported_at_its_place(name: str, tmp_path: Path) -> None:
    case = BROKEN[name]
    started = time.process_time()
    outcome = generate(case.text, tmp_path)
    assert time.process_time() - started < 20
    assert outcome.crash is None, outcome.crash
    assert (outcome.files is None) == case.refused
    found = [one for one in outcome.diagnostics if one.code == case.code]
    assert found, [one.code for one in outcome.diagnostics]
    where = found[0].where
    assert where is not None
    assert where.line == case.line
    assert not case.pointer or where.pointer == case.pointer
    assert case.refused == any(one.severity == "error" for one in outcome.diagnostics)


RARE = {
    "scalars that YAML 1.1 reads otherwise": schema(
        "{type: object, properties: {on: {type: string, enum: [on, off, yes, no, 2020-01-01, 012, 1_000, 1:30, 0777, =]}}}"
    ),
    "status codes that are numbers": f"{HEAD}paths:\n  /a:\n    get:\n      responses:\n        200: {{description: ok}}\n",
    "a callback that leads back": f"{HEAD}paths:\n  /a:\n    get: {{{OK}, callbacks: {{c: {{'{{$url}}': {{$ref: '#/paths/~1a'}}}}}}}}\n",
    "a schema that holds itself": schema("{type: object, properties: {s: {$ref: '#/components/schemas/S'}}}"),
    "a schema that is itself or null": schema("{anyOf: [{$ref: '#/components/schemas/S'}, {type: 'null'}]}"),
    "an identity that is no URI": schema("{$id: 'http://[', type: string}"),
    "anchors": schema(
        "{$id: 'http://x/y', type: object, properties: {a: {$ref: '#q'}, b: {$anchor: q, type: string}}}"
    ),
    "a reference with escapes": schema("{type: object, properties: {a: {$ref: '#/components/schemas/%53'}}}"),
    "a long chain": schema("{$ref: '#/components/schemas/S0'}")
    + "".join(f"    S{n}: {{$ref: '#/components/schemas/S{n + 1}'}}\n" for n in range(400))
    + "    S400: {type: string}\n",
    "a byte order mark": "\ufeff" + schema("{type: string}"),
    "lines of Windows": schema("{type: string}").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", RARE)
def test_rare_but_valid_documents_are_accepted(name: str, tmp_path: Path) -> None:
    outcome = generate(RARE[name], tmp_path)
    assert outcome.crash is None, outcome.crash
    assert outcome.files, [str(one) for one in outcome.diagnostics]


def test_yaml_texts_are_read_literally(tmp_path: Path) -> None:
    outcome = generate(RARE["scalars that YAML 1.1 reads otherwise"], tmp_path)
    assert outcome.files is not None
    models = outcome.files["models.py"]
    for text in ("on", "off", "yes", "no", "2020-01-01", "012", "1_000", "1:30", "0777", "="):
        assert f'"{text}"' in models
