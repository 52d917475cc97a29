# Broken: the plan of the zone is based on one of a town in it, and a plan of the city on one of the zone.
INSERT DATA {
  pgd:division-town a pg:AdministrativeDivision ; skos:prefLabel "云溪镇"@zh ; pg:isRegistered true ; pg:divisionLevel pgc:level-township ;
    pg:locatedIn pgd:zone-qingze-hitech .
  pgd:fact-town a pg:Assertion ; rdf:subject pgd:division-town ; rdf:predicate pg:locatedIn ; rdf:object pgd:zone-qingze-hitech ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:policy-town a pg:PolicyDocument ; skos:prefLabel "云溪镇方案"@zh ; pg:isRegistered true ; pg:jurisdiction pgd:division-town .
  pgd:fact-plan a pg:Assertion ; rdf:subject pgd:policy-town ; rdf:predicate pg:jurisdiction ; rdf:object pgd:division-town ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:citation-town a pg:DocumentCitation ; pg:isRegistered true ; pg:citingDocument pgd:policy-qingze-plan ;
    pg:citedDocument pgd:policy-town ; pg:citationFunction pgc:citation-basedOn ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:policy-city a pg:PolicyDocument ; skos:prefLabel "青泽市方案"@zh ; pg:isRegistered true ; pg:jurisdiction pgd:division-990100 .
  pgd:fact-city a pg:Assertion ; rdf:subject pgd:policy-city ; rdf:predicate pg:jurisdiction ; rdf:object pgd:division-990100 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:citation-city a pg:DocumentCitation ; pg:isRegistered true ; pg:citingDocument pgd:policy-city ;
    pg:citedDocument pgd:policy-qingze-plan ; pg:citationFunction pgc:citation-basedOn ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
