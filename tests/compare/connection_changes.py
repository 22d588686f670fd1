"""Descriptions before and after, for rules about credentials, servers, and a document's own data."""

from __future__ import annotations

from generator.config import CredentialSettings, Settings

from .operation_changes import BASE, Edit, Row

_SANDBOX = "  - url: https://test.acme.example\n    description: Sandbox\n"
_REGION = "      region: {default: eu, enum: [eu, us]}\n"
_OAUTH = BASE[BASE.index("    oauth:\n") : BASE.index("  schemas:\n    NewCall")]

_CONSENT: Edit = (
    "        clientCredentials:",
    "        implicit: {authorizationUrl: https://acme.example/authorize, scopes: {}}\n        clientCredentials:",
)

CREDENTIALS = (
    Row(
        "asked for",
        "api-security-added breaking request",
        (),
        old=(("      security:\n        - key: []\n        - oauth: [read]\n", "      security: []\n"),),
        symbols=("calls.get_leg",),
    ),
    Row(
        "a further choice",
        "api-security-added safe request",
        (),
        old=(("        - oauth: [read]\n", ""),),
    ),
    Row("a choice less", "api-security-removed breaking request", (("        - oauth: [read]\n", ""),)),
    Row(
        "no longer asked for",
        "api-security-removed safe request",
        (("      security:\n        - key: []\n        - oauth: [read]\n", "      security: []\n"),),
    ),
    Row("a further scope", "api-security-scope-added breaking request", (("[read]", "[read, write]"),)),
    Row("a scope less", "api-security-scope-removed safe request", (("[read]", "[]"),)),
    Row(
        "choices in another order",
        "api-security-reordered safe request",
        (("        - key: []\n        - oauth: [read]\n", "        - oauth: [read]\n        - key: []\n"),),
    ),
    Row(
        "asked for everywhere",
        "api-global-security-added breaking request",
        (),
        old=(("security:\n  - key: []\n", ""),),
        symbols=("calls.list", "calls.create"),
    ),
    Row(
        "a choice less everywhere",
        "api-global-security-removed breaking request",
        (),
        old=(("security:\n  - key: []\n", "security:\n  - key: []\n  - oauth: []\n"),),
    ),
    Row(
        "a further scope everywhere",
        "api-global-security-scope-added breaking request",
        (("security:\n  - key: []\n", "security:\n  - oauth: [read]\n"),),
        old=(("security:\n  - key: []\n", "security:\n  - oauth: []\n"),),
    ),
    Row(
        "a scope less everywhere",
        "api-global-security-scope-removed safe request",
        (("security:\n  - key: []\n", "security:\n  - oauth: []\n"),),
        old=(("security:\n  - key: []\n", "security:\n  - oauth: [read]\n"),),
    ),
    Row(
        "one more",
        "api-security-component-added safe none",
        (("    oauth:\n", "    spare: {type: http, scheme: bearer}\n    oauth:\n"),),
        symbols=("Acme(spare)",),
    ),
    Row(
        "one less",
        "api-security-component-removed breaking none;api-security-removed breaking request;credential-renamed breaking none",
        ((_OAUTH, ""), ("        - oauth: [read]\n", "")),
        symbols=("Acme(oauth)",),
    ),
    Row(
        "another kind",
        "api-security-component-type-changed breaking none",
        (("      type: apiKey\n      in: header\n      name: X-Key\n", "      type: http\n      scheme: bearer\n"),),
        symbols=("Acme(key)",),
    ),
    Row(
        "another header",
        "api-security-component-location-changed breaking request",
        (("name: X-Key", "name: X-Api-Key"),),
    ),
    Row(
        "another place to consent",
        "api-security-component-oauth-url-changed risky none",
        (_CONSENT, ("/authorize", "/consent")),
        old=(_CONSENT,),
    ),
    Row(
        "another place for tokens",
        "api-security-component-oauth-token-url-changed risky none",
        (("acme.example/token", "acme.example/tokens"),),
    ),
    Row(
        "a further flow",
        "api-security-component-oauth-flow-added safe none",
        (
            (
                "        clientCredentials:",
                "        password: {tokenUrl: https://acme.example/token, scopes: {}}\n        clientCredentials:",
            ),
        ),
    ),
    Row(
        "a flow less",
        "api-security-component-oauth-flow-removed breaking none",
        (),
        old=(
            (
                "        clientCredentials:",
                "        password: {tokenUrl: https://acme.example/token, scopes: {}}\n        clientCredentials:",
            ),
        ),
    ),
    Row(
        "a scope more",
        "api-security-component-oauth-scope-added safe none",
        (("write: Write.", "write: Write., admin: All."),),
    ),
    Row(
        "a scope less in the flow", "api-security-component-oauth-scope-removed risky none", ((", write: Write.", ""),)
    ),
    Row(
        "a scope described anew",
        "api-security-component-oauth-scope-changed docs none",
        (("write: Write.", "write: Do."),),
    ),
    Row(
        "renamed",
        "credential-renamed breaking none",
        (
            ("    key:\n      type", "    token:\n      type"),
            ("- key: []", "- token: []"),
            ("- key: []", "- token: []"),
        ),
        symbols=("Acme(key)", "Acme(token)"),
    ),
    Row(
        "another variable of the environment",
        "credential-environment-renamed breaking none",
        (),
        symbols=("Acme(key)",),
        settings=Settings(credentials={"key": CredentialSettings(argument="key", environment="ACME_TOKEN")}),
    ),
    Row(
        "described anew",
        "credential-description-changed docs none",
        (("description: The key.", "description: A key."),),
    ),
)

SERVERS = (
    Row(
        "another first one",
        "default-server-changed risky request",
        (("servers:\n", f"servers:\n{_SANDBOX}"), (f"{_REGION}{_SANDBOX}", _REGION)),
    ),
    Row(
        "one more",
        "server-added safe request",
        (),
        old=((_SANDBOX, ""),),
        symbols=("Acme(server='sandbox')",),
    ),
    Row(
        "one less",
        "server-removed breaking request",
        ((_SANDBOX, ""),),
        symbols=("Acme(server='sandbox')",),
    ),
    Row(
        "another URL",
        "server-url-changed risky request",
        (("https://test.acme", "https://sandbox.acme"),),
        symbols=("Acme(server='sandbox')",),
    ),
    Row(
        "another name",
        "server-renamed breaking none;server-description-changed docs none",
        (("description: Sandbox", "description: Playground"),),
        symbols=("Acme(server='sandbox')", "Acme(server='playground')"),
    ),
    Row(
        "another order",
        "server-reordered safe none",
        (
            (
                "    description: Sandbox\n",
                "    description: Sandbox\n  - url: https://b.acme.example\n    description: B\n  - url: https://a.acme.example\n    description: A\n",
            ),
        ),
        old=(
            (
                "    description: Sandbox\n",
                "    description: Sandbox\n  - url: https://a.acme.example\n    description: A\n  - url: https://b.acme.example\n    description: B\n",
            ),
        ),
    ),
    Row(
        "a variable more",
        "server-variable-added safe request",
        ((_REGION, f"{_REGION}      port: {{default: '443'}}\n"),),
    ),
    Row(
        "a variable less",
        "server-variable-removed breaking request",
        (),
        old=((_REGION, f"{_REGION}      port: {{default: '443'}}\n"),),
    ),
    Row("another default", "server-variable-default-changed risky request", (("default: eu", "default: us"),)),
    Row("a value more", "server-variable-value-added safe request", (("[eu, us]", "[eu, us, in]"),)),
    Row("a value less", "server-variable-value-removed breaking request", (("[eu, us]", "[eu]"),)),
    Row(
        "a variable described anew",
        "server-description-changed docs none",
        (("enum: [eu, us]", "enum: [eu, us], description: Where."),),
    ),
)

DOCUMENT = (
    Row(
        "another name of the client",
        "client-renamed breaking none",
        (),
        symbols=("Acme", "Phone"),
        settings=Settings(
            name="Phone",
            credentials={
                "key": CredentialSettings(argument="key", environment="ACME_KEY"),
                "oauth": CredentialSettings(argument="oauth", environment="ACME_OAUTH"),
            },
        ),
    ),
    Row("another version", "version-changed docs none", (("version: 1.0.0", "version: 1.1.0"),)),
    Row("another title", "info-changed docs none", (("title: Acme", "title: Acme Calls"),)),
    Row("another description", "info-changed docs none", (("description: Calls people.", "description: It calls."),)),
    Row("a tag described anew", "tag-description-changed docs none", (("All about calls.", "Calls."),)),
    Row(
        "a tag declared",
        "tag-description-changed docs none",
        (("tags:\n  - name: calls", "tags:\n  - name: legs\n  - name: calls"),),
    ),
)
