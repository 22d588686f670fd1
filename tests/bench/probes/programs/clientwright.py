"""The probes in the words of our client."""

import sys

from generated.probe import Probe
from generated.probe.errors import NotFoundError
from generated.probe.models import Filter, Note, Registration, Ticket
from report import report

probes = Probe(base_url=sys.argv[1]).probes


def ticket() -> str:
    answer = probes.start_job()
    assert isinstance(answer, Ticket)
    return answer.ticket


def code() -> str:
    try:
        probes.read_missing()
    except NotFoundError as error:
        return error.body.code
    raise AssertionError("no error")


report(
    styles=lambda: probes.send_styles(tags=["a", "b"], ids=[1, 2], filter=Filter(name="x", size=2)),
    path=lambda: probes.read_item(".."),
    slash=lambda: probes.read_item("a/b"),
    required=lambda: probes.read_account(x_account="acme", session="s1"),
    form=lambda: probes.send_form(Registration(name="a b", count=2)),
    answer=ticket,
    null=lambda: probes.send_note(Note(name="n", remark=None)),
    enumeration=lambda: str(probes.read_state().state),
    error=code,
)
