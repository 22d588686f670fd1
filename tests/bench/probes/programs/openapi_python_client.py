"""The probes in the words of openapi-python-client's client."""

import sys

from report import report
from rival import Client
from rival.api.probes import (
    read_account,
    read_item,
    read_missing,
    read_state,
    send_form,
    send_note,
    send_styles,
    start_job,
)
from rival.models import Filter, Note, Registration

client = Client(base_url=sys.argv[1])

report(
    styles=lambda: send_styles.sync_detailed(
        client=client, tags=["a", "b"], ids=[1, 2], filter_=Filter(name="x", size=2)
    ).parsed,
    path=lambda: read_item.sync_detailed("..", client=client).parsed,
    slash=lambda: read_item.sync_detailed("a/b", client=client).parsed,
    required=lambda: read_account.sync_detailed(client=client, x_account="acme", session="s1").parsed,
    form=lambda: send_form.sync_detailed(client=client, body=Registration(name="a b", count=2)).parsed,
    answer=lambda: start_job.sync(client=client).ticket,
    null=lambda: send_note.sync_detailed(client=client, body=Note(name="n", remark=None)).parsed,
    enumeration=lambda: str(read_state.sync(client=client).state),
    error=lambda: read_missing.sync(client=client).code,
)
