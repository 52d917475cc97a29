# Allowed: the programme is of a wider area.
DELETE DATA { pgd:scheme-base pg:jurisdiction pgd:division-990000 . pgd:fact-base-jurisdiction rdf:object pgd:division-990000 } ;
INSERT DATA { pgd:scheme-base pg:jurisdiction pgd:division-100000 . pgd:fact-base-jurisdiction rdf:object pgd:division-100000 }
