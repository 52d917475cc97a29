# Broken: a list that says nothing of itself.
INSERT DATA {
  pgd:list-new a pg:ListAnnouncement ; skos:prefLabel "另一名单"@zh ; pg:isRegistered true ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
