# Broken: an assertion is deprecated, its relation still stands.
INSERT DATA { pgd:fact-base-operator pg:assertionRank pgc:rank-deprecated }
