"""Security schemes and requirements, and credentials that a description models as plain parameters.

OpenAPI 3.2, 4.12.2.1 ignores a header parameter named `Authorization`: it is the credential. So is every parameter that
an `apiKey` scheme describes, and one that most operations have and that is named or described as an API key. All of
them become security of the operation: the credential is given once, to the client.

Equal schemes are one. Several schemes that write the same header are alternatives, since a request has a header once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice, product
from typing import Any, TypeAlias

from msgspec import Struct, field

from ..openapi.problems import Findings
from ..openapi.references import Missing, Place, Resolver, is_mapping, is_sequence
from ..text.casing import letters
from .media_types import is_token

Requirement: TypeAlias = dict[str, list[str]]

_CALLED = re.compile(
    r"(?:x|xi|the|your|my)?[a-z]{0,16}?(?:api(?:key|token|secret)|auth(?:key|token)|accesstoken|subscriptionkey|appkey)"
    r"|x?token|xauth|apisecretkey"
)
"""Names of credentials, as letters only: `x-api-key`, `xi-api-key`, `Ocp-Apim-Subscription-Key`, `token`."""
_DESCRIBED = re.compile(
    r"(?:\b(?:your|the|an?)\s+(?:\w+\s+){0,2}|^\s*(?:\w+\s+)?)"
    r"(?:api[ -]?(?:secret[ -]?)?key|api[ -]?(?:token|secret)|(?:secret|access)[ -]?key|access[ -]?token"
    r"|auth(?:entication|orization)?[ -](?:token|key))\b",
    re.IGNORECASE,
)
_KEY_WORD = re.compile(r"token|key|auth|secret|credential|appid")
"""In the name of a query parameter or cookie whose description may be that of a credential."""
_LONGEST_TEXT = 400
"""Characters of a text that is about the credential alone."""
_SCHEME_WORD = re.compile(
    r"\b(?:bearer|basic)\b" r"|\b(?:token|apikey|api-key|key)\s+(?=[<{\[`'\"]|YOUR|KEY|TOKEN|API|\$|x{3})",
    re.IGNORECASE,
)
"""The word before the credential in the text of a header `Authorization`: `Bearer <key>`, `Token KEY`."""
_REGISTERED = frozenset({"bearer", "basic"})
_MOST = 16
"""The most alternatives that one requirement is split into."""
_NEEDED = {"apiKey": ("name", "in"), "http": ("scheme",), "oauth2": (), "openIdConnect": (), "mutualTLS": ()}
_WRITES_AUTHORIZATION = ("http", "oauth2", "openIdConnect")


class Credentials(Struct):
    """The security of one description."""

    findings: Findings
    schemes: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    default: list[Requirement] = field(default_factory=list[Requirement])
    """The requirements of operations without their own."""
    used: set[str] = field(default_factory=set[str])
    _same: dict[str, str] = field(default_factory=dict[str, str])
    """Scheme → an equal scheme that replaces it."""
    _keys: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """(location, name in lower case) of the parameters that are credentials without a scheme."""
    _reported: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

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
                self._declare(name, {key: value for key, value in scheme.items() if not key.startswith("x-")})
        self.default = self.requirements(security, place)

    def _declare(self, name: str, scheme: dict[str, Any]) -> None:
        """Keep a scheme, or note that it equals another one."""
        same = next((key for key, other in self.schemes.items() if _meaning(other) == _meaning(scheme)), None)
        if same is None:
            self.schemes[name] = scheme
        else:
            self._same[name] = same

    def survey(self, operations: Iterable[Mapping[str, Any]]) -> None:
        """Find the parameters of many operations that are credentials by their names or descriptions."""
        total, counts, texts = 0, Counter[tuple[str, str]](), set[tuple[str, str]]()
        for operation in operations:
            total += 1
            for parameter in operation["parameters"]:
                if names := credential_like(parameter):
                    key = (parameter["in"], parameter["name"].lower())
                    counts[key] += 1
                    texts |= {key} if names == "described" else set()
        self._keys = {key for key, count in counts.items() if count * 2 >= total and (total > 1 or key not in texts)}

    def requirements(self, security: Any, place: Place) -> list[Requirement]:
        """Return security requirements; an alternative that names an unknown scheme is left out with a warning."""
        read: list[Requirement] = []
        for index, alternative in enumerate(security if is_sequence(security) else []):
            if not is_mapping(alternative):
                continue
            named = {self._same.get(name, name): scopes for name, scopes in alternative.items()}
            unknown = sorted(named.keys() - self.schemes.keys())
            for name in unknown:
                message = f"there is no security scheme `{name}`; the requirement is left out"
                self.findings.warning("unknown-security-scheme", message, place.down("security", str(index), name))
            if not unknown:
                read += self._apart({name: _texts(scopes) for name, scopes in named.items()})
        return [one for index, one in enumerate(read) if one not in read[:index]]

    def _apart(self, requirement: Requirement) -> list[Requirement]:
        """Return a requirement as alternatives, none of which writes the same header or parameter twice."""
        writers: dict[object, list[str]] = {}
        for name in requirement:
            writers.setdefault(_target(self.schemes[name]) or name, []).append(name)
        return [{name: requirement[name] for name in chosen} for chosen in islice(product(*writers.values()), _MOST)]

    def secure(self, operation: dict[str, Any], place: Place) -> None:
        """Give an operation its security, and remove the credentials from its parameters."""
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
        """Return the schemes whose credential a parameter is, perhaps a new scheme; empty if it is none."""
        location, name = parameter["in"], parameter["name"]
        wanted = (location, name.lower() if location == "header" else name)
        fitting = [key for key, scheme in sorted(self.schemes.items()) if _target(scheme) == wanted]
        if fitting:
            return fitting
        if (location, name.lower()) in self._keys:
            return [self._key(parameter)]
        return [self._synthesised(parameter)] if wanted == ("header", "authorization") else []

    def _key(self, parameter: Mapping[str, Any]) -> str:
        """Return a new scheme for a parameter that is named or described as a key."""
        scheme = {"type": "apiKey", "in": parameter["in"], "name": parameter["name"]}
        return self._added("apiKey", {**scheme, **_described(parameter)})

    def _synthesised(self, parameter: Mapping[str, Any]) -> str:
        """Return a new scheme for a header parameter `Authorization`; its description has the first word of
        the value.
        """
        text = str(parameter.get("description", ""))
        word = _SCHEME_WORD.search(text)
        if word is None:
            scheme = {"type": "apiKey", "in": "header", "name": "Authorization"}
            return self._added("authorization", {**scheme, **_described(parameter)})
        name = word[0].split()[0]
        written = name.lower() if name.lower() in _REGISTERED else name
        return self._added(f"{name.lower()}Auth", {"type": "http", "scheme": written, **_described(parameter)})

    def _added(self, key: str, scheme: dict[str, Any]) -> str:
        same = next((name for name, other in self.schemes.items() if _meaning(other) == _meaning(scheme)), None)
        if same is not None:
            return same
        if key in self.schemes or key in self._same:
            key = str(scheme.get("name", key))
        while key in self.schemes or key in self._same:
            key += "Header"
        self.schemes[key] = scheme
        return key

    def _with(
        self, security: list[Requirement], names: list[str], parameter: Mapping[str, Any], place: Place
    ) -> list[Requirement]:
        """Return requirements with an additional credential; several schemes that write it are alternatives."""
        if any(name in alternative for alternative in security for name in names):
            return security
        shown = " or ".join(f"`{name}`" for name in names)
        message = f"the {parameter['in']} parameter `{parameter['name']}` is a credential: it is given to the client, "
        if (parameter["name"], shown) not in self._reported:
            self._reported.add((parameter["name"], shown))
            self.findings.warning("credential-parameter", f"{message}as security scheme {shown}", place)
        added = [{**alternative, name: list[str]()} for alternative in security or [{}] for name in names]
        return added if parameter.get("required") else [*added, *(security or [{}])]

    def keep_used(self) -> None:
        """Leave out the schemes that no operation uses, as a selection leaves out components."""
        self.schemes = {name: scheme for name, scheme in self.schemes.items() if name in self.used}
        self.default = [one for one in self.default if one.keys() <= self.schemes.keys()]

    def warn_unused(self, place: Place) -> None:
        """Warn if schemes are declared and no operation uses any."""
        if self.schemes and not self.used:
            names = ", ".join(f"`{name}`" for name in sorted(self.schemes))
            message = f"no operation uses the security schemes {names}: requests are sent without credentials"
            self.findings.warning("unused-security-schemes", message, place.down("components", "securitySchemes"))


def _target(scheme: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return where a scheme writes: location and name, a header's in lower case; None for a certificate."""
    if scheme["type"] == "apiKey":
        return scheme["in"], str(scheme["name"]).lower() if scheme["in"] == "header" else str(scheme["name"])
    return ("header", "authorization") if scheme["type"] in _WRITES_AUTHORIZATION else None


def _meaning(scheme: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scheme without its texts, for comparison."""
    return {
        key: value.lower() if key == "scheme" or (key == "name" and scheme.get("in") == "header") else value
        for key, value in scheme.items()
        if key not in ("description", "bearerFormat")
    }


def credential_like(parameter: Mapping[str, Any]) -> str:
    """Return "called" or "described" if a parameter is named or described as a credential; else empty."""
    schema = parameter.get("schema")
    if parameter["in"] == "path" or (is_mapping(schema) and schema.get("type") in ("object", "array", "boolean")):
        return ""
    if _CALLED.fullmatch(letters(parameter["name"])) and (parameter["in"] == "header" or parameter["name"] != "token"):
        return "called"
    may_be = parameter["in"] == "header" or _KEY_WORD.search(letters(parameter["name"])) is not None
    return "described" if may_be and _is_described(str(parameter.get("description", ""))) else ""


def _is_described(text: str) -> bool:
    return len(text) <= _LONGEST_TEXT and _DESCRIBED.search(text) is not None


def _described(parameter: Mapping[str, Any]) -> dict[str, str]:
    text = parameter.get("description")
    return {"description": text} if isinstance(text, str) and text.strip() else {}


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
        return f"travels in `{scheme['in']}`, where no key can be sent; it is left out"
    if kind == "apiKey" and scheme["in"] != "query" and not is_token(scheme["name"]):
        return f"has the name {scheme['name'][:40]!r}, which no {scheme['in']} can have; it is left out"
    return ""


def _texts(scopes: Any) -> list[str]:
    return [str(scope) for scope in scopes if isinstance(scope, str)] if is_sequence(scopes) else []
