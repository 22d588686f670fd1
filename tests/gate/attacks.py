"""What somebody would write who wants generated code to run something: heads of modules, operations and rules.

Each is appended to the head of its kind of module, which passes by itself and imports all that templates import there.
"""

from __future__ import annotations

from collections.abc import Mapping

FUTURE = "from __future__ import annotations\n"
RUN = "__import__('os').system('touch canary')"
"""What would show that a text was run."""

HEADS: Mapping[str, str] = {
    "calls.py": FUTURE
    + """import builtins
from collections.abc import AsyncIterable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias
from uuid import UUID
from pydantic import Field
from .._runtime import JSON, XML, Asserts, AsyncResource, Binary, Content, Encoding, EventStream, Form, JSONLines, Model
from .._runtime import LazyModels, LazyModule, LazyOperations, LazySchemas, Multipart, Nullable, OneOf, Operation
from .._runtime import Pattern, Request, RequestOptions, Resource, Server, ServerVariable, Style, Tagged, Text
from .._runtime import AsyncPaginator, AsyncPoller, PaginationRule, Paginator, Poller, PollingRule, Until
from .._runtime import TypeAliasType, Unknown
from . import models
from .errors import STATUS_ERRORS
from .xml_schemas import XML_SCHEMAS

_GET: Operation[Any] = Operation("GET", "/", responses=lambda: {200: JSON(models.Call)})


@_GET.builder
def get_request(id: str) -> Request[Any]:
    return Request(_GET, path={"id": id})


_ALL: PaginationRule[Any] = PaginationRule(style="url", items="/data", next="/next")
_WAIT: PollingRule[Any] = PollingRule(state="/status", success=("done", 1, True), statuses={404: "retry"}, delay=0.5)


""",
    "client.py": FUTURE
    + """import builtins
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Unpack
from .._runtime import APIKey, AsyncClient, AsyncHTTPClient, Basic, Bearer, Client, ClientOptions, Credential
from .._runtime import DEFAULT_TIMEOUT, HTTPClient, JSON, LazyModule, OAuth2, Operation, Request, Server, Timeout
from .errors import STATUS_ERRORS

if TYPE_CHECKING:
    from .calls import Calls


""",
    "models.py": FUTURE
    + """from datetime import date
from typing import Annotated, Any, Literal, TypeAlias
from pydantic import Field
from .._runtime import Asserts, Base64, Model, MultipleOf, Nullable, OneOf, Pattern, READ_ONLY, Tagged, TypeAliasType
from .._runtime import UniqueItems, Unknown

Id: TypeAlias = str | int


class Base(Model):
    name: str


""",
    "models/__init__.py": FUTURE + "from typing import TYPE_CHECKING\nfrom ..._runtime import LazyModels\n",
    "calls_more/__init__.py": FUTURE
    + "from typing import TYPE_CHECKING\nfrom ..._runtime import AsyncResource, LazyOperations, Resource\n",
    "errors.py": FUTURE
    + "from collections.abc import Mapping\nfrom typing import Any\nfrom .._runtime import ClientError, StatusError\n\n\n",
    "xml_schemas.py": FUTURE + "from collections.abc import Mapping\nfrom typing import Any\n",
    "__init__.py": "from .client import Acme, AsyncAcme\n",
}
"""Path → a module of that kind, with everything imported that its templates import."""

IN_OPERATIONS: tuple[str, ...] = (
    "import os\n",
    "class A:\n    def f(self) -> int:\n        return 1\n\n    def f(self) -> int:\n        return 2\n",
    "def f() -> int:\n    return 1\n\n\nasync def f() -> int:\n    return 2\n",
    "class A:\n    pass\n\n\nclass A:\n    pass\n",
    "import builtins as b\n",
    "from os import system\n",
    "from typing import get_type_hints\n",
    "from pydantic import create_model\n",
    "from functools import reduce\n",
    "from .._runtime.core import os\n",
    "from .._runtime import _http\n",
    "from .._runtime import *\n",
    "from ...other import thing\n",
    "from .nowhere import thing\n",
    "from .models import Call as exec\n",
    "exec('1')\n",
    "eval\n",
    "x = open\n",
    "x = getattr\n",
    "x = __import__('os')\n",
    "x = __builtins__\n",
    "x: int = print(1)\n",
    "class A:\n    x = A.__subclasses__\n",
    "class A(metaclass=type):\n    pass\n",
    "class A:\n    def __del__(self) -> None:\n        pass\n",
    "@A\nclass A:\n    pass\n",
    "class A:\n    @staticmethod\n    def f() -> None:\n        pass\n",
    "def f(*args: int) -> None:\n    pass\n",
    "def f(_x: int) -> None:\n    pass\n",
    "x = lambda: 1\n",
    "x = [y for y in (1,)]\n",
    "x = f'{1}'\n",
    "x = 1 + 1\n",
    "x = -y\n",
    "x = b'1'\n",
    "x = 1j\n",
    "x = not 1\n",
    "while True:\n    pass\n",
    "for x in (1,):\n    pass\n",
    "with x:\n    pass\n",
    "try:\n    pass\nfinally:\n    pass\n",
    "if True:\n    pass\n",
    "del x\n",
    "global x\n",
    "assert x\n",
    "raise x\n",
    "x = y = (z := 1)\n",
    "x[0] = 1\n",
    "x.y = 1\n",
    "a, b = 1, 2\n",
    "def f() -> None:\n    self._client.close()\n",
    "def f() -> None:\n    other.client.send()\n",
    "from builtins import exec\nexec('1')\n",
    "import builtins\n\nx = builtins.exec\n",
    "x: 'os.system(1)'\n",
    "x: list['os.system(1)']\n",
    "x: list[int | 'os.system(1)']\n",
    "def f(x: 'os') -> None:\n    pass\n",
    "def f() -> 'os':\n    pass\n",
    "from typing import TypeAlias\n\nx: TypeAlias = 'os'\n",
    "from .._runtime import JSON\n\nx = JSON('os.system(1)')\n",
    "from .._runtime import JSON\n\nx = JSON(list['os.system(1)'])\n",
    "from .._runtime import JSON\n\nx = JSON(**{'a': 1})\n",
    "from .._runtime import JSON\n\nx = JSON(*(1,))\n",
    "from .._runtime import TypeAliasType\n\nx = TypeAliasType('x', 'exec(1)')\n",
    "from .._runtime import TypeAliasType\n\nx = TypeAliasType('x', 'list[\"exec(1)\"]')\n",
    "from .._runtime import TypeAliasType\n\nx = TypeAliasType('x', y)\n",
    "from .._runtime import TypeAliasType\n\nx = TypeAliasType('x', '(')\n",
    "class A:\n    def exec(self) -> None:\n        pass\n\n\nx = exec('1')\n",
    "x = \u0430\n",
    "x = (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((())))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))\n",
    "from .._runtime import patterns\nx = patterns.re\n",
    "from .._runtime.core import Any\n",
    "from .models import Literal\nx: Literal['os.system(1)']\n",
    "Literal = Annotated\nx: Literal['os.system(1)', 1]\n",
    "class Literal: pass\n",
    "x = TypeAliasType('x', '\"exec(1)\"')\n",
    "x = TypeAliasType('x', 'int | \"exec(1)\"')\n",
    "x = TypeAliasType('x', 'Annotated[\"exec(1)\", 1]')\n",
    "x = TypeAliasType('x', 'Literal[\"a\"] | list[\"b()\"]')\n",
    "x = builtins\n",
    "self = builtins\n",
    "def f(self): return builtins\n",
    "x = models\n",
    "x = [builtins]\n",
    "x = builtins.list.mro\n",
    "x = builtins.exec\n",
    "def f(self): return self.x.y.z\n",
    "def f(a): return a.__class__\n",
    "def f(a): return a.b\n",
    "def f(a): return a.send()\n",
    "class A(Model):\n    x: Annotated[int, Field(default_factory=Model)]\n",
    "class A(Model):\n    x: Annotated[int, Field(1)]\n",
    "class A(models.os.Popen): pass\n",
    "class A(Model.x): pass\n",
    "property = Model\n",
    "cached_property = Model\nclass A:\n    @cached_property\n    def x(self): pass\n",
    "class A:\n    property = Model\n",
    "x = {**{'a': 1}}\n",
    "JSON('x')\n",
    "Model()\n",
    "x = Operation('GET', '/', query={'a': Style('form', type='exec(1)')})\n",
    "x = OneOf(int, 'exec(1)')\n",
    "x = Operation('GET', '/', body=lambda x: 1)\n",
    "x = JSON(lambda: 1)\n",
    "x = Operation('GET', '/', body=lambda: exec('1'))\n",
    "x = Operation('GET', '/', body=lambda: JSON('exec(1)'))\n",
    "def Operation(): pass\n",
    "super = Model\n",
    "def super(): pass\n",
    "def f(x: Any = JSON('exec(1)')): pass\n",
    "def f(self): self.x()\n",
    "def f(self): self._client._x.send()\n",
    "from __future__ import annotations as TYPE\n",
    "from .._runtime import LazyModels\n__getattr__ = LazyModels(__name__, {'a': ('B',)})\n",
    "if TYPE_CHECKING:\n    pass\nelse:\n    __getattr__ = LazyModels(__name__, {'a.b': ('B',)})\n",
    "type X = int\n",
    "def f[T](x: T): pass\n",
    "x = 1 if 2 else 3\n",
    "print\n",
    "x = ...\nx.y\n",
    "match 1:\n    case 1: pass\n",
    "async def f(): yield 1\n",
    "async def f():\n    async for x in y: pass\n",
    "x = (yield)\n",
    "*a, b = 1, 2\n",
    "x = 'a' 'b' f'{1}'\n",
    "x: exec('1') = 1\n",
    "def f() -> __import__('os').system('x'): pass\n",
    "class A(Model, extra=exec('1')): pass\n",
    "class A(Model, extra=models.x.y): pass\n",
    "@property\ndef x(self): pass\nx.y\n",
    "x = Request.__init__\n",
    "x = Request().data.__class__\n",
    "x = Request().data.real\n",
    "x = 1\nx: int\nx()\n",
    "x = (1).real\n",
    "x = 'a'.format\n",
    "x = ''.join\n",
    "__all__ = models.x()\n",
    "__asserts__ = eval\n",
    "def __init__(self): models.x()\n",
    "x = Literal['a'].__args__\n",
    "x = Annotated[int, Request('exec')].x\n",
    "from . import errors\n",
    "from .. import x\n",
    "from ... import generated\n",
    "from .._runtime import Model as Literal\n",
    "import os as builtins\n",
    "from . import models as exec\n",
)
"""In a module of operations."""

BOUND_LATER_OR_NEVER: tuple[str, ...] = (
    f"if TYPE_CHECKING:\n    from .models import eval\n\nO = Operation('GET', '/', responses=lambda: eval({RUN!r}))\n",
    f"if TYPE_CHECKING:\n    from .models import eval\n\n_O: Operation[Any] = Operation('GET', '/', responses=lambda: eval({RUN!r}))\n",
    f"_X: Operation[Any] = exec({RUN!r})\n\n\ndef exec(a: str) -> None:\n    return Request(_GET)\n",
    f"def exec_request(a: str) -> None:\n    return exec({RUN!r})\n",
    "def exec(a: str) -> Request[Any]:\n    return Request(_GET, body=a)\n",
    "class A(Later):\n    pass\n\n\nclass Later(Resource):\n    pass\n",
    "if TYPE_CHECKING:\n    from .models import Base\n\n\nclass A(Base):\n    pass\n",
    "@_GET.builder\ndef f_request(a: str) -> Request[Any]:\n    return Request(_LATER, body=a)\n\n\n_LATER = 1\n",
    "if TYPE_CHECKING:\n    from .._runtime import Response\n\nX = Response()\n",
    "class A(Resource):\n    def f(self, a: str) -> Any:\n        return self._client.send(later(a)).data\n",
    "if TYPE_CHECKING:\n    from .models import print\n\n\nclass A(Resource):\n    def f(self) -> Any:\n        return print(self)\n",
    "if TYPE_CHECKING:\n    import os\n",
    "if TYPE_CHECKING:\n    from . import os\n",
    "if TYPE_CHECKING:\n    pass\nelse:\n    import os\n",
    "if TYPE_CHECKING:\n    from .errors import A\nelse:\n    A = eval\n",
    "if not TYPE_CHECKING:\n    import os\n",
    "if TYPE_CHECKING or exec('1'):\n    from .errors import A\n",
    "TYPE_CHECKING = True\n",
    "from .errors import TYPE_CHECKING\n",
    "from .errors import Operation\n_O: Operation[Any] = Operation('GET', '/', body=lambda: JSON(f()))\n",
)
"""In a module of operations: names that are not what they look like when the line runs."""

_PAGED = "class A(Resource):\n    def all(self, id: str, options: Any = None) -> Any:\n        return "
IN_RULES: tuple[str, ...] = (
    f"_X: PaginationRule[Any] = PaginationRule(style={RUN}, items='')\n",
    "_X: PaginationRule[Any] = PaginationRule(style='other', items='')\n",
    f"_X: PaginationRule[Any] = PaginationRule(style='url', items={RUN})\n",
    "_X: PaginationRule[Any] = PaginationRule(style='url', items='', first='1')\n",
    "_X: PaginationRule[Any] = PaginationRule('url', '')\n",
    "_X: PaginationRule[Any] = PaginationRule(**{'style': 'url'})\n",
    f"_X: PaginationRule[{RUN}] = PaginationRule(style='url', items='')\n",
    f"_X: PollingRule[Any] = PollingRule(state={RUN})\n",
    f"_X: PollingRule[Any] = PollingRule(success=({RUN},))\n",
    "_X: PollingRule[Any] = PollingRule(success=['done'])\n",
    "_X: PollingRule[Any] = PollingRule(statuses={'404': 'retry'})\n",
    "_X: PollingRule[Any] = PollingRule(statuses={404: 'other'})\n",
    f"_X: PollingRule[Any] = PollingRule(delay={RUN})\n",
    "_X = PaginationRule(style='url', items='')\n",
    "rule: PaginationRule[Any] = PaginationRule(style='url', items='')\n",
    f"{_PAGED}Paginator(self._client, get_request(id), _WAIT, options)\n",
    f"{_PAGED}Paginator(self._client, get_request(id), _GET, options)\n",
    f"{_PAGED}Paginator(self, get_request(id), _ALL, options)\n",
    f"{_PAGED}Paginator(self._client, {RUN}, _ALL, options)\n",
    f"{_PAGED}Paginator(self._client, get_request(id), _ALL, {RUN})\n",
    f"{_PAGED}Paginator(self._client, get_request(id), _ALL, options).pages()\n",
    f"{_PAGED}Poller(self._client, get_request(id), _ALL, options).wait(id, id)\n",
    f"{_PAGED}Poller(self._client, get_request(id), _WAIT, options).wait(id, {RUN})\n",
    f"{_PAGED}Poller(self._client, get_request(id), _WAIT, options).wait(id)\n",
    f"{_PAGED}Poller(self._client, get_request(id), _WAIT, options)._client(id, id)\n",
    f"{_PAGED}Poller(self._client, get_request(id), _WAIT, options)\n",
    f"{_PAGED}AsyncPoller(self._client, get_request(id), _WAIT, options).wait(id, id)\n",
    f"{_PAGED}Until(id)\n",
)
"""What would stand where lists are divided into pages, and where is waited."""
