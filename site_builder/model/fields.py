"""The types of a field's value: texts, keys, addresses, numbers.

Text that a translation may replace is typed ``Phrase`` or the like; all other text (names, keys, addresses) is
shared by every language.
"""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_LENGTH = 80
TITLE_LENGTH, SUMMARY_LENGTH, SENTENCE_LENGTH, PARAGRAPH_LENGTH, URL_LENGTH = 120, 300, 240, 1200, 2000


class Translated:
    """Marks text that a translation file may replace."""


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number", "not a number: write digits only, as in 1250 or 2.5")
    return Decimal(value)


def _hours(value: Any) -> tuple[Decimal, ...]:
    numbers = tuple(_number(item) for item in (value if isinstance(value, list | tuple) else [value]))
    in_order = len(numbers) == 1 or (len(numbers) == 2 and numbers[0] < numbers[1])
    if not in_order or not all(0 < number <= 168 for number in numbers):
        raise PydanticCustomError(
            "hours", "not hours a week: write one number up to 168, or a range as in [15, 20]"
        )
    return numbers


Name = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=SENTENCE_LENGTH)]
Title = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=TITLE_LENGTH), Translated()]
Summary = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=SUMMARY_LENGTH), Translated()
]
Phrase = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=SENTENCE_LENGTH), Translated()
]
Paragraph = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=PARAGRAPH_LENGTH), Translated()
]
Slug = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=SLUG_LENGTH, pattern=SLUG_PATTERN)
]
Key = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=SLUG_LENGTH)]
Url = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=URL_LENGTH)]
LanguageCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}$")]
CurrencyCode = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=3)]
Number = Annotated[
    Decimal, BeforeValidator(_number), Field(allow_inf_nan=False, json_schema_extra={"type": "number"})
]
Hours = Annotated[tuple[Decimal, ...], BeforeValidator(_hours)]
Clock = Annotated[str, StringConstraints(strict=True, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day, as 18:30."""


GIVEN: set[str] = set()
"""What every part says of the fields that it was given."""


class Part(BaseModel):
    """Something that an entry consists of: frozen, and closed to unknown fields."""

    # Parts are built when something is first validated, within the whole: each by itself would take as long again.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_post_init(self, context: object, /) -> None:
        """Forget which fields were given: nobody asks, and a set of each part is a third of what a bank takes up."""
        object.__setattr__(self, "__pydantic_fields_set__", GIVEN)
