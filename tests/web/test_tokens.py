"""Tokens for writing: shown once, kept as hashes, good for what they say and no longer than they say."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.requests import Request

from parkgraph.cli.app import verbs
from parkgraph.errors import DataError, UsageError
from parkgraph.web.problems import Refusal
from parkgraph.web.protocol.tokens import authorise, issue, read_tokens


def request(header: str | None) -> Request:
    """A request with an Authorization header."""
    headers = [(b"authorization", header.encode("latin-1"))] if header is not None else []
    return Request({"type": "http", "headers": headers})


def test_a_token_is_kept_as_its_hash(tmp_path: Path) -> None:
    """The file holds nothing that could be used, and only its owner reads it."""
    token = issue(tmp_path / "tokens", ["update"], days=1)
    text = (tmp_path / "tokens").read_text(encoding="utf-8")
    assert token.startswith("pgt_") and len(token) > 40
    assert token not in text and token[4:] not in text
    assert stat.S_IMODE((tmp_path / "tokens").stat().st_mode) == 0o600
    (entry,) = read_tokens(tmp_path / "tokens")
    assert authorise(request(f"Bearer {token}"), [entry], "update") == entry.id


def test_several_tokens_stand_beside_one_another(tmp_path: Path) -> None:
    """A new one does not end the old ones."""
    tokens = [issue(tmp_path / "tokens", ["store"], days=1) for _ in range(3)]
    entries = read_tokens(tmp_path / "tokens")
    assert [authorise(request(f"bearer {token}"), entries, "store") for token in tokens] == [e.id for e in entries]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic cGc6cGc=", "pgt_x", "Bearer é"])
def test_no_or_a_wrong_token_is_not_authorised(tmp_path: Path, header: str | None) -> None:
    """With 401, and how to log in."""
    issue(tmp_path / "tokens", ["update"], days=1)
    with pytest.raises(Refusal) as caught:
        authorise(request(header), read_tokens(tmp_path / "tokens"), "update")
    assert caught.value.status == 401
    assert caught.value.headers == {"WWW-Authenticate": 'Bearer realm="parkgraph"'}


def test_a_token_ends(tmp_path: Path) -> None:
    """From its last second on it is as if it had never been."""
    token = issue(tmp_path / "tokens", ["update"], days=1)
    told = json.loads((tmp_path / "tokens").read_text(encoding="utf-8"))
    told[0]["expires"] = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    (tmp_path / "tokens").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        authorise(request(f"Bearer {token}"), read_tokens(tmp_path / "tokens"), "update")
    assert (caught.value.status, caught.value.problem) == (401, "令牌无效或已过期")


@pytest.mark.parametrize(
    ("scope", "graph", "status"),
    [("store", "urn:mine", None), ("store", "urn:other", 403), ("store", "", 403), ("update", None, 403)],
)
def test_a_token_is_good_for_its_scope_and_graphs_only(
    tmp_path: Path, scope: str, graph: str | None, status: int | None
) -> None:
    """One bound to a graph writes neither another, nor the default graph, nor by update."""
    token = issue(tmp_path / "tokens", ["store"], days=1, graphs=["urn:mine"])
    entries = read_tokens(tmp_path / "tokens")
    if status is None:
        assert authorise(request(f"Bearer {token}"), entries, scope, graph) == entries[0].id
        return
    with pytest.raises(Refusal) as caught:
        authorise(request(f"Bearer {token}"), entries, scope, graph)
    assert caught.value.status == status


def test_scopes_are_apart(tmp_path: Path) -> None:
    """Who may write graphs may not send updates, and the other way round."""
    for scope, other in (("store", "update"), ("update", "store")):
        token = issue(tmp_path / scope, [scope], days=1)
        entries = read_tokens(tmp_path / scope)
        assert authorise(request(f"Bearer {token}"), entries, scope) == entries[0].id
        with pytest.raises(Refusal) as caught:
            authorise(request(f"Bearer {token}"), entries, other)
        assert caught.value.status == 403


@pytest.mark.parametrize(
    ("scopes", "days", "graphs"),
    [([], 1, []), (["all"], 1, []), (["update"], 0, []), (["store", "update"], 1, ["urn:a"])],
)
def test_tokens_that_make_no_sense_are_not_issued(
    tmp_path: Path, scopes: list[str], days: float, graphs: list[str]
) -> None:
    """No scope, one nobody knows, no time, an update bound to a graph; no file is made."""
    with pytest.raises(UsageError):
        issue(tmp_path / "tokens", scopes, days=days, graphs=graphs)
    assert not (tmp_path / "tokens").exists()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"id": "a"}]', "数"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    """With the file's name, word for word."""
    (tmp_path / "tokens").write_text(text, encoding="utf-8")
    if text == "{}":
        assert read_tokens(tmp_path / "tokens") == []
        return
    with pytest.raises(DataError) as caught:
        read_tokens(tmp_path / "tokens")
    assert str(caught.value) == f"{tmp_path / 'tokens'}: 读不出令牌文件。 请用 parkgraph store token 生成令牌文件。"


def test_the_command_shows_a_token_once(tmp_path: Path) -> None:
    """On stdout alone; what it is good for stands on stderr."""
    arguments = ["store", "token", str(tmp_path / "tokens"), "--scope", "store", "--only", "urn:a", "--days", "2"]
    outcome = CliRunner().invoke(verbs, arguments, standalone_mode=False)
    assert outcome.exception is None
    (entry,) = read_tokens(tmp_path / "tokens")
    assert authorise(request(f"Bearer {outcome.stdout.strip()}"), [entry], "store", "urn:a") == entry.id
    assert entry.id in outcome.stderr and "只显示这一次" in outcome.stderr
