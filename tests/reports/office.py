"""Opening our Word files in another program: LibreOffice makes PDFs of them."""

import subprocess

from pypdf import PdfReader


def opened_elsewhere(folder, *paths):
    """The PDFs that LibreOffice makes of Word files, as `{name: PdfReader}`; they lie in `folder`."""
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", folder),
            *paths,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {path.stem: PdfReader(folder / f"{path.stem}.pdf") for path in paths}


def text_in(reader):
    """All text of a PDF."""
    return "".join(page.extract_text() for page in reader.pages)
