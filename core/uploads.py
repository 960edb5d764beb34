"""Files that people bring: checked before anything is made of them, kept whole, served as what they are.

An image is decoded, at most once its size is known to be bearable, and written anew: what stays is the
picture, turned the way it was taken, without place, device or name of whoever took it. A PDF is kept
as it came and only ever handed out as a file.

    class FigureForm(forms.Form):
        image = UploadField(kinds=("image",))

    upload = keep_upload(form.cleaned_data["image"])     # in a service
    return serve(upload)                                 # in a view that has asked who may have it
"""

import hashlib
import logging
import math
import os
import struct
import tempfile
import unicodedata
import uuid
import zlib
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.models import Upload
from core.text import one_line

logger = logging.getLogger(__name__)

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 3000  # pixels kept of a side: enough for the width of an A4 page in print
LARGEST = (LONGEST_SIDE, LONGEST_SIDE)
LONGEST_NAME = 120
LOST_AFTER = timedelta(days=1)
PDF = "application/pdf"
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
ENDINGS = {PDF: ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
HOW_SAVED = {
    "PNG": {},
    "JPEG": {"quality": 88, "progressive": True},
    "WEBP": {"quality": 88, "method": 3},
}
SIMPLE_MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA"),
    "JPEG": ("L", "RGB"),
    "WEBP": ("RGB", "RGBA"),
}
# What the decoders raise on bytes that only begin like an image.
NOT_AN_IMAGE = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError),
    *(MemoryError, RuntimeError, struct.error, zlib.error),
)


@dataclass(frozen=True)
class Brought:
    """A file that was found to be sound: its bytes as they are to be kept."""

    name: str
    media_type: str
    data: bytes
    width: int | None = None
    height: int | None = None


class UploadField(forms.FileField):
    """A file of one of `kinds` ("image", "pdf"), at most 5 MB and 25 megapixels; cleans to a Brought. An
    image is made to fit into `box` (pixels across and down)."""

    default_error_messages = {
        "too_large": _("The file has %(size)s; at most %(most)s can be kept."),
        "kind_image": _("This is no PNG, JPEG or WebP image, whatever its name says."),
        "kind_pdf": _("This is no PDF, whatever its name says."),
        "kind_both": _("This is neither a PDF nor a PNG, JPEG or WebP image."),
        "too_many_pixels": _(
            "The image has %(width)d × %(height)d pixels; at most 25 million can be taken. Make it "
            "smaller."
        ),
        "far_too_many_pixels": _("The image has more than 25 million pixels. Make it smaller."),
        "moving": _("The image moves. Bring a picture that stands still."),
        "damaged": _("The image is damaged or incomplete. Save it again, then bring it."),
        "damaged_pdf": _("The PDF is incomplete. Save it again, then bring it."),
    }

    def __init__(self, *, kinds=("image", "pdf"), box=LARGEST, **options):
        self.kinds = tuple(kinds)
        self.box = box
        accepted = [ENDINGS[PDF]] if "pdf" in kinds else []
        if "image" in kinds:
            accepted += IMAGES.values()
        options.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(accepted)}))
        super().__init__(**options)

    def to_python(self, data):
        if data in self.empty_values:
            return None
        if data.size and data.size > MOST_BYTES:
            values = {"size": filesizeformat(data.size), "most": filesizeformat(MOST_BYTES)}
            raise ValidationError(self.error_messages["too_large"], "too_large", values)
        file = super().to_python(data)  # refuses what has no name or nothing in it
        file.seek(0)
        content = file.read()
        try:
            return self._checked(file.name, content)
        except _Unsound as unsound:
            message = self.error_messages[unsound.code]
            raise ValidationError(message, unsound.code, unsound.values) from unsound

    def _checked(self, name, content):
        if content.startswith(b"%PDF-") and "pdf" in self.kinds:
            if b"%%EOF" not in content[-4096:]:
                raise _Unsound("damaged_pdf")
            return Brought(clean_name(name, PDF), PDF, content)
        if "image" in self.kinds and looks_like_image(content):
            media_type, made, size = made_anew(content, box=self.box)
            return Brought(clean_name(name, media_type), media_type, made, *size)
        raise _Unsound("kind_both" if len(self.kinds) > 1 else f"kind_{self.kinds[0]}")


class _Unsound(Exception):
    def __init__(self, code, values=None):
        self.code = code
        self.values = values
        super().__init__(code)


def looks_like_image(content):
    """True if `content` begins as a PNG, JPEG or WebP does."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))


def made_anew(content, *, box=LARGEST):
    """An image's bytes written anew without metadata, made to fit into `box`: (media type, bytes, (width,
    height))."""
    try:
        with Image.open(BytesIO(content), formats=tuple(IMAGES)) as image:
            # Only the head has been read so far: what would fill the memory is refused unread.
            if image.width * image.height > MOST_PIXELS:
                values = {"width": image.width, "height": image.height}
                raise _Unsound("too_many_pixels", values)
            # A camera's JPEG may hold further pictures behind the first; they are left behind.
            kept = "JPEG" if image.format == "MPO" else image.format
            if kept != "JPEG" and getattr(image, "n_frames", 1) > 1:
                raise _Unsound("moving")
            picture = _bare(ImageOps.exif_transpose(image), kept, box)
        written = BytesIO()
        picture.save(written, kept, **HOW_SAVED[kept])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _Unsound("far_too_many_pixels") from error
    except NOT_AN_IMAGE as error:
        raise _Unsound("damaged") from error
    return IMAGES[kept], written.getvalue(), picture.size


def _bare(image, kept, box):
    """The picture alone, in a mode that can be written as `kept`, no larger than `box`."""
    if image.mode not in SIMPLE_MODES[kept]:
        has_alpha = kept != "JPEG" and image.has_transparency_data
        image = image.convert("RGBA" if has_alpha else "RGB")
    if image.width > box[0] or image.height > box[1]:
        if image.mode in ("1", "P"):
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        image.thumbnail(box)
    bare = image.copy()
    # Writers take comments and colour profiles from here.
    bare.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    return bare


def clean_name(name, media_type):
    """`name` as people may keep a file under: no path, no control or hidden characters, its real ending."""
    name = str(name or "").replace("\\", "/").rpartition("/")[2]
    seen = (letter for letter in name if unicodedata.category(letter)[0] != "C")
    stem = one_line("".join(seen))
    if "." in stem:
        stem = stem.rpartition(".")[0]
    stem = "".join(letter for letter in stem if letter not in '<>:"|?*').strip(" .")
    return (stem[:LONGEST_NAME].strip(" .") or "file") + ENDINGS[media_type]


# Keeping and giving out -------------------------------------------------------------------------
def path_of(upload):
    """Where the file of `upload` lies."""
    return _folder() / str(upload.key)


def _folder():
    return Path(settings.MEDIA_ROOT) / "uploads"


def keep_upload(file):
    """Store `file`, what an UploadField cleaned to (Brought), and return its Upload.

    The file is whole before there is a row that names it. Raises OSError if it cannot be written.
    """
    upload = Upload(
        key=uuid.uuid4(),
        name=file.name,
        media_type=file.media_type,
        size=len(file.data),
        sha256=hashlib.sha256(file.data).hexdigest(),
        width=file.width,
        height=file.height,
    )
    _write(path_of(upload), file.data)
    upload.save()
    return upload


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def forget_lost_files(*, at=None):
    """Delete the files that no row names: of a transaction that was undone after its file was written, or of
    a process that ended between the two; how many. Such a file is a day old before it is taken for lost.

    Where rows name fewer files than they leave, the folder is most likely that of another database, or a
    backup is only half restored: then nothing is deleted, and the log says so.
    """
    before = (at or timezone.now()).timestamp() - LOST_AFTER.total_seconds()
    named = set(map(str, Upload.objects.values_list("key", flat=True)))
    old = [file for file in _folder().glob("*") if _written_at(file) < before]
    lost = [file for file in old if file.name not in named]
    if len(lost) > len(old) - len(lost):
        logger.error("No row names %d of %d uploaded files: they are left", len(lost), len(old))
        return 0
    for file in lost:
        file.unlink(missing_ok=True)
    return len(lost)


def _written_at(file):
    """When `file` was written, in seconds; a draft may have got its name meanwhile, and is no old one."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def forget_upload(upload):
    """Delete `upload`, which nothing refers to any more; its file goes when that is certain."""
    path = path_of(upload)
    upload.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def serve(upload, *, inline=False):
    """The file as an attachment; an image `inline`, for a page that shows it. 404 if the file is gone."""
    try:
        content = path_of(upload).read_bytes()
    except FileNotFoundError:
        raise Http404(upload.name) from None
    is_shown = inline and upload.media_type in IMAGES.values()
    # Small enough to be read at once; what is streamed is not compressed a second time on its way.
    response = FileResponse(
        BytesIO(content),
        content_type=upload.media_type,
        as_attachment=not is_shown,
        filename=upload.name,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
