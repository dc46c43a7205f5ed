"""Carrying out fixes so that nothing is lost."""
