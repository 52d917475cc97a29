# Broken: a bracket that is not closed.
DELETE DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh } ;
INSERT DATA { pgd:park-baishi skos:prefLabel "白石（港数据园"@zh }
