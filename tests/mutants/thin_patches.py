"""Further patches, where the tests looked thin: pages, polls, webhooks, the mock, versions, reports of changes."""

from __future__ import annotations

from .patch import Patch

WALK, ANSWER, LINKS, VALUES = (f"runtime/paging/{one}.py" for one in ("walk", "answer", "links", "values"))
WAIT = "runtime/polling/wait.py"
HMAC, SIGNED = "runtime/webhooks/hmac_signatures.py", "runtime/webhooks/signed_content.py"
PROOF, HEADERS = "runtime/webhooks/verification.py", "runtime/webhooks/headers.py"
MOCK, VERSION, PREVIOUS = "mock/answers.py", "distribution/version.py", "distribution/previous.py"
GROUPS = "compare/reports/groups.py"

PATCHES: tuple[Patch, ...] = (
    # -- pages ------------------------------------------------------------------------------------------------------
    Patch(WALK, "self._empty = 0 if count else self._empty + 1", "self._empty += not count"),
    Patch(WALK, "if more is False:", "if not more and more is not None or not count:"),
    Patch(WALK, "if self._empty > MOST_EMPTY:", "if self._empty > 1:"),
    Patch(WALK, "read = number + count - self._rule.first", "read = number + count"),
    Patch(WALK, "(more or total is None or total < 0 or read < total)", "(more or total is None or read < total)"),
    Patch(WALK, "(more or total is None or total < 0 or read < total)", "(total is None or total < 0 or read < total)"),
    Patch(WALK, "number + 1 < self._rule.first + pages", "number < self._rule.first + pages"),
    Patch(WALK, "number + 1 < self._rule.first + pages", "number + 1 < pages"),
    Patch(WALK, "if pages is not None and pages >= 0 and not more:", "if pages is not None and not more:"),
    Patch(WALK, "repeats, self._latest = bool(count) and digest", "repeats, self._latest = digest"),
    Patch(WALK, "number = int(number)\n", "number = int(number or 0)\n        number = max(number, 1)\n"),
    Patch(WALK, 'found == "" or (found == 0 and isinstance(found, int))', 'found == ""'),
    Patch(
        WALK,
        '            if count:\n                raise Astray("the server leads back',
        '            if True:\n                raise Astray("the server leads back',
    ),
    Patch(WALK, 'urljoin(str(self._cursor or ""), str(found).strip())', "str(found).strip()"),
    Patch(WALK, "self.options = replace(self.options, idempotency_key=None)", "pass"),
    Patch(WALK, "        if self._cursor is not None:\n            self._seen.add(_digest(self._cursor))", ""),
    Patch(WALK, "return int(value) if isfinite(value) and value == int(value) else None", "return int(value)"),
    Patch(WALK, "if name.lower() == rule.header.lower()}", "if name == rule.header}"),
    Patch(ANSWER, "return found if is_exact else find(self.document, path)", "return found"),
    Patch(ANSWER, "and not isinstance(found, bool) else None", "else None"),
    Patch(LINKS, 'if "next" in relations and not parameters.get("anchor"):', 'if "next" in relations:'),
    Patch(LINKS, 'relations = parameters.get("rel", "").lower().split()', 'relations = [parameters.get("rel", "")]'),
    Patch(LINKS, "parameters.setdefault(name[1].lower(), value)", "parameters[name[1].lower()] = value"),
    Patch(VALUES, "-len(items) <= index < len(items)", "0 <= index < len(items)"),
    Patch(VALUES, 'return {**cast("Mapping[str, object]", value), step: changed}', "return {step: changed}"),
    # -- polls ------------------------------------------------------------------------------------------------------
    Patch(
        WAIT,
        "self._seconds = rule.deadline if deadline is None else deadline",
        "self._seconds = deadline or rule.deadline",
    ),
    Patch(WAIT, 'if self._until is not None and outcome != "failure":', "if self._until is not None:"),
    Patch(
        WAIT,
        "if self._asked is not None and self._asked >= left:",
        "if self._asked is not None and self._asked > left + 60:",
    ),
    Patch(WAIT, "pause = max(own, self._asked or 0.0)", "pause = self._asked or own"),
    Patch(WAIT, "max(self._rule.longest_delay, self._rule.delay))", "self._rule.longest_delay)"),
    Patch(WAIT, "if left <= 0 or self._is_last:", "if left <= 0:"),
    Patch(WAIT, '(None if outcome == "success" else error.body)', "error.body"),
    Patch(WAIT, "        self._asked = retry_after(error.headers, error.status)\n", ""),
    Patch(
        WAIT,
        "state == self._state and isinstance(state, bool) is isinstance(self._state, bool) for state in states",
        "state == self._state for state in states",
    ),
    # -- webhooks ---------------------------------------------------------------------------------------------------
    Patch(HMAC, "if moment is not None:\n            check_age", "if False:\n            check_age"),
    Patch(
        HMAC,
        '[one.lower() if self._encoding == "hex" else one for one in signatures]',
        "[one.lower() for one in signatures]",
    ),
    Patch(
        HMAC, "[self.signature(one, content) for one in self.secrets()]", "[self.signature(self.secrets()[0], content)]"
    ),
    Patch(HMAC, 'if one.startswith("v1,") and one[3:])', "if one[3:])"),
    Patch(
        HMAC,
        'if not found.startswith(self.prefix):\n            raise RefusedWebhook("the signature is of another kind")',
        'if False:\n            raise RefusedWebhook("the signature is of another kind")',
    ),
    Patch(
        SIGNED,
        "if not abs(time.time() - moment.timestamp()) <= tolerance:",
        "if not time.time() - moment.timestamp() <= tolerance:",
    ),
    Patch(SIGNED, "number / 1000 if number >= _MILLISECONDS else number", "number"),
    Patch(SIGNED, "sorted(set(pairs))", "sorted(pairs)"),
    Patch(SIGNED, "keep_blank_values=True", "keep_blank_values=False"),
    Patch(HEADERS, "if len(values) != 1:", "if not values:"),
    Patch(HEADERS, "self._values.get(name.lower(), [])\n        if", "self._values.get(name, [])\n        if"),
    Patch(PROOF, "found = tuple(Secret(one) for one in text.split())", "found = (Secret(text),) if text else ()"),
    # -- the mock, versions, reports ---------------------------------------------------------------------------------
    Patch(
        MOCK,
        'found.setdefault(one["name"].strip().lower(), _as_utf_8(value))',
        'found[one["name"].strip().lower()] = _as_utf_8(value)',
    ),
    Patch(MOCK, '_ESCAPED.sub(r"\\1", quoted) if quoted', "quoted if quoted"),
    Patch(VERSION, 'if step == "major" and not release[0]:', "if not release[0]:"),
    Patch(VERSION, "*([0] * (2 - place))", "*release[place + 1 :]"),
    Patch(VERSION, "return max(version, now, key=order)", "return max(version, now)"),
    Patch(VERSION, "    while release and not release[-1]:\n        release.pop()\n", ""),
    Patch(VERSION, "found[2] or _FINAL", 'found[2] or ""'),
    Patch(PREVIOUS, "key=lambda one: order(_version(one))", "key=lambda one: _version(one)"),
    Patch(PREVIOUS, "if _normal(_name(one)) == _normal(package)]", "]"),
    Patch(
        GROUPS,
        "key = (change.rule, change.level, change.direction, *part.key)",
        "key = (change.rule, change.level, *part.key)",
    ),
    Patch(GROUPS, "if len(members) >= _LEAST else", "if len(members) > 1 else"),
    Patch(GROUPS, 'if len({one.before for one, _ in members}) == 1 else ""', ""),
    Patch(GROUPS, "count=sum(one.count for one, _ in members)", "count=len(members)"),
)
