"""Further patches, over the whole program: written when the tests were thought to be complete, without a look at them."""

from __future__ import annotations

from .patch import Patch

RETRIES, REDIRECTS, OPTIONS = (f"runtime/http/{one}.py" for one in ("retries", "redirects", "options"))
EXCHANGE, BODIES, SERVERS = (f"runtime/http/{one}.py" for one in ("exchange", "bodies", "servers"))
OAUTH, SCHEMES, HTTP_SCHEMES, BASIC = (
    f"runtime/security/{one}.py" for one in ("oauth", "schemes", "http_schemes", "basic")
)
EVENTS, ITEMS, STREAMING = (f"runtime/streams/{one}.py" for one in ("events", "items", "streaming"))
LENIENT, TOLERANT, READING = (f"runtime/models/{one}.py" for one in ("lenient", "tolerant", "scalar_reading"))
TAGGED, ONE_OF, SCALARS = (f"runtime/models/{one}.py" for one in ("tagged_unions", "one_of", "scalars"))
FAKE, FAKE_PAGES, VALUES = (f"runtime/testing/{one}.py" for one in ("fake", "pages", "values"))
UPLOADS, PARTS, LINES, HEADERS = (
    f"runtime/wire/{one}.py" for one in ("uploads", "multipart_reader", "json_lines", "headers")
)
WAIT = "runtime/polling/wait.py"
SWAGGER = "normalize/swagger2.py"
NULLABILITY, MERGING, HOIST = (f"schema/{one}.py" for one in ("nullability", "intersection", "hoist"))
SHARING, CYCLES, READER = (f"schema/{one}.py" for one in ("deduplicate", "union_cycles", "reader"))
TAGS, LOWER, NODES = "emit/union_tags.py", "ir/lower.py", "ir/schema_reader.py"
CLASS_NAMES, ARGUMENTS = "naming/schema_names.py", "naming/operation_names.py"
JOURNAL, EDITS, TRANSACTION = (f"publish/{one}.py" for one in ("journal", "hand_edits", "transaction"))
SCOPES, FILES, FORMS = "gate/scopes.py", "gate/files.py", "gate/expressions.py"
CLASSES, KEYWORDS, CONTAINERS = (f"compare/schemas/{one}.py" for one in ("classes", "keywords", "containers"))
SUMMARY, ACCEPTED, INVOCATION = (f"commands/{one}.py" for one in ("summary", "accepted_warnings", "invocation"))
DRIFT_DOCUMENT, EVIDENCE = "pages/drift/document.py", "pages/drift/evidence.py"
MOCK_SERVER, MOCK_REQUESTS = "mock/server.py", "mock/requests.py"

PATCHES: tuple[Patch, ...] = (
    # -- retries, redirects, options, deadlines -------------------------------------------------------------------------
    Patch(RETRIES, "<= second - _WINDOW", "< second - _WINDOW - 1"),
    Patch(RETRIES, "if asked > self.policy.longest_retry_after:", "if asked >= self.policy.longest_retry_after:"),
    Patch(RETRIES, "if not found and status == HTTPStatus.TOO_MANY_REQUESTS:", "if not found:"),
    Patch(RETRIES, "2.0 ** min(attempt, 60)", "2.0 * min(attempt, 60)"),
    Patch(REDIRECTS, "safe and is_redirect(status)", "is_redirect(status)"),
    Patch(REDIRECTS, "if pair_name(pair) not in secrets]", "]"),
    Patch(
        OPTIONS,
        "deadline=left if self.deadline is None else min(left, self.deadline)",
        "deadline=left if self.deadline is None else self.deadline",
    ),
    Patch(OPTIONS, "return replace(current, attempts=retries + 1)", "return RetryPolicy(attempts=retries + 1)"),
    Patch(
        EXCHANGE,
        "return self.options.strict_responses if own is None else own",
        "return self.options.strict_responses or bool(own)",
    ),
    Patch(
        EXCHANGE,
        "            if not is_error(status):\n                raise\n",
        "            raise\n",
    ),
    Patch(BODIES, "self._bits = -zlib.MAX_WBITS  #", "self._bits = zlib.MAX_WBITS | 32  #"),
    Patch(BODIES, "if self._begun and not self._inflate.eof:", "if not self._begun and not self._inflate.eof:"),
    Patch(SERVERS, "if variable and variable.values and text not in variable.values:", "if False:"),
    # -- credentials and tokens -----------------------------------------------------------------------------------------
    Patch(OAUTH, "if isinstance(refresh, str) and refresh:", "if isinstance(refresh, str):"),
    Patch(OAUTH, "            self._refresh_token = None\n        match grant:", "        match grant:"),
    Patch(OAUTH, 'pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"', 'pair = f"{client_id}:{secret}"'),
    Patch(OAUTH, "if last or not error.transient:", "if last:"),
    Patch(OAUTH, 'if rejected == f"Bearer {self._token}":', "if rejected:"),
    Patch(
        SCHEMES,
        "            if value not in self._obtained:\n                self",
        "            if True:\n                self",
    ),
    Patch(SCHEMES, "return None if obtained == rejected else obtained", "return obtained"),
    Patch(
        HTTP_SCHEMES, 'if isinstance(value, str) and value.lower().startswith(f"{self.scheme.lower()} "):', "if False:"
    ),
    Patch(BASIC, "pair = Secret(value)\n", 'pair = Secret(f"{value}:")\n'),
    # -- streams --------------------------------------------------------------------------------------------------------
    Patch(EVENTS, 'case "id" if "\\0" not in value:', 'case "id" if value:'),
    Patch(EVENTS, 'value = value.removeprefix(" ")', "value = value.strip()"),
    Patch(EVENTS, 'self._data, self._event, self._size = [], "", 0\n', "self._data, self._size = [], 0\n"),
    Patch(EVENTS, 'self._started, text = True, text.removeprefix("\\ufeff")', "self._started = True"),
    Patch(ITEMS, "if any(not problem.converted for problem in problems):", "if problems:"),
    Patch(STREAMING, "return min(asked, policy.longest_retry_after)", "return asked"),
    Patch(LINES, 'start = b"\\x1e" if self._sequence else b""', 'start = b""'),
    # -- lenient reading, unions, scalars -------------------------------------------------------------------------------
    Patch(READING, "sum(one.weight if one.converted else 2 * one.weight for one in", "sum(1 for one in"),
    Patch(READING, "self.loose, -self.fields", "self.loose, 0"),
    Patch(LENIENT, "if any(one.value is ABSENT for one in found):", "if not found:"),
    Patch(LENIENT, "if optional or WRITE_ONLY in mark(field):", "if optional:"),
    Patch(
        "runtime/models/given.py",
        '"__pydantic_fields_set__", {*given, *extras})',
        '"__pydantic_fields_set__", {*given})',
    ),
    Patch(READING, "if value in (0, 1):", "if not isinstance(value, bool):"),
    Patch(READING, "[{]?([0-9A-Fa-f]{8})-?", "([0-9A-Fa-f]{8})-?"),
    Patch(TOLERANT, "if tier not in tiers:", "if not tiers:"),
    Patch(
        TAGGED, "if not (isinstance(value, means) or issubclass(means, type(value))):", "if type(value) is not means:"
    ),
    Patch(ONE_OF, "if type(one) is type(value)]", "]"),
    Patch(SCALARS, '"gt": math.floor,\n', '"gt": math.ceil,\n'),
    # -- forms, multipart, headers --------------------------------------------------------------------------------------
    Patch(
        UPLOADS, "self.length = file.seek(0, os.SEEK_END) - self._position", "self.length = file.seek(0, os.SEEK_END)"
    ),
    Patch(
        UPLOADS,
        "return self._started and not all(piece.repeatable",
        "return self._started and not any(piece.repeatable",
    ),
    Patch(PARTS, 'replace(b"\\r\\n" + delimiter, b"\\n" + delimiter)', 'replace(b"\\r\\n", b"\\n")'),
    Patch(PARTS, "if found[1].lower() == name:", "if found[1] == name:"),
    Patch(HEADERS, "texts = [unquote(item) for item in items]", "texts = items"),
    # -- polls and fakes ------------------------------------------------------------------------------------------------
    Patch(WAIT, "outcome = outcome or self._outcome()", "outcome = self._outcome() or outcome"),
    Patch(
        FAKE, "step = self._steps.popleft() if len(self._steps) > 1 else self._steps[0]", "step = self._steps.popleft()"
    ),
    Patch(FAKE, 'responses.get(f"{status // 100}XX", responses.get("default"))', 'responses.get("default")'),
    Patch(FAKE, "self._templates = sorted(found, key=lambda one: one[0].rank)", "self._templates = found"),
    Patch(FAKE, "            self._failures.append(error)\n", ""),
    Patch(FAKE_PAGES, "index = number - self._rule.first\n", "index = number\n"),
    Patch(VALUES, "if optional and len(within) > _DEEPEST:", "if len(within) > _DEEPEST:"),
    # -- the mock -------------------------------------------------------------------------------------------------------
    Patch(MOCK_SERVER, 'if not bodiless and self.command != "HEAD":', "if not bodiless:"),
    Patch(
        MOCK_REQUESTS,
        'if place == "header" and name.lower() in _IGNORED_HEADERS:',
        "if name.lower() in _IGNORED_HEADERS:",
    ),
    # -- reading 2.0 and 3.0 --------------------------------------------------------------------------------------------
    Patch(
        SWAGGER, 'if is_sequence(node.get("schemes")) and node["schemes"] != self.source.get("schemes"):', "if False:"
    ),
    Patch(
        SWAGGER,
        "names = [_MULTIPART] if files else forms or [_FORM]",
        "names = forms or [_MULTIPART if files else _FORM]",
    ),
    Patch(SWAGGER, "given = own if is_sequence(own) else shared", "given = own or shared"),
    Patch(SWAGGER, 'style is not None and style != _STYLES["multi"]:', "style is not None:"),
    Patch(SWAGGER, '"accessCode": "authorizationCode",', '"accessCode": "implicit",'),
    Patch(SWAGGER, "inherited = [pair for pair in shared if _identity(pair[0]) not in known]", "inherited = shared"),
    # -- nulls, merging, hoisting, tags ---------------------------------------------------------------------------------
    Patch(NULLABILITY, 'return None in listed and "null" in (types_of(shape) or ["null"])', "return None in listed"),
    Patch(NULLABILITY, '        out["enum"] = [value for value in listed if value is not None]\n', "        pass\n"),
    Patch(NULLABILITY, 'if kinds and "null" not in kinds:\n        schema', 'if "null" not in kinds:\n        schema'),
    Patch(MERGING, "merged[key] = bool(mine) or bool(value)", "merged[key] = bool(value)"),
    Patch(
        MERGING,
        "list(dict.fromkeys([*mine.get(name, ()), *value.get(name, ())]))",
        "list(value.get(name, mine.get(name, ())))",
    ),
    Patch(MERGING, "mine[index] if index < len(mine) else rest,", "mine[index] if index < len(mine) else True,"),
    Patch(MERGING, "if len(pairs) > MOST_PAIRS:", "if False:"),
    Patch(MERGING, '(("if", "then", "else"), ("contains", "minContains", "maxContains"))', '(("if", "then", "else"),)'),
    Patch(
        HOIST,
        "kept = {key: shape[key] for key in (_OF_THE_PROPERTY if is_class(shape) else _OF_THE_PLACE) if key in shape}",
        "kept = {key: shape[key] for key in _OF_THE_PROPERTY[:2] if key in shape}",
    ),
    Patch(
        HOIST,
        "members = [name for name in self._families[base] if is_class(self.combiner.shape(self.components[name]))]",
        "members = list(self._families[base])",
    ),
    Patch(SHARING, "is_sequence(value)) and key not in _OTHER_DATA", "is_sequence(value))"),
    Patch(
        SHARING,
        "if is_mapping(value) and key in MAPS:\n            kept[key] =",
        "if is_mapping(value) and key in EXAMPLES:\n            kept[key] =",
    ),
    Patch(SHARING, "if plain == title(schemas[names[0]]) or any(name.endswith(plain) for name in names):", "if True:"),
    Patch(
        SHARING,
        'bodies = [place for place in places if trivial or place[0].endswith("Request")]',
        "bodies = [place for place in places if trivial]",
    ),
    Patch(
        SHARING,
        '            if "defaultMapping" in tag:\n                tag["defaultMapping"] = self._new(tag["defaultMapping"])\n',
        "",
    ),
    Patch(CYCLES, '{"anyOf": [whole, {"type": "null"}]} if nullable else whole', "whole"),
    Patch(CYCLES, "fits = is_null(variant) or self._inherits(variant, base)", "fits = is_null(variant)"),
    Patch(CYCLES, "waiting.extend(step.target for step in _steps(self.components.get(name)) if step.base)", "pass"),
    Patch(
        READER,
        '        if node.get("x-nullable") is True:\n            out',
        '        if node.get("x-nullable"):\n            out',
    ),
    Patch(READER, "rest = {key: value for key, value in rest.items() if key in _NEXT_TO_LEGACY_REF}", "pass"),
    Patch(READER, '        if nullable:\n            rest["nullable"] = True\n', ""),
    Patch(READER, "if self.legacy and key not in OF_3_0 and self._is_foreign(key, value, place):", "if False:"),
    Patch(
        READER,
        "if value in self.components:\n            return SCHEMAS + value",
        "if False:\n            return SCHEMAS + value",
    ),
    Patch(TAGS, "optional=not all(_requires", "optional=not any(_requires"),
    Patch(TAGS, "if len({value for value, _ in values}) == len(values):", "if values:"),
    Patch(LOWER, "asked, answered = _Place(self._received, start), _Place(self._sent, start)", "pass"),
    Patch(
        LOWER,
        'explode=explode if isinstance(explode, bool) else style in ("form", "cookie"),',
        'explode=explode is True or style in ("form", "cookie"),',
    ),
    Patch(
        NODES,
        "others = {name: value for name, value in json.items() if name != key and name in EVALUATED}",
        'others = {name: value for name, value in json.items() if name not in ("const", "enum") and name in EVALUATED}',
    ),
    # -- names ----------------------------------------------------------------------------------------------------------
    Patch(CLASS_NAMES, "if number * 4 >= total * 3]", "if number * 2 >= total]"),
    Patch(CLASS_NAMES, "for end in reversed(ends):", "for end in ends:"),
    Patch(CLASS_NAMES, "found[schema] = inherited | _properties(", "found[schema] = _properties("),
    Patch(
        CLASS_NAMES,
        "inherited = found.get(base, {}) if base is not None else {}",
        "inherited: dict[str, Candidate] = {}",
    ),
    Patch(ARGUMENTS, "plain = method[:-1] if method[:-1] in KEYWORDS else method", "plain = method"),
    Patch(ARGUMENTS, "rank = _LOCATIONS.index(location) if location in _LOCATIONS else len(_LOCATIONS)", "rank = 0"),
    # -- publishing -----------------------------------------------------------------------------------------------------
    Patch(
        JOURNAL,
        "elif filesystem.is_folder(retired) and not filesystem.is_folder(target):",
        "elif filesystem.is_folder(retired):",
    ),
    Patch(JOURNAL, "            for old, new in reversed(undo):", "            for old, new in undo:"),
    Patch(
        JOURNAL,
        "named = [self.output / name for name in names if self.shared and name.isidentifier()]",
        "named = [self.output / name for name in names if self.shared]",
    ),
    Patch(EDITS, "if path in again or _blob(data) != committed.get(path)", "if _blob(data) != committed.get(path)"),
    Patch(EDITS, "noted[path] = sorted({*noted.get(path, ()), digest(text)})", "noted[path] = [digest(text)]"),
    # -- the gate -------------------------------------------------------------------------------------------------------
    Patch(SCOPES, "        if name in self.hidden:\n            return _NOTHING\n", ""),
    Patch(SCOPES, "found = (self.whole if self.runs_later else self.so_far).get(name)", "found = self.whole.get(name)"),
    Patch(FILES, 'folded = unicodedata.normalize("NFKC", path).casefold()', "folded = path.casefold()"),
    Patch(FILES, '"Cc", "Cf", "Cs", "Co", "Zl", "Zp"', '"Cc", "Cs", "Co", "Zl", "Zp"'),
    Patch(FORMS, 'return is_identifier(name) and not name.startswith("_")', "return is_identifier(name)"),
    # -- diff -----------------------------------------------------------------------------------------------------------
    Patch(CLASSES, "own = first.properties.keys() | then.properties.keys()", "own = then.properties.keys()"),
    Patch(
        CLASSES,
        'name = "became-required" if new.default is None else "became-required-with-default"',
        'name = "became-required"',
    ),
    Patch(CLASSES, "added[after].required == gone[before].required and bare(", "bare("),
    Patch(CLASSES, "turned=_one_way(old) != _one_way(new),", "turned=False,"),
    Patch(KEYWORDS, "elif _divides(after, before):", "elif _divides(before, after):"),
    Patch(
        KEYWORDS,
        "if old.get(keyword, _MEANT.get(keyword)) == new.get(keyword, _MEANT.get(keyword)):",
        "if old.get(keyword) == new.get(keyword):",
    ),
    Patch(CONTAINERS, "for one in then[len(first) :]:", "for one in then[len(then) :]:"),
    # -- the command line -----------------------------------------------------------------------------------------------
    Patch(
        SUMMARY,
        "FAILED = frozenset({Status.DIFFERENT, Status.REFUSED, Status.CRASHED})",
        "FAILED = frozenset({Status.DIFFERENT, Status.REFUSED})",
    ),
    Patch(
        SUMMARY,
        "sum(diagnostic.count for diagnostic in self.diagnostics if",
        "sum(1 for diagnostic in self.diagnostics if",
    ),
    Patch(ACCEPTED, "diagnostic.severity is Severity.WARNING\n        and diagnostic.code", "diagnostic.code"),
    Patch(
        ACCEPTED,
        "    _remove_accepted(report, accepted)\n    if strict:\n        _refuse_losses(report)\n",
        "    if strict:\n        _refuse_losses(report)\n    _remove_accepted(report, accepted)\n",
    ),
    Patch(INVOCATION, "return workspace, tuple(dict.fromkeys(names)) or known", "return workspace, names or known"),
    # -- pages ----------------------------------------------------------------------------------------------------------
    Patch(
        DRIFT_DOCUMENT,
        'if is_mapping(properties) and is_sequence(required) and "allOf" not in schema and properties:',
        "if is_mapping(properties) and is_sequence(required) and properties:",
    ),
    Patch(DRIFT_DOCUMENT, 'str(scheme.get("name", "")).casefold() == name.casefold()', 'scheme.get("name") == name'),
    Patch(
        "pages/credentials.py",
        'if location == "query" and _KEY.fullmatch(name) and "api" in name:',
        'if location == "query" and _KEY.fullmatch(name):',
    ),
    Patch(
        "pages/field_lists.py",
        'return {**made, "enum": [*listed, None] if "null" in kind else listed}',
        'return {**made, "enum": listed}',
    ),
    Patch(
        "pages/field_lists.py", "while stack and stack[-1].depth >= depth:", "while stack and stack[-1].depth > depth:"
    ),
    Patch(
        "pages/field_lists.py",
        'return text if kind == "string" and not isinstance(parsed, str) and parsed is not None else parsed',
        "return parsed",
    ),
    Patch(
        "pages/type_words.py",
        'return nullable(inner) if inner is not None and folded.startswith("nullable") else inner',
        "return nullable(inner) if inner is not None else inner",
    ),
    Patch(
        "pages/type_words.py",
        "words.replace('~', '~0').replace('/', '~1')",
        "words.replace('/', '~1').replace('~', '~0')",
    ),
    Patch(
        "pages/spec/merging.py",
        "key=lambda reading: reading.verbatim is None)",
        "key=lambda reading: reading.verbatim is not None)",
    ),
    Patch(
        "pages/spec/merging.py", 'elif servers and servers != self.servers and "servers" not in value:', "elif False:"
    ),
    Patch(
        EVIDENCE,
        'escaped = text.replace("\\\\", "\\\\\\\\").replace("\'", "\\\\\'")',
        'escaped = text.replace("\'", "\\\\\'")',
    ),
)
