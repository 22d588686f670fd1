"""The client of openapi-python-client decodes the answers of the mock."""

import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import httpx
import rival.api
from answers import Answer, key, report

endpoints: dict[tuple[str, str], Any] = {}
for module in pkgutil.walk_packages(rival.api.__path__, "rival.api."):
    if not module.ispkg:
        imported = importlib.import_module(module.name)
        text = Path(str(imported.__file__)).read_text("utf-8")
        method, url = re.search(r'"method": "(\w+)"', text), re.search(r'"url": "([^"]*)"', text)
        if method and url:
            endpoints[key(method[1], url[1])] = imported
client = rival.AuthenticatedClient(base_url="https://mock.invalid", token="t")


def decode(answer: Answer) -> bool:
    endpoint = endpoints.get(key(answer["method"], answer["path"]))
    if endpoint is None or not hasattr(endpoint, "_parse_response"):
        return False
    headers = {"Content-Type": answer["content_type"]}
    endpoint._parse_response(
        client=client, response=httpx.Response(answer["status"], headers=headers, content=answer["content"])
    )
    return True


report(decode)
