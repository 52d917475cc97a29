# Broken: a goal of nothing, for nothing.
INSERT DATA {
  pgd:fact-new a pg:Goal ; skos:prefLabel "建成一流园区"@zh ; pg:modality pgc:modality-aimed ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-81-97 .
}
