# Broken: an enterprise is named in a role of another scheme.
INSERT DATA {
  pgd:fact-new a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:enterprise-nanpu ; pg:involvementRole pgc:duty-lead ;
    pg:involvementContext pgd:park-yungu ; pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-427 .
}
