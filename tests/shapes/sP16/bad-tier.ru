# Broken: an entry is at another tier than its list.
DELETE DATA { pgd:fact-base-designation-2 pg:atTier pgc:tier-demonstration } ;
INSERT DATA { pgd:fact-base-designation-2 pg:atTier pgc:tier-growth }
