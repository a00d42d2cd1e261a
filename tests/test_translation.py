"""What a translation may replace, how it is laid over its original, and when it is stale."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from site_builder.model import Practice
from site_builder.translation import digest, overlay, phrases, translation_model

ORIGINAL: dict[str, Any] = {
    "title": "Ulm",
    "summary": "A city",
    "language": "en",
    "city": "de-ulm",
    "goals": ["One", "Two"],
    "organisation": {"name": "City of Ulm"},
    "results": [
        {"indicator": "Books", "value": 3, "unit": "books", "breakdown": [{"label": "Red", "value": 3}]},
        {"indicator": "Cards", "value": 4, "unit": "cards"},
    ],
    "evaluation": [{"method": "Talks", "by": "internal", "findings": ["Good", "Bad"]}],
}


def changed(*path: str | int, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(ORIGINAL)
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return data


def test_phrases_are_the_texts_of_the_model_with_their_paths() -> None:
    assert list(phrases(ORIGINAL)) == [
        (("title",), "Ulm"),
        (("summary",), "A city"),
        (("goals", 0), "One"),
        (("goals", 1), "Two"),
        (("results", 0, "indicator"), "Books"),
        (("results", 0, "unit"), "books"),
        (("results", 0, "breakdown", 0, "label"), "Red"),
        (("results", 1, "indicator"), "Cards"),
        (("results", 1, "unit"), "cards"),
        (("evaluation", 0, "method"), "Talks"),
        (("evaluation", 0, "findings", 0), "Good"),
        (("evaluation", 0, "findings", 1), "Bad"),
    ]


@pytest.mark.parametrize("wrong", [None, 5, "text", [1, None, ["x"]], {"a": {"b": 1}}, [[["x"]]]])
@pytest.mark.parametrize("field", Practice.model_fields)
def test_phrases_of_an_entry_that_is_wrong_are_no_error(field: str, wrong: object) -> None:
    assert all(isinstance(text, str) for _, text in phrases({**ORIGINAL, field: wrong}))


class TestDigest:
    def test_it_is_sixteen_hexadecimal_digits_and_always_the_same(self) -> None:
        assert digest(ORIGINAL, "Text") == digest(copy.deepcopy(ORIGINAL), "Text")
        assert len(digest(ORIGINAL, "Text")) == 16
        assert int(digest(ORIGINAL, "Text"), 16) >= 0

    @pytest.mark.parametrize(
        "other",
        [
            changed("results", 0, "value", value=Decimal("3.5")),
            changed("city", value="de-bonn"),
            changed("organisation", "name", value="City of Bonn"),
            changed("posted", value="2026-01-01"),
            dict(reversed(ORIGINAL.items())),
        ],
    )
    def test_shared_facts_and_the_order_of_fields_do_not_count(self, other: dict[str, Any]) -> None:
        assert digest(other, "Text") == digest(ORIGINAL, "Text")

    @pytest.mark.parametrize(
        "other",
        [
            changed("title", value="Bonn"),
            changed("goals", value=["Two", "One"]),
            changed("goals", value=["One"]),
            changed("results", 0, "breakdown", 0, "label", value="Blue"),
            changed("evaluation", 0, "findings", value=["GoodBad"]),
            changed("steps", value=["First"]),
        ],
    )
    def test_every_text_counts(self, other: dict[str, Any]) -> None:
        assert digest(other, "Text") != digest(ORIGINAL, "Text")

    def test_the_body_counts_but_not_the_white_space_around_it(self) -> None:
        assert digest(ORIGINAL, "\n\nText\n") == digest(ORIGINAL, "Text")
        assert digest(ORIGINAL, "Text.") != digest(ORIGINAL, "Text")


class TestOverlay:
    def test_translated_text_takes_the_place_of_the_original(self) -> None:
        translated = {"title": "Stadt", "results": [{"indicator": "Bücher", "breakdown": [{"label": "Rot"}]}]}
        result = overlay(ORIGINAL, translated)
        assert result["title"] == "Stadt"
        assert result["results"][0] == {
            "indicator": "Bücher",
            "value": 3,
            "unit": "books",
            "breakdown": [{"label": "Rot", "value": 3}],
        }

    def test_what_is_not_translated_stays(self) -> None:
        result = overlay(ORIGINAL, {"goals": ["Eins"], "summary": None})
        assert result["goals"] == ["Eins", "Two"]
        assert result["summary"] == "A city"
        assert result["results"] == ORIGINAL["results"]

    def test_what_the_original_does_not_have_is_dropped(self) -> None:
        result = overlay(ORIGINAL, {"tips": [{"text": "Tipp"}], "goals": ["Eins", "Zwei", "Drei"]})
        assert "tips" not in result
        assert result["goals"] == ["Eins", "Zwei"]

    def test_the_original_is_left_as_it_was(self) -> None:
        before = copy.deepcopy(ORIGINAL)
        overlay(ORIGINAL, {"title": "Stadt", "goals": ["Eins"]})
        assert before == ORIGINAL


NEEDED = {"language": "de", "original_digest": "0" * 16, "title": "Stadt", "summary": "Eine Stadt"}


class TestModel:
    def test_title_summary_language_and_digest_are_needed(self) -> None:
        for name in NEEDED:
            with pytest.raises(ValidationError):
                translation_model().model_validate(
                    {key: value for key, value in NEEDED.items() if key != name}
                )

    def test_it_has_no_field_without_text_to_translate(self) -> None:
        fields = translation_model().model_fields.keys()
        assert {"goals", "results", "contact", "sources"} <= fields
        assert not fields & {"city", "organisation", "period", "topics", "slug", "licence", "posted"}

    @pytest.mark.parametrize(
        "extra", [{"city": "de-ulm"}, {"results": [{"value": 3}]}, {"original_digest": "0" * 15}]
    )
    def test_facts_are_refused(self, extra: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            translation_model().model_validate({**NEEDED, **extra})

    def test_every_phrase_has_its_place(self) -> None:
        translated = {
            **NEEDED,
            "results": [{}, {"unit": "Karten"}],
            "evaluation": [{"findings": ["Gut"]}],
        }
        translation_model().model_validate(translated)
