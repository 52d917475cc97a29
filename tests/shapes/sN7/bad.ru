# Broken: a park has the name of a centre and no operator.
DELETE DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh } ;
INSERT DATA { pgd:park-baishi skos:prefLabel "白石数据中心"@zh }
