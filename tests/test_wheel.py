"""The wheel is complete: installed outside a clone it brings its SQL, DAGs and catalog, and does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.warehouse.embedded import remove_server

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and, by path, the locked packages of the present one, but not the clone."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    site = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "locked.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder


def test_the_wheel_ships_sql_and_dags_as_package_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("sql", "dags"):
        shipped = {name.removeprefix(f"pipeline/package_data/{folder}/") for name in names if f"/{folder}/" in name}
        here = {
            str(path.relative_to(ROOT / folder))
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert here <= shipped


def test_airflow_finds_the_plugin_of_an_installed_wheel_with_its_pages_and_assets(
    installed: Path, tmp_path: Path
) -> None:
    code = """
import asyncio, importlib.metadata, pipeline
[found] = [one for one in importlib.metadata.entry_points(group="airflow.plugins") if one.dist.name == "wirewatch"]
plugin = found.load()
plugin.on_load()
from pipeline.web.app import create_app
from pipeline.web.site import Site
from pipeline.plugin import AirflowHost
app = create_app(AirflowHost())
site = Site(AirflowHost())
print(pipeline.__file__)
print(plugin.fastapi_apps[0]["url_prefix"], plugin.external_views[0]["name"], len(app.routes) > 20)
print([len(site._environment.get_template(name).blocks) > 0 for name in ("base.html", "event.html")])
print(next(route.endpoint("style.css").status_code for route in app.routes if route.path == "/assets/{name}"))
"""
    done = subprocess.run(
        [str(installed / "bin" / "python"), "-c", code],
        cwd=tmp_path,
        env={**os.environ, "AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    place, *said = done.stdout.strip().splitlines()[-4:]
    assert place.startswith(str(installed))
    assert said == ["/wirewatch Wirewatch True", "[True, True]", "200"]


def test_an_installed_wheel_collects_ingests_and_tracks_outside_the_clone(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("WIREWATCH_", "PYTHONPATH"))},
        "WIREWATCH_HOME": str(home),
        "WIREWATCH_CATALOG": str(tmp_path / "catalog"),
    }
    # A catalog of one feed at an address that is refused: the run has nothing to wait for, and says what it saw.
    feeds = tmp_path / "catalog" / "feeds"
    feeds.mkdir(parents=True)
    (feeds / "own.yaml").write_text(
        "replaces_shipped: true\nfeeds:\n- {key: here, url: 'http://127.0.0.1:9/feed', source: Here, domain: here.example, "
        "owner_group: Here, reliability: newspaper}\npanels: []\n"
    )
    topics = tmp_path / "catalog" / "topics"
    topics.mkdir()
    (topics / "own.yaml").write_text(
        "replaces_shipped: true\ntopics:\n- {key: ours, title: Ours, frames: [arms_transfer], actors: [PRK]}\n"
    )
    code = "import sys; from pipeline.cli import main; sys.exit(main(['run']))"
    try:
        done = subprocess.run(
            [str(installed / "bin" / "python"), "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "1 blocked_address" in done.stdout
        assert "refreshed marts" in done.stdout
    finally:
        remove_server(Settings(home=home))
