"""The wheel: built, installed away from the checkout, run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def built(root: Path, folder: Path) -> Path:
    """The wheel of a checkout, built into a folder."""
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(root)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_has_the_rules_inside_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*") if path.is_file()}
    assert {f"catalog_lint/{name}" for name in rules} <= set(names)
    assert {name.split("/")[0] for name in names} == {
        "catalog_lint",
        next(name for name in names if name.endswith("/METADATA")).split("/")[0],
    }
    assert "catalog_lint/py.typed" in names


def test_the_wheel_is_the_same_wherever_and_whenever_it_is_built(wheel: Path, tmp_path: Path) -> None:
    needed = ("pyproject.toml", "README.md", "LICENSE", "LICENSES", "catalog_lint", "rules")
    for name in needed:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(
                ROOT / name, tmp_path / "moved" / name, ignore=ignored, copy_function=shutil.copyfile
            )
        else:
            (tmp_path / "moved").mkdir(exist_ok=True)
            shutil.copyfile(ROOT / name, tmp_path / "moved" / name)
    assert built(tmp_path / "moved", tmp_path / "again").read_bytes() == wheel.read_bytes()


def test_installing_runs_no_code_of_ours(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.endswith("-py3-none-any.whl")
    assert not [name for name in names if name.endswith((".pth", ".so", ".pyd", ".dll", ".exe"))]
    assert not [name for name in names if ".data/" in name]
    hatch = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]
    assert "hooks" not in hatch["build"]
    assert "hooks" not in hatch["build"]["targets"]["wheel"]
    assert not (ROOT / "setup.py").exists()
    assert not (ROOT / "hatch_build.py").exists()


def test_the_wheel_names_whose_work_it_holds(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    kept = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert {"LICENSE", "LICENSES/README.md", "LICENSES/Apache-2.0.txt"} <= kept
    beside = {path.relative_to(ROOT).as_posix() for path in (ROOT / "catalog_lint").rglob("LICENSES*.md")}
    assert beside <= kept
    said = (ROOT / "LICENSES" / "README.md").read_text("utf-8")
    assert all(each in said for each in beside)


def test_the_installed_command_lints_a_page(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
    programs = home / "venv" / "bin"
    subprocess.run(
        [str(programs / "pip"), "install", "--quiet", "--disable-pip-version-check", str(wheel)], check=True
    )
    shutil.copytree(ROOT / "fixtures" / "seeds", home / "seeds")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(programs / "catalog-lint"), "--isolated", "--output-format", "json", "seeds"],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert {finding["filename"] for finding in found} == {"seeds/02-damaged.md"}
    place = subprocess.run(
        [str(programs / "python"), "-c", "import catalog_lint; print(catalog_lint.__file__)"],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert place.stdout.startswith(str(home))
    assert not (home / "venv" / "lib").joinpath("rules").exists()
