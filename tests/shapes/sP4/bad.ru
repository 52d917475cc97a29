# Broken: the programme is of one city, some of its parks lie in another.
DELETE DATA { pgd:scheme-base pg:jurisdiction pgd:division-990000 . pgd:fact-base-jurisdiction rdf:object pgd:division-990000 } ;
INSERT DATA { pgd:scheme-base pg:jurisdiction pgd:division-990200 . pgd:fact-base-jurisdiction rdf:object pgd:division-990200 }
