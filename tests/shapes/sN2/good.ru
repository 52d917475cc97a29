# Allowed: the garbled form as a hidden label, and a full-width question mark.
DELETE DATA { pgd:criterion-base-scale skos:prefLabel "产业规模"@zh } ;
INSERT DATA { pgd:park-baishi skos:hiddenLabel "白石?港数据园"@zh . pgd:criterion-base-scale skos:prefLabel "产业规模如何？"@zh }
