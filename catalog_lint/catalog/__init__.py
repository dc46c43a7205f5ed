"""What a catalog is made of, and how a page becomes one."""
