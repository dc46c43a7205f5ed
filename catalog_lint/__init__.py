"""Linter and normalizer for Markdown catalogs written in Chinese."""
