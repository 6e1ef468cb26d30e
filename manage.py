#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run the command named on the command line, on the embedded default unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.embedded")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (it reads the setting above)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
