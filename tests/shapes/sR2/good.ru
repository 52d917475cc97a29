# Allowed: facts and spans stand in no registry, and other people's IRIs are theirs.
INSERT DATA {
  pgd:park-baishi pg:mentionedIn pgd:span-base-275-279 ; rdfs:seeAlso <https://example.org/park/1> ; pg:operatedBy pgd:enterprise-nanpu .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:park-baishi ; rdf:predicate pg:operatedBy ; rdf:object pgd:enterprise-nanpu ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
