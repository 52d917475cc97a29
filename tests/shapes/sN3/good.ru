# Allowed: quotation marks in brackets.
DELETE DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh } ;
INSERT DATA { pgd:park-baishi skos:prefLabel "白石（“港”）数据园"@zh }
