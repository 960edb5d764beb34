"""Where the files of sheets on their way into the register lie, until they are done with."""

from pathlib import Path

from django.conf import settings


def folder():
    """Where they lie."""
    path = Path(settings.MEDIA_ROOT) / "imports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def file_of(import_):
    """The file of `import_`; its name says nothing about what was brought."""
    return folder() / str(import_.pk)


def keep(import_, brought):
    """Write down an uploaded file."""
    with file_of(import_).open("wb") as target:
        for chunk in brought.chunks():
            target.write(chunk)


def drop(import_):
    """Remove the file, if it is there still."""
    file_of(import_).unlink(missing_ok=True)
