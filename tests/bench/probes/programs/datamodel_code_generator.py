"""The probes in the words of datamodel-code-generator's client."""

import sys

import models
from report import report
from rival import Client
from rival.errors import APIStatusError

probes = Client(base_url=sys.argv[1]).probes


def code() -> str:
    try:
        probes.read_missing()
    except APIStatusError as error:
        return error.body.code
    raise AssertionError("no error")


report(
    styles=lambda: probes.send_styles(tags=["a", "b"], ids=[1, 2], filter=models.Filter(name="x", size=2)),
    path=lambda: probes.read_item(id=".."),
    slash=lambda: probes.read_item(id="a/b"),
    required=lambda: probes.read_account(X_Account="acme", session="s1"),
    form=lambda: probes.send_form(body=models.Registration(name="a b", count=2)),
    answer=lambda: probes.start_job().ticket,
    null=lambda: probes.send_note(body=models.Note(name="n", remark=None)),
    enumeration=lambda: str(probes.read_state().state),
    error=code,
)
