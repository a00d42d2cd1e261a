"""The controlled terms and the gazetteer: topics, target groups, organisations and cities, with their labels.

Read from the bank's ``vocabulary/`` folder. The default language's folder says which topics and target groups
there are; every other language's folder gives the same keys their labels.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any

from babel import Locale
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from .handwritten import digest_of_file, read_yaml, said
from .model import OrganisationType
from .settings import NotABank, Place, Settings
from .store import Store, digest_of, packed, unpacked

TERM_FILES = ("topics", "target_groups")
DIGEST_LENGTH = 8
RIGHT = "right"
"""The kind under which the store keeps the digest of a vocabulary with which nothing is wrong."""
RECORDS, KEYS = "records", "organisation keys"
"""The kinds under which it keeps the records of such a vocabulary, and the keys of organisations by their names."""
NO_LETTERS = re.compile(r"[^a-z0-9]+")
WRITTEN_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe"}
    | {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


class Record(BaseModel):
    """One item of a vocabulary file: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Term(Record):
    """The labels of a topic or a target group in one language."""

    label: str
    inline: str
    """How the term reads in the middle of a sentence."""
    intro: str | None = None


class Stage(Record):
    """A stage of the road from the first meeting to the evaluation, in one language."""

    label: str
    intro: str
    what_to_do: Annotated[tuple[str, ...], Field(min_length=1)]
    at_the_table: Annotated[tuple[str, ...], Field(min_length=1)]
    """Who has to be there."""


class Population(Record):
    """How many people live in a place, and who says so."""

    count: Annotated[int, Field(gt=0)]
    year: int | None = None
    """The year for which it was counted; where it is not known, the count is a rough one."""
    source: str


class City(Record):
    """A place of the gazetteer."""

    names: dict[str, str]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    region: dict[str, str] = {}
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    geonames: int | None = None
    population: Population | None = None


class KnownOrganisation(Record):
    """An organisation with its name in each language, and the other ways in which it is written."""

    names: dict[str, str]
    type: OrganisationType | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()


@cache
def slugify(text: str) -> str:
    """A lower-case ASCII key of a name, with German umlauts written out: ``Köln`` becomes ``koeln``.

    Letters that ASCII has nothing for count as well: two names in Arabic or in Greek never get the same key.
    """
    if text.isascii() and (plain := "-".join(NO_LETTERS.sub(" ", text.lower()).split())):
        return plain
    small = unicodedata.normalize("NFC", text).lower().strip()
    decomposed = unicodedata.normalize("NFKD", small.translate(WRITTEN_OUT))
    ascii_only = decomposed.encode("ascii", "ignore").decode()
    slug = "-".join("".join(letter if letter.isalnum() else " " for letter in ascii_only).split())
    if slug and not any(map(_is_foreign_letter, decomposed)):
        return slug
    digest = hashlib.sha256(small.encode(errors="surrogatepass")).hexdigest()[:DIGEST_LENGTH]
    return f"{slug}-{digest}" if slug else f"x{digest}"


def _is_foreign_letter(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) in ("Ll", "Lo", "Nd")


@dataclass(frozen=True)
class Vocabulary:
    """All controlled terms of a bank. Terms are by language, then by key."""

    languages: tuple[str, ...]
    topics: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    target_groups: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    cities: Mapping[str, City] = field(default_factory=dict)
    organisations: Mapping[str, KnownOrganisation] = field(default_factory=dict)
    stages: Mapping[str, Mapping[str, Stage]] = field(default_factory=dict)
    """The stages of the road, by language, then by key, in their order; empty in a bank that has no road."""
    digest: str = field(default="", repr=False)
    """Changes with anything in the files that it was read from; empty where nobody asked for it."""

    @property
    def stage_keys(self) -> tuple[str, ...]:
        """The keys of the stages of the road, in their order."""
        return tuple(self.stages.get(self.languages[0], {}))

    def keys(self, terms: str) -> tuple[str, ...]:
        """The keys that ``topics`` or ``target_groups`` may hold, as the default language gives them."""
        return tuple(getattr(self, terms)[self.languages[0]])

    @cached_property
    def organisation_keys(self) -> Mapping[str, str]:
        """The key of each organisation of the vocabulary by all of its names, as ``slugify`` writes them."""
        if isinstance(self.organisations, _TrustedOrganisations):
            return self.organisations.by_name
        known = self.organisations.items()
        return {
            slugify(name): key for key, item in known for name in (key, *item.names.values(), *item.aliases)
        }

    @cached_property
    def organisation_key(self) -> Callable[[str], str]:
        """The key of an organisation by any of its names; a key made of the name where it is not in the vocabulary.

        It is asked a dozen times for each name that entries give, and so the answers are remembered.
        """
        keys = self.organisation_keys
        return cache(lambda name: keys.get(slug := slugify(name), slug))

    def organisation_name(self, name: str, *, language: str) -> str:
        """The organisation's name in this language, or as it was given."""
        known = self.organisations.get(self.organisation_key(name))
        return known.names.get(language, name) if known else name


class _Trusted(Mapping[str, Any]):
    """Records that an earlier run has found to be right, packed. Each is made when it is first asked for."""

    def __init__(self, record: type[Record], held: Mapping[str, bytes]) -> None:
        self._record, self._held = record, held
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._made:
            self._made[key] = self._record.model_validate(unpacked(self._held[key]))
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return repr(dict(self))


class _TrustedOrganisations(_Trusted):
    """Organisations, with the keys that an earlier run has found for their names."""

    def __init__(self, held: Mapping[str, bytes], by_name: Mapping[str, str]) -> None:
        super().__init__(KnownOrganisation, held)
        self.by_name = by_name


def _validated(path: Path, record: type[Record], held: Any) -> Mapping[str, Any]:
    try:
        return TypeAdapter(dict[str, record]).validate_python(held)  # type: ignore[valid-type]
    except ValidationError as error:
        fields = [*record.model_fields, *Population.model_fields]
        raise NotABank(f"{path}: {said(error, fields=fields)}") from error


@dataclass(frozen=True)
class _Files:
    """The files of a vocabulary folder. With a store they are read once, and what was right before is trusted."""

    folder: Path
    languages: tuple[str, ...]
    store: Store | None

    @property
    def paths(self) -> tuple[Path, ...]:
        names = [f"{language}/{name}.yml" for language in self.languages for name in (*TERM_FILES, "stages")]
        paths = [self.folder / name for name in (*names, "cities.yml", "organisations.yml")]
        return tuple(path for path in paths if path.name != "stages.yml" or path.exists())

    @cached_property
    def digest(self) -> str:
        """Of all that they hold; empty where one of them cannot be read, or where nothing is kept."""
        try:
            digests = [digest_of_file(path) for path in self.paths] if self.store else []
        except OSError:
            return ""
        names = [path.relative_to(self.folder).as_posix() for path in self.paths]
        return digest_of(*names, *digests) if digests else ""

    @cached_property
    def are_right(self) -> bool:
        """Whether an earlier run has found nothing wrong with them."""
        found = self.store.get(RIGHT, str(self.folder)) if self.store else None
        return bool(self.digest) and found == self.digest.encode()

    def remember(self, vocabulary: Vocabulary) -> None:
        """That nothing is wrong with them, and what they hold, so that nobody has to unpack all of it."""
        if self.store and self.digest:
            names = [path.relative_to(self.folder).as_posix() for path in self.paths]
            records = {self._key(name): packed(_packed_one_by_one(self._held(name))) for name in names}
            self.store.put(RECORDS, records)
            self.store.put(KEYS, {self.digest: packed(vocabulary.organisation_keys)})
            self.store.put(RIGHT, {str(self.folder): self.digest.encode()})
            self.store.keep_only(RECORDS, records)
            self.store.keep_only(KEYS, [self.digest])

    def read(self, name: str, record: type[Record]) -> Any:
        """The records of a file; NotABank where it is missing or wrong."""
        if self.are_right:
            return _Trusted(record, self._records(name))
        return _validated(self.folder / name, record, self._held(name))

    def organisations(self) -> Mapping[str, KnownOrganisation]:
        """The organisations; NotABank where their file is missing or wrong."""
        name = "organisations.yml"
        keys = self.store.get(KEYS, self.digest) if self.store and self.are_right else None
        if keys is None:
            found: Mapping[str, KnownOrganisation] = self.read(name, KnownOrganisation)
            return found
        return _TrustedOrganisations(self._records(name), unpacked(keys))

    def _records(self, name: str) -> Mapping[str, bytes]:
        row = self.store.get(RECORDS, self._key(name)) if self.store else None
        records: Mapping[str, bytes] = unpacked(row) if row else _packed_one_by_one(self._held(name))
        return records

    def _key(self, name: str) -> str:
        return f"{self.digest}/{name}"

    def _held(self, name: str) -> Any:
        """What a file holds, right or wrong."""
        path = self.folder / name
        try:
            return read_yaml(path, store=self.store) or {}
        except FileNotFoundError:
            raise NotABank(f"{path} is missing. Every site language needs it.") from None


def _packed_one_by_one(records: Mapping[str, Any]) -> dict[str, bytes]:
    return {key: packed(record) for key, record in records.items()}


def read_vocabulary(place: Place, settings: Settings, store: Store | None = None) -> Vocabulary:
    """Read the whole vocabulary folder; NotABank, with file and key, where it cannot be used."""
    files = _Files(place.vocabulary, settings.languages, store)
    by_language = {
        name: {language: files.read(f"{language}/{name}.yml", Term) for language in settings.languages}
        for name in TERM_FILES
    }
    stages = _read_stages(files)
    if not files.are_right:
        _check_labels(files.folder, {**by_language, "stages": stages})
    vocabulary = Vocabulary(
        languages=settings.languages,
        **by_language,
        cities=files.read("cities.yml", City),
        organisations=files.organisations(),
        stages=stages,
        digest=files.digest,
    )
    if not files.are_right:
        _check_countries(files.folder, vocabulary)
        files.remember(vocabulary)
    return vocabulary


def _read_stages(files: _Files) -> dict[str, Mapping[str, Stage]]:
    """The road of a bank that has one: of every language, or of none."""
    if not any((files.folder / language / "stages.yml").exists() for language in files.languages):
        return {language: {} for language in files.languages}
    return {language: files.read(f"{language}/stages.yml", Stage) for language in files.languages}


def _check_labels(folder: Path, by_language: Mapping[str, Mapping[str, Mapping[str, Record]]]) -> None:
    for name, languages in by_language.items():
        (default, expected), *others = languages.items()
        for language, terms in others:
            if missing := sorted(expected.keys() - terms.keys()):
                raise NotABank(
                    f"{folder / language / name}.yml: no label for {', '.join(missing)} (see {default}/{name}.yml)"
                )
            if unknown := sorted(terms.keys() - expected.keys()):
                raise NotABank(
                    f"{folder / language / name}.yml: {', '.join(unknown)}: not in {default}/{name}.yml"
                )


def _check_countries(folder: Path, vocabulary: Vocabulary) -> None:
    countries = Locale("en").territories
    for key, city in vocabulary.cities.items():
        if city.country not in countries:
            raise NotABank(f"{folder / 'cities.yml'}: {key}.country: no country has the code {city.country}")
        if vocabulary.languages[0] not in city.names:
            raise NotABank(f"{folder / 'cities.yml'}: {key}.names: no name in {vocabulary.languages[0]}")
