"""Further patches, as a tired engineer writes them, of what publishes, checks code, reads documents and runs commands."""

from __future__ import annotations

from .patch import Patch

JOURNAL, EDITS, TRANSACTION, STAGING = (
    f"publish/{one}.py" for one in ("journal", "hand_edits", "transaction", "staging")
)
INVENTORY, RECORD, PUBLISHER, FILESYSTEM, LOCK = (
    f"publish/{one}.py" for one in ("inventory", "record", "publisher", "filesystem", "lock")
)
GATE, DEFINITIONS, IMPORTS, FORMS, FILES = (
    f"gate/{one}.py" for one in ("check", "definitions", "imports", "forms", "files")
)
LOADER, REFERENCES, JSON_READER, YAML_READER, SCALARS = (
    f"document/{one}.py" for one in ("loader", "file_references", "json_reader", "yaml_reader", "yaml_scalars")
)
PUBLICATION, GENERATE, CHECK, ACCEPTED, INCREMENTAL, DRIFT, JOB, INVOCATION, WORKSPACE, SUMMARY = (
    f"commands/{one}.py"
    for one in (
        "publication",
        "generate",
        "check",
        "accepted_warnings",
        "incremental",
        "drift",
        "job",
        "invocation",
        "workspace",
        "summary",
    )
)

PATCHES: tuple[Patch, ...] = (
    # -- publish
    Patch(
        JOURNAL,
        "        if not self.journal.exists():\n            filesystem.remove(self.staged(target))",
        "        filesystem.remove(self.staged(target))",
    ),
    Patch(JOURNAL, "        if not self.journal.exists():\n            self._clear()", "        self._clear()"),
    Patch(JOURNAL, "elif filesystem.is_folder(retired) and not filesystem.is_folder(target):", "elif False:"),
    Patch(JOURNAL, "            for old, new in reversed(undo):", "            for old, new in undo:"),
    Patch(
        TRANSACTION,
        "                found = self._keep_edits(one)\n                self._take_place(one)",
        "                self._take_place(one)\n                found = self._keep_edits(one)",
    ),
    Patch(TRANSACTION, "            if name in ready or self.trial is None:", "            if self.trial is None:"),
    Patch(STAGING, "    whole.chmod(stat.S_IMODE(work.output.stat().st_mode))\n", ""),
    Patch(FILESYSTEM, "    new.chmod(stat.S_IMODE(old.stat().st_mode))\n", ""),
    Patch(INVENTORY, "    if file.is_symlink() or not file.is_file():", "    if not file.is_file():"),
    Patch(
        INVENTORY,
        '        if (target / path).is_dir() or found.get(path, b"") is None:',
        '        if found.get(path, b"") is None:',
    ),
    Patch(EDITS, "        if path in again or _blob(data) != committed.get(path)", "        if path in again"),
    Patch(RECORD, "if isinstance(target, str) and not os.path.isdir(target):", "if isinstance(target, str):"),
    Patch(PUBLISHER, "result.errno in (errno.EXDEV, errno.EBUSY)", "result.errno == errno.EXDEV"),
    # -- gate
    Patch(GATE, "            if name in _IS_PYTHON or (known", "            if (known"),
    Patch(GATE, "and known is not meanings and name in so_far):", "and known is not meanings):"),
    Patch(
        DEFINITIONS, "if given.vararg or (given.kwarg and not self.options):", "if given.kwarg and not self.options:"
    ),
    Patch(DEFINITIONS, 'found.arg.startswith("_") or found.arg == _SELF:', "found.arg == _SELF:"),
    Patch(DEFINITIONS, "        if found.decorator_list or getattr(", "        if getattr("),
    Patch(
        IMPORTS,
        'if module not in scope.modules or not is_identifier(name) or name.startswith("_"):',
        "if module not in scope.modules or not is_identifier(name):",
    ),
    Patch(FILES, 'if any(part.partition(".")[0].casefold() in DEVICES', "if any(part.casefold() in DEVICES"),
    Patch(FILES, 'text.split("\\n", 2)[:2])', 'text.split("\\n", 1)[:1])'),
    # -- document
    Patch(LOADER, "        self.bytes += len(data)\n", "        self.bytes = len(data)\n"),
    Patch(LOADER, "        self.nodes += loaded[1]\n", "        self.nodes = loaded[1]\n"),
    Patch(LOADER, "if len(self.documents) >= self.limits.files:", "if len(self.documents) > self.limits.files:"),
    Patch(
        LOADER,
        "            if not ref.data and ref.uri not in identities and reason not in reported:",
        "            if ref.uri not in identities and reason not in reported:",
    ),
    Patch(REFERENCES, 'if path.startswith("/") or "\\\\" in path:', 'if path.startswith("/"):'),
    Patch(REFERENCES, 'if key == ".." or key.startswith("../"):', 'if key.startswith("../"):'),
    Patch(REFERENCES, "        if not path.is_relative_to(root):", "        if not (root / key).is_relative_to(root):"),
    Patch(REFERENCES, 'if _SCHEME.match(path) or path.startswith("//"):', "if _SCHEME.match(path):"),
    Patch(
        YAML_READER,
        "        if len(self.stack) + anchor.height > self.limits.depth:",
        "        if anchor.height > self.limits.depth:",
    ),
    Patch(
        YAML_READER,
        "                if key not in frame.members and key in source:",
        "                if key in source:",
    ),
    Patch(YAML_READER, "        return height if mapping else height - 1", "        return height"),
    Patch(
        YAML_READER,
        "            self.frame.height = max(self.frame.height, self._reach(self.frame, anchor.height, True))",
        "            pass",
    ),
    Patch(
        YAML_READER,
        "        if (merging and frame.merge is not None) or (not merging and key in frame.members):",
        "        if not merging and key in frame.members:",
    ),
    Patch(SCALARS, '_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")', '_INTEGER = re.compile(r"[-+]?[0-9]+")'),
    Patch(SCALARS, 'if kind == "float" and type(value) is int:', 'if kind == "float":'),
    Patch(
        JSON_READER,
        '            frame.token = value\n            message = f"the key',
        '            message = f"the key',
    ),
    Patch(JSON_READER, 'text.replace("\\\\\\\\", "")', "text"),
    # -- commands
    Patch(
        PUBLICATION,
        "        return replace(row, status=Status.REMOVED) if row.status is Status.UNCHANGED else row",
        "        return replace(row, status=Status.REMOVED)",
    ),
    Patch(PUBLICATION, "        if hidden(found):\n            return False\n", ""),
    Patch(
        PUBLICATION, "        if more := len(edits) - len(printed):", "        if more := len(edits) - _MOST_NAMED - 1:"
    ),
    Patch(PUBLICATION, "            if diagnostic not in self._printed.get(package.name, ()):", "            if True:"),
    Patch(CHECK, "    if not found and not foreign:", "    if not found:"),
    Patch(CHECK, "    if runtime.status is Status.UNCHANGED:\n        same", "    if True:\n        same"),
    Patch(CHECK, "    if strict and found:", "    if strict:"),
    Patch(
        ACCEPTED,
        "        report.diagnostics.remove(one)\n        report.warnings -= 1\n",
        "        report.diagnostics.remove(one)\n",
    ),
    Patch(ACCEPTED, "    report.warnings -= len(report.diagnostics) - len(left)\n", ""),
    Patch(
        INCREMENTAL,
        'noted["inputs"] != inputs or noted["asked"] != _asked(subject, noted["asked"])',
        'noted["inputs"] != inputs',
    ),
    Patch(INCREMENTAL, "if one.code not in _OF_THE_RUN]", "]"),
    Patch(GENERATE, "        for row in rows:\n            publication.record(row.provider).forget()", "        pass"),
    Patch(GENERATE, "        if any(known.values()):\n            publication.publish_runtime()\n", ""),
    Patch(
        JOB,
        "    return text if len(data) <= _MOST_NAMES and text.startswith(HEADER) else None",
        "    return text if len(data) <= _MOST_NAMES else None",
    ),
    Patch(JOB, "        if report.failed:\n            return None\n    return generated", "    return generated"),
    Patch(WORKSPACE, 'if path.is_dir() and path.name[0] not in "._"))', "if path.is_dir()))"),
    Patch(
        WORKSPACE,
        "    if alone and (name in sys.stdlib_module_names or name in _USED_BY_CLIENTS):",
        "    if alone and name in sys.stdlib_module_names:",
    ),
    Patch(
        INVOCATION,
        "value = int(number) if number.isascii() and number.isdecimal() and",
        "value = int(number) if number.isdecimal() and",
    ),
    Patch(
        SUMMARY,
        'found = [f"{printable(row.provider)} {row.status.value}" for row in rows if row.status in FAILED]',
        'found = [f"{row.provider} {row.status.value}" for row in rows if row.status in FAILED]',
    ),
)
