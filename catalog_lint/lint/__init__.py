"""Judging entries by rules."""
