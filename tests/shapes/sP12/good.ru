# Allowed: a standard of a programme without tiers, for the programme as a whole.
INSERT DATA {
  pgd:scheme-new a pg:Programme ; skos:prefLabel "云海上云计划"@zh ; pg:isRegistered true ; pg:establishedBy pgd:policy-base-plan .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:scheme-new ; rdf:predicate pg:establishedBy ; rdf:object pgd:policy-base-plan ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
  pgd:subsidy-new a pg:SubsidyStandard ; skos:prefLabel "上云补贴"@zh ; pg:isRegistered true ; pg:forProgramme pgd:scheme-new ;
    pg:subsidyFor pgd:scheme-new ; pg:maxAmount 0.5 ; pg:currency "CNY" ; pg:comparator pgc:comparator-eq ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
