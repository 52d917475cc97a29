# Allowed: a name usage in Traditional characters makes it known.
DELETE DATA { pgd:citation-base pg:citedAs "云海数字规划(2019—2022年)"@zh } ;
INSERT DATA {
  pgd:citation-base pg:citedAs "数字规划"@zh .
  pgd:name-new a pg:NameUsage ; pg:isRegistered true ; pg:nameOf pgd:policy-base-plan ; pg:surfaceForm "数字规划"@zh ;
    pg:nameKind pgc:name-short ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-19-39 .
}
