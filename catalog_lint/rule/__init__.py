"""Rules as data: their files, the contract of their checks, how they are selected."""
