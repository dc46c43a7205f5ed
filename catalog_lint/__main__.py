"""`python -m catalog_lint` is `catalog-lint`."""

from catalog_lint.cli import main

if __name__ == "__main__":
    main()
