"""Word files: the only package that knows python-docx."""
