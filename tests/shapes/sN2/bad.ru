# Broken: a label with a stray question mark, and one in Traditional characters.
DELETE DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh . pgd:criterion-base-scale skos:prefLabel "产业规模"@zh } ;
INSERT DATA { pgd:park-baishi skos:prefLabel "白石?港数据园"@zh . pgd:criterion-base-scale skos:prefLabel "產業規模"@zh }
