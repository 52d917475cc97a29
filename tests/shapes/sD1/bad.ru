# Broken: the number has square brackets, and so its parts do not agree with it either.
DELETE DATA { pgd:policy-base-plan pg:documentNumber "云政字〔2019〕8号" . pgd:fact-base-number rdf:object "云政字〔2019〕8号" } ;
INSERT DATA { pgd:policy-base-plan pg:documentNumber "云政字[2019]8号" . pgd:fact-base-number rdf:object "云政字[2019]8号" }
