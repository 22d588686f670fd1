"""Patches like a tired engineer's: each looks sensible, each is wrong, and some test must say so.

`old` occurs once in its file. The tests are those that concern the module; the first failure is enough.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patch:
    """One bug: a text of a file and what it becomes."""

    file: str
    """From `generator/`."""
    old: str
    new: str
    tests: str
    """Names of files or folders in `tests/`, the likeliest first."""

    @property
    def name(self) -> str:
        return f"{self.file}: {' '.join(self.old.split())[:70]}"


_CLIENT = "runtime/test_laws.py runtime/test_http_client.py runtime/test_http_server.py runtime/test_faults.py"
_SECURITY = "runtime/test_laws.py runtime/test_http_security.py runtime/test_http_client.py runtime/test_faults.py"
_PARAMETERS = "runtime/test_http_parameters.py runtime/test_http_properties.py runtime/test_faults.py behaviour/test_parameters.py behaviour/test_parameter_styles.py"
_BODIES = "runtime/test_http_bodies.py runtime/test_faults.py behaviour/test_multipart.py behaviour/test_bodies.py"
_RESPONSES = "runtime/test_http_client.py runtime/test_faults.py behaviour/test_responses.py behaviour/test_true_to_the_provider.py"
_SCHEMA = "schema laws behaviour/test_json_schema.py behaviour/test_keywords.py cases"
_OPERATIONS = "normalize laws behaviour/test_security.py behaviour/test_methods.py behaviour/test_servers.py cases"
_NAMES = "naming/test_assign.py naming/test_method_names.py naming/test_published.py naming/test_stability.py cases"

PATCHES: tuple[Patch, ...] = (
    # -- redirects, retries, deadlines ------------------------------------------------------------------------------
    Patch(
        "runtime/http/redirects.py",
        'if url is None or (outgoing.url.scheme == "https" and url.scheme != "https"):',
        "if url is None:",
        _SECURITY,
    ),
    Patch("runtime/http/redirects.py", 'if ".." in re.split', 'if ".." == re.split', _SECURITY),
    Patch("runtime/http/redirects.py", "and not found.userinfo", "", _SECURITY),
    Patch(
        "runtime/http/redirects.py",
        'return path == prefix or path.startswith(f"{prefix}/")',
        "return path.startswith(prefix)",
        _SECURITY,
    ),
    Patch("runtime/http/redirects.py", "if not same_origin(url, root):", "if url.host != root.host:", _SECURITY),
    Patch("runtime/http/redirects.py", 'if allowed != "anywhere" or not safe:', 'if allowed != "anywhere":', _SECURITY),
    Patch(
        "runtime/http/retries.py",
        '"TRACE", "PUT", "DELETE", "QUERY"',
        '"TRACE", "PUT", "PATCH", "DELETE", "QUERY"',
        _CLIENT,
    ),
    Patch("runtime/http/retries.py", "return max(found, default=None)", "return min(found, default=None)", _CLIENT),
    Patch("runtime/http/retries.py", "return [max(0.0, (moment", "return [abs((moment", _CLIENT),
    Patch("runtime/http/retries.py", "self._calls -= gone.calls", "self._calls = gone.calls", _CLIENT),
    Patch("runtime/http/retries.py", "if number >= _EPOCH_MILLISECONDS:\n        number /= 1000", "", _CLIENT),
    Patch(
        "runtime/http/retries.py",
        "moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)",
        "moment = moment if moment.tzinfo else moment.astimezone()",
        _CLIENT,
    ),
    Patch(
        "runtime/http/retries.py",
        "if self.attempt + 1 >= self.policy.attempts",
        "if self.attempt >= self.policy.attempts",
        _CLIENT,
    ),
    Patch(
        "runtime/http/retries.py", "if asked > self.policy.longest_retry_after:\n            return None", "", _CLIENT
    ),
    Patch(
        "runtime/http/retries.py",
        "if self.deadline is not None and time.monotonic() + pause >= self.deadline:",
        "if self.deadline is not None and time.monotonic() >= self.deadline:",
        _CLIENT,
    ),
    Patch(
        "runtime/http/exchange.py",
        "                yield Close(response)\n            except TransportError",
        "            except TransportError",
        _CLIENT,
    ),
    Patch(
        "runtime/http/exchange.py",
        "            yield Close(response)\n            outgoing = following",
        "            outgoing = following",
        _SECURITY,
    ),
    Patch(
        "runtime/http/exchange.py",
        "                    if (yield from self._renew(outgoing)):\n                        yield Close(response)\n",
        "                    if (yield from self._renew(outgoing)):\n",
        _SECURITY,
    ),
    Patch(
        "runtime/http/exchange.py", "and not renewed and not _spent(outgoing)", "and not _spent(outgoing)", _SECURITY
    ),
    Patch(
        "runtime/http/retries.py",
        "if not error.transient or (error.sent and not self.repeatable):",
        "if not error.transient:",
        _CLIENT,
    ),
    Patch(
        "runtime/http/exchange.py",
        'return response, b""\n',
        "return response, (yield from self._body(response))\n",
        "runtime/test_http_streaming.py runtime/test_faults.py",
    ),
    Patch(
        "runtime/http/exchange.py",
        "        except Exception:\n            yield Close(response)\n            raise\n        return response",
        "        except Exception:\n            raise\n        return response",
        _CLIENT,
    ),
    Patch(
        "runtime/http/transmission.py",
        "return {name: left if value is None else min(value, left)",
        "return {name: left if value is None else value",
        _CLIENT,
    ),
    Patch(
        "runtime/http/transmission.py",
        'text = f"{type(error).__name__}: {error}"[:_EXAMINED]',
        'text = f"{type(error).__name__}: {error}"[:_SHOWN]',
        _SECURITY,
    ),
    Patch(
        "runtime/http/idempotency.py",
        "value = options.idempotency_key\n        if value is None:",
        "value = options.idempotency_key\n        if not value:",
        _CLIENT,
    ),
    Patch(
        "runtime/http/idempotency.py", 'return bool(headers.get(name, "").strip())', "return name in headers", _CLIENT
    ),
    Patch("runtime/http/idempotency.py", 'b"" if rest.startswith(b"}") else b","', 'b","', _CLIENT),
    # -- parameters and bodies --------------------------------------------------------------------------------------
    Patch(
        "runtime/wire/parameters.py",
        "if value is not None or style.nullable:\n            pairs.extend(_query_pairs",
        "if value or style.nullable:\n            pairs.extend(_query_pairs",
        _PARAMETERS,
    ),
    Patch(
        "runtime/wire/parameters.py",
        "if value[:1] in _BLANKS or value[-1:] in _BLANKS:",
        "if value[:1] in _BLANKS:",
        _PARAMETERS,
    ),
    Patch(
        "runtime/wire/parameters.py",
        '_TRIPLE = re.compile(r"(%[0-9A-Fa-f]{2})")',
        '_TRIPLE = re.compile(r"(%[0-9A-F]{2})")',
        _PARAMETERS,
    ),
    Patch(
        "runtime/wire/parameters.py",
        "enumerate(item for item in value if item is not None)",
        "enumerate(value)",
        _PARAMETERS,
    ),
    Patch("runtime/wire/parameters.py", 'equals = "=" if explode else separator', 'equals = "="', _PARAMETERS),
    Patch("runtime/wire/paths.py", 're.sub("%2[eE]", ".", value)', "value", _PARAMETERS),
    Patch(
        "runtime/wire/paths.py",
        'return f";{name}={written}" if written else f";{name}"',
        'return f";{name}={written}"',
        _PARAMETERS,
    ),
    Patch("runtime/wire/forms.py", "keep_blank_values=True", "keep_blank_values=False", _BODIES),
    Patch(
        "runtime/wire/forms.py",
        'if value is None and not (encoding.content_type is not None and "json" in encoding.content_type):\n        return []',
        "if value is None:\n        return []",
        _BODIES,
    ),
    Patch("runtime/wire/multipart.py", '.replace("\\n", "%0A")', "", _BODIES),
    Patch(
        "runtime/wire/multipart.py",
        "kind = file.content_type or _declared_type(encoding, filename)",
        "kind = _declared_type(encoding, filename) or file.content_type",
        _BODIES,
    ),
    Patch(
        "runtime/wire/multipart.py",
        "if guessed is not None and any(_within(guessed, kind) for kind in declared):",
        "if guessed is not None:",
        _BODIES,
    ),
    # -- responses --------------------------------------------------------------------------------------------------
    Patch(
        "runtime/http/response.py",
        'redact(content[:_EXAMINED].decode("utf-8", errors="replace")), _EXCERPT)\n        said',
        'redact(content[:_EXCERPT].decode("utf-8", errors="replace")), _EXCERPT)\n        said',
        _SECURITY,
    ),
    Patch(
        "runtime/http/response.py",
        'or self._errors.get(status_range(status)) or self._errors.get("default")',
        'or self._errors.get("default") or self._errors.get(status_range(status))',
        _RESPONSES,
    ),
    Patch(
        "runtime/http/response.py",
        "        if successes:\n            return (*(codec",
        "        if successes and others is None:\n            return (*(codec",
        _RESPONSES,
    ),
    Patch("runtime/http/response.py", 'if not codecs or method == "HEAD":', "if not codecs:", _RESPONSES),
    Patch(
        "runtime/http/response.py",
        'if isinstance(codec, JSON) and "*" not in wanted and kind.endswith',
        "if isinstance(codec, JSON) and kind.endswith",
        _RESPONSES,
    ),
    Patch(
        "runtime/streams/saving.py",
        "self._partial.unlink(missing_ok=True)",
        "pass",
        "runtime/test_http_streaming.py runtime/test_faults.py behaviour/test_binary_bodies.py",
    ),
    # -- schemas ----------------------------------------------------------------------------------------------------
    Patch(
        "schema/all_of.py",
        'elif member is False:\n                parts.append({"not": {}})',
        "elif member is False:\n                pass",
        _SCHEMA,
    ),
    Patch(
        "schema/all_of.py",
        "if key in annotations and key not in own and len(parts) > 1:",
        "if key in annotations and key not in own and len(parts) > 9:",
        _SCHEMA,
    ),
    Patch(
        "schema/all_of.py",
        'required = [one for one in own.get("required", ()) if one not in theirs or one in properties]',
        'required = [one for one in own.get("required", ()) if one in properties]',
        _SCHEMA,
    ),
    Patch("schema/all_of.py", "not properties.keys() >= set(required)", "False", _SCHEMA),
    Patch(
        "schema/disjoint.py",
        "seen[kind] = None if values is None or others is None else values | others",
        "seen[kind] = values",
        _SCHEMA,
    ),
    Patch("schema/disjoint.py", '"number" if kind == "integer" else kind: None', "kind: None", _SCHEMA),
    Patch(
        "schema/json_types.py",
        "return not isinstance(value, bool) and isinstance(value, int | float) and value == math.floor(value)",
        "return isinstance(value, int | float) and value == math.floor(value)",
        _SCHEMA,
    ),
    Patch(
        "schema/hoist.py",
        "if json_equal(self.components[declared], schema) and",
        "if self.components[declared] == schema and",
        _SCHEMA,
    ),
    Patch(
        "schema/hoist.py",
        'return {"type": "null", **annotations}\n        nullable',
        "return {**annotations}\n        nullable",
        _SCHEMA,
    ),
    Patch(
        "schema/hoist.py",
        "return with_null(ref) if nullable else ref\n\n    def _provisional",
        "return ref\n\n    def _provisional",
        _SCHEMA,
    ),
    Patch("schema/deduplicate.py", "if not ref or ref not in refs:", "if ref not in refs:", _SCHEMA),
    Patch(
        "schema/deduplicate.py", "node.update(with_null(only) if len(kept) > 1 else only)", "node.update(only)", _SCHEMA
    ),
    # -- names ------------------------------------------------------------------------------------------------------
    Patch(
        "naming/allocate.py",
        "if len(used) == len(given) and used.isdisjoint(taken):",
        "if len(used) == len(given):",
        _NAMES,
    ),
    Patch("naming/allocate.py", "used = set(taken)\n", "used: set[str] = set()\n", _NAMES),
    Patch(
        "naming/allocate.py",
        "(request.rank, request.wire != request.first.name, symbols",
        "(request.rank, request.wire == request.first.name, symbols",
        _NAMES,
    ),
    Patch("naming/published.py", "if published is None or request.rank < RANK:", "if published is None:", _NAMES),
    Patch(
        "naming/published.py",
        "found = next((one for one in request.more() if one.name == published), None)\n    if found is None:\n        return request",
        "found = next((one for one in request.more() if one.name == published), Candidate(published))",
        _NAMES,
    ),
    Patch("naming/operation_names.py", 'taken = {"self", builder,', 'taken = {"self",', _NAMES),
    Patch(
        "naming/operation_names.py",
        "if any(one.location == parameter.location for one in rivals):",
        "if rivals:",
        _NAMES,
    ),
)

TESTS = {
    "runtime/http": _CLIENT
    + " "
    + "runtime/test_http_security.py runtime/test_http_streaming.py behaviour/test_responses.py",
    "runtime/wire": _PARAMETERS + " " + _BODIES,
    "schema": _SCHEMA,
    "normalize": _OPERATIONS,
    "naming": _NAMES,
}
"""Folder of `generator/` → the tests of mutants that are drawn in its modules."""
