"""import-linter as a module: `python -m importlinter.cli` ends with 0 without having looked at anything."""

from importlinter.cli import lint_imports_command

if __name__ == "__main__":
    lint_imports_command()
