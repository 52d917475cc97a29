# Broken: the same enterprise twice in the same role in one park.
INSERT DATA {
  pgd:fact-one a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:enterprise-nanpu ; pg:involvementRole pgc:role-supported ;
    pg:involvementContext pgd:park-yungu ; pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-427 .
  pgd:fact-two a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:enterprise-nanpu ; pg:involvementRole pgc:role-supported ;
    pg:involvementContext pgd:park-yungu ; pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-427 .
}
