"""The command line: answers on stdout, everything else on stderr, exit codes by whose fault it is."""

import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    from .app import run

    sys.exit(run(arguments))
