"""`specs/<provider>/provider.toml` → Settings: chosen names, options, and accepted warnings and drift."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import asdict

from . import client_defaults, setting_values, webhook_settings
from .declarations.declaration import Declaration, KeyPlaces
from .declarations.settings import problems as declaration_problems
from .diagnostics import Location, Report
from .document.document import Lines
from .document.limits import LIMITS, MOST, Limits
from .document.selection import EVERYTHING, KINDS, Criterion, Selection
from .document.toml_positions import TomlLines
from .setting_values import LIBRARIES, Library

__all__ = ["LIBRARIES", "Library", "Settings", "limit_problem", "load_settings", "raised"]
from .webhook_settings import NO_WEBHOOK_SETTINGS, WebhookSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .document.document import JSON
    from .format.ruff import Formatter

_MOST_CHARACTERS = 1_000_000


def _names() -> Mapping[str, str]:
    return {}


def _places() -> Mapping[tuple[str, str], Location]:
    return {}


@dataclass(frozen=True, slots=True)
class CredentialSettings:
    """How a security scheme is given to the client: an argument, and its environment variable."""

    argument: str | None = None
    environment: str | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Accepted drift: an undeclared field at a place of an example payload, and the reason."""

    example: str
    pointer: str
    reason: str


@dataclass(frozen=True, slots=True)
class AcceptedWarning:
    """A warning that somebody has looked at and accepted."""

    code: str
    pointer: str | None
    """The place that the warning is about; None for every place."""
    reason: str
    where: Location


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one provider. Every name that they give is a valid, public Python name."""

    name: str | None = None
    """Class name of the client; None for the default name."""
    tags: Mapping[str, str] = field(default_factory=_names)
    """Tag as written → attribute of the client."""
    resources: Mapping[str, str] = field(default_factory=_names)
    """Resource that a path suggests → attribute of the client."""
    operations: Mapping[str, str] = field(default_factory=_names)
    """operationId, or `POST /v1/call` → dotted path from the client."""
    schemas: Mapping[str, str] = field(default_factory=_names)
    """Name of a schema of the canonical tree → class name."""
    parameters: Mapping[str, str] = field(default_factory=_names)
    """`<operationId>.<in>.<name>`, or `<operationId>.body` → argument."""
    properties: Mapping[str, str] = field(default_factory=_names)
    """`<schema>.<property>` → attribute."""
    credentials: Mapping[str, CredentialSettings] = field(default_factory=dict[str, CredentialSettings])
    """Key of a security scheme → how it is given."""
    headers: Mapping[str, str] = field(default_factory=_names)
    """Header parameter → argument of the client; empty where it stays an argument of the methods."""
    servers: Mapping[str, str] = field(default_factory=_names)
    """URL as written → name of the server."""
    errors: Mapping[str, str] = field(default_factory=_names)
    """Status (`404`, `4XX`, `default`) → class of the exception."""
    responses: Mapping[str, str] = field(default_factory=_names)
    """operationId, or `POST /v1/call`, or `*` for all → how responses are read: `strict` or `lenient`."""
    accept: tuple[Acceptance, ...] = ()
    accepted: tuple[AcceptedWarning, ...] = ()
    selection: Selection = EVERYTHING
    """The selected part of the API."""
    limits: Limits = LIMITS
    """How much the document may demand."""
    format: Formatter = "ruff"
    client: Mapping[str, JSON] = field(default_factory=dict[str, "JSON"])
    """Defaults for all calls of the client."""
    http: Library = "httpx"
    """The HTTP library of the client."""
    pagination: Mapping[str, Declaration] = field(default_factory=dict[str, Declaration])
    """operationId, `GET /calls`, or `*` for all → how its answers are divided into pages."""
    polling: Mapping[str, Declaration] = field(default_factory=dict[str, Declaration])
    """operationId, or `GET /calls/{id}` → which answers end the waiting."""
    webhooks: WebhookSettings = NO_WEBHOOK_SETTINGS
    places: Mapping[tuple[str, str], Location] = field(default_factory=_places, compare=False)
    """(table, key) → its place in the file."""

    def place(self, table: str, key: str) -> Location | None:
        """Return where the file has a key of a table; None if it has none."""
        return self.places.get((table, key))


def load_settings(text: str, file: str, report: Report) -> Settings | None:
    """Return the settings of a TOML text, which messages call `file`; None with all errors in the report."""
    if len(text) > _MOST_CHARACTERS:
        report.error("too-large", f"longer than {_MOST_CHARACTERS:,} characters", Location(file))
        return None
    # Imported late, since a document on its own has no settings.
    import tomllib

    text = text.removeprefix("\ufeff")
    try:
        tree: dict[str, JSON] = tomllib.loads(text)
    except ValueError as error:  # a TOMLDecodeError, or an integer of thousands of digits
        report.error("toml-syntax", *_syntax_error(str(error), text, file))
        return None
    except RecursionError:
        report.error("toml-syntax", "nested too deeply", Location(file))
        return None
    return _Reader(tree, TomlLines(text), file, report).settings()


def _syntax_error(message: str, text: str, file: str) -> tuple[str, Location]:
    """Return message and Location of a syntax error; tomllib puts the place at the end of its message."""
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if place is None:
        return f"not valid TOML: {message}", Location(file)
    line, column = (int(place[1]), int(place[2])) if place[1] else Lines(text).place(len(text))
    return f"not valid TOML: {message[: place.start()]}", Location(file, line, column)


def limit_problem(key: str, value: object) -> str | None:
    """Return the problem of a limit, or None."""
    if key not in _LIMITS:
        return f"there is no limit {key!r}: known are {', '.join(f'`{name}`' for name in _LIMITS)}"
    most: int = getattr(MOST, key)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        return f"`{key}` must be a number from 1 to {most:,}"
    return None


def raised(limits: Limits, given: Iterable[tuple[str, int]]) -> Limits:
    """Return the limits with some replaced."""
    return Limits(**{**asdict(limits), **dict(given)})


_LIMITS = Limits.__struct_fields__

Check: TypeAlias = Callable[[str], str | None]
"""Returns what is wrong with a value, as the end of a sentence, or None."""


class _Reader:
    """Checks a parsed provider.toml; reports everything that is wrong with it."""

    def __init__(self, tree: dict[str, JSON], lines: TomlLines, file: str, report: Report) -> None:
        self.tree, self.lines, self.file, self.report = tree, lines, file, report
        self.failed = False

    def settings(self) -> Settings | None:
        names = ("tags", "resources", "operations", "schemas", "parameters", "properties", "credentials")
        tables = (*names, "headers", "servers", "errors", "responses")
        others = ("include", "exclude", "accept", "limits", "format", "http", "client")
        self._known(self.tree, ("name", *tables, *others, "pagination", "polling", "webhooks"), ())
        entries = self._entries()
        settings = Settings(
            name=self._string(self.tree, "name", (), setting_values.class_name),
            tags=self._table("tags", setting_values.resource),
            resources=self._table("resources", setting_values.resource),
            operations=self._table("operations", setting_values.call, unique=True),
            schemas=self._table("schemas", setting_values.identifier, unique=True),
            parameters=self._table("parameters", setting_values.identifier),
            properties=self._table("properties", setting_values.identifier),
            credentials=self._credentials(),
            servers=self._table("servers", setting_values.server_name, unique=True),
            errors=self._table("errors", setting_values.identifier, unique=True),
            responses=self._table("responses", setting_values.reading),
            headers=self._table("headers", setting_values.argument, unique=True),
            accept=self._accept(entries),
            accepted=self._accepted(entries),
            selection=Selection(self._criteria("include"), self._criteria("exclude")),
            limits=self._limits(),
            client=self._client(),
            http="httpx2" if self._string(self.tree, "http", (), setting_values.library) == "httpx2" else "httpx",
            format="black" if self._string(self.tree, "format", (), setting_values.formatter) == "black" else "ruff",
            pagination=self._declarations("pagination"),
            polling=self._declarations("polling"),
            webhooks=self._webhooks(),
            places=self._places((*tables, "webhooks")),
        )
        return None if self.failed else settings

    def _known(self, table: dict[str, JSON], known: tuple[str, ...], path: tuple[str | int, ...]) -> None:
        for key in table:
            if key not in known:
                names = ", ".join(f"`{name}`" for name in known)
                self._error("unknown-setting", f"unknown key {key!r}: known are {names}", (*path, key))

    def _places(self, tables: tuple[str, ...]) -> Mapping[tuple[str, str], Location]:
        """Return the place of each entry of some tables, and of the client's name as `("name", "")`."""
        found = {(table, key): self._place((table, key)) for table in tables for key in self._keys(table)}
        return found | {("name", ""): self._place(("name",))} if "name" in self.tree else found

    def _keys(self, table: str) -> tuple[str, ...]:
        found = self.tree.get(table)
        return tuple(found) if isinstance(found, dict) else ()

    def _table(self, key: str, check: Check, *, unique: bool = False) -> Mapping[str, str]:
        """Return a table of names."""
        table = self._object(self.tree.get(key, {}), (key,))
        names: dict[str, str] = {}
        for member in table:
            value = self._string(table, member, (key,), check)
            if value is None:
                continue
            if unique and value and value in names.values():
                other = next(name for name, taken in names.items() if taken == value)
                self._error(
                    "duplicate-name", f"{value!r} is already the name of {other!r}: choose another", (key, member)
                )
            names[member] = value
        return names

    def _credentials(self) -> Mapping[str, CredentialSettings]:
        credentials: dict[str, CredentialSettings] = {}
        for key, value in self._object(self.tree.get("credentials", {}), ("credentials",)).items():
            path = ("credentials", key)
            table = self._object(value, path)
            self._known(table, ("argument", "environment"), path)
            argument = self._string(table, "argument", path, setting_values.identifier)
            credentials[key] = CredentialSettings(
                argument, self._string(table, "environment", path, setting_values.variable)
            )
        return credentials

    def _criteria(self, table: str) -> tuple[Criterion, ...]:
        """Return what `[include]` or `[exclude]` lists under `tags`, `paths` and `operations`."""
        found: list[Criterion] = []
        given = self._object(self.tree.get(table, {}), (table,))
        self._known(given, tuple(f"{kind}s" for kind in KINDS), (table,))
        for kind in KINDS:
            patterns = given.get(f"{kind}s", [])
            if not isinstance(patterns, list) or not all(isinstance(one, str) and one for one in patterns):
                self._error("wrong-type", f"`{kind}s` must be a list of texts", (table, f"{kind}s"))
                continue
            where = Location(self.file, *self.lines.place((table, f"{kind}s")))
            found += [Criterion(kind, str(one), where) for one in patterns]
        return tuple(found)

    def _limits(self) -> Limits:
        table = self._object(self.tree.get("limits", {}), ("limits",))
        given: list[tuple[str, int]] = []
        for key, value in table.items():
            problem = limit_problem(key, value)
            if problem is not None:
                self._error("invalid-limit", problem, ("limits", key))
            elif isinstance(value, int):
                given.append((key, value))
        return raised(LIMITS, given)

    def _client(self) -> Mapping[str, JSON]:
        table = self._object(self.tree.get("client", {}), ("client",))
        for path, problem in client_defaults.problems(table):
            self._error("invalid-setting", problem, ("client", *path))
        return client_defaults.defaults(table)

    def _declarations(self, kind: str) -> Mapping[str, Declaration]:
        """Return the tables of `[pagination]` or `[polling]`: one for each operation."""
        found: dict[str, Declaration] = {}
        for address, value in self._object(self.tree.get(kind, {}), (kind,)).items():
            table = self._object(value, (kind, address))
            for key, problem in declaration_problems(kind, table) if isinstance(value, dict) else ():
                self._error("invalid-setting", problem, (kind, address, *([key] if key else [])))
            places = {key: self._place((kind, address, key)) for key in table} | {"": self._place((kind, address))}
            found[address] = Declaration(table, f"[{kind}]", KeyPlaces(places), is_general=address == "*")
        return found

    def _place(self, path: tuple[str | int, ...]) -> Location:
        return Location(self.file, *self.lines.place(path))

    def _webhooks(self) -> WebhookSettings:
        table = self._object(self.tree.get("webhooks", {}), ("webhooks",))
        for path, problem in webhook_settings.problems(table):
            self._error("invalid-setting", problem, ("webhooks", *path))
        return webhook_settings.webhook_settings(table)

    def _entries(self) -> list[tuple[int, dict[str, JSON]]]:
        """Return the tables of `[[accept]]`."""
        entries = self.tree.get("accept", [])
        if not isinstance(entries, list):
            self._error("wrong-type", "`accept` must be an array of tables: write `[[accept]]`", ("accept",))
            return []
        return [(index, self._object(entry, ("accept", index))) for index, entry in enumerate(entries)]

    def _accept(self, entries: list[tuple[int, dict[str, JSON]]]) -> tuple[Acceptance, ...]:
        found: list[Acceptance] = []
        for index, table in entries:
            if "code" in table:
                continue
            values = self._acceptance(
                table,
                ("accept", index),
                {"example": setting_values.filled, "pointer": setting_values.pointer, "reason": setting_values.filled},
            )
            example, pointer, reason = values["example"], values["pointer"], values["reason"]
            if example is not None and pointer is not None and reason is not None:
                found.append(Acceptance(example, pointer, reason))
        return tuple(found)

    def _accepted(self, entries: list[tuple[int, dict[str, JSON]]]) -> tuple[AcceptedWarning, ...]:
        found: list[AcceptedWarning] = []
        for index, table in entries:
            path = ("accept", index)
            if "code" not in table:
                continue
            values = self._acceptance(
                table,
                path,
                {"code": setting_values.filled, "reason": setting_values.filled},
                {"pointer": setting_values.pointer},
            )
            code, reason = values["code"], values["reason"]
            if code is not None and reason is not None:
                where = Location(self.file, *self.lines.place(path))
                found.append(AcceptedWarning(code, values["pointer"], reason, where))
        return tuple(found)

    def _acceptance(
        self,
        table: dict[str, JSON],
        path: tuple[str | int, ...],
        needed: dict[str, Check],
        optional: dict[str, Check] | None = None,
    ) -> dict[str, str | None]:
        checks = needed | (optional or {})
        self._known(table, tuple(checks), path)
        for key in needed:
            if key not in table:
                self._error("missing-setting", f"`{key}` is missing: every acceptance says what, where and why", path)
        return {key: self._string(table, key, path, check) for key, check in checks.items()}

    def _object(self, value: JSON, path: tuple[str | int, ...]) -> dict[str, JSON]:
        if isinstance(value, dict):
            return value
        self._error("wrong-type", f"`{path[-1]}` must be a table", path)
        return {}

    def _string(self, table: dict[str, JSON], key: str, path: tuple[str | int, ...], check: Check) -> str | None:
        """Return a string that passes the check; None if there is none, with an error if it is invalid."""
        value = table.get(key)
        if key not in table:
            return None
        if not isinstance(value, str):
            self._error("wrong-type", f"`{key}` must be a string", (*path, key))
            return None
        problem = check(value)
        if problem is not None:
            self._error("invalid-setting", f"{value!r} {problem}", (*path, key))
            return None
        return value

    def _error(self, code: str, message: str, path: tuple[str | int, ...]) -> None:
        self.failed = True
        line, column = self.lines.place(path)
        self.report.error(code, message, Location(self.file, line, column))
