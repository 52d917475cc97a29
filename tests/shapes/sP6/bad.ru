# Broken: a selected park is entered in the registry of the same cohort.
INSERT DATA {
  pgd:fact-new a pg:RegistryEntry ; pg:registeredPark pgd:park-nanpu ; pg:inCohort pgd:cohort-base ; pg:atTier pgc:tier-registry ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
