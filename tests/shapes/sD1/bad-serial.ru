# Broken: another serial than that of the number.
DELETE DATA { pgd:policy-base-plan pg:numberSerial 8 . pgd:fact-base-number-serial rdf:object 8 } ;
INSERT DATA { pgd:policy-base-plan pg:numberSerial 18 . pgd:fact-base-number-serial rdf:object 18 }
