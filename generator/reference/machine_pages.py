"""Pages for machines that read: `llms.txt`, one short markdown page an operation, and an index to search as text.

A page is whole by itself, and short: what is called, what it takes, what it gives, a program that runs. All of it is
plain data of the description; sentences of a provider that address machines are not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import search, texts
from .entries import AnswerEntry, ArgumentEntry, ClassEntry, OperationEntry

INDEX = "index.txt"
_MOST_FIELDS = 40
_MOST_MODELS = 3
_MOST_WORDS = 18


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """The data from which pages are written."""

    provider: str
    title: str
    description: tuple[str, ...]
    module: str
    client: str
    async_client: str
    credentials: tuple[tuple[str, str], ...]
    """(argument of the client, its environment variable)."""
    servers: tuple[str, ...]
    operations: Sequence[OperationEntry]
    models: Sequence[ClassEntry]
    errors: Sequence[ClassEntry]


def pages(reference: ReferenceData) -> dict[str, str]:
    """Return path within the folder → text of one provider's pages."""
    models = {one.name: one for one in reference.models}
    found = {file_of(one): operation_page(reference, one, models) for one in reference.operations}
    found[INDEX] = "".join(f"{line}\n" for line in index(reference))
    found["llms.txt"] = provider_page(reference)
    return found


def file_of(one: OperationEntry) -> str:
    """Return the path of an operation's page."""
    return f"operations/{one.call}.md"


def index(reference: ReferenceData) -> Iterator[str]:
    """Yield a line for each operation, for a search by words: call, method and path, title, words that people use."""
    for one in reference.operations:
        path = re.sub(r"\{[^}]*\}", " ", one.path)
        words = search.forms(f"{one.call.replace('_', ' ')} {path} {one.title}")
        words += search.other_verbs(one.call)
        words += search.forms(" ".join(one.description)[:300])[:_MOST_WORDS]
        marks = " (deprecated)" if one.deprecated else ""
        said = " ".join(dict.fromkeys(words))
        yield f"{one.call} | {one.method} {one.path} | {one.title}{marks} | {said} | {file_of(one)}"


def llms(references: Sequence[ReferenceData]) -> str:
    """Return the page at the top: which clients there are."""
    lines = ["# Generated clients", "", "> Typed Python clients, sync and async, generated from API descriptions.", ""]
    for one in references:
        lines += [f"## {texts.plain(one.title, 80)}", ""]
        lines += [
            f"- [How to make the client]({one.provider}/llms.txt): `from {one.module} import {one.client}`",
            f"- [Index of its operations]({one.provider}/{INDEX}): {len(one.operations):,}, a line each",
            "",
        ]
    return "\n".join(lines)


def provider_page(reference: ReferenceData) -> str:
    """Return how a client is made, and where its operations are."""
    arguments = ", ".join(f'{name}="…"' for name, _ in reference.credentials)
    program = (
        f"from {reference.module} import {reference.client}\n\nwith {reference.client}({arguments}) as client:\n    ..."
    )
    lines = [f"# {texts.plain(reference.title, 80)}: `{reference.module}`", ""]
    if reference.description:
        lines += [f"> {texts.plain(reference.description[0], 300)}", ""]
    lines += [texts.fence(program, "python"), ""]
    for name, environment in reference.credentials:
        lines.append(f"- `{name}`: without it, {texts.code(environment)} of the environment")
    lines += [
        f"- `{reference.async_client}` is the same with `async with` and `await`",
        "- path parameters by position, then the body object, then all others by name, then `options`",
        "- a declared error status raises a class of "
        f"`{reference.module}.errors`; every exception derives from `{reference.client}Error` or its base",
        f"- operations: search [{INDEX}]({INDEX}); each has a page `operations/CALL.md`",
        "",
        "## Resources",
        "",
    ]
    counts: dict[str, int] = {}
    for one in reference.operations:
        counts[one.call.rpartition(".")[0]] = counts.get(one.call.rpartition(".")[0], 0) + 1
    for resource, count in counts.items():
        lines.append(f"- `client{'.' if resource else ''}{resource}`: {count} operation{'s' if count > 1 else ''}")
    return "\n".join(lines) + "\n"


def operation_page(reference: ReferenceData, one: OperationEntry, models: Mapping[str, ClassEntry]) -> str:
    """Return the page of an operation."""
    lines = [f"# client.{one.call}", "", f"{one.method} {one.path}{f': {one.title}' if one.title else ''}", ""]
    if one.deprecated:
        lines += ["Deprecated.", ""]
    lines += [f"{line}\n" for line in one.description if line != one.title][:4]
    lines += [texts.fence(f"client.{one.signature}", "python"), ""]
    lines += [_argument(argument) for argument in one.arguments if argument.text or argument.required]
    lines += ["", f"Returns `{one.result}`."]
    raised = [answer for answer in one.answers if answer.status[:1] not in ("1", "2", "3")]
    if raised:
        lines += ["", "Raises on " + "; ".join(_raised(answer) for answer in raised[:8]) + "."]
    for model in _models_of(one, models):
        lines += ["", _model(model)]
    if one.example is not None:
        lines += ["", texts.fence(one.example.source, "python")]
    if one.where:
        more = f"; `clientwright explain {reference.provider} {one.call}`" if "/" in one.where else ""
        lines += ["", f"Where this came from: {one.where}{more}."]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _argument(argument: ArgumentEntry) -> str:
    required = ", required" if argument.required and not argument.default else ""
    return f"- `{argument.name}`{required}{f': {argument.text}' if argument.text else ''}"


def _raised(answer: AnswerEntry) -> str:
    type_ = f" (`{answer.type}`)" if answer.type else ""
    text = answer.text.rstrip(".")
    return f"{answer.status}{type_}{f': {text}' if text else ''}"


def _models_of(one: OperationEntry, models: Mapping[str, ClassEntry]) -> list[ClassEntry]:
    """Return the classes that are sent: those whose names occur in the types of the arguments."""
    names = [name for argument in one.arguments for name in re.findall(r"[A-Za-z_]\w*", argument.type)]
    return [models[name] for name in dict.fromkeys(names) if name in models and models[name].fields][:_MOST_MODELS]


def _model(model: ClassEntry) -> str:
    fields = [
        f"- `{one.name}: {one.type}{f' = {one.default}' if one.default else ''}`{f': {one.text}' if one.text else ''}"
        for one in model.fields[:_MOST_FIELDS]
    ]
    more = [f"- and {len(model.fields) - _MOST_FIELDS} more"] if len(model.fields) > _MOST_FIELDS else []
    return "\n".join([f"`{model.name}`:", "", *fields, *more])
