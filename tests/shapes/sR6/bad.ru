# Broken: an amount in two currencies.
INSERT DATA { pgd:subsidy-base-growth pg:currency "USD" }
