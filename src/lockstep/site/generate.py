"""MkDocs, as lockstep calls it: it makes the site, or says in one way why it cannot, without a traceback.

It runs in a process of its own, since plugins change what is around them.
"""

from __future__ import annotations

import sys

import click
from mkdocs.__main__ import cli

from lockstep.problem import STOPPED, BookError, of_the_disk


def main(arguments: list[str]) -> int:
    """Run MkDocs with these arguments; return its exit code."""
    try:
        cli.main(arguments, prog_name="mkdocs", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return STOPPED
    except BookError as error:  # a source was edited while it was shown
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(of_the_disk(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
