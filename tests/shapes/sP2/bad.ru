# Broken: a designation at the registry, which is no award, and a registry entry at an award tier.
INSERT DATA {
  pgd:fact-new-1 a pg:Designation ; pg:selectedPark pgd:park-nanpu ; pg:inCohort pgd:cohort-base ; pg:atTier pgc:tier-registry ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
  pgd:fact-new-2 a pg:RegistryEntry ; pg:registeredPark pgd:park-yungu ; pg:inCohort pgd:cohort-base ; pg:atTier pgc:tier-growth ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
