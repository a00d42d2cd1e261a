"""SECURITY.md says what is so."""

import re
from pathlib import Path

import pytest

from site_builder import load, markdown, pictures
from site_builder.headers import HOSTS_FILE, NGINX_FILE
from site_builder.model import Contact, Quote
from site_builder.rules import RULES
from site_builder.rules.personal import emails, phones
from site_builder.settings import Settings

ROOT = Path(__file__).parent.parent
POLICY = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", POLICY, re.MULTILINE))


@pytest.mark.parametrize(
    ("what", "limit"),
    [
        ("A file", f"{load.MAX_BYTES // 1024} KiB"),
        ("A line", f"{load.MAX_LINE_LENGTH:,} characters"),
        ("Nesting of fields", f"{load.MAX_DEPTH} levels"),
        ("Fields and values", f"{load.MAX_NODES:,}"),
        ("A body", f"{markdown.BODY_LENGTH:,} characters, {markdown.MAX_LINES:,} lines"),
        ("Nesting in a body", f"{markdown.MAX_NESTING} levels"),
        (
            "A picture",
            f"{pictures.MAX_BYTES // 1_000_000} MB and {pictures.MAX_PIXELS // 1_000_000} million pixels",
        ),
    ],
)
def test_a_limit(what: str, limit: str) -> None:
    assert ROWS[what] == limit


def test_the_rules_files_and_fields_that_it_names_exist() -> None:
    assert set(re.findall(r"PB[0-9]{3}", POLICY)) <= set(RULES)
    assert {HOSTS_FILE, NGINX_FILE} <= set(re.findall(r"`([^`]+)`", POLICY))
    assert {"consent", "consent_covers", "public_role"} <= set(Contact.model_fields)
    assert {"consent", "public_role", "reference"} <= set(Quote.model_fields)


def test_the_term_of_a_consent() -> None:
    assert f"holds for {Settings.model_fields['consent_term'].default} months" in POLICY


def test_it_names_nobodys_address() -> None:
    assert [*emails(POLICY), *phones(POLICY)] == []
