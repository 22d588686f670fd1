"""Finds how webhooks are signed, if the headers that the document declares for them prove it."""

from __future__ import annotations

from collections.abc import Mapping

from .api import Api, ParameterLocation

_STANDARD = ("webhook", "svix")
"""The beginnings of the headers of Standard Webhooks, and of Svix, which created them."""


def proved_scheme(api: Api) -> Mapping[str, str]:
    """Return `scheme` and its settings; empty if the headers of the webhooks prove none.

    The proof is a set of headers that only one scheme has, declared for every webhook.
    """
    declared: list[set[str]] = [
        {one.name.lower() for one in operation.parameters if one.location is ParameterLocation.HEADER}
        for operation in api.webhooks
    ]
    common = declared[0].intersection(*declared[1:]) if declared else set[str]()
    for start in _STANDARD:
        if {f"{start}-id", f"{start}-timestamp", f"{start}-signature"} <= common:
            return {"scheme": "standard"} if start == "webhook" else {"scheme": "standard", "header": start}
    if "stripe-signature" in common:
        return {"scheme": "stripe"}
    if "x-hub-signature-256" in common:
        return {"scheme": "hmac", "header": "X-Hub-Signature-256", "prefix": "sha256="}
    if {"x-signature-ed25519", "x-signature-timestamp"} <= common:
        return {"scheme": "ed25519", "header": "X-Signature-Ed25519", "timestamp_header": "X-Signature-Timestamp"}
    return {}
