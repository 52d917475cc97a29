# Broken: a zero-width space in a label, and a space at the end of another.
DELETE DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh . pgd:indicator-base skos:prefLabel "示范园区数量"@zh } ;
INSERT DATA { pgd:park-baishi skos:prefLabel "白石\u200B港数据园"@zh . pgd:indicator-base skos:prefLabel "示范园区数量 "@zh }
