"""A catalog as data."""
