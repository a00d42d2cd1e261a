"""What is published of a contributed picture: its pixels, and nothing that a camera or a person put beside them."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from site_builder import pictures
from site_builder.build import build
from site_builder.files import NotRegular, TooLarge, is_below, read_regular
from site_builder.pictures import MAX_PIXELS, Unpublishable, check, kept, pixels_of, published
from tests.sites import site_of_fixtures

SECRET = b"Erika Mustermann, Hauptstrasse 1"
SUFFIXES = [".png", ".jpg", ".webp", ".gif", ".avif"]
GPS_TAG, ORIENTATION_TAG, ARTIST_TAG = 0x8825, 0x0112, 0x013B


def encoded(image: Image.Image, suffix: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, format=pictures.FORMATS[suffix], **options)
    return out.getvalue()


def square(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def exif(*, orientation: int = 1) -> bytes:
    """What a telephone writes into a picture: where, by whom, and how it was held."""
    data = Image.Exif()
    data[ARTIST_TAG] = SECRET.decode()
    data[ORIENTATION_TAG] = orientation
    data.get_ifd(GPS_TAG).update({1: "N", 2: (50.0, 52.0, 12.0), 3: "E", 4: (6.0, 41.0, 24.0)})
    return data.tobytes()


def reopened(raw: bytes) -> Image.Image:
    image = Image.open(BytesIO(raw))
    image.load()
    return image


class TestPublished:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_the_picture_is_the_same_and_of_the_same_format(self, suffix: str) -> None:
        image = reopened(published(encoded(square(), suffix), suffix=suffix))
        assert (image.format, image.size) == (pictures.FORMATS[suffix], (40, 20))
        red, _, blue = image.convert("RGB").getpixel((30, 10))  # type: ignore[misc]
        assert blue > 200 > 60 > red

    @pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif"])
    def test_the_place_and_the_name_in_a_photograph_are_not_published(self, suffix: str) -> None:
        raw = encoded(square(), suffix, exif=exif())
        assert SECRET in raw
        assert dict(reopened(raw).getexif().get_ifd(GPS_TAG))
        result = published(raw, suffix=suffix)
        assert SECRET not in result
        assert not dict(reopened(result).getexif())
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(reopened(result).info)

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_what_is_appended_to_a_picture_is_not_published(self, suffix: str) -> None:
        raw = encoded(square(), suffix) + b"\n<script>alert(1)</script>" + SECRET
        if suffix == ".avif":  # its boxes say where it ends, and the decoder does not read on
            raw = encoded(square(), suffix)
        assert SECRET not in published(raw, suffix=suffix)
        assert b"<script" not in published(raw, suffix=suffix)

    def test_comments_are_not_published(self) -> None:
        assert SECRET not in published(encoded(square(), ".gif", comment=SECRET), suffix=".gif")
        assert SECRET not in published(encoded(square(), ".jpg", comment=SECRET), suffix=".jpg")

    @pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
    def test_a_photograph_is_turned_as_the_camera_was_held(self, suffix: str) -> None:
        raw = encoded(square(), suffix, exif=exif(orientation=6))
        image = reopened(published(raw, suffix=suffix)).convert("RGB")
        assert image.size == (20, 40)
        assert image.getpixel((10, 5))[0] > 200  # type: ignore[index]
        assert image.getpixel((10, 35))[2] > 200  # type: ignore[index]

    def test_a_profile_is_applied_and_left_out(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        assert (
            "icc_profile"
            not in reopened(published(encoded(square(), ".jpg", icc_profile=profile), suffix=".jpg")).info
        )
        assert published(encoded(square(), ".jpg", icc_profile=b"broken"), suffix=".jpg")

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    def test_every_kind_of_pixels_of_a_png_is_kept(self, mode: str) -> None:
        raw = encoded(Image.new(mode, (8, 8)), ".png")
        assert reopened(published(raw, suffix=".png")).mode == mode

    def test_transparency_is_kept(self) -> None:
        for suffix in (".png", ".webp", ".avif"):
            raw = encoded(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), suffix)
            assert reopened(published(raw, suffix=suffix)).convert("RGBA").getpixel((4, 4))[3] == 0  # type: ignore[index]

    def test_a_photograph_for_print_is_turned_into_screen_colours(self) -> None:
        assert reopened(published(encoded(Image.new("CMYK", (8, 8)), ".jpg"), suffix=".jpg")).mode == "RGB"

    def test_a_large_picture_is_published_smaller(self) -> None:
        raw = encoded(Image.new("P", (3000, 30)), ".png")
        assert reopened(published(raw, suffix=".png")).size == (2400, 24)

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_the_same_picture_gives_the_same_bytes(self, suffix: str) -> None:
        raw = encoded(Image.effect_noise((50, 50), 60).convert("RGB"), suffix)
        assert published(raw, suffix=suffix) == published(raw, suffix=suffix)

    def test_a_photograph_with_a_preview_of_a_telephone_is_no_moving_picture(self) -> None:
        out = BytesIO()
        square().save(out, format="MPO", save_all=True, append_images=[square((10, 10))])
        assert reopened(published(out.getvalue(), suffix=".jpg")).size == (40, 20)


class TestRefused:
    def fault(self, raw: bytes, suffix: str) -> str:
        with pytest.raises(Unpublishable) as raised:
            check(raw, suffix=suffix)
        return raised.value.fault.kind

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize(
        "raw",
        [b"", b"\x00", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html>", b"%PDF-1.7", b"MZ"],
    )
    def test_what_is_no_picture(self, raw: bytes, suffix: str) -> None:
        assert self.fault(raw, suffix) == "type"

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_a_picture_of_another_type_than_its_name_says(self, suffix: str) -> None:
        other = ".png" if suffix != ".png" else ".gif"
        assert self.fault(encoded(square(), other), suffix) == "type"

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_a_picture_that_is_cut_off(self, suffix: str) -> None:
        raw = encoded(Image.effect_noise((90, 90), 60).convert("RGB"), suffix)
        assert self.fault(raw[: len(raw) // 2], suffix) == "broken"
        assert self.fault(raw[:16], suffix) == "broken"

    @pytest.mark.parametrize("suffix", [".gif", ".png", ".webp", ".avif"])
    def test_a_moving_picture(self, suffix: str) -> None:
        other = square().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        raw = encoded(square(), suffix, save_all=True, append_images=[other])
        assert self.fault(raw, suffix) == "moving"

    def test_a_bomb_is_refused_before_it_is_decoded(self) -> None:
        bomb = encoded(Image.new("1", (MAX_PIXELS // 1000 + 1, 1000)), ".png")
        assert len(bomb) < 10_000
        assert self.fault(bomb, ".png") == "size"
        with pytest.raises(Unpublishable):
            pixels_of(bomb, suffix=".png")

    def test_a_bomb_of_which_pillow_warns(self) -> None:
        header = encoded(Image.new("1", (1, 1)), ".png")
        for side in (10_000, 60_000):
            raw = header[:16] + side.to_bytes(4, "big") * 2 + header[24:]
            assert self.fault(raw, ".png") in ("size", "broken")


class TestFiles:
    def test_only_what_is_below_the_folder_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "out.png").write_bytes(encoded(square(), ".png"))
        (tmp_path / "in/link.png").symlink_to(tmp_path / "out.png")
        (tmp_path / "in/folder").symlink_to(tmp_path)
        assert not is_below(tmp_path / "in/link.png", tmp_path / "in")
        for name in ("link.png", "folder/out.png", "missing.png"):
            with pytest.raises(Unpublishable) as raised:
                pictures.read(tmp_path / "in" / name, below=tmp_path / "in")
            assert raised.value.fault.kind == "missing"

    def test_a_file_is_never_read_beyond_its_limit(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"12345")
        assert read_regular(tmp_path / "a", limit=5) == b"12345"
        with pytest.raises(TooLarge):
            read_regular(tmp_path / "a", limit=4)
        with pytest.raises(NotRegular, match="a folder"):
            read_regular(tmp_path, limit=4)

    def test_the_cache_is_written_once_and_mended_when_it_is_damaged(self, tmp_path: Path) -> None:
        raw = encoded(square(), ".png")
        file = kept(raw, suffix=".png", folder=tmp_path)
        whole, written = file.read_bytes(), file.stat().st_mtime_ns
        assert kept(raw, suffix=".png", folder=tmp_path) == file
        assert file.stat().st_mtime_ns == written
        file.write_bytes(b"<script>")
        assert kept(raw, suffix=".png", folder=tmp_path).read_bytes() == whole


@pytest.mark.build
def test_only_the_pictures_of_good_entries_are_published_and_without_their_metadata(tmp_path: Path) -> None:
    place = site_of_fixtures(tmp_path / "bank")
    folder = place.practices / "images/minimal"
    folder.mkdir(parents=True)
    (folder / "photo.jpg").write_bytes(encoded(square(), ".jpg", exif=exif()))
    (folder / "unused.jpg").write_bytes(encoded(square(), ".jpg", exif=exif()))
    (folder / "page.html").write_text("<script>alert(1)</script>", "utf-8")
    with (place.practices / "minimal.md").open("a", encoding="utf-8") as file:
        file.write("\n![A square](images/minimal/photo.jpg)\n")
    build(place, site_dir=tmp_path / "site")
    found = sorted(path.name for path in (tmp_path / "site/images/minimal").iterdir())
    assert found == ["photo.jpg"]
    assert SECRET not in (tmp_path / "site/images/minimal/photo.jpg").read_bytes()
