"""Our client decodes the answers of the mock, and takes no deviation; bodies of errors are read as those of a success."""

import importlib
import pkgutil
from typing import Any

import httpx
import rival
from answers import Answer, key, report
from rival._runtime import Operation, Request

operations: dict[tuple[str, str], Any] = {}
for module in pkgutil.walk_packages(rival.__path__, "rival."):
    if not module.name.startswith("rival._runtime"):
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, Operation):
                operations[key(one.method, one.template)] = one
CLIENT = next(
    one
    for one in vars(rival).values()
    if isinstance(one, type) and hasattr(one, "send") and not one.__name__.startswith("Async")
)
given: dict[str, httpx.Response] = {}


def decode(answer: Answer) -> bool:
    operation = operations.get(key(answer["method"], answer["path"]))
    if operation is None:
        return False
    status, declared = answer["status"], operation.responses
    found = [declared[one] for one in (status, f"{status // 100}XX", "default") if one in declared]
    headers = {"Content-Type": answer["content_type"]}
    given["now"] = httpx.Response(200, headers=headers, content=answer["content"])
    asked: Any = Operation("GET", "/", responses={200: found[0]}, strict_responses=True)
    client.send(Request(asked))
    return True


with httpx.Client(transport=httpx.MockTransport(lambda _: given["now"])) as http:
    client = CLIENT(base_url="https://mock.invalid", http_client=http, max_retries=0)
    report(decode)
