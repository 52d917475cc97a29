# Allowed: a designation that stands on no list, but names park, cohort and tier.
INSERT DATA {
  pgd:fact-new a pg:Designation ; pg:selectedPark pgd:park-nanpu ; pg:inCohort pgd:cohort-base ; pg:atTier pgc:tier-demonstration ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
