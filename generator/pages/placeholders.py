"""What stands for something that readers of a page put in themselves: hosts, and values of samples."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

VARIABLE = re.compile(r"\{\{?\s*[$.]?([\w .-]+?)\s*\}?\}|\$\{(\w+)\}|\$(\w+)|<([\w .:-]+)>|\[([\w-]+)\]|%7B([\w-]+)%7D")
"""A variable within an address: `{host}`, `{{host}}`, `${HOST}`, `$HOST`, `<host>`, `[host]`."""
_NOUNS = (
    r"(?:domain|host|server|site|company|app|api|instance|subdomain|url|org|tenant|account|workspace|endpoint)"
    r"[a-z0-9_-]*(?:\.|$)"
)
_HOST = re.compile(
    r"(?:^|[.-])(?:example|invalid|test)$|(?:^|\.)example\.(?:com|org|net|edu|io|dev|app|co)$"
    rf"|(?:^|[.-])your[-_]?[a-z0-9_-]*?{_NOUNS}|(?:^|[.-])(?:my|their|some)[-_]?{_NOUNS}"
    r"|^(?:host|hostname|server|domain|base_?url|url|api_?url|endpoint)$"
    r"|^(?:api\.)?(?:domain|site|company|foo|bar|xxx+|placeholder|sandbox)\.(?:com|org|net|io)$|(?:^|\.)yourdomain\."
    r"|^x+\.x+|\.\.\.|[<>{}$]",
    re.IGNORECASE,
)
"""Reserved names (RFC 2606), and the habits of those who write documentation."""
_VALUE = re.compile(r"<.*>|\{+.*\}+|\[.*\]|string|YOUR[_A-Z-]*|\.\.\.|…|", re.DOTALL)


def is_host(host: str) -> bool:
    """Return whether a host stands for another one that the reader has to put in."""
    return _HOST.search(host) is not None or VARIABLE.search(host) is not None


def is_address(url: str) -> bool:
    """Return whether an address has no host, or a placeholder for one: `https://api.example.com`, `<your-host>/v1`."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return True
    return not host or is_host(host)


def is_value(text: str) -> bool:
    """Return whether a text of a sample is plainly no value: `<string>`, `YOUR_KEY`, `...`."""
    return _VALUE.fullmatch(text.strip()) is not None
