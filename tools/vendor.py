"""Copy the front-end files of other projects from node_modules into the theme, with their licences beside them.

``make vendor`` after an upgrade in package.json; a test compares the copies with the packages of the lock file.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "site_builder" / "theme" / "assets" / "vendor"
FILES: Mapping[str, str] = {
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/LICENSE.txt": "leaflet/LICENSE",
    "topojson-client/topojson-client.min.js": "topojson-client/dist/topojson-client.min.js",
    "topojson-client/LICENSE.txt": "topojson-client/LICENSE",
    "world-atlas/countries-110m.json": "world-atlas/countries-110m.json",
    "world-atlas/countries-50m.json": "world-atlas/countries-50m.json",
    "world-atlas/LICENSE.txt": "world-atlas/LICENSE",
}
"""Each file of ``VENDOR`` and the file of ``PACKAGES`` that it is a copy of."""


def copy() -> None:
    """Make ``VENDOR`` hold these files and no others."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in FILES.items():
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGES / source, path)


if __name__ == "__main__":
    copy()
