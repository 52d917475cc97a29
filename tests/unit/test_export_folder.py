"""Where an export may be written: an empty or new folder, or over its own earlier files, and never half."""

import json
from pathlib import Path
from typing import Any

import pytest

from parkgraph.errors import EngineError, UsageError
from parkgraph.export.folder import write_folder
from parkgraph.export.manifest import MANIFEST, SUMS, checksums, sha256

OTHER = "请先把它移走，或换一个空目录或新目录。"


def export(**files: str) -> dict[str, bytes]:
    """An export of files, in whose names `_` stands for a dot and `__` for a slash, with manifest and checksums."""
    contents = {name.replace("__", "/").replace("_", "."): text.encode("utf-8") for name, text in files.items()}
    listed = [{"path": path, "sha256": sha256(content)} for path, content in contents.items()]
    contents[MANIFEST] = json.dumps({"parkgraph-export": 1, "files": listed}).encode("utf-8")
    contents[SUMS] = checksums(contents).encode("utf-8")
    return contents


def state(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(folder: Path, contents: dict[str, bytes], **options: Any) -> str:
    """What is said instead of writing; nothing has been touched, and the exit code is that of usage."""
    before = state(folder) if folder.is_dir() else {}
    with pytest.raises(UsageError) as caught:
        write_folder(folder, contents, **options)
    assert caught.value.exit_code == 2
    assert (state(folder) if folder.is_dir() else {}) == before
    return str(caught.value).replace(str(folder), "DIR")


@pytest.mark.parametrize("force", [False, True])
def test_new_and_empty_folders_are_filled(tmp_path: Path, force: bool) -> None:
    """Folders above are made as well; an empty folder counts as new; every byte arrives and nothing else."""
    contents = export(a_ttl="甲\n", shapes__b_ttl="乙")
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "new" / "deep", tmp_path / "empty"):
        write_folder(folder, contents, force=force)
        assert state(folder) == contents
        assert sorted(path.name for path in folder.iterdir()) == [SUMS, "a.ttl", MANIFEST, "shapes"]


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    """Even an earlier export is replaced only when that is asked for."""
    write_folder(tmp_path, export(a_ttl="1"))
    assert refusal(tmp_path, export(a_ttl="2")) == (
        "DIR: 目录不是空的。 请换一个空目录或新目录；若里面是以前导出的文件，可加 --force 替换。"
    )


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A file is never replaced by a folder."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    said = refusal(tmp_path / "taken", export(a_ttl="1"), force=True)
    assert said == "DIR: 这里已有一个文件，不是目录。 请换一个目录名。"
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "manifest",
    [None, "no json", "[]", "{}", '{"parkgraph-export": 2, "files": []}', '{"parkgraph-export": 1, "files": [1]}'],
)
def test_force_does_not_touch_other_peoples_folders(tmp_path: Path, manifest: str | None) -> None:
    """Without a readable manifest of ours, nobody knows whose the files are."""
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    assert refusal(tmp_path, export(a_ttl="1"), force=True) == (
        "DIR: 目录不是空的，也不是以前导出的目录（没有可读的 manifest.json）。 "
        "--force 只替换导出自己写下的文件；请换一个空目录或新目录。"
    )


def test_force_replaces_removes_and_leaves_the_rest(tmp_path: Path) -> None:
    """Files that changed are replaced, those that are no more go with their folder, the user's own stay."""
    write_folder(tmp_path, export(a_ttl="1", shapes__b_ttl="2", c_nt="3"))
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    after = export(a_ttl="new", d_nq="4")
    write_folder(tmp_path, after, force=True)
    assert state(tmp_path) == {**after, "notes.txt": b"mine"}
    assert not (tmp_path / "shapes").exists()


@pytest.mark.parametrize("path", ["a.ttl", "c.nt", "d.nq"])
def test_force_keeps_files_that_somebody_changed(tmp_path: Path, path: str) -> None:
    """One that would be replaced, one that would be removed, one that lies where a new file goes."""
    write_folder(tmp_path, export(a_ttl="1", c_nt="3"))
    (tmp_path / path).write_text("mine", encoding="utf-8")
    said = refusal(tmp_path, export(a_ttl="2", d_nq="4"), force=True)
    assert said == f"DIR: {path} 不是导出写下的原样。 {OTHER}"


def test_force_takes_up_an_export_that_broke_off(tmp_path: Path) -> None:
    """A file that already holds what is to be written is no one else's."""
    write_folder(tmp_path, export(a_ttl="1", b_ttl="1"))
    (tmp_path / "a.ttl").write_text("2", encoding="utf-8")
    after = export(a_ttl="2", b_ttl="2")
    write_folder(tmp_path, after, force=True)
    assert state(tmp_path) == after


@pytest.mark.parametrize("linked", ["a.ttl", "shapes"])
def test_force_follows_no_link(tmp_path: Path, linked: str) -> None:
    """A link put in the place of a file or folder leads out of the export."""
    folder, outside = tmp_path / "export", tmp_path / "outside"
    write_folder(folder, export(a_ttl="1", shapes__b_ttl="1"))
    (folder / linked).rename(outside)
    (folder / linked).symlink_to(outside)
    path = "a.ttl" if linked == "a.ttl" else "shapes/b.ttl"
    assert refusal(folder, export(a_ttl="2", shapes__b_ttl="2"), force=True) == (
        f"DIR: {path} 不是导出写下的原样。 {OTHER}"
    )


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    """What somebody made of a file's place is not replaced."""
    write_folder(tmp_path, export(a_ttl="1"))
    (tmp_path / "a.ttl").unlink()
    (tmp_path / "a.ttl").mkdir()
    assert refusal(tmp_path, export(a_ttl="2"), force=True) == f"DIR: a.ttl 不是导出写下的原样。 {OTHER}"


def test_a_manifest_cannot_point_out_of_the_folder(tmp_path: Path) -> None:
    """A forged manifest names a file elsewhere; it is not removed."""
    folder, outside = tmp_path / "export", tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    folder.mkdir()
    listed = [{"path": path, "sha256": sha256(b"mine")} for path in ("../outside.txt", str(outside))]
    (folder / MANIFEST).write_text(json.dumps({"parkgraph-export": 1, "files": listed}), encoding="utf-8")
    after = export(a_ttl="1")
    write_folder(folder, after, force=True)
    assert state(folder) == after
    assert outside.read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_of_an_export_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full nothing has been replaced, no half-written file and no new folder stays behind."""
    old = export(a_ttl="1")
    write_folder(tmp_path / "old", old)
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == MANIFEST:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    for name in ("old", "new"):
        with pytest.raises(EngineError) as caught:
            write_folder(tmp_path / name, export(a_ttl="2"), force=True)
        assert str(caught.value) == (
            f"{tmp_path / name}: 导出写不成：No space left on device。 请检查磁盘空间和写权限，或换一个目录。"
        )
        assert caught.value.exit_code == 4
    assert state(tmp_path) == {f"old/{path}": content for path, content in old.items()}
    assert not (tmp_path / "new").exists()


def test_manifest_and_checksums_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that breaks off while files are put in place still has the manifest of the earlier one."""
    moved: list[str] = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda path, to: (moved.append(path.name), replace(path, to))[1])
    write_folder(tmp_path, export(z_ttl="1", a_ttl="1"))
    assert moved == ["a.ttl", "z.ttl", SUMS, MANIFEST]
