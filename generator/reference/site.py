"""Writes the sources of the static site: markdown pages for resources, models and errors, and the site's settings.

Nothing of a description is markup here: `texts.markdown` writes each text as character references, and code is in
fences. Only the extensions that these pages need are switched on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..openapi.json_values import is_mapping, is_sequence
from ..text.toml_source import key_source, text_source
from . import texts
from .entries import ClassEntry, OperationEntry
from .machine_pages import ReferenceData

SETTINGS = "zensical.toml"
_MOST_CLASSES = 120
_MOST_FIELDS = 60


def sources(references: Sequence[ReferenceData], title: str) -> dict[str, str]:
    """Return all files of the site's sources: settings, and pages below `docs/`."""
    found = {"docs/index.md": _home(references, title)}
    navigation: list[object] = [{"Overview": "index.md"}]
    for one in references:
        pages = dict(_provider(one))
        found |= {f"docs/{one.provider}/{path}": text for path, text in pages.items()}
        navigation.append({_label(one.title): _navigation(one, list(pages))})
    found[SETTINGS] = _settings(title, navigation)
    return found


def _label(title: str) -> str:
    return texts.plain(title, 60) or "API"


def _navigation(one: ReferenceData, paths: Sequence[str]) -> list[object]:
    def entry(path: str) -> object:
        name = path.rpartition("/")[2].removesuffix(".md")
        return {"Start": f"{one.provider}/{path}"} if name == "index" else {name: f"{one.provider}/{path}"}

    top = [entry(path) for path in paths if "/" not in path]
    for folder in ("resources", "models"):
        inner = [entry(path) for path in paths if path.startswith(f"{folder}/")]
        top += [{folder.capitalize(): inner}] if inner else []
    return top


def _settings(title: str, navigation: list[object]) -> str:
    """Return zensical.toml."""
    lines = [
        "[project]",
        f"site_name = {text_source(title)}",
        "use_directory_urls = false",
        f"nav = {_toml(navigation)}",
        "",
        "[project.theme]",
        'variant = "modern"',
        'features = ["navigation.prune", "search.highlight", "content.code.copy", "navigation.top"]',
        "font = false",
        "",
        "[[project.theme.palette]]",
        'media = "(prefers-color-scheme: light)"',
        'scheme = "default"',
        'toggle = { icon = "lucide/sun", name = "Dark" }',
        "",
        "[[project.theme.palette]]",
        'media = "(prefers-color-scheme: dark)"',
        'scheme = "slate"',
        'toggle = { icon = "lucide/moon", name = "Light" }',
        "",
        "[project.markdown_extensions.tables]",
        "[project.markdown_extensions.toc]",
        "permalink = true",
        "[project.markdown_extensions.pymdownx.highlight]",
        "[project.markdown_extensions.pymdownx.superfences]",
    ]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if is_mapping(value):
        return "{ " + ", ".join(f"{key_source(key)} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if is_sequence(value):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return text_source(str(value))


def _home(references: Sequence[ReferenceData], title: str) -> str:
    lines = [f"# {texts.markdown(title)}", ""]
    for one in references:
        name = texts.markdown(_label(one.title))
        lines.append(f"- [{name}]({one.provider}/index.md): {len(one.operations):,} to call")
    lines += ["", "For programs that read: [llms.txt](llms.txt), and for each client an index of its operations."]
    return "\n".join(lines) + "\n"


def _provider(one: ReferenceData) -> Iterator[tuple[str, str]]:
    resources: dict[str, list[OperationEntry]] = {}
    for operation in one.operations:
        resources.setdefault(operation.call.rpartition(".")[0], []).append(operation)
    yield "index.md", _start(one, resources)
    for name, operations in resources.items():
        yield f"resources/{name or 'client'}.md", _resource(one, name, operations)
    for number in range(0, len(one.models), _MOST_CLASSES):
        part = one.models[number : number + _MOST_CLASSES]
        name = f"{part[0].name}-{part[-1].name}" if len(one.models) > _MOST_CLASSES else "models"
        yield f"models/{name}.md", _classes("Models", one, part)
    if one.errors:
        yield "errors.md", _classes("Errors", one, one.errors)


def _start(one: ReferenceData, resources: dict[str, list[OperationEntry]]) -> str:
    lines = [f"# {texts.markdown(_label(one.title))}", ""]
    lines += [f"{texts.markdown(line)}\n" for line in one.description[:3]]
    arguments = ", ".join(f'{name}="…"' for name, _ in one.credentials)
    program = f"from {one.module} import {one.client}\n\nwith {one.client}({arguments}) as client:\n    ..."
    lines += [texts.fence(program, "python"), ""]
    for name, environment in one.credentials:
        lines.append(f"- `{name}`: without it, {texts.code(environment)} of the environment is taken")
    lines += [f"- server: {texts.code(server)}" for server in one.servers]
    first = next((operation for operation in one.operations if operation.example is not None), None)
    if first is not None and first.example is not None:
        lines += ["", f"A first call, `{first.call}`:", "", texts.fence(first.example.source, "python")]
    lines += ["", "| Resource | Operations |", "|---|---|"]
    for name, operations in resources.items():
        lines.append(f"| [{name or 'client'}](resources/{name or 'client'}.md) | {len(operations)} |")
    old = [operation for operation in one.operations if operation.deprecated]
    if old:
        lines += ["", "## Deprecated", ""]
        for operation in old:
            resource = operation.call.rpartition(".")[0] or "client"
            lines.append(f"- [`{operation.call}`](resources/{resource}.md): {texts.markdown(operation.title)}")
    return "\n".join(lines) + "\n"


def _resource(one: ReferenceData, name: str, operations: Sequence[OperationEntry]) -> str:
    lines = [f"# {f'client.{name}' if name else 'client'}", ""]
    for operation in operations:
        lines += [*_operation(one, operation), ""]
    return "\n".join(lines) + "\n"


def _operation(one: ReferenceData, operation: OperationEntry) -> Iterator[str]:
    yield f"## {operation.call.rpartition('.')[2]}"
    yield ""
    old = "**Deprecated.** " if operation.deprecated else ""
    yield f"{old}{texts.code(f'{operation.method} {operation.path}')} {texts.markdown(operation.title)}"
    yield ""
    for line in operation.description:
        if line != operation.title:
            yield f"{texts.markdown(line)}\n"
    yield texts.fence(f"client.{operation.signature}", "python")
    yield ""
    if operation.arguments:
        yield "| Argument | Type | | |"
        yield "|---|---|---|---|"
        for argument in operation.arguments:
            needed = "required" if argument.required and not argument.default else ""
            type_ = f"<code>{texts.markdown(argument.type)}</code>"
            yield f"| `{argument.name}` | {type_} | {needed} | {texts.markdown(argument.text)} |"
        yield ""
    if operation.answers:
        yield "| Status | Type | |"
        yield "|---|---|---|"
        for answer in operation.answers:
            type_ = f"<code>{texts.markdown(answer.type)}</code>" if answer.type else ""
            yield f"| {texts.markdown(answer.status)} | {type_} | {texts.markdown(answer.text)} |"
        yield ""
    if operation.example is not None:
        yield texts.fence(operation.example.source, "python")
        yield ""
        yield "The same without blocking:"
        yield ""
        yield texts.fence(operation.example.async_source, "python")
        yield ""
    yield from _origin(one, operation)


def _origin(one: ReferenceData, operation: OperationEntry) -> Iterator[str]:
    if operation.where:
        rule = f" Its name: {texts.markdown(operation.rule)}." if operation.rule else ""
        more = f"; `clientwright explain {one.provider} {operation.call}` says more" if "/" in operation.where else ""
        yield f"Where this came from: {texts.code(operation.where)}{more}.{rule}"


def _classes(title: str, one: ReferenceData, classes: Sequence[ClassEntry]) -> str:
    lines = [f"# {title}", "", f"In `{one.module}.{title.lower()}`.", ""]
    for entry in classes:
        lines += [f"## {entry.name}", ""]
        if entry.text:
            lines += [texts.markdown(entry.text), ""]
        if entry.alias:
            lines += [texts.fence(f"{entry.name} = {entry.alias}", "python"), ""]
        if entry.fields:
            lines += ["| Field | Type | Default | |", "|---|---|---|---|"]
            for field in entry.fields[:_MOST_FIELDS]:
                type_ = f"<code>{texts.markdown(field.type)}</code>"
                default = f"<code>{texts.markdown(field.default)}</code>" if field.default else ""
                lines.append(f"| `{field.name}` | {type_} | {default} | {texts.markdown(field.text)} |")
            if len(entry.fields) > _MOST_FIELDS:
                lines.append(f"| and {len(entry.fields) - _MOST_FIELDS} more | | | |")
            lines.append("")
    return "\n".join(lines) + "\n"
