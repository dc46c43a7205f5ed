"""What we know of written Chinese and English; loads lazily, knows nothing of pages."""
