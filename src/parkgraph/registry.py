"""The registry of ids: every id ever written, so that none is reused or lost.

`registry/ids.tsv` has three columns: id, class, and a status that is empty, `retired`, or `replaced:<id>`.
Facts and spans (`fact-…`, `span-…`) are named by content and do not stand in it.
"""

from dataclasses import dataclass
from pathlib import Path

from .errors import DataError, ParseError

COLUMNS = "id\tclass\tstatus"


@dataclass
class Registry:
    """The ids of one workspace.

    Attributes:
        path: the table.
        rows: id to (class, status).
    """

    path: Path
    rows: dict[str, tuple[str, str]]

    def check(self, defined: dict[str, tuple[str, str]]) -> None:
        """Refuse ids that are not registered, and registered ones that nothing defines any more.

        Args:
            defined: id to (class, file and line).

        Raises:
            DataError: as above; the first in order of id is named, and how many more there are.
        """
        if fresh := sorted(set(defined) - set(self.rows)):
            more = f"（另有 {len(fresh) - 1} 个）" if fresh[1:] else ""
            raise DataError(
                f"标识符 {fresh[0]} 未登记{more}",
                where=defined[fresh[0]][1],
                remedy="核对拼写后运行 parkgraph build --register，把新标识符写入登记册。",
            )
        if ended := sorted(name for name in defined if self.rows.get(name, ("", ""))[1]):
            raise DataError(
                f"标识符 {ended[0]} 已停用（{self.rows[ended[0]][1]}）",
                where=defined[ended[0]][1],
                remedy="停用的标识符不可再用：请另取一个，或改用取代它的那个。",
            )
        if lost := sorted(name for name, (_, status) in self.rows.items() if not status and name not in defined):
            more = f"（另有 {len(lost) - 1} 个）" if lost[1:] else ""
            raise DataError(
                f"登记册中的 {lost[0]} 不再有定义{more}",
                where=str(self.path),
                remedy="标识符不可收回：请恢复该记录，或在 status 一栏写 retired 或 replaced:<新标识符>。",
            )

    def register(self, defined: dict[str, tuple[str, str]]) -> int:
        """How many ids were new and are now registered."""
        fresh = set(defined) - set(self.rows)
        self.rows.update({name: (defined[name][0], "") for name in fresh})
        return len(fresh)

    def rendered(self) -> str:
        """The table, in order of id."""
        lines = (f"{name}\t{cls}\t{status}" for name, (cls, status) in sorted(self.rows.items()))
        return "\n".join((COLUMNS, *lines)) + "\n"


def load_registry(path: Path) -> Registry:
    """The registry in a file; an empty one where there is no file yet.

    Raises:
        ParseError: a line has not three columns, or an id stands twice.
    """
    registry = Registry(path, {})
    if not path.is_file():
        return registry
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise ParseError(
            "表格不是 UTF-8 编码", where=str(path), remedy="请恢复上一版本的文件，不要用表格软件另存。"
        ) from error
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != 3 or cells[0] in registry.rows:
            raise ParseError(
                "登记册的这一行须是 id、class、status 三栏且不重复",
                where=f"{path}:{number}",
                remedy="请恢复上一版本的登记册。",
            )
        registry.rows[cells[0]] = (cells[1], cells[2])
    return registry
