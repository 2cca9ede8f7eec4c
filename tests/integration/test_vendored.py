"""The browser code of others that we ship is what the manifest says, and nothing else."""

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "web" / "static" / "vendor"
OWN = {"manifest.json", "package.json"}


def test_every_vendored_file_has_the_sum_in_the_manifest():
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in OWN
    }
    assert found == {entry["file"]: entry["sha256"] for entry in manifest}


def test_the_versions_are_those_of_package_json():
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    wanted = json.loads((VENDOR / "package.json").read_text())["devDependencies"]
    assert {entry["package"]: entry["version"] for entry in manifest} == wanted


def test_every_licence_is_a_free_one():
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    assert {entry["licence"] for entry in manifest} == {"MIT", "0BSD", "OFL-1.1"}
