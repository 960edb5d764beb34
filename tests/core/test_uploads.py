"""Files that people bring: only sound ones are kept, images without what they tell about who took them."""

import os
import struct
import time
import zlib
from contextlib import closing
from io import BytesIO

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from PIL import Image

from core.models import Upload
from core.uploads import (
    LONGEST_SIDE,
    MOST_BYTES,
    UploadField,
    clean_name,
    forget_lost_files,
    forget_upload,
    keep_upload,
    path_of,
    serve,
)

pytestmark = pytest.mark.once

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind="PNG", size=(40, 20), mode="RGB", **options):
    written = BytesIO()
    Image.new(mode, size).save(written, kind, **options)
    return written.getvalue()


def brought(content, name="picture.png", kinds=("image", "pdf")):
    return UploadField(kinds=kinds).clean(SimpleUploadedFile(name, content))


def refusal(content, **options):
    with pytest.raises(forms.ValidationError) as refused:
        brought(content, **options)
    (message,) = refused.value.messages
    assert message.endswith((".", "?"))
    return refused.value.error_list[0].code


def enormous_png(width, height):
    """A PNG of black pixels that is small as a file."""

    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    row = b"\0" * (width // 8 + 1)
    squeezed = zlib.compressobj(9)
    data = b"".join(squeezed.compress(row) for _row in range(height)) + squeezed.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", data), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_images_are_made_anew(kind):
    file = brought(picture(kind), name="x.bin")
    assert (file.width, file.height) == (40, 20)
    assert Image.open(BytesIO(file.data)).format == kind
    assert file.name == "x" + {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}[kind]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_brought(mode):
    assert brought(picture(mode=mode)).media_type == "image/png"


def test_a_printers_jpeg_can_be_brought():
    assert Image.open(BytesIO(brought(picture("JPEG", mode="CMYK")).data)).mode == "RGB"


def test_place_device_and_comment_are_left_behind_and_the_picture_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    exif[0x010F] = "Secretphone"
    exif.get_ifd(0x8825)[2] = (5.0, 18.0, 1.0)
    content = picture("JPEG", exif=exif, comment=b"Secretcomment", icc_profile=b"Secretprofile")
    assert b"Secretphone" in content
    assert b"Secretcomment" in content
    file = brought(content, name="a.jpg")
    assert b"Secret" not in file.data
    made = Image.open(BytesIO(file.data))
    assert not made.getexif()
    assert made.size == (file.width, file.height) == (20, 40)


def test_a_large_picture_is_made_as_large_as_print_needs():
    file = brought(picture("JPEG", size=(6000, 300)), name="a.jpg")
    assert (file.width, file.height) == (LONGEST_SIDE, 150)


def test_an_image_of_too_many_pixels_is_refused_before_it_fills_the_memory():
    content = enormous_png(12_000, 12_000)
    assert len(content) < 420_000
    started = time.process_time()
    assert refusal(content) in {"too_many_pixels", "far_too_many_pixels"}
    assert time.process_time() - started < 1


@pytest.mark.parametrize("size", [(5001, 5000), (60_000, 60_000)])
def test_every_size_above_the_bound_is_refused(size):
    head = enormous_png(8, 8)[:16] + struct.pack(">II", *size) + b"\x01\0\0\0\0"
    content = head + struct.pack(">I", zlib.crc32(head[12:])) + enormous_png(8, 8)[33:]
    assert refusal(content) in {"too_many_pixels", "far_too_many_pixels"}


def test_an_image_that_moves_is_refused():
    frames = [Image.new("RGB", (9, 9), (shade, 0, 0)) for shade in (0, 90, 200)]
    for kind in ("PNG", "WEBP"):
        written = BytesIO()
        frames[0].save(written, kind, save_all=True, append_images=frames[1:])
        assert refusal(written.getvalue()) == "moving"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.1, 0.5, 0.9])
def test_a_damaged_image_is_refused_in_words(kind, part):
    noise = Image.effect_noise((200, 200), 90)
    written = BytesIO()
    noise.convert("RGB").save(written, kind)
    content = written.getvalue()
    assert refusal(content[: int(len(content) * part)]) == "damaged"
    assert refusal(content[:30] + b"\xff" * (len(content) - 30)) == "damaged"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF89a" + b"\0" * 40, "kind_both"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "kind_both"),
        (b"<html>%PDF-1.7 %%EOF", "kind_both"),
        (b"MZ\x90\0", "kind_both"),
        (PDF[:30], "damaged_pdf"),
        (b"", "empty"),
        (PDF + b"\0" * MOST_BYTES + b"%%EOF", "too_large"),
    ],
)
def test_what_is_not_what_it_says_is_refused(content, code):
    assert refusal(content, name="report.pdf") == code


def test_only_the_kinds_that_are_asked_for_are_taken():
    assert refusal(picture(), kinds=("pdf",)) == "kind_pdf"
    assert refusal(PDF, kinds=("image",)) == "kind_image"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ama\\paper.v2.docx", "paper.v2.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("evil\u202efdp.exe", "evilfdp.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ("Étude des mines.pdf", "Étude des mines.pdf"),
    ],
)
def test_names_are_made_harmless(name, kept):
    assert clean_name(name, "application/pdf") == kept


@pytest.mark.django_db
def test_a_file_is_kept_whole_and_handed_out_as_a_file():
    upload = keep_upload(brought(PDF, name="Paper.pdf"))
    assert path_of(upload).read_bytes() == PDF
    assert (upload.size, upload.media_type, upload.width) == (len(PDF), "application/pdf", None)
    assert [path.name for path in path_of(upload).parent.iterdir()] == [str(upload.key)]
    for inline in (False, True):
        answer = serve(upload, inline=inline)
        assert answer["Content-Disposition"] == 'attachment; filename="Paper.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == PDF
        answer.close()


@pytest.mark.django_db
def test_an_image_is_shown_in_a_page_where_that_is_asked_for():
    upload = keep_upload(brought(picture()))
    with closing(serve(upload)) as answer:
        assert answer["Content-Disposition"].startswith("attachment")
    with closing(serve(upload, inline=True)) as answer:
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["Content-Type"] == "image/png"


@pytest.mark.django_db
def test_a_file_that_is_gone_is_not_found(django_capture_on_commit_callbacks):
    upload = keep_upload(brought(PDF))
    with django_capture_on_commit_callbacks(execute=True):
        forget_upload(upload)
    assert not Upload.objects.exists()
    with pytest.raises(Http404):
        serve(upload)


@pytest.mark.django_db
def test_where_the_disk_is_full_there_is_no_row_and_no_half_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "taken"
    settings.MEDIA_ROOT.write_text("a file stands where the folder should")
    with pytest.raises(OSError, match="taken"):
        keep_upload(brought(PDF))
    assert not Upload.objects.exists()


def test_a_file_whose_transaction_was_undone_is_forgotten_a_day_later(db, caplog):
    assert forget_lost_files() == 0
    kept = [path_of(keep_upload(brought(PDF))) for _time in range(2)]
    with transaction.atomic():
        lost = path_of(keep_upload(brought(PDF)))
        transaction.set_rollback(True)
    half = lost.with_name(".writing-abc")
    half.write_bytes(b"%PDF")
    assert forget_lost_files() == 0
    yesterday = time.time() - 25 * 3600
    for path in (*kept, lost, half):
        os.utime(path, (yesterday, yesterday))
    # The database of somebody else names none of them.
    with transaction.atomic():
        Upload.objects.all().delete()
        assert forget_lost_files() == 0
        assert "No row names 4 of 4 uploaded files" in caplog.text
        transaction.set_rollback(True)
    assert forget_lost_files() == 2
    assert [path.exists() for path in (*kept, lost, half)] == [True, True, False, False]
