"""Comparisons to write in every format, with texts that look like markup of each format."""

from __future__ import annotations

from generator.compare import Change, Comparison, Direction, Level, Use
from generator.compare.reports import BaseRevision, Comparisons, Refusal
from generator.diagnostics import Location

SPEC = "specs/acme/openapi.yaml"
EVIL = (
    "</script></style><script>document.title='owned'</script><img src=x onerror=document.title='owned'>"
    "<svg onload=document.title='owned'> @octocat #12 https://evil.example/ [a](javascript:alert(1)) `` | {{7*7}} "
    "${7*7} %0A::error::owned\r\n::error::owned \x1b]0;owned\x07 \u202e --> <!-- ]]> & &amp; deadbeef1 GH-7 *b* _c_"
)


def at(line: int, file: str = SPEC) -> Location:
    """Return a place of a description."""
    return Location(file, line, 7, "/paths/x")


REQUIRED = Change(
    rule="new-required-request-property",
    level=Level.BREAKING,
    direction=Direction.REQUEST,
    message="`calls.create`: `CreateCall.timezone` is now required: calls without it fail with 422",
    symbols=("CreateCall.timezone",),
    operations=(("post", "/calls"),),
    old=at(3),
    new=at(4),
    after="str",
)
REMOVED = Change(
    rule="response-property-removed",
    level=Level.BREAKING,
    direction=Direction.RESPONSE,
    message="`calls.create`: `Call.trace_id` is gone",
    symbols=("Call.trace_id",),
    operations=(("post", "/calls"),),
    old=at(2),
    before="str",
)
ENUM = Change(
    rule="response-property-enum-value-added",
    level=Level.RISKY,
    direction=Direction.RESPONSE,
    message="`Call.status` may be `'queued'`",
    symbols=("Call.status",),
    old=at(5),
    new=at(5),
    before="'ringing'",
    after="'queued' | 'ringing'",
)
SAFE = Change(
    rule="new-optional-request-property",
    level=Level.SAFE,
    direction=Direction.REQUEST,
    message="`CreateCall.tags` is new",
    symbols=("CreateCall.tags",),
    new=at(6),
    after="list[str] | None",
)
DOCS = Change(
    rule="description-changed",
    level=Level.DOCS,
    direction=Direction.NONE,
    message="the description of `calls.create` changed",
    symbols=("calls.create",),
    old=at(1),
    new=at(1),
)
HOSTILE = Change(
    rule="response-property-type-changed",
    level=Level.BREAKING,
    direction=Direction.RESPONSE,
    message=f"{EVIL} `{EVIL}` {EVIL}",
    symbols=(EVIL,),
    operations=(("post", EVIL),),
    old=Location(EVIL, 1, 1, EVIL),
    new=Location(EVIL, 2, 1, EVIL),
    before=EVIL,
    after=EVIL,
    uses=(Use(EVIL, 1, 1, EVIL, EVIL),),
)
LINES = tuple(f"line {number} {EVIL}" for number in range(1, 9))


def found(*changes: Change, provider: str = "acme", refused: bool = False) -> Comparisons:
    """Return what a run would have found."""
    return Comparisons(
        (Comparison(provider, "1.0.0", "1.1.0", changes),),
        (Refusal("broken", None),) if refused else (),
        BaseRevision("origin/main", "a" * 40),
        ("app",),
        {SPEC: LINES, EVIL: LINES},
        {SPEC: LINES, EVIL: LINES},
        head="b" * 40,
    )
