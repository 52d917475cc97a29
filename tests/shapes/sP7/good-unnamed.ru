# Allowed: the same where more applicants are counted than named.
DELETE DATA { pgd:park-yungu pg:partOfPark pgd:park-nanpu . pgd:tally-base-qingze pg:tallyCount 2 } ;
DELETE WHERE { pgd:fact-base-part ?property ?value } ;
INSERT DATA { pgd:tally-base-qingze pg:tallyCount 3 }
