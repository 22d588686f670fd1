"""`diff` in repositories of all kinds: deep, hostile, shallow, with submodules or other line ends."""

from __future__ import annotations

from pathlib import Path

from generator.document.limits import LIMITS

from .repositories import ADDED, PETS, Repo, rules


def test_specs_may_be_deeper_in_the_repository(repo: Repo) -> None:
    inner = Repo(repo.folder / "clients" / "python")
    inner.folder.mkdir(parents=True)
    inner.provider()
    repo.commit("Deeper")
    inner.provider(ADDED)
    assert inner.diff()["comparisons"][0]["semver"] == "minor"
    page = inner.run("diff", "--format", "html", "--links", "https://example.com/{commit}/{file}#L{line}").stdout
    assert "/clients/python/specs/pets/openapi.yaml#L" in page


def test_hooks_filters_and_configuration_run_nothing(repo: Repo) -> None:
    """What a repository says is to be run when files are checked out, shown or compared, is not."""
    touch = f"touch {repo.folder / 'owned'}"
    for key in ("core.fsmonitor", "core.pager", "pager.show", "diff.external", "core.sshCommand"):
        repo.git("config", key, touch)
    repo.git("config", "filter.f.smudge", touch)
    repo.git("config", "filter.f.clean", touch)
    repo.git("config", "diff.f.textconv", touch)
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "gpg.program", touch)
    (repo.folder / "owned").unlink(missing_ok=True)
    repo.write(".gitattributes", "*.yaml filter=f diff=f\n")
    for hook in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
        path = repo.folder / ".git/hooks" / hook
        path.write_text(f"#!/bin/sh\n{touch}\n")
        path.chmod(0o755)
    repo.provider(ADDED)
    assert repo.diff()["comparisons"][0]["semver"] == "minor"
    assert repo.run("changelog").exit_code == 0
    assert not (repo.folder / "owned").exists()


def test_a_submodule_is_not_entered(repo: Repo) -> None:
    other = Repo.at(repo.folder.parent / "other")
    other.write("openapi.yaml", PETS)
    commit = other.commit()
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},specs/shops")
    repo.git("commit", "--quiet", "-m", "A submodule")
    repo.provider(PETS, "shops")
    assert rules(repo.diff("shops"), "shops") == ["provider-added"]


def test_a_git_lfs_pointer_in_place_of_a_document_is_reported(repo: Repo) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    repo.provider(pointer)
    repo.commit("Large files elsewhere")
    repo.provider(PETS)
    done = repo.run("diff")
    assert done.exit_code == 1
    assert "kept in git lfs" in done.stderr.lower()


def test_in_a_shallow_clone_the_message_says_what_is_missing(repo: Repo, tmp_path: Path) -> None:
    repo.provider(ADDED)
    repo.commit("More")
    clone = Repo(tmp_path / "clone")
    repo.git("clone", "--quiet", "--depth", "1", f"file://{repo.folder}", str(clone.folder))
    done = clone.run("diff", "--base", "HEAD~1")
    assert done.exit_code == 2
    assert "this clone is shallow" in done.stderr


def test_a_clone_that_lacks_objects_fetches_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = Repo(tmp_path / "clone")
    options = ("--quiet", "--filter=blob:none", "--no-checkout")
    repo.git("clone", *options, f"file://{repo.folder}", str(clone.folder))
    clone.git("config", "remote.origin.uploadpack", f"touch {clone.folder / 'owned'}; git-upload-pack")
    clone.provider(ADDED)
    done = clone.run("diff")
    assert done.exit_code == 1
    assert "this clone is partial" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (clone.folder / "owned").exists()


def test_a_file_that_is_too_large_is_not_read(repo: Repo) -> None:
    with (repo.folder / "specs/pets/openapi.yaml").open("wb") as stream:
        stream.truncate(LIMITS.bytes + 1)
    repo.commit("Large")
    repo.provider(PETS)
    done = repo.run("diff")
    assert done.exit_code == 1
    assert "too-large" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_work_tree_may_have_other_line_ends(repo: Repo) -> None:
    (repo.folder / "specs/pets/openapi.yaml").write_bytes(PETS.replace("\n", "\r\n").encode())
    assert repo.diff()["comparisons"][0]["changes"] == []
