"""Security schemes and requirements; and credentials that a description models as plain parameters.

OpenAPI 3.2, 4.12.2.1 ignores a header parameter called `Authorization`: it is the credential, as is every parameter
that an `apiKey` scheme describes. Both become security of the operation: the credential is given once, to the client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..openapi.problems import Findings
from ..openapi.references import Missing, Place, Resolver, is_mapping, is_sequence
from .media_types import is_token

Requirement: TypeAlias = dict[str, list[str]]

_NEEDED = {"apiKey": ("name", "in"), "http": ("scheme",), "oauth2": (), "openIdConnect": (), "mutualTLS": ()}
_WRITES_AUTHORIZATION = ("http", "oauth2", "openIdConnect")


@dataclass(slots=True)
class Credentials:
    """The security of one description."""

    findings: Findings
    schemes: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    default: list[Requirement] = field(default_factory=list[Requirement])
    """The requirements of operations that have none of their own."""
    used: set[str] = field(default_factory=set[str])
    _told: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def declare(self, schemes: Any, security: Any, resolver: Resolver, place: Place) -> None:
        """Read the declared schemes and the requirements of the whole description."""
        where = place.down("components", "securitySchemes")
        for name in sorted(schemes) if is_mapping(schemes) else ():
            scheme, spot = schemes[name], where.down(name)
            if is_mapping(scheme) and isinstance(scheme.get("$ref"), str):
                target = resolver.resolve(scheme["$ref"], spot)
                scheme = None if isinstance(target, Missing) else target.node
            problem = _problem(scheme)
            if problem:
                self.findings.warning("invalid-security-scheme", f"the security scheme `{name}` {problem}", spot)
            elif is_mapping(scheme):
                self.schemes[name] = {key: value for key, value in scheme.items() if not key.startswith("x-")}
        self.default = self.requirements(security, place)

    def requirements(self, security: Any, place: Place) -> list[Requirement]:
        """Return security requirements; an alternative that names an unknown scheme is left out with a warning."""
        read: list[Requirement] = []
        for index, alternative in enumerate(security if is_sequence(security) else []):
            if not is_mapping(alternative):
                continue
            unknown = sorted(alternative.keys() - self.schemes.keys())
            for name in unknown:
                message = f"there is no security scheme `{name}`; the requirement is left out"
                self.findings.warning("unknown-security-scheme", message, place.down("security", str(index), name))
            if not unknown:
                read.append({name: _texts(scopes) for name, scopes in alternative.items()})
        return read

    def settle(self, operation: dict[str, Any], place: Place) -> None:
        """Give an operation its security, and take from its parameters those that are credentials."""
        own = "security" in operation
        security = self.requirements(operation["security"], place) if own else self.default
        kept: list[dict[str, Any]] = []
        lifted = False
        for parameter in operation["parameters"]:
            names = self._schemes_of(parameter)
            if not names:
                kept.append(parameter)
                continue
            lifted = True
            security = self._with(security, names, parameter, place)
        if lifted:
            operation["parameters"] = kept
        if own or lifted:
            operation["security"] = security
        self.used.update(name for alternative in security for name in alternative)

    def _schemes_of(self, parameter: Mapping[str, Any]) -> list[str]:
        """Return the schemes that a parameter is the credential of, a fitting new one among them; empty for none."""
        location, name = parameter["in"], parameter["name"]
        fitting = [key for key, scheme in sorted(self.schemes.items()) if _is_written_as(scheme, location, name)]
        if fitting or location != "header" or name.lower() != "authorization":
            return fitting
        others = [key for key, scheme in sorted(self.schemes.items()) if scheme["type"] in _WRITES_AUTHORIZATION]
        return others or [self._synthesised(parameter)]

    def _synthesised(self, parameter: Mapping[str, Any]) -> str:
        text = str(parameter.get("description", "")).lower()
        if "bearer" in text:
            key, scheme = "bearerAuth", {"type": "http", "scheme": "bearer"}
        elif "basic" in text:
            key, scheme = "basicAuth", {"type": "http", "scheme": "basic"}
        else:
            key, scheme = "authorization", {"type": "apiKey", "in": "header", "name": "Authorization"}
        while key in self.schemes and self.schemes[key] != scheme:
            key += "Header"
        self.schemes[key] = scheme
        return key

    def _with(
        self, security: list[Requirement], names: list[str], parameter: Mapping[str, Any], place: Place
    ) -> list[Requirement]:
        if any(name in alternative for alternative in security for name in names):
            return security
        unused = [name for name in names if name not in self.used]
        name = self._preferred(unused or names)
        message = f"the {parameter['in']} parameter `{parameter['name']}` is a credential: it is given to the client, "
        if (parameter["name"], name) not in self._told:
            self._told.add((parameter["name"], name))
            self.findings.warning("credential-parameter", f"{message}as security scheme `{name}`", place)
        added = [{**alternative, name: list[str]()} for alternative in security or [{}]]
        return added if parameter.get("required") else [*added, *(security or [{}])]

    def _preferred(self, names: list[str]) -> str:
        bearer = [name for name in names if str(self.schemes[name].get("scheme", "")).lower() == "bearer"]
        return (bearer or names)[0]

    def warn_unused(self, place: Place) -> None:
        """Warn where schemes are declared and no operation uses any."""
        if self.schemes and not self.used:
            names = ", ".join(f"`{name}`" for name in sorted(self.schemes))
            message = f"no operation uses the security schemes {names}: requests are sent without credentials"
            self.findings.warning("unused-security-schemes", message, place.down("components", "securitySchemes"))


def _is_written_as(scheme: Mapping[str, Any], location: str, name: str) -> bool:
    if scheme["type"] != "apiKey" or scheme["in"] != location:
        return False
    wire = str(scheme["name"])
    return wire.lower() == name.lower() if location == "header" else wire == name


def _problem(scheme: Any) -> str:
    if not is_mapping(scheme):
        return "is not an object; it is left out"
    kind = str(scheme.get("type"))
    if kind not in _NEEDED:
        return f"has the unknown type `{kind}`; it is left out"
    missing = [key for key in _NEEDED[kind] if not isinstance(scheme.get(key), str)]
    if missing:
        return f"has no `{missing[0]}`; it is left out"
    if kind == "apiKey" and scheme["in"] not in ("header", "query", "cookie"):
        return f"travels in `{scheme['in']}`, which is no place for a key; it is left out"
    if kind == "apiKey" and scheme["in"] != "query" and not is_token(scheme["name"]):
        return f"has the name {scheme['name'][:40]!r}, which no {scheme['in']} can have; it is left out"
    return ""


def _texts(scopes: Any) -> list[str]:
    return [str(scope) for scope in scopes if isinstance(scope, str)] if is_sequence(scopes) else []
