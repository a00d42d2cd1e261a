"""A contributed picture -> the bytes that are published: decoded whole, turned upright, and written anew.

Nothing of the file itself is published: no place, name or date that a camera noted, no preview, no comment, and
nothing that somebody hid in it or appended to it. The same picture always gives the same bytes.
"""

import hashlib
import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL
from PIL import Image, ImageCms, ImageOps

from .files import NotRegular, TooLarge, is_below, read_regular

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".gif": "GIF", ".avif": "AVIF"}
"""What a file holds, by the ending of its name. SVG is none of them: it can hold scripts, and point elsewhere."""
SIGNATURES = {
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "GIF": re.compile(rb"GIF8[79]a"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "AVIF": re.compile(rb".{4}ftyp(?:avif|avis)", re.DOTALL),
}
MAX_BYTES = 2_000_000
MAX_PIXELS = 13_000_000
LARGEST_SIDE = 2_400
"""Pixels: what is larger is published smaller."""
MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB"),
    "GIF": ("L", "P"),
    "WEBP": ("RGB", "RGBA"),
    "AVIF": ("RGB", "RGBA"),
}
"""How a format's pixels are kept; others are turned into colours, with transparency where the format has it."""
OPTIONS: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": True},
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "GIF": {"optimize": True},
    "WEBP": {"quality": 85, "method": 4},
    "AVIF": {"quality": 75, "speed": 8, "max_threads": 1},
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a picture cannot be published. ``kind`` names the rule that reports it."""

    kind: str
    """``missing``, ``type``, ``size``, ``broken`` or ``moving``."""
    message: str
    hint: str | None = None


class Unpublishable(Exception):
    """A picture that cannot be published."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read(path: Path, *, below: Path) -> bytes:
    """A picture's bytes; Unpublishable where there is no such file of its own, or a larger one than is allowed."""
    try:
        if not is_below(path, below):
            raise Unpublishable(Fault("missing", "a symbolic link leads to it", "put the file itself there"))
        return read_regular(path, limit=MAX_BYTES)
    except TooLarge as error:
        raise Unpublishable(Fault("size", "it is larger than 2 MB", "1600 pixels are enough")) from error
    except (NotRegular, OSError) as error:
        raise Unpublishable(Fault("missing", "there is no such file")) from error


def pixels_of(raw: bytes, *, suffix: str) -> int:
    """How many pixels a picture has, without decoding it; Unpublishable where it is not what its name says."""
    with _opened(raw, suffix=suffix) as image:
        return image.width * image.height


def check(raw: bytes, *, suffix: str) -> None:
    """Decode the whole picture; Unpublishable where that is not possible, or not wanted."""
    with _opened(raw, suffix=suffix) as image:
        _upright(image)


def published(raw: bytes, *, suffix: str) -> bytes:
    """The bytes to publish in the picture's place; Unpublishable as ``check`` says."""
    with _opened(raw, suffix=suffix) as image:
        name = FORMATS[suffix]
        bare = _bare(_small(_in_common_colours(_upright(image)), name), name)
        out = BytesIO()
        lossless = {"lossless": True} if name == "WEBP" and b"VP8L" in raw else {}
        bare.save(out, format=name, **OPTIONS[name], **lossless)
        return out.getvalue()


@contextmanager
def _opened(raw: bytes, *, suffix: str) -> Iterator[Image.Image]:
    """The picture, of the right type and size, and not yet decoded."""
    name = FORMATS[suffix]
    _assert_type(raw, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _guarded(lambda: Image.open(BytesIO(raw), formats=[name]))
        with image:
            _assert_size(image)
            _assert_still(image, name)
            yield image


def _assert_type(raw: bytes, name: str) -> None:
    found = next((kind for kind, start in SIGNATURES.items() if start.match(raw)), None)
    if found != name:
        message = f"it holds {found}, not {name}" if found else f"it holds no {name}"
        raise Unpublishable(Fault("type", message, "save it anew in the format that its name says"))


def _assert_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        message = (
            f"it has {image.width} × {image.height} pixels; {MAX_PIXELS // 1_000_000} million are allowed"
        )
        raise Unpublishable(Fault("size", message, "1600 pixels are enough"))


def _assert_still(image: Image.Image, name: str) -> None:
    """A JPEG may hold a second picture, such as a camera's preview, which is not shown."""
    if name != "JPEG" and _guarded(lambda: getattr(image, "n_frames", 1)) > 1:
        raise Unpublishable(Fault("moving", "it moves", "take one frame of it, and link to the film"))


def _guarded(step: Any) -> Any:
    """What a step of decoding gives; Unpublishable where the file keeps the decoder from it."""
    try:
        return step()
    except Image.DecompressionBombError as error:
        raise Unpublishable(Fault("size", "it has far too many pixels", "1600 pixels are enough")) from error
    except Exception as error:
        hint = "open it in a picture editor, and save it anew"
        raise Unpublishable(Fault("broken", "it cannot be decoded to its end", hint)) from error


def _upright(image: Image.Image) -> Image.Image:
    """The decoded picture, turned as the camera was held."""

    def decode() -> Image.Image:
        image.load()
        ImageOps.exif_transpose(image, in_place=True)  # a copy would double the memory of a large one
        return image

    upright: Image.Image = _guarded(decode)
    return upright


def _in_common_colours(image: Image.Image) -> Image.Image:
    """The picture in sRGB, which browsers take for granted where no profile says otherwise."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):  # a broken profile: the colours are as good as any
        return image
    return turned or image


def _small(image: Image.Image, name: str) -> Image.Image:
    if max(image.size) <= LARGEST_SIDE or name == "GIF":
        return image
    image = _in_mode(image, name) if image.mode not in ("1", "P", "I;16") else _in_colours(image, name)
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _bare(image: Image.Image, name: str) -> Image.Image:
    """The pixels, and what says which of them are transparent; nothing else that a file can hold."""
    bare = _in_mode(image, name).copy()
    kept = bare.info.get("transparency") if bare.mode in ("1", "L", "P", "RGB", "I;16") else None
    bare.info = {} if kept is None or name not in ("PNG", "GIF") else {"transparency": kept}
    return bare


def _in_mode(image: Image.Image, name: str) -> Image.Image:
    return image if image.mode in MODES[name] else _in_colours(image, name)


def _in_colours(image: Image.Image, name: str) -> Image.Image:
    if name == "GIF":
        return image.convert("P")
    return image.convert("RGBA" if name != "JPEG" and image.has_transparency_data else "RGB")


@cache
def _code_digest() -> str:
    return hashlib.sha256(Path(__file__).read_bytes() + PIL.__version__.encode()).hexdigest()


def kept(raw: bytes, *, suffix: str, folder: Path) -> Path:
    """A file in ``folder``, a cache, with the bytes to publish; written only where it is not there whole."""
    key = hashlib.sha256(f"{_code_digest()}{suffix}".encode() + raw).hexdigest()
    file = folder / f"{key}{suffix}"
    if not is_kept(file):
        payload = published(raw, suffix=suffix)
        folder.mkdir(parents=True, exist_ok=True)
        _write(file, payload)
        _write(_seal(file), hashlib.sha256(payload).hexdigest().encode())
    return file


def is_kept(file: Path) -> bool:
    """Whether the cache holds the file as it was written."""
    try:
        return _seal(file).read_bytes() == hashlib.sha256(file.read_bytes()).hexdigest().encode()
    except FileNotFoundError:
        return False


def _seal(file: Path) -> Path:
    return file.with_suffix(".sha256")


def _write(path: Path, payload: bytes) -> None:
    """Write aside and rename: the file is there whole, or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        file.write(payload)
    Path(file.name).replace(path)
