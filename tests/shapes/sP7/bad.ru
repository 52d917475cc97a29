# Broken: all applicants of the city are named, and a registered park is neither one of them nor part of one.
DELETE DATA { pgd:park-yungu pg:partOfPark pgd:park-nanpu } ;
DELETE WHERE { pgd:fact-base-part ?property ?value }
