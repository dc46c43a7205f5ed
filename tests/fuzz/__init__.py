"""Fuzz targets for atheris: `python -m tests.fuzz TARGET`, as docs/safety.md says."""
