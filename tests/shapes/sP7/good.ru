# Allowed: the same where the text does not count the applicants of the city as complete.
DELETE DATA { pgd:park-yungu pg:partOfPark pgd:park-nanpu . pgd:tally-base-qingze pg:isExhaustive true } ;
DELETE WHERE { pgd:fact-base-part ?property ?value } ;
INSERT DATA { pgd:tally-base-qingze pg:isExhaustive false }
