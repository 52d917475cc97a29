# Allowed: the name on the list stands in the second of two quotes.
INSERT DATA { pgd:fact-base-designation-1 pg:evidencedBy pgd:span-base-275-279 }
