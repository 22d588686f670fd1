"""Compares what descriptions say about the whole API: servers, tags, title."""

from __future__ import annotations

from ...ir.api import Server, Tag
from ..changes import Level
from ..context import Subjects
from ..source_positions import Anchor

_LONGEST = 400


def compare_documents(subjects: Subjects) -> None:
    """Compare servers, tags, title, description, version, and the name of the client."""
    _info(subjects)
    _tags(subjects)
    _servers(subjects)
    old, new = subjects.old.names.client, subjects.new.names.client
    if old != new:
        text = f"the client `{new}` was called `{old}`: code that imports it fails"
        _report("client-renamed", text, subjects, ("info", "title"), (old, new), symbols=(old, new))


def _report(
    rule: str,
    text: str,
    subjects: Subjects,
    steps: tuple[str, ...],
    texts: tuple[str, str],
    *,
    symbols: tuple[str, ...] = (),
) -> None:
    old, new = (places.root(*steps) for places in subjects.collector.places)
    before, after = texts[0][:_LONGEST], texts[1][:_LONGEST]
    subjects.collector.add(rule, text, symbols=symbols, old=old, new=new, before=before, after=after)


def _info(subjects: Subjects) -> None:
    old, new = subjects.old.api, subjects.new.api
    symbols = (subjects.new.names.client,)
    if old.version != new.version:
        texts = old.version, new.version
        _report(
            "version-changed",
            f"the version is {f'now {new.version}' if new.version else 'gone'} (before: {old.version or 'none'})",
            subjects,
            ("info", "version"),
            texts,
            symbols=symbols,
        )
    for name, before, after in (("title", old.title, new.title), ("description", old.description, new.description)):
        if before != after:
            text = f"the {name} of the API changed"
            _report("info-changed", text, subjects, ("info", name), (before, after), symbols=symbols)


def _tags(subjects: Subjects) -> None:
    old, new = ({tag.name: tag for tag in side.api.tags} for side in (subjects.old, subjects.new))
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        what = "has another description" if before and after else "is declared" if after else "is no longer declared"
        texts = _described(before), _described(after)
        _report("tag-description-changed", f"the tag `{name}` {what}", subjects, ("tags",), texts)


def _described(tag: Tag | None) -> str:
    return (tag.description or tag.summary or tag.name) if tag else ""


def _servers(subjects: Subjects) -> None:
    _Servers(subjects).compare()


class _Servers:
    """The servers of the whole API before and after."""

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self.old = {one.url: one for one in subjects.old.api.servers}
        self.new = {one.url: one for one in subjects.new.api.servers}
        self.names = subjects.old.names.servers, subjects.new.names.servers

    def compare(self) -> None:
        """Compare the servers by URL, then by name."""
        first = [next(iter(servers), "") for servers in (self.old, self.new)]
        gone = [url for url in self.old if url not in self.new]
        added = [url for url in self.new if url not in self.old]
        for url in list(gone):
            other = next((one for one in added if self.names[1][one] == self.names[0][url]), None)
            if other is not None:
                gone.remove(url)
                added.remove(other)
                text = f"the server `{self.names[1][other]}` is now `{other}` (before: `{url}`)"
                self._report("server-url-changed", text, url, other, (url, other))
                self._variables(self.old[url], self.new[other])
        for url in gone:
            self._gone(url)
        for url in added:
            self._report("server-added", f"there is one more server, `{self._name(1, url)}`", "", url, ("", url))
        for url in self.old.keys() & self.new.keys():
            self._both(url)
        self._first(first[0], first[1])

    def _first(self, old: str, new: str) -> None:
        """Report a change of the default server, to which calls go if none is named."""
        if old != new and (self.names[0].get(old) != self.names[1].get(new) or old in self.new or new in self.old):
            text = f"calls go to `{new}` where no server is named (before: `{old}`)"
            self._report("default-server-changed", text, old, new, (old, new))
        elif old == new and list(self.old) != list(self.new) and self.old.keys() == self.new.keys():
            texts = ", ".join(self.old), ", ".join(self.new)
            self._report("server-reordered", "the order of the servers changed", old, new, texts)

    def _name(self, side: int, url: str) -> str:
        return self.names[side].get(url, url)

    def _gone(self, url: str) -> None:
        name = self._name(0, url)
        text = f"the server `{name}` is gone: clients made for it fail"
        level = None
        if len(self.old) == 1:
            text, level = f"the server `{url}` is gone: clients that were generated before call it", Level.RISKY
        self._report("server-removed", text, url, "", (url, ""), level=level)

    def _both(self, url: str) -> None:
        before, after = self.old[url], self.new[url]
        names = self._name(0, url), self._name(1, url)
        if names[0] != names[1]:
            text = f"the server `{names[1]}` was called `{names[0]}`: code that names it fails"
            self._report("server-renamed", text, url, url, names)
        if before.description != after.description or before.name != after.name:
            texts = before.description or before.name or "", after.description or after.name or ""
            self._report(
                "server-description-changed", f"the description of the server `{names[1]}` changed", url, url, texts
            )
        self._variables(before, after)

    def _variables(self, old: Server, new: Server) -> None:
        for name in sorted(old.variables.keys() | new.variables.keys()):
            before, after = old.variables.get(name), new.variables.get(name)
            if before is None or after is None:
                gone = after is None
                rule = f"server-variable-{'removed' if gone else 'added'}"
                text = f"the URL `{new.url}` has {'no variable' if gone else 'a further variable,'} `{name}`"
                texts = (name, "") if gone else ("", name)
                self._report(
                    rule, text + (" any more: code that sets it fails" if gone else ""), old.url, new.url, texts
                )
                continue
            it = f"the variable `{name}` of the URL `{new.url}`"
            if before.default != after.default:
                text = f"{it} is `{after.default}` where it is not set (before: `{before.default}`)"
                texts = before.default, after.default
                self._report("server-variable-default-changed", text, old.url, new.url, texts)
            self._values(it, (before.enum, after.enum), (old.url, new.url))
            if before.description != after.description:
                texts = before.description, after.description
                self._report("server-description-changed", f"the description of {it} changed", old.url, new.url, texts)

    def _values(self, it: str, values: tuple[tuple[str, ...], tuple[str, ...]], urls: tuple[str, str]) -> None:
        before, after = values
        if set(before) == set(after):
            return
        texts = ", ".join(before) or "anything", ", ".join(after) or "anything"
        if after and (not before or set(before) - set(after)):
            text = f"{it} can now only be {texts[1]} (before: {texts[0]})"
            self._report("server-variable-value-removed", text, *urls, texts)
        if before and (not after or set(after) - set(before)):
            text = f"{it} may now be {texts[1]} (before: {texts[0]})"
            self._report("server-variable-value-added", text, *urls, texts)

    def _report(
        self, rule: str, text: str, old: str, new: str, texts: tuple[str, str], *, level: Level | None = None
    ) -> None:
        symbols: list[str] = []
        anchors: list[Anchor | None] = []
        sides = zip((old, new), (self.subjects.old, self.subjects.new), self.subjects.collector.places, strict=True)
        for side, (url, described, places) in enumerate(sides):
            servers = [one.url for one in described.api.servers]
            name = self._name(side, url)
            symbols.append(f"{described.names.client}(server={name!r})" if url else "")
            index = str(servers.index(url)) if url in servers else ""
            anchors.append(places.root("servers", *([index] if index else [])) if url or side else None)
        self.subjects.collector.add(
            rule, text, symbols=symbols, old=anchors[0], new=anchors[1], before=texts[0], after=texts[1], level=level
        )
