# Allowed: a goal for a park.
INSERT DATA {
  pgd:fact-new a pg:Goal ; skos:prefLabel "建成一流园区"@zh ; pg:modality pgc:modality-aimed ; pg:targetsThing pgd:park-yungu ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-81-97 .
}
