"""Run the `parindex` command with `python -m parindex`."""

from parindex.cli import main

main()
