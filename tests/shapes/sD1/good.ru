# Allowed: the number as a source in Traditional characters writes it.
DELETE DATA { pgd:policy-base-plan pg:documentNumber "云政字〔2019〕8号" . pgd:fact-base-number rdf:object "云政字〔2019〕8号" } ;
INSERT DATA { pgd:policy-base-plan pg:documentNumber "云政字〔2019〕8號" . pgd:fact-base-number rdf:object "云政字〔2019〕8號" }
