# Allowed: as many applicants are counted as were selected and registered.
DELETE DATA { pgd:tally-base-applicants pg:tallyCount 4 } ;
INSERT DATA { pgd:tally-base-applicants pg:tallyCount 3 }
