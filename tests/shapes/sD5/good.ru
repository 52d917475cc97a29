# Allowed: the plan of the zone is based on one of the city around it, and mentions one of a town.
INSERT DATA {
  pgd:policy-city a pg:PolicyDocument ; skos:prefLabel "青泽市方案"@zh ; pg:isRegistered true ; pg:jurisdiction pgd:division-990100 .
  pgd:fact-city a pg:Assertion ; rdf:subject pgd:policy-city ; rdf:predicate pg:jurisdiction ; rdf:object pgd:division-990100 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:citation-city a pg:DocumentCitation ; pg:isRegistered true ; pg:citingDocument pgd:policy-qingze-plan ;
    pg:citedDocument pgd:policy-city ; pg:citationFunction pgc:citation-basedOn ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:policy-district a pg:PolicyDocument ; skos:prefLabel "南浦区方案"@zh ; pg:isRegistered true ; pg:jurisdiction pgd:division-990102 .
  pgd:fact-district a pg:Assertion ; rdf:subject pgd:policy-district ; rdf:predicate pg:jurisdiction ; rdf:object pgd:division-990102 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:citation-district a pg:DocumentCitation ; pg:isRegistered true ; pg:citingDocument pgd:policy-qingze-plan ;
    pg:citedDocument pgd:policy-district ; pg:citationFunction pgc:citation-mentions ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
