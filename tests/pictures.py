"""A small picture as somebody brings it."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.uploads import Brought


def png(width=60, height=40, colour="#1f4b8f"):
    """The bytes of a PNG of one colour."""
    made = BytesIO()
    Image.new("RGB", (width, height), colour).save(made, "PNG")
    return made.getvalue()


def picture(**size):
    """What an UploadField cleans a picture to."""
    return Brought("pit.png", "image/png", png(**size), 60, 40)


def brought(name="pit.png", **size):
    """The same as a browser sends it."""
    return SimpleUploadedFile(name, png(**size), "image/png")
