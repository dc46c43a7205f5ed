"""`python -m catalog_lint` is `catalog-lint`."""

import sys

from catalog_lint.cli import main

if __name__ == "__main__":
    sys.exit(main())
