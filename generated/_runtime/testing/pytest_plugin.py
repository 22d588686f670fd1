"""The fakes as fixtures of pytest: `fake_acme` for the package `acme`.

Installed clients are found by their entry point. In a checkout, a `conftest.py` names this module:
`pytest_plugins = ["generated._runtime.testing.pytest_plugin"]`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias, cast

from .fake import Fake

Fixture: TypeAlias = Callable[[], Iterator[Fake[Any, Any]]]

_RUNTIME = Path(__file__).parents[1]
_PARENT = __name__.removesuffix(".testing.pytest_plugin").rpartition(".")[0]
"""The package that the runtime is in: a client, or the folder of several."""


def _packages() -> dict[str, str]:
    """Return the clients that have this runtime: their last name, and how they are imported."""
    above = _RUNTIME.parent
    if (above / "testing.py").is_file():
        return {_PARENT.rpartition(".")[2]: _PARENT}
    found = sorted(one.parent.name for one in above.glob("*/testing.py"))
    return {name: f"{_PARENT}.{name}" for name in found if name.isidentifier() and name != _RUNTIME.name}


def _fixture(pytest: Any, name: str, module: str) -> Any:
    """Return the fixture of one client."""

    def fake() -> Iterator[Fake[Any, Any]]:
        made = _class(module)()
        yield made
        made.raise_failures()

    fake.__doc__ = f"A fake of `{module}`, new for each test; what it refused fails the test, whoever caught it."
    decorate: Callable[..., Callable[[Fixture], Any]] = pytest.fixture
    return decorate(name=name)(fake)


def _class(module: str) -> Callable[[], Fake[Any, Any]]:
    """Return the fake of a client."""
    for found in vars(import_module(f"{module}.testing")).values():
        if isinstance(found, type) and issubclass(found, Fake) and found is not Fake:
            return cast("Callable[[], Fake[Any, Any]]", found)
    raise ImportError(f"{module}.testing has no fake")


# The module can be imported without pytest: it then has no fixtures.
if (_pytest := sys.modules.get("pytest")) is not None:
    for _name, _module in _packages().items():
        globals()[f"fake_{_name}"] = _fixture(_pytest, f"fake_{_name}", _module)
