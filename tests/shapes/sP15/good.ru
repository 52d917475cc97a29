# Allowed: a list of which only the number is known.
INSERT DATA {
  pgd:list-new a pg:ListAnnouncement ; skos:prefLabel "成长名单"@zh ; pg:isRegistered true ; pg:forCohort pgd:cohort-base ;
    pg:atTier pgc:tier-growth ; pg:announcedCount 7 ; pg:isExhaustive false ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
