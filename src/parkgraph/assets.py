"""Where the files of the graph are: beside the code in a wheel, at the top of the repository in a checkout."""

import os
from pathlib import Path

from .errors import AssetError

HERE = Path(__file__).parent


def root() -> Path:
    """The folder that holds `ontology/`, `shapes/`, `queries/` and `data/`.

    Looks at `PARKGRAPH_HOME`, then in the installed package, then in the checkout.

    Raises:
        AssetError: none of them holds `ontology/parkgraph.ttl`.
    """
    named = os.environ.get("PARKGRAPH_HOME")
    places = [Path(named)] if named else [HERE / "_assets", HERE.parents[1]]
    for place in places:
        if (place / "ontology" / "parkgraph.ttl").is_file():
            return place
    raise AssetError(
        "找不到 ontology/parkgraph.ttl",
        where=str(places[0]),
        remedy="请重新安装 parkgraph，或把环境变量 PARKGRAPH_HOME 设为含有该文件的目录。",
    )


def asset(*parts: str) -> Path:
    """The path of one of the graph's files or folders, such as `asset("data", "parkgraph.ttl")`.

    Raises:
        AssetError: it is not there.
    """
    path = root().joinpath(*parts)
    if not path.exists():
        raise AssetError(
            f"找不到 {'/'.join(parts)}", where=str(root()), remedy="请重新安装 parkgraph，或运行 parkgraph build。"
        )
    return path
