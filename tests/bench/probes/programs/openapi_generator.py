"""The probes in the words of openapi-generator's client."""

import sys

from report import report
from rival import ApiClient, Configuration, Filter, Note, ProbesApi
from rival.exceptions import NotFoundException

probes = ProbesApi(ApiClient(Configuration(host=sys.argv[1])))


def code() -> str:
    try:
        probes.read_missing()
    except NotFoundException as error:
        return error.data.code
    raise AssertionError("no error")


report(
    styles=lambda: probes.send_styles(tags=["a", "b"], ids=[1, 2], filter=Filter(name="x", size=2)),
    path=lambda: probes.read_item(".."),
    slash=lambda: probes.read_item("a/b"),
    required=lambda: probes.read_account(x_account="acme", session="s1"),
    form=lambda: probes.send_form(name="a b", count=2),
    answer=lambda: probes.start_job().ticket,
    null=lambda: probes.send_note(Note(name="n", remark=None)),
    enumeration=lambda: str(probes.read_state().state),
    error=code,
)
