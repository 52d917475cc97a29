# Allowed: three cities are counted, the parks named lie in two.
DELETE DATA { pgd:tally-base-cities pg:tallyCount 2 } ;
INSERT DATA { pgd:tally-base-cities pg:tallyCount 3 }
