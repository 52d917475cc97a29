# Allowed: the quote has a short name that is recorded; the same short name of a park is no enterprise's.
INSERT DATA {
  pgd:fact-new a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:enterprise-nanpu ; pg:involvementRole pgc:role-supported ;
    pg:involvementContext pgd:park-yungu ; pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:fact-name-short a pg:NameUsage ; pg:nameOf pgd:enterprise-nanpu ; pg:surfaceForm "南浦"@zh ; pg:nameKind pgc:name-short ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:park-nanpu skos:altLabel "南浦"@zh .
}
