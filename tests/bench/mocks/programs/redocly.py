"""The client of Redocly's generator decodes the answers of the mock; error bodies it leaves as JSON."""

import inspect
from typing import Any

import httpx
import rival
from answers import Answer, key, report

names = {key(one["method"], one["path"]): name for name, one in rival._OPERATIONS.items()}
given: dict[str, httpx.Response] = {}


def decode(answer: Answer) -> bool:
    name = names.get(key(answer["method"], answer["path"]))
    if name is None:
        return False
    headers = {"Content-Type": answer["content_type"]}
    given["now"] = httpx.Response(answer["status"], headers=headers, content=answer["content"])
    call = getattr(client, name)
    arguments: dict[str, Any] = {
        one.name: {} if one.name == "body" else "x"
        for one in inspect.signature(call).parameters.values()
        if one.default is one.empty
    }
    try:
        call(**arguments)
    except rival.ApiError:
        return True
    return True


with httpx.Client(transport=httpx.MockTransport(lambda _: given["now"])) as http:
    client = rival.Client("https://mock.invalid", http_client=http)
    report(decode)
