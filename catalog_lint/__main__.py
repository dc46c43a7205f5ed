"""`python -m catalog_lint`."""

import sys

from catalog_lint.cli import main

sys.exit(main())
