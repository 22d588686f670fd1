"""Statements are broken as black breaks them: any that could stand in generated code, of any length."""

from __future__ import annotations

import random
from collections.abc import Callable

import black
import pytest
from black.mode import TargetVersion

from generator.format.wrap import wrap

WIDTH = 100
MODE = black.Mode(target_versions={TargetVersion.PY311}, line_length=WIDTH)
NAMES = ("a", "limit", "list_of_things", "CreateTransitGatewayAttachmentRequest", "Model", "x_amz_signed_headers")
TEXTS = ("a", "text/xml", "#/components/schemas/DeleteClientVpnEndpointRequest", "it's", "x" * 35, "y" * 70)
SIMPLE = ("None", "True", "-1", "5", "1.5", "1e20", "'say \"a\"'")


class Maker:
    """Makes statements from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def some(self, least: int, most: int, make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(self.random.randint(least, most))]

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def name(self) -> str:
        return self.random.choice(NAMES) + self.random.choice(("", "", "X", "LongerThanItWasBefore"))

    def text(self) -> str:
        return f'"{self.random.choice(TEXTS)}"'

    def comma(self, items: list[str], least: int = 1) -> str:
        return "," if len(items) >= least and self.chance(0.12) else ""

    def type(self, depth: int) -> str:
        kinds = ("name", "literal", "list", "union", "annotated", "dotted") if depth else ("name",)
        match self.random.choice(kinds):
            case "name":
                return self.name()
            case "literal":
                items = self.some(1, 8, self.text)
                return f"Literal[{', '.join(items)}{self.comma(items, 2)}]"
            case "list":
                inner = ", ".join(self.some(1, 2, lambda: self.type(depth - 1)))
                return f"{self.random.choice(('list', 'dict'))}[{inner}]"
            case "union":
                return " | ".join(self.some(2, 4, lambda: self.type(depth - 1)))
            case "annotated":
                extras = self.some(1, 2, lambda: self.call(depth - 1, braces=False))
                return f"Annotated[{self.type(depth - 1)}, {', '.join(extras)}{self.comma(extras)}]"
            case _:
                return f"models.{self.name()}"

    def call(self, depth: int, *, braces: bool = True) -> str:
        def value() -> str:
            return self.value(depth, braces=braces)

        arguments = [*self.some(0, 3, value), *(f"{self.name()}={one}" for one in self.some(0, 5, value))]
        return f"{self.name()}({', '.join(arguments)}{self.comma(arguments)})"

    def value(self, depth: int, *, braces: bool = True) -> str:
        simple = (self.name(), self.text(), *SIMPLE)
        if depth <= 0:
            return self.random.choice(simple)

        def inner() -> str:
            return self.value(depth - 1, braces=braces)

        match self.random.choice(
            ("simple", "call", "braces", "brackets", "tuple", "type", "method", "await", "lambda")
        ):
            case "call":
                return self.call(depth - 1, braces=braces)
            case "braces" if braces:
                items = [f"{self.text()}: {one}" for one in self.some(0, 4, inner)]
                return f"{{{', '.join(items)}{self.comma(items)}}}"
            case "brackets":
                items = self.some(0, 4, inner)
                return f"[{', '.join(items)}{self.comma(items)}]"
            case "tuple":
                items = self.some(0, 4, inner)
                return f"({', '.join(items)}{',' if len(items) == 1 else self.comma(items)})"
            case "type":
                return self.type(depth - 1)
            case "method":
                return f"{self.name()}.send({inner()}){self.random.choice(('', '.data', '.data.more', '()'))}"
            case "await":
                return f"(await {self.name()}.send({inner()})).data"
            case "lambda":
                return f"{self.name()}({self.name()}=lambda: {inner()})"
            case _:
                return self.random.choice(simple)

    def head(self) -> str:
        def parameter() -> str:
            return f"{self.name()}: {self.type(2)}"

        parameters = [*(["self"] if self.chance(0.5) else []), *self.some(0, 2, parameter)]
        if self.chance(0.6):
            parameters += ["*", *(one + self.random.choice(("", " = None")) for one in self.some(1, 5, parameter))]
        listed = f"{', '.join(parameters)}{self.comma(parameters)}"
        return f"{self.random.choice(('def', 'async def'))} {self.name()}({listed}) -> {self.type(2)}:"

    def assignment(self) -> str:
        annotation = self.type(3)
        annotation = f"({annotation})" if self.chance(0.2) else annotation
        call = f"Operation({self.value(2)}, {self.value(2)},)"
        return f"{self.name()}: {annotation}{self.random.choice(('', ' = None', f' = {self.value(3)}', f' = {call}'))}"

    def statement(self) -> str:
        match self.random.choice(("annotated", "annotated", "assign", "return", "head", "head", "class", "import")):
            case "annotated":
                return self.assignment()
            case "assign":
                return f"{self.name()} = {self.random.choice((self.value(4), f'({self.type(3)})'))}"
            case "return":
                return f"return {self.random.choice((self.value(4), f'({self.type(3)})'))}"
            case "head":
                return self.head()
            case "class":
                bases = self.random.choice(("", ', extra="forbid"', f", {self.name()}"))
                return f"class {self.name()}({self.name()}{bases}):"
            case _:
                names = self.some(1, 6, lambda: self.name() + self.random.choice(("", "", f" as {self.name()}")))
                listed = f"({', '.join(names)}{self.comma(names)})" if self.chance(0.5) else ", ".join(names)
                return f"from .{self.name()} import {listed}"


def formatted_by_black(statement: str, depth: int) -> list[str]:
    levels = "".join(f"{'    ' * level}while a:\n" for level in range(depth))
    body = f"\n{'    ' * (depth + 1)}pass" if statement.endswith(":") else ""
    lines = black.format_str(f"{levels}{'    ' * depth}{statement}{body}\n", mode=MODE).split("\n")
    return [line for line in lines[depth:] if line.strip() not in ("", "pass")]


@pytest.mark.parametrize("seed", range(20))
def test_statements_are_broken_as_black_breaks_them(seed: int) -> None:
    maker = Maker(seed)
    known = 0
    for _ in range(20):
        statement, depth = maker.statement(), maker.random.choice((0, 0, 1, 2))
        lines = wrap(statement, depth, WIDTH)
        if lines is not None:
            known += 1
            assert lines == formatted_by_black(statement, depth), statement
            assert wrap("\n".join(lines).strip(" "), depth, WIDTH) == lines
    assert known > 15


@pytest.mark.parametrize(
    "statement",
    [
        *("x = a if b else c", "x = not a", "x = a + b", "x = a < b", "x = a[1:2]", "x = f(*a)", "x = f(**a)"),
        *("x = [a for a in b]", "x = lambda a: a", "x = 'a'", "x = 'a' 'b'", "x = a  # comment", "x = y = z"),
        *("x, y = z", "x[0] = 1", "x = 1e+16", "x = 0xabc", "x = 1_000", "x = f(", "x = f)", "x = r'a'", "@a"),
        *("x = await (a)", "x = [(a)]", "x = ((a))", "x += 1", "del x", "if a:", "x = 'é'", "x = f'{a}'", ""),
    ],
)
def test_statements_of_other_kinds_are_for_black(statement: str) -> None:
    assert wrap(statement, 0, WIDTH) is None
