"""What a test's process runs: get Django ready, wait to be let go, call one function, print what came of it as JSON.

python -m tests.child tests.order.racing:buy '[1, 2]'
"""

import importlib
import json
import sys

import django


def main(function: str, arguments: str) -> None:
    """Call `function` ("module:name") with the JSON list `arguments` once a line comes in."""
    django.setup()
    module, _, name = function.partition(":")
    call = getattr(importlib.import_module(module), name)
    answers, sys.stdout = sys.stdout, sys.stderr  # what the function prints must not mix with the answer
    print("ready", file=answers, flush=True)
    sys.stdin.readline()
    try:
        result = call(*json.loads(arguments))
    except Exception as error:  # noqa: BLE001  (whatever it was, the test that started us judges it)
        result = {"error": type(error).__name__, "text": str(error)}
    print(json.dumps(result), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
