# Broken: one city is counted, the parks lie in two.
DELETE DATA { pgd:tally-base-cities pg:tallyCount 2 } ;
INSERT DATA { pgd:tally-base-cities pg:tallyCount 1 }
