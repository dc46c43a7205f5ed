"""What each entry needs."""
