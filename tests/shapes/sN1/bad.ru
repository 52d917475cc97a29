# Broken: a park without a Chinese label, a term without an English one, an indicator with two Chinese ones.
DELETE DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh . pg:formerlyLocatedIn rdfs:label "was located in"@en } ;
INSERT DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh-hant . pgd:indicator-base skos:prefLabel "示范园区数"@zh }
