# Allowed: a designation at the lower of two award tiers.
INSERT DATA {
  pgd:fact-new a pg:Designation ; pg:selectedPark pgd:park-nanpu ; pg:inCohort pgd:cohort-base ; pg:atTier pgc:tier-growth ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
