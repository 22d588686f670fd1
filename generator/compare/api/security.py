"""Compares credentials: those that the API declares, and those that each operation requires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from ...ir.api import OAuthFlow, SecurityRequirement, SecurityScheme
from ...naming.names import Names
from ..changes import Level
from ..context import Subjects, anchor_of
from ..operation_pairs import OperationPair
from ..source_positions import Anchor

_Alternative: TypeAlias = tuple[tuple[str, frozenset[str]], ...]
"""Scheme and scopes, sorted."""


def compare_credentials(pairs: Sequence[OperationPair], subjects: Subjects) -> None:
    """Compare the declared credentials, and the requirements of all operations."""
    old = {one.key: one for one in subjects.old.api.security_schemes}
    new = {one.key: one for one in subjects.new.api.security_schemes}
    renamed = _renamed(old, new)
    for key in sorted(old):
        successor = renamed.get(key, key)
        if successor in new:
            _Schemes(old[key], new[successor], subjects).compare()
        else:
            argument = _argument(subjects.old.names, key)
            text = f"the client takes no `{argument}` any more: code that gives it fails"
            _report("api-security-component-removed", text, ((key, key), ("", "")), subjects)
    for key in sorted(new.keys() - old.keys() - set(renamed.values())):
        text = f"the client takes a further credential, `{_argument(subjects.new.names, key)}`"
        _report("api-security-component-added", text, (("", ""), (key, key)), subjects)
    _requirements(pairs, renamed, subjects)


def _argument(names: Names, key: str) -> str:
    return names.credentials[key].argument if key in names.credentials else key


def _renamed(old: Mapping[str, SecurityScheme], new: Mapping[str, SecurityScheme]) -> dict[str, str]:
    """Return old → new key of the schemes that are otherwise unchanged."""
    found: dict[str, str] = {}
    for key in sorted(old.keys() - new.keys()):
        same = [
            other
            for other in sorted(new.keys() - old.keys())
            if replace(new[other], key=key, description=old[key].description) == old[key]
            and other not in found.values()
        ]
        if same:
            found[key] = same[0]
    return found


def _report(
    rule: str,
    text: str,
    sides: tuple[tuple[str, str], tuple[str, str]],
    subjects: Subjects,
    *,
    steps: tuple[str, ...] = (),
) -> None:
    """Add a change of a declared credential; each side is its key, and what it was or is."""
    symbols: list[str] = []
    anchors: list[Anchor | None] = []
    for (key, _), described, places in zip(sides, (subjects.old, subjects.new), subjects.collector.places, strict=True):
        names = described.names
        symbols.append(f"{names.client}({_argument(names, key)})" if key else "")
        main = described.source.main
        holder = ("securityDefinitions",) if "swagger" in main.tree else ("components", "securitySchemes")
        anchors.append(places.root(*holder, key, *steps) if key else None)
    subjects.collector.add(
        rule, text, symbols=symbols, old=anchors[0], new=anchors[1], before=sides[0][1], after=sides[1][1]
    )


class _Schemes:
    """One declared credential before and after."""

    def __init__(self, old: SecurityScheme, new: SecurityScheme, subjects: Subjects) -> None:
        self.old, self.new, self.subjects = old, new, subjects
        self.it = f"`{_argument(subjects.new.names, new.key)}`"

    def compare(self) -> None:
        """Compare everything about the credential."""
        old, new = self.old, self.new
        self._names()
        if (old.type, old.scheme) != (new.type, new.scheme):
            texts = " ".join(filter(None, (old.type, old.scheme))), " ".join(filter(None, (new.type, new.scheme)))
            text = f"{self.it} is now of the kind `{texts[1]}` (before: `{texts[0]}`): older clients send it as it was"
            self._report("api-security-component-type-changed", text, texts, "type")
        elif (old.location, old.name) != (new.location, new.name):
            texts = f"{old.location} {old.name}", f"{new.location} {new.name}"
            text = f"{self.it} is now sent as `{texts[1]}` (before: `{texts[0]}`): older clients send it there"
            self._report("api-security-component-location-changed", text, texts, "in")
        if old.openid_connect_url != new.openid_connect_url:
            texts = old.openid_connect_url or "", new.openid_connect_url or ""
            text = f"{self.it} is now described at `{texts[1]}` (before: `{texts[0]}`)"
            self._report("api-security-component-oauth-url-changed", text, texts, "openIdConnectUrl")
        if old.description != new.description:
            texts = old.description[:_LONGEST], new.description[:_LONGEST]
            self._report(
                "credential-description-changed", f"the description of {self.it} changed", texts, "description"
            )
        self._flows()

    def _names(self) -> None:
        before = self.subjects.old.names.credentials.get(self.old.key)
        after = self.subjects.new.names.credentials.get(self.new.key)
        if before is None or after is None:
            return
        if before.argument != after.argument:
            text = f"the client's argument {self.it} was called `{before.argument}`: code that gives it fails"
            self._report("credential-renamed", text, (before.argument, after.argument))
        elif before.environment != after.environment:
            text = f"{self.it} is now looked for in `{after.environment}` (before: `{before.environment}`)"
            self._report("credential-environment-renamed", text, (before.environment, after.environment))

    def _flows(self) -> None:
        for name in sorted(self.old.flows.keys() | self.new.flows.keys()):
            before, after = self.old.flows.get(name), self.new.flows.get(name)
            if before is None or after is None:
                gone = after is None
                rule = f"api-security-component-oauth-flow-{'removed' if gone else 'added'}"
                text = f"{self.it} can {'no longer' if gone else 'now'} be had by the flow `{name}`"
                self._report(rule, text, (name if gone else "", "" if gone else name), "flows", name)
            elif before != after:
                self._flow(name, before, after)

    def _flow(self, name: str, old: OAuthFlow, new: OAuthFlow) -> None:
        for rule, key, before, after in (
            ("oauth-url", "authorizationUrl", old.authorization_url, new.authorization_url),
            ("oauth-token-url", "tokenUrl", old.token_url, new.token_url),
            ("oauth-token-url", "refreshUrl", old.refresh_url, new.refresh_url),
        ):
            if before != after:
                text = f"the `{key}` of {self.it} is now `{after}` (before: `{before}`)"
                rule_id = f"api-security-component-{rule}-changed"
                self._report(rule_id, text, (before or "", after or ""), "flows", name, key)
        for scope in sorted(old.scopes.keys() | new.scopes.keys()):
            was, now = old.scopes.get(scope), new.scopes.get(scope)
            if was == now:
                continue
            action = "added" if was is None else "removed" if now is None else "changed"
            text = {
                "added": f"{self.it} knows a further scope, `{scope}`",
                "removed": f"{self.it} no longer knows the scope `{scope}`",
                "changed": f"the description of the scope `{scope}` of {self.it} changed",
            }[action]
            rule_id = f"api-security-component-oauth-scope-{action}"
            self._report(rule_id, text, (was or "", now or ""), "flows", name, "scopes", scope)

    def _report(self, rule: str, text: str, texts: tuple[str, str], *steps: str) -> None:
        _report(rule, text, ((self.old.key, texts[0]), (self.new.key, texts[1])), self.subjects, steps=steps)


_LONGEST = 400


def _requirements(pairs: Sequence[OperationPair], renamed: Mapping[str, str], subjects: Subjects) -> None:
    """Compare what operations require, once for all operations with the same requirements."""
    groups: dict[tuple[tuple[_Alternative, ...], tuple[_Alternative, ...], bool], list[OperationPair]] = defaultdict(
        list
    )
    for both in pairs:
        old = tuple(_alternatives(both.old.security, renamed))
        new = tuple(_alternatives(both.new.security, {}))
        if old != new:
            said = [
                places.value(anchor_of(operation), "security") is not None
                for operation, places in zip((both.old, both.new), subjects.collector.places, strict=True)
            ]
            groups[old, new, any(said)].append(both)
    for (old, new, own), members in groups.items():
        _Asked(old, new, members, subjects, "api" if own else "api-global").compare()


def _alternatives(requirements: Iterable[SecurityRequirement], renamed: Mapping[str, str]) -> Iterator[_Alternative]:
    for requirement in requirements:
        yield tuple(sorted((renamed.get(key, key), frozenset(scopes)) for key, scopes in requirement.items()))


def _schemes(alternative: _Alternative) -> tuple[str, ...]:
    return tuple(key for key, _ in alternative)


def _compatible(old: _Alternative, new: _Alternative) -> bool:
    """Return whether one alternative requires all that the other does."""
    before, after = set(_schemes(old)), set(_schemes(new))
    return before <= after or after <= before


class _Asked:
    """What some operations require before and after."""

    def __init__(
        self,
        old: Sequence[_Alternative],
        new: Sequence[_Alternative],
        members: Sequence[OperationPair],
        subjects: Subjects,
        start: str,
    ) -> None:
        self.old, self.new, self.members, self.subjects, self.start = old or [()], new or [()], members, subjects, start

    def compare(self) -> None:
        """Report which alternatives were removed or added, and which require more."""
        gone = [one for one in self.old if one not in self.new]
        added = [one for one in self.new if one not in self.old]
        if not gone and not added:
            text = "the order of the choices of credentials changed"
            self._report("api-security-reordered", text, _shown(self.old), _shown(self.new))
        elif () in gone:
            names = " or ".join(self._named(one) for one in self.new)
            text = f"it now asks for {names}: calls without it fail"
            self._report(f"{self.start}-security-added", text, "none", names, Level.BREAKING)
        elif () in added:
            text = "calls need no credential any more"
            self._report(f"{self.start}-security-removed", text, _shown(self.old), "none", Level.SAFE)
        else:
            self._matched(gone, added)
            for one in gone:
                self._gone(one, free=() in self.new)
            for one in added:
                self._added(one, free=any(kept in self.new for kept in self.old))

    def _matched(self, gone: list[_Alternative], added: list[_Alternative]) -> None:
        """Report alternatives that require more or less than before, and remove them from both lists."""
        for one in list(gone):
            other = next((wider for wider in added if _compatible(one, wider)), None)
            if other is None:
                continue
            gone.remove(one)
            added.remove(other)
            more = tuple(scheme for scheme in other if scheme[0] not in _schemes(one))
            less = tuple(scheme for scheme in one if scheme[0] not in _schemes(other))
            if more:
                text = f"it now asks for {self._named(more)}, too: calls without it fail"
                self._report(f"{self.start}-security-added", text, self._named(one), self._named(other), Level.BREAKING)
            if less:
                text = f"it no longer asks for {self._named(less)}"
                self._report(f"{self.start}-security-removed", text, self._named(one), self._named(other), Level.SAFE)
            self._scopes(one, other)

    def _gone(self, one: _Alternative, *, free: bool) -> None:
        names = self._named(one)
        text = f"{names} no longer lets a call in: clients that only have that fail"
        if free:
            text = f"{names} is not asked for any more"
        level = Level.SAFE if free else Level.BREAKING
        self._report(f"{self.start}-security-removed", text, names, "", level)

    def _added(self, one: _Alternative, *, free: bool) -> None:
        names = self._named(one)
        text = f"{names} lets a call in, too" if free else f"it now asks for {names}: clients that do not have it fail"
        self._report(f"{self.start}-security-added", text, "", names, Level.SAFE if free else Level.BREAKING)

    def _scopes(self, old: _Alternative, new: _Alternative) -> None:
        later = dict(new)
        for key, before in old:
            after = later.get(key, before)
            for scopes, action, text in (
                (after - before, "added", "now has to allow"),
                (before - after, "removed", "need no longer allow"),
            ):
                if scopes:
                    texts = ", ".join(f"`{scope}`" for scope in sorted(scopes))
                    rule = f"{self.start}-security-scope-{action}"
                    sides = ("", texts) if action == "added" else (texts, "")
                    self._report(rule, f"`{_argument(self.subjects.new.names, key)}` {text} {texts}", *sides)

    def _named(self, alternative: _Alternative) -> str:
        names = self.subjects.new.names
        before = self.subjects.old.names
        return " with ".join(
            f"`{_argument(names if key in names.credentials else before, key)}`" for key in _schemes(alternative)
        )

    def _report(self, rule: str, text: str, before: str, after: str, level: Level | None = None) -> None:
        anchors: list[Anchor | None] = []
        first = self.members[0]
        for operation, places in zip((first.old, first.new), self.subjects.collector.places, strict=True):
            own = anchor_of(operation, "security")
            is_own = places.value(own) is not None
            anchors.append(own if is_own or self.start == "api" else places.root("security"))
        calls = [call for both in self.members for call in self.subjects.calls(both)]
        self.subjects.collector.add(
            rule,
            text,
            symbols=calls,
            pairs=[both.pair.index for both in self.members],
            old=anchors[0],
            new=anchors[1],
            before=before,
            after=after,
            level=level,
        )


def _shown(alternatives: Iterable[_Alternative]) -> str:
    return " or ".join(" with ".join(_schemes(one)) or "none" for one in alternatives)
