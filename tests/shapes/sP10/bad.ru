# Broken: fewer applicants are counted than were selected and registered, or than are named.
DELETE DATA { pgd:tally-base-applicants pg:tallyCount 4 ; pg:isExhaustive true . pgd:tally-base-qingze pg:tallyCount 2 } ;
INSERT DATA { pgd:tally-base-applicants pg:tallyCount 2 ; pg:isExhaustive false . pgd:tally-base-qingze pg:tallyCount 1 }
