"""What holds for every catalog: texts made from a grammar, and damaged, are fixed and compared."""
