# Allowed: an entry of another cohort that stands on no list.
INSERT DATA {
  pgd:cohort-new a pg:Cohort ; skos:prefLabel "2021年批次"@zh ; pg:isRegistered true ; pg:cohortOf pgd:scheme-base ; pg:cohortYear 2021 .
  pgd:fact-new a pg:Designation ; pg:selectedPark pgd:park-baishi ; pg:inCohort pgd:cohort-new ; pg:atTier pgc:tier-growth ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
