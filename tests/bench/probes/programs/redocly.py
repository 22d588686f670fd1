"""The probes in the words of Redocly's client."""

import sys

import rival
from report import report

probes = rival.Client(sys.argv[1])


def ticket() -> str:
    return probes.start_job().ticket


def code() -> str:
    try:
        probes.read_missing()
    except rival.ApiError as error:
        return error.body["code"]
    raise AssertionError("no error")


def state() -> str:
    state = probes.read_state().state
    return state if isinstance(state, str) else state.value


report(
    styles=lambda: probes.send_styles(tags=["a", "b"], ids=[1, 2], filter=rival.Filter(name="x", size=2)),
    path=lambda: probes.read_item(".."),
    slash=lambda: probes.read_item("a/b"),
    required=lambda: probes.read_account(x_account="acme", session="s1"),
    form=lambda: probes.send_form(rival.Registration(name="a b", count=2)),
    answer=ticket,
    null=lambda: probes.send_note(rival.Note(name="n", remark=None)),
    enumeration=state,
    error=code,
)
