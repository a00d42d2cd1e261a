"""A bank's own settings, from its bank.yml, and where its folders lie."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from .handwritten import NotABank, read_yaml, said

__all__ = ["FILE_NAME", "NotABank", "Place", "Settings"]

FILE_NAME = "bank.yml"


def _once_each(languages: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(languages)) < len(languages):
        raise ValueError("name each language once")
    return languages


class Settings(BaseModel):
    """What bank.yml says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    tagline: dict[str, str] = {}
    languages: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...],
        Field(min_length=1),
        AfterValidator(_once_each),
    ]
    consent_term: Annotated[int, Field(strict=True, ge=1, le=120)] = 36
    """Months for which a person's consent to be named holds."""

    @property
    def default_language(self) -> str:
        """The language at the root of the site."""
        return self.languages[0]


@dataclass(frozen=True, slots=True)
class Place:
    """A bank's root folder, and what lies where in it."""

    root: Path

    @property
    def practices(self) -> Path:
        """The entries."""
        return self.root / "practices"

    @property
    def vocabulary(self) -> Path:
        """The controlled terms, their labels, and the gazetteer."""
        return self.root / "vocabulary"

    @property
    def docs(self) -> Path:
        """The hand-written pages, a folder a language."""
        return self.root / "docs"

    @property
    def cache(self) -> Path:
        """What can be deleted at any time."""
        return self.root / ".cache" / "practice-bank"

    def settings(self) -> Settings:
        """What bank.yml says; NotABank where there is none or it is wrong."""
        file = self.root / FILE_NAME
        if not file.is_file():
            raise NotABank(
                f"{self.root} holds no bank: there is no {FILE_NAME} in it. "
                "Go to the bank's folder, or name it with --root."
            )
        try:
            return Settings.model_validate(read_yaml(file))
        except ValidationError as error:
            wrong = said(error, fields=Settings.model_fields, what="setting")
            raise NotABank(
                f"{file}: {wrong} What it may hold: {', '.join(Settings.model_fields)}."
            ) from error
