"""The vendored files are the files of the locked packages, byte for byte, and nothing else."""

import json
from pathlib import Path

import pytest

from tools.vendor import FILES, PACKAGES, ROOT, VENDOR


def test_vendor_holds_the_listed_files_and_no_others() -> None:
    assert {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()} == set(FILES)


@pytest.mark.parametrize("target", FILES)
def test_a_vendored_file_is_the_one_of_its_package(target: str) -> None:
    assert (VENDOR / target).read_bytes() == (PACKAGES / FILES[target]).read_bytes()


@pytest.mark.parametrize("package", sorted({Path(target).parts[0] for target in FILES}))
def test_a_vendored_package_is_locked_to_one_version_and_has_its_licence(package: str) -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"][package]
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"][
        f"node_modules/{package}"
    ]
    installed = json.loads((PACKAGES / package / "package.json").read_text("utf-8"))["version"]
    assert wanted == locked["version"] == installed
    assert f"{package}/LICENSE.txt" in FILES
