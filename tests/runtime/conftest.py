"""The whole suite of the runtime runs on the other HTTP library, too.

With `CLIENTWRIGHT_HTTP=httpx2` in the environment, `import httpx` gives httpx2 wherever it stands: in the runtime and
in its tests. `test_both_libraries.py` starts such a run.
"""

from __future__ import annotations

import importlib
import os
import sys

_LIBRARY = os.environ.get("CLIENTWRIGHT_HTTP", "httpx")

if _LIBRARY != "httpx":
    sys.modules["httpx"] = importlib.import_module(_LIBRARY)
