"""The checks: small generators that find what the rules under `rules/` describe."""
