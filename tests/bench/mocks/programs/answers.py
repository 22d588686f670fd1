"""Reads the answers for the programs next to it, and prints what became of each: decoded, absent, or why not."""

import json
import re
import sys
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Answer = Mapping[str, Any]


def key(method: str, path: str) -> tuple[str, str]:
    """Return method and path of an operation; what a parameter is called differs from client to client."""
    return method.upper(), re.sub(r"\{[^{}]*\}", "{}", path.partition("?")[0])


def report(decode: Callable[[Answer], bool]) -> None:
    """Decode every answer of the file in argv; `decode` returns whether the client has the operation."""
    counts, problems = {"decoded": 0, "absent": 0, "failed": 0}, []
    for answer in json.loads(Path(sys.argv[1]).read_text("utf-8")):
        try:
            counts["decoded" if decode({**answer, "content": b64decode(answer["content"])}) else "absent"] += 1
        except Exception as error:
            counts["failed"] += 1
            where = f"{answer['method']} {answer['path']} {answer['status']}"
            problems.append(f"{where}: {type(error).__name__}: {' '.join(str(error).split())[:160]}")
    print(json.dumps({**counts, "problems": problems}))
