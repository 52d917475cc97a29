# Allowed: a quote in Traditional characters, which are not compared.
DELETE DATA { pgd:span-base-401-405 oa:exact "南浦专班"@zh } ;
INSERT DATA {
  pgd:span-base-401-405 oa:exact "南浦专班"@zh-hant .
  pgd:fact-new a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:enterprise-nanpu ; pg:involvementRole pgc:role-supported ;
    pg:involvementContext pgd:park-yungu ; pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
