# Broken: another issuer code than that of the number.
DELETE DATA { pgd:policy-base-plan pg:issuerCode "云政字" . pgd:fact-base-number-code rdf:object "云政字" } ;
INSERT DATA { pgd:policy-base-plan pg:issuerCode "云政" . pgd:fact-base-number-code rdf:object "云政" }
