# Broken: two names of one park, and nobody judged that they mean the same.
INSERT DATA {
  pgd:fact-name-full a pg:NameUsage ; pg:nameOf pgd:park-yungu ; pg:surfaceForm "青泽高新区云谷"@zh ; pg:nameKind pgc:name-full ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-184-191 .
  pgd:fact-name-short a pg:NameUsage ; pg:nameOf pgd:park-yungu ; pg:surfaceForm "云谷"@zh ; pg:nameKind pgc:name-short ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-192-204 .
}
