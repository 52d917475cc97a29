# Broken: an enterprise is named nowhere in particular, and a chain link belongs to no chain.
INSERT DATA {
  pgd:fact-new a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:enterprise-nanpu ; pg:involvementRole pgc:role-supported ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-427 .
  pgd:fact-link a pg:ChainLink ; pg:ordinal 1 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
