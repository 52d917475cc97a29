# Allowed: a section that holds the span and nothing else.
DELETE { ?span pg:inSection ?section }
INSERT {
  ?span pg:inSection pgd:section-base-3-1 .
  pgd:section-base-3-1 a pg:DocumentSection ; skos:prefLabel "人才"@zh ; pg:isRegistered true ; pg:sectionOf pgd:source-base ;
    pg:partOfSection pgd:section-base-3 ; pg:ordinal 1 ; pg:sectionStart ?start ; pg:sectionEnd ?end .
}
WHERE { ?span oa:exact "人才保障"@zh ; pg:inSection ?section ; oa:start ?start ; oa:end ?end }
