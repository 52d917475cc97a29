"""Children that run other people's text: what they may, how they end, and that nothing of them is left."""

import json
import logging
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parkgraph.errors import FAMILY, EngineError, ParkgraphError, ParseError, TimeLimitError, UsageError
from parkgraph.workers import child, confine, run_child

CARTESIAN = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ENOUGH = 60.0
MEMORY = "内存不够，已停止。 请缩小查询范围（加条件或 LIMIT）后重试。"
STACK = "引擎栈溢出，已停止。 请减少括号、UNION、FILTER 等的嵌套和数量。"
LATE = "请缩小查询范围（加条件或 LIMIT），或用 --time-limit 放宽限制。"
linux_only = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in confine.MACHINES,
    reason="the network is denied by the kernel on Linux, x86_64 and aarch64 only",
)


@pytest.fixture(autouse=True)
def targets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The functions of `worker_targets` can be imported, here and by children; no child is left, dead or alive."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
    monkeypatch.syspath_prepend(Path(__file__).parent)
    before = children()
    yield
    assert children() == before


def call(function: str, seconds: float = ENOUGH, megabytes: int = 1024, **job: Any) -> bytes:
    """What one of the functions returned."""
    return run_child(f"worker_targets:{function}", job, seconds=seconds, megabytes=megabytes)


def status(pid: str) -> tuple[str, int]:
    """State and parent of a process; state Z is a zombie, X is none at all."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return "X", 0
    return state, int(parent)


def children() -> set[str]:
    """The processes whose parent is this one, zombies included; empty where there is no /proc."""
    pids = (folder.name for folder in Path("/proc").glob("[0-9]*"))
    return {pid for pid in pids if status(pid)[1] == os.getpid()}


def gone(pid: int) -> bool:
    """Whether a process has gone, or goes within a few seconds."""
    for _ in range(500):
        if status(str(pid))[0] in "XZ":
            return True
        time.sleep(0.01)
    return False


class TestAnswers:
    """What comes back."""

    def test_a_job_goes_there_and_an_answer_comes_back(self) -> None:
        """Chinese, a character beyond the 16-bit plane, half a character, nesting, nothing."""
        job = {"text": "数字经济 𠮷 \udce7\n", "list": [1, 2.5, None, True], "more": {"a": {}}}
        assert json.loads(call("echo", **job)) == job

    @pytest.mark.parametrize("size", [0, 1, 5 * 1024 * 1024])
    def test_an_answer_may_be_empty_or_big(self, size: int) -> None:
        """Any bytes at all, line ends and zeros included."""
        assert call("big", size=size) == (b"\n\x00\xff{" * size)[:size]

    def test_a_job_may_be_big(self) -> None:
        """Two megabytes of Turtle are read within the memory that is given when nothing else is said."""
        line = '<http://x/{0}> <http://x/name> "第{0}个数字经济园区"@zh ; <http://x/next> <http://x/{0}0> .\n'
        turtle = "".join(line.format(number) for number in range(20_000))
        assert len(turtle.encode("utf-8")) > 2_000_000
        assert run_child("worker_targets:load", {"turtle": turtle}, seconds=ENOUGH) == b"40000"

    def test_talk_does_not_mix_with_the_answer(self, caplog: pytest.LogCaptureFixture) -> None:
        """What the function prints is logged for maintainers."""
        with caplog.at_level(logging.DEBUG, "parkgraph.workers"):
            assert call("chat") == b"answer"
        assert caplog.messages[0].endswith(" said: on stdout\non descriptor 1\non stderr\n")

    def test_several_threads_may_have_children_at_once(self) -> None:
        """Each thread gets the answer to its own job."""
        found: dict[int, bytes] = {}
        threads = [threading.Thread(target=lambda n=n: found.update({n: call("echo", number=n)})) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == {n: json.dumps({"number": n}).encode() for n in range(4)}


class TestErrors:
    """What the function raises is raised here."""

    @pytest.mark.parametrize("name", FAMILY)
    def test_our_errors_cross_the_border_whole(self, name: str) -> None:
        """Class, problem, place and remedy are the same on both sides."""
        said = {"problem": "前缀 dep: 没有声明", "where": "第 2 行", "remedy": "请声明。"}
        with pytest.raises(ParkgraphError) as caught:
            call("refuse", **{"class": name}, **said)
        assert type(caught.value) is FAMILY[name]
        assert vars(caught.value).items() >= said.items()
        assert str(caught.value) == "第 2 行: 前缀 dep: 没有声明。 请声明。"

    def test_every_error_was_tried(self) -> None:
        """The family has not become smaller."""
        assert len(FAMILY) >= 9

    def test_a_class_only_the_child_knows_becomes_the_nearest_we_know(self) -> None:
        """A special kind of ParseError is a ParseError here."""
        with pytest.raises(ParseError) as caught:
            call("refuse", **{"class": "SpecialError"}, problem="错", where="", remedy="")
        assert type(caught.value) is ParseError

    @pytest.mark.parametrize(
        ("function", "name"), [("fail", "ZeroDivisionError"), ("text", "TypeError"), ("nothing", "AttributeError")]
    )
    def test_a_mistake_of_ours_is_an_engine_error_without_details(
        self, function: str, name: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The reader sees the kind of mistake, the log the traceback."""
        with caplog.at_level(logging.DEBUG, "parkgraph.workers"), pytest.raises(EngineError) as caught:
            call(function)
        assert str(caught.value) == f"程序出错（{name}）。 这是 parkgraph 的缺陷：请用 -vv 重试，并把日志报告给维护者。"
        assert "Traceback" in caplog.text
        assert "Traceback" not in str(caught.value)

    def test_a_module_that_is_not_there_is_an_engine_error(self) -> None:
        """The target is named by our own code, so this is a mistake of ours."""
        with pytest.raises(EngineError, match="程序出错（ModuleNotFoundError）"):
            run_child("no_such_module:run", {}, seconds=ENOUGH)

    @pytest.mark.parametrize("seconds", [0, -1, float("nan")])
    def test_a_limit_that_is_no_limit_is_refused(self, seconds: float) -> None:
        """Before anything is started."""
        with pytest.raises(UsageError) as caught:
            call("echo", seconds=seconds)
        assert str(caught.value) == f"时间限制要大于 0 秒，而不是 {seconds:g}。 请改用更大的 --time-limit。"


class TestLimits:
    """No child outlives its time, and none takes its parent with it."""

    def test_a_sleeper_is_stopped(self) -> None:
        """The limit is in the message, and what to do."""
        with pytest.raises(TimeLimitError) as caught:
            call("sleep", seconds=0.5)
        assert str(caught.value) == f"超过时间限制 0.5 秒，已停止。 {LATE}"

    def test_a_query_without_end_is_stopped(self) -> None:
        """Eight thousand million rows are being counted in Rust, where no Python signal is heard."""
        with pytest.raises(TimeLimitError):
            call("query", seconds=1, text=CARTESIAN)

    def test_a_child_that_never_starts_to_work_is_stopped(self) -> None:
        """A limit shorter than the start of an interpreter holds too."""
        with pytest.raises(TimeLimitError):
            call("echo", seconds=0.001, text="x" * 1_000_000)

    @linux_only
    def test_what_the_child_started_ends_when_the_time_is_over(self, tmp_path: Path) -> None:
        """Child and grandchild are killed together."""
        file = tmp_path / "ids"
        with pytest.raises(TimeLimitError):
            call("family", seconds=2, file=str(file), wait=True)
        ids = [int(word) for word in file.read_text(encoding="ascii").split()]
        assert [gone(pid) for pid in ids] == [True, True]

    @linux_only
    def test_what_the_child_started_ends_when_it_has_answered(self, tmp_path: Path) -> None:
        """A grandchild does not outlive the answer."""
        file = tmp_path / "ids"
        assert call("family", file=str(file), wait=False) == b""
        ids = [int(word) for word in file.read_text(encoding="ascii").split()]
        assert [gone(pid) for pid in ids] == [True, True]

    def test_memory_is_bounded(self) -> None:
        """A function that asks for 640 GB is told no, and says so in order."""
        with pytest.raises(EngineError) as caught:
            call("eat", megabytes=300)
        assert str(caught.value) == MEMORY

    def test_memory_is_bounded_in_the_engine_too(self) -> None:
        """Sorting a cartesian product ends in an abort, not in an exception; the parent lives."""
        with pytest.raises(EngineError) as caught:
            call("query", megabytes=400, text="SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?d")
        assert str(caught.value) == MEMORY

    def test_a_stack_overflow_kills_the_child_only(self) -> None:
        """Five thousand nested groups: signal 11."""
        with pytest.raises(EngineError) as caught:
            call("query", text="SELECT * " + "{" * 5000 + "}" * 5000)
        assert str(caught.value) == STACK

    @pytest.mark.parametrize(
        ("job", "expected"),
        [
            ({}, "子进程意外结束（退出码 7）。 请缩小查询范围后重试；若总是如此，请用 -vv 查看详情并报告。"),
            (
                {"signal": signal.SIGTERM},
                "子进程意外结束（信号 15）。 请缩小查询范围后重试；若总是如此，请用 -vv 查看详情并报告。",
            ),
            ({"signal": signal.SIGKILL}, MEMORY),
            ({"signal": signal.SIGSEGV}, STACK),
            ({"signal": signal.SIGXCPU}, f"超过时间限制 60 秒，已停止。 {LATE}"),
        ],
    )
    def test_a_child_that_dies_without_a_word_is_explained(self, job: dict[str, Any], expected: str) -> None:
        """By its exit code or its signal."""
        with pytest.raises(EngineError) as caught:
            call("end", **job)
        assert str(caught.value) == expected

    @linux_only
    def test_the_child_bounds_itself(self) -> None:
        """Address space, CPU time, no core file, and death with its parent; nothing is imported from where we stand."""
        found = json.loads(call("limits", seconds=9.5, megabytes=700))
        assert found["soft"] == [700 * 1024**2, 11, 0]
        assert found["wish"] == signal.SIGKILL
        assert "" not in found["path"]
        assert os.getcwd() not in found["path"]

    @linux_only
    def test_a_child_dies_with_its_parent(self, tmp_path: Path) -> None:
        """Even when the parent has no time to say goodbye."""
        file = tmp_path / "ids"
        program = "import sys; from parkgraph.workers import run_child\n"
        program += "run_child('worker_targets:family', {'file': sys.argv[1], 'wait': True}, seconds=600)"
        parent = subprocess.Popen([sys.executable, "-c", program, file])
        while not (file.is_file() and len(file.read_text(encoding="ascii").split()) == 2):
            assert parent.poll() is None
            time.sleep(0.01)
        child, grandchild = map(int, file.read_text(encoding="ascii").split())
        parent.kill()
        parent.wait()
        assert gone(child)
        os.kill(grandchild, signal.SIGKILL)

    @linux_only
    def test_a_child_whose_parent_is_gone_does_not_start(self) -> None:
        """It was orphaned before it could ask to die with its parent."""
        program = "from parkgraph.workers.confine import set_limits; set_limits(megabytes=1024, parent=1)"
        assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL


class TestNetwork:
    """A child opens no sockets."""

    @linux_only
    def test_no_socket_can_be_opened(self) -> None:
        """Neither for the Internet nor for this machine, nor by way of io_uring."""
        assert json.loads(call("connect")) == [13, 13, 13, 13]

    @linux_only
    @pytest.mark.parametrize("silent", ["", "SILENT "])
    def test_a_service_query_reaches_nobody(self, silent: str) -> None:
        """A listener on this machine waits in vain."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
            text = f"SELECT * {{ SERVICE {silent}<{url}> {{ ?s ?p ?o }} }}"
            if silent:
                assert call("query", text=text) == b"1"
            else:
                with pytest.raises(EngineError, match="程序出错（PermissionError）"):
                    call("query", text=text)
            listener.settimeout(0.05)
            with pytest.raises(TimeoutError):
                listener.accept()

    def test_the_listener_would_have_heard(self) -> None:
        """The same query in this process does connect, so that the test above can fail."""
        from worker_targets import query

        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(10)
            text = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
            heard: list[bool] = []

            def answer() -> None:
                listener.accept()[0].close()
                heard.append(True)

            thread = threading.Thread(target=answer)
            thread.start()
            with pytest.raises(OSError):
                query({"text": text})
            thread.join()
        assert heard == [True]

    def test_on_an_unknown_processor_the_network_is_not_denied(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nothing is pretended: call numbers differ, so the answer is no."""
        monkeypatch.setattr(platform, "machine", lambda: "riscv64")
        assert confine.deny_network() is False

    def test_on_another_system_the_network_is_not_denied(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Windows and macOS have no such filter."""
        monkeypatch.setattr(sys, "platform", "darwin")
        assert confine.deny_network() is False

    def test_a_kernel_that_refuses_the_filter_is_believed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A kernel built without seccomp."""
        monkeypatch.setattr(confine, "_prctl", lambda option, *values: option != confine.PR_SET_SECCOMP)
        assert confine.deny_network() is False

    def test_a_child_with_network_is_warned_of(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The reply says that the network was not denied, and the parent says it aloud."""
        reply = b'{"ok": true, "network_denied": false}\nanswer'
        monkeypatch.setattr(child, "_converse", lambda request, seconds: (0, reply, ""))
        assert call("chat") == b"answer"
        expected = "本系统无法禁止子进程访问网络：请勿运行来历不明的查询和文件"
        assert [(record.levelno, record.getMessage()) for record in caplog.records] == [(logging.WARNING, expected)]


class TestEnvironment:
    """Where the child finds its modules."""

    def test_a_checkout_is_found_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The folder of this very package stands before what was there."""
        monkeypatch.setenv("PYTHONPATH", "/elsewhere")
        home = Path(child.__file__).parents[2]
        assert child.environment()["PYTHONPATH"] == f"{home}{os.pathsep}/elsewhere"

    def test_an_installed_package_is_left_where_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its folder must not come before the standard library."""
        monkeypatch.setattr(child, "__file__", "/usr/lib/site-packages/parkgraph/workers/child.py")
        monkeypatch.delenv("PYTHONPATH")
        assert child.environment()["PYTHONPATH"] == ""
