# Broken: another year than that of the number.
DELETE DATA { pgd:policy-base-plan pg:numberYear 2019 . pgd:fact-base-number-year rdf:object 2019 } ;
INSERT DATA { pgd:policy-base-plan pg:numberYear 2018 . pgd:fact-base-number-year rdf:object 2018 }
