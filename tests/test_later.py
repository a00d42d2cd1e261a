"""What a page needs only when its scripts run is published once a language."""

import json
import re
from urllib.parse import urljoin

import pytest

from site_builder.assemble import Assembly
from site_builder.pages import Site, generate
from site_builder.pages.later import later
from site_builder.plugin import SCRIPTS, scripts_folder

START, END = "export default ", ";\n"
ADDRESS = re.compile(r' (?:href|action|data-pb-root|data-pb-home)="([^"]*)"')


@pytest.fixture(scope="module", params=["en", "de"])
def site(request: pytest.FixtureRequest, assembly: Assembly) -> Site:
    return assembly.site(request.param)


@pytest.fixture(scope="module")
def html(site: Site) -> str:
    module = later(site, folder=f"{SCRIPTS}/")
    assert (module[: len(START)], module[-len(END) :]) == (START, END)
    return str(json.loads(module[len(START) : -len(END)]))


@pytest.mark.parametrize(
    "part", ["<dialog", "data-pb-shortlist-status", "data-pb-shortlist-pattern", "data-pb-map-labels"]
)
def test_the_search_the_shortlist_and_what_maps_say_are_in_it_once(html: str, part: str) -> None:
    assert html.count(part) == 1


def test_its_addresses_lead_on_from_the_folder_of_the_scripts(site: Site, html: str) -> None:
    root = "https://bank.example/"
    places = {urljoin(f"{root}{SCRIPTS}/", address).removeprefix(root) for address in ADDRESS.findall(html)}
    assert places == {"", site.addresses.home(), site.addresses.page("explore")}
    assert places - {"", site.addresses.home()} <= {page.address for page in generate(site)}


def test_the_folder_of_the_scripts_is_as_deep_as_they_are_published() -> None:
    assert scripts_folder({}).count("/") == SCRIPTS.count("/")


@pytest.mark.parametrize(
    ("one", "other"),
    [({}, {"later/en.js": "a"}), ({"later/en.js": "a"}, {"later/en.js": "b"}), ({"a.js": ""}, {"b.js": ""})],
)
def test_the_folder_has_another_name_with_every_change(one: dict[str, str], other: dict[str, str]) -> None:
    assert scripts_folder(one) != scripts_folder(other)
