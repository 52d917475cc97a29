# Allowed: named in a park, in a role.
INSERT DATA {
  pgd:fact-new a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:enterprise-nanpu ; pg:involvementRole pgc:role-supported ;
    pg:involvementContext pgd:park-yungu ; pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-427 .
}
