# Allowed: a space within a label.
DELETE DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh } ;
INSERT DATA { pgd:park-baishi skos:prefLabel "白石 5G 数据园"@zh }
