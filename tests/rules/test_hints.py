"""What rules advise: the nearest word, the new name, the value to set."""

from pathlib import Path

import pytest

from site_builder.diagnostics import Severity
from site_builder.rules import RULES
from site_builder.translation import digest
from site_builder.validate import validate
from tests.rules.fixture_bank import BAD, BANK, bank_with, context_of

HINTS = {
    "PB007-file-name.md": "rename it to 'neighbours-teach.md', or 'neighbours-teach.de.md' for a translation",
    "PB101-unknown-field.md": "did you mean 'district'?",
    "PB103-unknown-topic.md": "did you mean 'education'?",
    "PB104-unknown-target-group.md": "did you mean 'residents'?",
    "PB105-unknown-city.md": "did you mean 'de-kerpen'?",
    "PB114-bad-date.md": None,
    "PB117-bad-slug.md": "small letters a-z, digits and single hyphens: 'old-name'",
    "PB118-language-code.md": "did you mean 'tr'?",
    "PB152-unknown-currency.md": "did you mean 'EUR'?",
    "PB157-unknown-source.md": "did you mean 'report'?",
    "PB162-thousands-as-decimals.md": "write 12500 if that is meant, or fewer decimals",
    "PB203-unknown-heading.md": "did you mean 'Lessons'?",
    "PB203-unknown-heading-translation.md": "write 'So funktioniert es'",
    "PB210-link-within-site.md": "write [[other]]",
    "PB215-missing-picture.md": "did you mean 'square.png'?",
    "PB301-link-to-nothing.md": "did you mean 'other'?",
    "PB301-link-to-nothing-renamed": "it is called 'first' now",
    "PB311-translation-without-original.md": "did you mean 'other'?",
}


@pytest.mark.parametrize(("fixture", "hint"), HINTS.items())
def test_the_first_finding_of_a_fixture_has_this_hint(fixture: str, hint: str | None, tmp_path: Path) -> None:
    assert validate(context_of(bank_with(BAD / fixture, tmp_path)))[0].hint == hint


@pytest.mark.parametrize(
    "fixture", ["PB102-missing-field-digest.md", "PB119-bad-digest.md", "PB313-stale-translation.md"]
)
def test_a_translation_is_told_the_digest_to_set(fixture: str, tmp_path: Path) -> None:
    original = context_of(BANK).originals["other"]
    (found,) = validate(context_of(bank_with(BAD / fixture, tmp_path)))
    assert found.hint is not None
    assert f'original_digest: "{digest(original.data, original.body)}"' in found.hint


def test_a_breakdown_is_told_its_sum_and_the_difference(tmp_path: Path) -> None:
    (found,) = validate(context_of(bank_with(BAD / "PB156-breakdown-sum.md", tmp_path)))
    assert found.message == "the breakdown adds up to 30, not to 40: 10 too few"


def test_advice_never_keeps_an_entry_out() -> None:
    assert all((rule.severity is Severity.ADVICE) == rule.code.startswith("PB9") for rule in RULES.values())


def test_a_picture_of_too_many_bytes_is_reported_and_not_read(tmp_path: Path) -> None:
    fixture = BAD / "PB215-missing-picture.md"
    root = bank_with(fixture, tmp_path)
    (root / "practices/images/example/sqaure.png").write_bytes(b"x" * 2_000_001)
    (found,) = validate(context_of(root))
    assert (found.code, found.message.partition(": ")[2]) == ("PB219", "it is larger than 2 MB")


@pytest.mark.parametrize("linked", ["images/example/sqaure.png", "images/example", "images"])
def test_a_picture_behind_a_symbolic_link_is_missing(linked: str, tmp_path: Path) -> None:
    root = bank_with(BAD / "PB215-missing-picture.md", tmp_path)
    elsewhere = tmp_path / "elsewhere"
    (root / "practices/images").rename(elsewhere)
    (elsewhere / "example/square.png").rename(elsewhere / "example/sqaure.png")
    target = elsewhere / linked.removeprefix("images").removeprefix("/")
    (root / "practices" / linked).parent.mkdir(parents=True, exist_ok=True)
    (root / "practices" / linked).symlink_to(target)
    found = next(item for item in validate(context_of(root)) if item.code == "PB215")
    assert (found.message.partition(": ")[2], found.hint) == (
        "a symbolic link leads to it",
        "put the file itself there",
    )
