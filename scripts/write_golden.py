"""Write tests/golden/<name>.csv: the answer of every canned question, as it is asked without parameters.

A maintainer runs it through `make golden` when data or questions have changed, and reads the difference before it is
committed; tests/golden/test_golden.py holds every engine against these files.
"""

from pathlib import Path

import parkgraph
from parkgraph.turtle import write_text

REPO = Path(__file__).parents[1]


def write_golden(folder: Path) -> None:
    """Make a folder hold one CSV file a question, and none of questions that are no more."""
    graph = parkgraph.open(home=REPO)
    answers = {f"{name}.csv": graph.run(name).to_csv() for name in graph.questions()}
    for path in folder.glob("*.csv"):
        if path.name not in answers:
            path.unlink()
    for name, text in answers.items():
        write_text(folder / name, text)


if __name__ == "__main__":
    write_golden(REPO / "tests" / "golden")
