"""What holds of every input of `source.load`, valid or not; an input for which it does not is a finding."""

from __future__ import annotations

import json
from typing import Any

from generator.diagnostics import Report, Severity, to_terminal
from generator.document.loader import Limits, join, load

LIMITS = Limits(bytes=200_000, depth=60, nodes=20_000)
CODES = frozenset(
    {
        *("too-large", "empty-document", "not-an-object", "encoding", "json-syntax", "json-read-as-yaml", "too-deep"),
        *("too-many-nodes", "duplicate-key", "lone-surrogate", "not-a-number", "number-out-of-range"),
        *("yaml-syntax", "yaml-tab", "yaml-tag", "yaml-key", "yaml-alias", "yaml-merge", "yaml-multiple-documents"),
        "control-character",
    }
)


def judge(data: bytes, file: str = "openapi.yaml") -> str:
    """Load the bytes and check what must hold; return a signature of what happened, equal for like inputs."""
    report = Report()
    document = load(data, file, report, LIMITS)
    codes = [one.code for one in report]
    assert (document is None) == report.failed, f"no document and no reason, or both: {codes}"
    for one in report:
        assert one.code in CODES, one
        assert one.where is not None, one
        assert one.where.line >= 1 or one.code == "too-large", one
        assert len(to_terminal(one).splitlines()) == 1, one
    if document is None:
        return " ".join(sorted(set(codes)))
    assert all(one.severity is Severity.WARNING for one in report)
    size = _walk(document)
    _same_as_json(data, document.tree)
    return f"{len(codes)} {size.bit_length()}"


def _walk(document: Any) -> int:
    """Check every value of a tree and that each is found in the text; return how many there are."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), document.tree)]
    seen: set[int] = set()
    count = 0
    while waiting:
        tokens, value = waiting.pop()
        count += 1
        if count < 50:
            where = document.where(join(tokens))
            assert where.line >= 1, (tokens, where)
            assert where.pointer == join(tokens), (tokens, where)
        match value:
            case dict():
                assert id(value) not in seen, f"{tokens} shares its container"
                seen.add(id(value))
                assert all(type(key) is str for key in value)
                waiting.extend(((*tokens, key), member) for key, member in value.items())
            case list():
                assert id(value) not in seen, f"{tokens} shares its container"
                seen.add(id(value))
                waiting.extend(((*tokens, str(index)), item) for index, item in enumerate(value))
            case str():
                value.encode("utf-8")
            case _:
                assert value is None or type(value) in (bool, int, float), type(value)
                json.dumps(value, allow_nan=False)
    return count


def _same_as_json(data: bytes, tree: Any) -> None:
    """Check that valid JSON is read as the standard library reads it, and that the tree can be written as JSON."""
    written = json.dumps(tree)
    again = load(written.encode(), "openapi.json", Report(), LIMITS)
    assert again is None or json.dumps(again.tree) == written
    try:
        expected = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        return
    assert json.dumps(expected) == written
