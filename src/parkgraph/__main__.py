"""`python -m parkgraph` is the command line."""

from .cli import main

main()
