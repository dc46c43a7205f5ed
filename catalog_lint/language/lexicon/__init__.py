"""Makes the tables in `catalog_lint/language/data`. It stays out of the wheel: the product reads what it
wrote."""
